//! The boundary: how the outcome of a call becomes a value of JavaScript.

use napi::bindgen_prelude::{Either, ToNapiValue, TypeName};
use napi::{Result as NapiResult, ValueType, sys};
use napi_derive::napi;
use tokenseal::{Error, ErrorCode, Result};
use tokenseal_bridge::{guard, message};
use zeroize::Zeroizing;

/// Text, or the bytes of a text: claims, PEM, a certificate.
pub(crate) type Text<'a> = Either<String, &'a [u8]>;

/// The text for work that may be done later, when JavaScript has its bytes back.
pub(crate) fn owned(text: Text<'_>) -> Vec<u8> {
    match text {
        Either::A(text) => text.into_bytes(),
        Either::B(bytes) => bytes.to_vec(),
    }
}

/// JSON text that may hold secrets, in a copy that is wiped. `code` is for bytes that are not
/// UTF-8.
pub(crate) fn secret_json(text: Text<'_>, code: ErrorCode) -> Result<Zeroizing<String>> {
    match text {
        Either::A(text) => Ok(Zeroizing::new(text)),
        Either::B(bytes) => std::str::from_utf8(bytes)
            .map(|text| Zeroizing::new(text.to_owned()))
            .map_err(|_| message::not_utf8(code)),
    }
}

/// The result of every native function. JavaScript gets the value, or a [`Failure`] that it throws
/// as one of its own classes of errors.
pub struct Outcome<T>(pub(crate) Result<T>);

/// The words of messages that JavaScript spells in its own way.
#[napi(catch_unwind)]
pub fn words() -> Outcome<Vec<&'static str>> {
    guarded(|| Ok(message::words().into_iter().collect()))
}

/// Does the work of a native function. A panic must not reach Node, which would end the process.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Outcome<T> {
    Outcome(guard(work))
}

/// What is reported about an error: the only object with a `code` that a native function returns.
#[napi(object, object_from_js = false)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// What happened, for people.
    pub message: String,
    /// The claim that was refused, where one was.
    pub claim: Option<String>,
    /// The nonce that a DPoP proof must have, where that is what it lacks.
    pub dpop_nonce: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            code: error.code().as_str(),
            message: error.message().to_owned(),
            claim: owned(error.claim()),
            dpop_nonce: owned(error.dpop_nonce()),
        }
    }
}

impl<T: ToNapiValue> ToNapiValue for Outcome<T> {
    unsafe fn to_napi_value(env: sys::napi_env, outcome: Self) -> NapiResult<sys::napi_value> {
        let convert = |value| {
            // SAFETY: `env` is passed on as it came.
            let converted = unsafe { T::to_napi_value(env, value) };
            converted.map_err(|_| message::too_long("JavaScript"))
        };
        let converted = outcome.0.and_then(|value| guard(|| convert(value)));
        // SAFETY: as above.
        converted.or_else(|error| unsafe { Failure::to_napi_value(env, error.into()) })
    }
}

impl<T> TypeName for Outcome<T> {
    fn type_name() -> &'static str {
        "Outcome"
    }

    fn value_type() -> ValueType {
        ValueType::Unknown
    }
}
