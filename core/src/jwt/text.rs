//! Claims that are already JSON text.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Claims as JSON text, for callers that have them so: every number stays exactly as it is written.
///
/// ```
/// use tokenseal::{JsonText, Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions};
///
/// let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
/// let options = TokenOptions { no_expiry: true, now: Some(1_700_000_000.0), ..TokenOptions::default() };
/// let token = tokenseal::sign(&JsonText(r#"{ "big": 123456789012345678901234567890 }"#), &key, &options)?;
/// let claims = tokenseal::inspect_unverified(token)?.claims;
/// assert_eq!(claims.as_deref(), Some(r#"{"big":123456789012345678901234567890,"iat":1700000000}"#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JsonText<'a>(pub &'a str);

/// What [`Whole`](super::finite::Whole) knows it by.
pub(super) const NAME: &str = "$tokenseal::JsonText";

impl Serialize for JsonText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NAME, &Inside(self.0))
    }
}

/// JSON in JSON, and a text anywhere else.
struct Inside<'a>(&'a str);

impl Serialize for Inside<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_str(self.0);
        }
        // A value among others must be one value.
        serde_json::from_str::<&RawValue>(self.0)
            .map_err(|_| S::Error::custom("not JSON text"))?
            .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::jwt::payload::with_text;

    fn written<C: Serialize + ?Sized>(claims: &C) -> Option<String> {
        with_text(claims, |text| Ok(text.to_owned())).ok()
    }

    #[test]
    fn the_whole_is_taken_as_it_is() {
        for text in ["{ \"a\" : 1e400 }", "", "{", " [1] ", "\u{feff}{}"] {
            assert_eq!(written(&JsonText(text)).as_deref(), Some(text));
            assert_eq!(written(&&Box::new(JsonText(text))).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_value_among_others_is_one_value() {
        let within = |text| written(&BTreeMap::from([("a", JsonText(text))]));
        assert_eq!(within(" 1.50 ").as_deref(), Some(r#"{"a":1.50}"#));
        for text in ["", "1,\"b\":2", "1}", "{", "x"] {
            assert_eq!(within(text), None, "{text}");
            assert!(serde_json::to_string(&JsonText(text)).is_err());
        }
        assert_eq!(serde_json::to_string(&Some(JsonText("[1 ]"))).unwrap(), "[1 ]");
    }
}
