//! The members of a JWK, strictly typed.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::mistakes;
use crate::base64url;
use crate::error::{Error, Result};
use crate::key::carried::METADATA;
use crate::key::error::invalid;

/// A parsed JWK. Every member that is read must have the right type.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    pub(super) fn new(members: &'a Map<String, Value>) -> Self {
        Self(members)
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member, unless it is null metadata.
    fn get(self, name: &str) -> Option<&'a Value> {
        self.0
            .get(name)
            .filter(|value| !(value.is_null() && METADATA.contains(&name)))
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Null) => Err(invalid(format!("`{name}` of the JWK is null: leave it out"))),
            Some(_) => Err(invalid(format!("`{name}` of the JWK must be a string"))),
        }
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// A base64url member, decoded.
    pub(super) fn bytes(self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let bytes = base64url::decode(text.as_bytes()).ok_or_else(|| {
            invalid(format!("`{name}` of the JWK is not base64url without padding, which has only letters, digits, - and _"))
        })?;
        Ok(Some(Zeroizing::new(bytes)))
    }

    pub(super) fn required_bytes(self, name: &str) -> Result<Zeroizing<Vec<u8>>> {
        self.bytes(name)?.ok_or_else(|| self.missing(name))
    }

    /// An array of anything; None for any other value.
    pub(super) fn list(self, name: &str) -> Option<&'a [Value]> {
        self.get(name).and_then(Value::as_array).map(Vec::as_slice)
    }

    /// An array of strings without duplicates (RFC 7517, section 4.3).
    pub(super) fn distinct_texts(self, name: &str) -> Result<Option<Vec<String>>> {
        let wrong = || {
            invalid(format!(
                "`{name}` of the JWK must be an array of distinct strings"
            ))
        };
        let items = match self.get(name) {
            None => return Ok(None),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(wrong()),
        };
        let texts: Vec<String> = items
            .iter()
            .map(|item| item.as_str().map(String::from))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        let mut sorted: Vec<&String> = texts.iter().collect();
        sorted.sort_unstable();
        if sorted
            .iter()
            .zip(sorted.iter().skip(1))
            .any(|(one, next)| one == next)
        {
            Err(wrong())
        } else {
            Ok(Some(texts))
        }
    }

    /// The error for a missing member.
    fn missing(self, name: &str) -> Error {
        match self.0.get("kty").and_then(Value::as_str) {
            Some(kty @ ("AKP" | "EC" | "oct" | "OKP" | "RSA")) => invalid(format!(
                "the JWK has no `{name}`, which a key of type {kty} needs"
            )),
            _ => mistakes::in_members(self.0),
        }
    }
}
