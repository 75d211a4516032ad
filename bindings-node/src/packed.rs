//! Checked tokens, packed into one text: the cheapest way for several values to cross at once.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use tokenseal::Token;

use crate::boundary::{Outcome, guarded};

/// A token that was checked, as one text: its claims, then a JSON list of everything else, then the length of the claims in [`DIGITS`]
/// characters, then one that says whether they hold a long number. JavaScript parses the claims, the list, or neither.
pub struct Checked(Vec<u8>, bool);

/// Characters of seven bits each: enough for the longest text of JavaScript.
const DIGITS: usize = 5;

/// The digits of the smallest integer that a number of JavaScript cannot hold.
const LONG: usize = 16;

impl From<Token> for Checked {
    fn from(token: Token) -> Self {
        let claims = token.claims_json();
        let (header, outer) = (token.header(), token.outer_header().unwrap_or("null"));
        let mut text = String::with_capacity(claims.len() + header.len() + outer.len() + 64);
        text.push_str(claims);
        for (before, part) in [("[\"", token.kind().as_str()), ("\",", header), (",", outer)] {
            text.push_str(before);
            text.push_str(part);
        }
        for key_id in [token.key_id(), token.decryption_key_id()] {
            text.push(',');
            push_json(&mut text, key_id);
        }
        text.push(']');
        let is_ascii = text.is_ascii();
        let length = if is_ascii { claims.len() } else { claims.encode_utf16().count() };
        text.extend((0..DIGITS).rev().map(|digit| char::from((length >> (7 * digit)) as u8 & 0x7f)));
        text.push(char::from(u8::from(holds_long_number(claims))));
        Self(text.into_bytes(), is_ascii)
    }
}

/// Whether so many digits follow each other that JavaScript has to look which number they are.
fn holds_long_number(claims: &str) -> bool {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let (blocks, _) = claims.as_bytes().as_chunks::<LONG>();
    // Of so many that follow each other, one is the last of a block, and the others stand before and behind it.
    blocks.iter().enumerate().filter(|(_, block)| block.last().is_some_and(u8::is_ascii_digit)).any(|(index, _)| {
        let (before, behind) = claims.as_bytes().split_at((index + 1) * LONG);
        let digits = before.iter().rev().take_while(is_digit).count() + behind.iter().take_while(is_digit).count();
        digits >= LONG
    })
}

/// A text as JSON, or null.
fn push_json(text: &mut String, value: Option<&str>) {
    let is_plain = |letter: &u8| (0x20..0x7f).contains(letter) && *letter != b'"' && *letter != b'\\';
    match value {
        None => text.push_str("null"),
        Some(value) if value.as_bytes().iter().all(is_plain) => text.extend(["\"", value, "\""]),
        // The JSON of a text always can be written.
        Some(value) => text.push_str(&serde_json::Value::from(value).to_string()),
    }
}

impl ToNapiValue for Checked {
    unsafe fn to_napi_value(env: sys::napi_env, Self(text, is_ascii): Self) -> NapiResult<sys::napi_value> {
        let create = if is_ascii { sys::napi_create_string_latin1 } else { sys::napi_create_string_utf8 };
        let mut value = std::ptr::null_mut();
        // SAFETY: `env` is passed on as it came; the text is as long as it says.
        napi::check_status!(unsafe { create(env, text.as_ptr().cast(), text.len() as isize, &mut value) })?;
        Ok(value)
    }
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
