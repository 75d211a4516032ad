//! The `status` claim of a token: which list it is on, and where (section 6.2 of the draft).

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scanned, scan_text};
use crate::limits::Limits;

/// What a `status` claim says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    /// The token's status is in a list, at an index.
    List { uri: Cow<'a, str>, index: u64 },
    /// It is available in another way, which this library does not know.
    Unknown,
    /// Not an object: an application's own claim with the same name.
    Other,
}

impl<'a> Reference<'a> {
    /// Reads the claim, which has passed the strict pass.
    ///
    /// # Errors
    /// `ERR_JWT_CLAIM_INVALID` if `status_list` does not have the form that the draft requires.
    pub(crate) fn read(status: &'a str) -> Result<Self> {
        if let Some(usual) = Self::usual(status) {
            return Ok(usual);
        }
        let Some(status) = Scanned::again(status).object() else {
            return Ok(Reference::Other);
        };
        let mut list = None;
        scan(status, |name, value| {
            if name == "status_list" {
                list = Some(value);
            }
        })?;
        let Some(list) = list else {
            return Ok(Reference::Unknown);
        };
        let list = list
            .object()
            .ok_or_else(|| invalid("status_list of the claim is not an object with idx and uri"))?;
        let (mut index, mut uri) = (None, None);
        scan(list, |name, value| match name {
            "idx" => index = Some(value),
            "uri" => uri = Some(value),
            _ => {}
        })?;
        // 2^64 has twenty digits; anything with more, or with a sign, a point or an exponent, is
        // not an index of any list.
        let index = index
            .filter(|index| index.is_integer_of(20))
            .and_then(|index| index.json().parse().ok());
        let index = index
            .ok_or_else(|| invalid("idx of the status claim is not a whole number from 0 on, below 2^64"))?;
        let uri = uri
            .and_then(Scanned::string)
            .ok_or_else(|| invalid("uri of the status claim is not a text"))?;
        Ok(Reference::List { uri, index })
    }

    /// Reads the form that nearly everyone writes: without white space, escapes and other members,
    /// `idx` first. This saves two more passes over the text.
    #[inline]
    fn usual(status: &'a str) -> Option<Self> {
        let (index, uri) = status
            .strip_prefix(r#"{"status_list":{"idx":"#)?
            .split_once(r#","uri":""#)?;
        let uri = uri
            .strip_suffix(r#""}}"#)
            .filter(|uri| !uri.contains(['"', '\\']))?;
        // After the strict pass, only integers without a sign consist of digits alone. The general
        // path explains what is wrong with others.
        let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
        Some(Reference::List {
            uri: Cow::Borrowed(uri),
            index: index.parse().ok().filter(|_| is_index)?,
        })
    }
}

fn scan<'a>(object: Scanned<'a>, visit: impl FnMut(&str, Scanned<'a>)) -> Result<()> {
    // It has already passed this as part of the claims.
    scan_text(object.json(), Limits::MAX_JSON_DEPTH, visit)
        .map(drop)
        .map_err(|_| invalid("the status claim is not strict JSON"))
}

#[cold]
fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::ClaimInvalid, message).with_claim("status")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_a_whole_number_and_an_address_a_text() {
        let list =
            |index: &str| format!(r#"{{"status_list":{{"idx":{index},"uri":"https://issuer.example/1"}}}}"#);
        for (index, value) in [("0", 0), ("412", 412), ("18446744073709551615", u64::MAX)] {
            let text = list(index);
            assert_eq!(
                Reference::read(&text),
                Ok(Reference::List {
                    uri: "https://issuer.example/1".into(),
                    index: value
                })
            );
        }
        for bad in [
            "-1",
            "-0",
            "1.0",
            "1e2",
            "18446744073709551616",
            "99999999999999999999",
            "\"1\"",
            "null",
            "[1]",
            "true",
        ] {
            assert_eq!(
                Reference::read(&list(bad)).unwrap_err().claim(),
                Some("status"),
                "{bad}"
            );
        }
        for bad in [
            r#"{"status_list":{}}"#,
            r#"{"status_list":{"idx":1}}"#,
            r#"{"status_list":{"uri":"https://a.example"}}"#,
            r#"{"status_list":{"idx":1,"uri":7}}"#,
            r#"{"status_list":[1]}"#,
            r#"{"status_list":null}"#,
            r#"{"status_list":"https://a.example"}"#,
        ] {
            assert_eq!(
                Reference::read(bad).unwrap_err().code(),
                ErrorCode::ClaimInvalid,
                "{bad}"
            );
        }
        for other in ["\"active\"", "1", "null", "[]", "true"] {
            assert_eq!(Reference::read(other), Ok(Reference::Other));
        }
        assert_eq!(
            Reference::read(r#"{"identifier_list":{}}"#),
            Ok(Reference::Unknown)
        );
        let spaced =
            r#"{ "status_list" : { "uri" : "https://issuer.example/1" , "idx" : 412 , "more" : "\"}}" } }"#;
        assert_eq!(Reference::read(spaced), Reference::read(&list("412")));
        let quoted = r#"{"status_list":{"idx":1,"uri":"https://a.example","more":"x"}}"#;
        assert_eq!(
            Reference::read(quoted),
            Ok(Reference::List {
                uri: "https://a.example".into(),
                index: 1
            })
        );
        let with_escape = r#"{"status_lis\u0074":{"id\u0078":1,"uri":"https:\/\/a.example"}}"#;
        assert_eq!(
            Reference::read(with_escape),
            Ok(Reference::List {
                uri: "https://a.example".into(),
                index: 1
            })
        );
    }
}
