//! Checked tokens, each as one text: the cheapest way for several values to cross at once.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use tokenseal::Token;
use tokenseal_bridge::packed::{Members, text};

use crate::boundary::{Outcome, guarded};

/// A token that was checked, as the text of the bridge, and whether that is ASCII. JavaScript
/// parses of it what it is asked for.
pub struct Checked(String, bool);

impl From<&Token> for Checked {
    fn from(token: &Token) -> Self {
        let text = text::write(&Members::from(token));
        let is_ascii = text.is_ascii();
        Self(text, is_ascii)
    }
}

impl From<Token> for Checked {
    fn from(token: Token) -> Self {
        Self::from(&token)
    }
}

impl ToNapiValue for Checked {
    unsafe fn to_napi_value(env: sys::napi_env, Self(text, is_ascii): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { text_value(env, &text, is_ascii) }
    }
}

/// A text of JavaScript, which V8 need not decode where it is ASCII.
pub(crate) unsafe fn text_value(
    env: sys::napi_env,
    text: &str,
    is_ascii: bool,
) -> NapiResult<sys::napi_value> {
    let create = if is_ascii {
        sys::napi_create_string_latin1
    } else {
        sys::napi_create_string_utf8
    };
    let mut value = std::ptr::null_mut();
    // SAFETY: the caller's environment; the text is as long as it says.
    napi::check_status!(unsafe { create(env, text.as_ptr().cast(), text.len() as isize, &mut value) })?;
    Ok(value)
}

/// Many tokens, each with its own outcome.
pub struct CheckedMany(Vec<Outcome<Checked>>);

impl From<Vec<tokenseal::Result<Token>>> for CheckedMany {
    fn from(results: Vec<tokenseal::Result<Token>>) -> Self {
        Self(
            results
                .into_iter()
                .map(|result| guarded(|| result.map(Checked::from)))
                .collect(),
        )
    }
}

impl ToNapiValue for CheckedMany {
    unsafe fn to_napi_value(env: sys::napi_env, Self(outcomes): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { Vec::to_napi_value(env, outcomes) }
    }
}
