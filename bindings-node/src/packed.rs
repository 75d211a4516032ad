//! Checked tokens, each as one text: the cheapest way for several values to cross at once.

use std::sync::Arc;

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use tokenseal::Token;
use tokenseal::dpop::ProvenBy;
use tokenseal_bridge::packed::{Members, text};

use crate::boundary::{Outcome, guarded};

/// A token that was checked, as the text of the bridge. JavaScript parses of it what it is asked for.
pub struct Checked(Arc<Packed>);

struct Packed {
    text: String,
    is_ascii: bool,
    /// Part of the text, and not always the same for the same token.
    proven_by: Option<ProvenBy>,
}

impl From<Token> for Checked {
    /// The text is kept beside a token that its verifier remembers.
    fn from(token: Token) -> Self {
        let Some(beside) = token.beside() else { return Self(Arc::new(Packed::new(&token))) };
        if let Some(packed) = beside.get::<Packed>().filter(|packed| packed.proven_by == token.proven_by()) {
            return Self(packed);
        }
        let packed = Arc::new(Packed::new(&token));
        beside.put(Arc::clone(&packed));
        Self(packed)
    }
}

impl Packed {
    fn new(token: &Token) -> Self {
        let text = text::write(&Members::from(token));
        let is_ascii = text.is_ascii();
        Self { text, is_ascii, proven_by: token.proven_by() }
    }
}

impl ToNapiValue for Checked {
    unsafe fn to_napi_value(env: sys::napi_env, Self(packed): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { text_value(env, &packed.text, packed.is_ascii) }
    }
}

/// A text of JavaScript, which V8 need not decode where it is ASCII.
pub(crate) unsafe fn text_value(env: sys::napi_env, text: &str, is_ascii: bool) -> NapiResult<sys::napi_value> {
    let create = if is_ascii { sys::napi_create_string_latin1 } else { sys::napi_create_string_utf8 };
    let mut value = std::ptr::null_mut();
    // SAFETY: the caller's environment; the text is as long as it says.
    napi::check_status!(unsafe { create(env, text.as_ptr().cast(), text.len() as isize, &mut value) })?;
    Ok(value)
}

/// Many tokens, each with its own outcome.
pub struct CheckedMany(Vec<Outcome<Checked>>);

impl From<Vec<tokenseal::Result<Token>>> for CheckedMany {
    fn from(results: Vec<tokenseal::Result<Token>>) -> Self {
        Self(results.into_iter().map(|result| guarded(|| result.map(Checked::from))).collect())
    }
}

impl ToNapiValue for CheckedMany {
    unsafe fn to_napi_value(env: sys::napi_env, Self(outcomes): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { Vec::to_napi_value(env, outcomes) }
    }
}
