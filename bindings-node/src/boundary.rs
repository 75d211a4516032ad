//! The boundary: what arrives as JSON text, what failed, and what panicked.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{Either, ToNapiValue};
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokenseal::{Error, ErrorCode, Result};

/// Text, or the bytes of a text: a token, claims, PEM.
pub(crate) type Text<'a> = Either<String, &'a [u8]>;

pub(crate) fn text_bytes<'a>(text: &'a Text<'_>) -> &'a [u8] {
    match text {
        Either::A(text) => text.as_bytes(),
        Either::B(bytes) => bytes,
    }
}

/// The result of every native function. JavaScript gets the value, or a [`Failure`] that it throws as one of its own classes of errors.
pub struct Outcome<T>(Result<T>);

/// Does the work of a native function. A panic must not reach Node, which would end the process.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Outcome<T> {
    let caught = catch_unwind(AssertUnwindSafe(work));
    Outcome(caught.unwrap_or_else(|_| Err(Error::new(ErrorCode::Internal, "a defect of the library was caught"))))
}

/// What is told of an error: the only object with a `code` that a native function gives.
#[napi(object, object_from_js = false)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// What happened, for people.
    pub message: String,
    /// The claim that was refused, where one was.
    pub claim: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: error.code().as_str(), message: error.message().to_owned(), claim: error.claim().map(str::to_owned) }
    }
}

impl<T: ToNapiValue> ToNapiValue for Outcome<T> {
    unsafe fn to_napi_value(env: sys::napi_env, outcome: Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe {
            match outcome.0.map(|value| T::to_napi_value(env, value)) {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(_)) => {
                    let too_long = Error::new(ErrorCode::LimitExceeded, "the result is longer than JavaScript can hold");
                    Failure::to_napi_value(env, too_long.into())
                }
                Err(error) => Failure::to_napi_value(env, error.into()),
            }
        }
    }
}

/// Texts, in the order that the JavaScript half knows: the cheapest way for several values to cross at once.
pub(crate) type Texts<'a> = Vec<Option<&'a str>>;

/// Reads options from JSON text; which there are, and what they may be, the core knows.
pub(crate) fn options<T: DeserializeOwned>(json: &str) -> Result<T> {
    let options: Value =
        serde_json::from_str(json).map_err(|_| Error::new(ErrorCode::OptionInvalid, "the options cannot be written as JSON"))?;
    tokenseal::options_from_json(options)
}

/// The option of everything that exports keys.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ExportOptions {
    pub(crate) private: bool,
}

/// The option of what imports a set.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImportOptions {
    pub(crate) strict: bool,
}

/// The option of what checks tokens with options compiled before.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CheckOptions {
    pub(crate) now: Option<f64>,
}
