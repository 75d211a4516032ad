//! Secrets as callers pass them: bytes, or text together with its encoding.

use std::fmt;

use base64_simd::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::key::error::invalid;
use crate::key::material::secret::MAX_BYTES;
use crate::limits::exceeded;
use crate::options::TextEncoding;

/// The secret that [`Key::from_secret`](crate::Key::from_secret) takes: bytes or text, both of
/// which convert into it.
#[derive(Clone, Copy)]
pub enum Secret<'a> {
    /// The bytes themselves.
    Bytes(&'a [u8]),
    /// Text that encodes the bytes as the option `encoding` says.
    Text(&'a str),
}

impl Secret<'_> {
    /// The bytes, in a copy that is wiped.
    pub(super) fn decode(self, encoding: Option<TextEncoding>) -> Result<Zeroizing<Vec<u8>>> {
        match (self, encoding) {
            (Secret::Bytes(bytes), None) => Ok(Zeroizing::new(bytes.to_vec())),
            (Secret::Text(text), Some(encoding)) => decode(text, encoding),
            (Secret::Text(_), None) => Err(Error::option(
                "the secret is text, and text can stand for bytes in several ways: say in which with encoding (utf-8, base64, base64url or hex)",
            )),
            (Secret::Bytes(_), Some(_)) => Err(Error::option(
                "encoding is for a secret that is text, and this one is bytes: give the text, or leave encoding out",
            )),
        }
    }
}

fn decode(text: &str, encoding: TextEncoding) -> Result<Zeroizing<Vec<u8>>> {
    // Two hexadecimal digits make a byte, and no other encoding needs more.
    if text.len() > 2 * MAX_BYTES {
        return Err(exceeded(
            "the secret is longer than 64 KiB: give the secret itself, of 32 to 64 bytes",
        ));
    }
    let decoded = match encoding {
        TextEncoding::Utf8 => return Ok(Zeroizing::new(text.as_bytes().to_vec())),
        TextEncoding::Base64 if text.ends_with('=') => STANDARD.decode_to_vec(text).ok(),
        TextEncoding::Base64 => STANDARD_NO_PAD.decode_to_vec(text).ok(),
        TextEncoding::Base64url if text.ends_with('=') => URL_SAFE.decode_to_vec(text).ok(),
        TextEncoding::Base64url => URL_SAFE_NO_PAD.decode_to_vec(text).ok(),
        TextEncoding::Hex => hex(text.as_bytes()),
    };
    decoded
        .map(Zeroizing::new)
        .ok_or_else(|| not_encoded(text, encoding))
}

/// Hexadecimal digits, in either case.
fn hex(text: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_chunks::<2>() else {
        return None;
    };
    let digit = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    // Allocated at full length from the start, so that no shorter copy is left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(pairs.len()));
    for [high, low] in pairs {
        bytes.push(digit(*high)? << 4 | digit(*low)?);
    }
    Some(std::mem::take(&mut *bytes))
}

/// Why the text does not decode. Nothing in it is quoted.
fn not_encoded(text: &str, encoding: TextEncoding) -> Error {
    let name = encoding.as_str();
    let is_own = |character: char| match encoding {
        TextEncoding::Utf8 => true,
        TextEncoding::Hex => character.is_ascii_hexdigit(),
        TextEncoding::Base64 => character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '='),
        TextEncoding::Base64url => character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '='),
    };
    let foreign = text
        .chars()
        .enumerate()
        .find(|(_, character)| !is_own(*character));
    invalid(match foreign {
        Some((at, character)) if character.is_whitespace() => {
            format!(
                "the text of the secret has white space at character {}, which {name} does not allow: remove it",
                at + 1
            )
        }
        Some((_, '-' | '_')) if encoding == TextEncoding::Base64 => {
            "the text of the secret has the alphabet of base64url (- and _): give its encoding as base64url"
                .to_owned()
        }
        Some((_, '+' | '/')) if encoding == TextEncoding::Base64url => {
            "the text of the secret has the alphabet of base64 (+ and /): give its encoding as base64"
                .to_owned()
        }
        Some((1, 'x' | 'X')) if encoding == TextEncoding::Hex => {
            "the text of the secret begins with 0x: leave that out".to_owned()
        }
        Some((at, _)) => format!(
            "the text of the secret is not {name}: character {} is none of its alphabet",
            at + 1
        ),
        None if encoding == TextEncoding::Hex => {
            format!(
                "the text of the secret has {} hexadecimal digits, and two make a byte: one is missing",
                text.len()
            )
        }
        None => format!("the text of the secret is not {name}: it is cut off, or its padding is wrong"),
    })
}

impl<'a> From<&'a [u8]> for Secret<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Secret::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Secret<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Secret::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Secret<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Secret::Bytes(bytes)
    }
}

impl<'a> From<&'a str> for Secret<'a> {
    fn from(text: &'a str) -> Self {
        Secret::Text(text)
    }
}

impl<'a> From<&'a String> for Secret<'a> {
    fn from(text: &'a String) -> Self {
        Secret::Text(text)
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}
