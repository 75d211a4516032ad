//! The members of a JWK, strictly typed.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::base64url;
use crate::error::Result;
use crate::key::error::invalid;

/// A parsed JWK. Every member that is read must have its type: null is not absent.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    pub(super) fn new(members: &'a Map<String, Value>) -> Self {
        Self(members)
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(invalid("a member of the JWK is not a string")),
        }
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str> {
        self.text(name)?.ok_or_else(|| invalid("a member of the JWK is missing"))
    }

    /// A member that is base64url, decoded.
    pub(super) fn bytes(self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let bytes = base64url::decode(text.as_bytes()).ok_or_else(|| invalid("a member of the JWK is not strict base64url"))?;
        Ok(Some(Zeroizing::new(bytes)))
    }

    pub(super) fn required_bytes(self, name: &str) -> Result<Zeroizing<Vec<u8>>> {
        self.bytes(name)?.ok_or_else(|| invalid("a member of the JWK is missing"))
    }

    /// An array of strings.
    pub(super) fn texts(self, name: &str) -> Result<Option<Vec<&'a str>>> {
        let wrong = || invalid("a member of the JWK is not an array of strings");
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Array(items)) => items.iter().map(Value::as_str).collect::<Option<_>>().map(Some).ok_or_else(wrong),
            Some(_) => Err(wrong()),
        }
    }

    /// An array of strings, none of which occurs twice (RFC 7517, section 4.3).
    pub(super) fn distinct_texts(self, name: &str) -> Result<Option<Vec<String>>> {
        let wrong = || invalid("a member of the JWK is not an array of distinct strings");
        let items = match self.0.get(name) {
            None => return Ok(None),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(wrong()),
        };
        let texts: Vec<String> = items.iter().map(|item| item.as_str().map(String::from)).collect::<Option<_>>().ok_or_else(wrong)?;
        let mut sorted: Vec<&String> = texts.iter().collect();
        sorted.sort_unstable();
        if sorted.iter().zip(sorted.iter().skip(1)).any(|(one, next)| one == next) { Err(wrong()) } else { Ok(Some(texts)) }
    }
}
