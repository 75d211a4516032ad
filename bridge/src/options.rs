//! The door for options: JSON text in, the core's structs out.
//!
//! In every language options cross as the text of one JSON object. The core knows which options
//! there are and which values they take: anything else is `ERR_OPTION_INVALID`, and so is text that
//! is not strict JSON (RFC 8259, each member once).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokenseal::{Error, Result};

/// The options of a function that has none but handles, which cross separately.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoOptions {}

/// Reads options from JSON text.
pub fn options<T: DeserializeOwned>(json: &str) -> Result<T> {
    tokenseal::options_from_text(json)
}

/// The same for JavaScript. JSON has no undefined: such a member is null in the text, and its name
/// is on a line before the text, so that the error says what it was.
pub fn javascript_options<T: DeserializeOwned>(text: &str) -> Result<T> {
    match text.split_once('\n') {
        Some((undefined, json)) => options(json).map_err(|error| reworded(error, undefined)),
        None => options(text),
    }
}

fn reworded(error: Error, undefined: &str) -> Error {
    let is_meant = |name: &str| error.message().starts_with(&format!("option `{name}` is null"));
    match undefined.split(',').any(is_meant) {
        true => Error::new(
            error.code(),
            error.message().replacen(" is null", " is undefined", 1),
        ),
        false => error,
    }
}

#[cfg(test)]
mod tests {
    use tokenseal::{CheckOptions, TokenOptions, VerifyOptions};

    use super::*;

    fn refused<T: DeserializeOwned>(json: &str) -> String {
        let error = options::<T>(json).map(|_| json).unwrap_err();
        assert_eq!(error.code().as_str(), "ERR_OPTION_INVALID", "{json}");
        error.message().to_owned()
    }

    #[test]
    fn reads_the_structs_of_the_core() {
        let read: VerifyOptions = options(r#"{"subject":"alice","leeway":"30s","max_attempts":3}"#).unwrap();
        assert_eq!(
            (read.subject.as_deref(), read.max_attempts),
            (Some("alice"), Some(3))
        );
        assert_eq!(options::<CheckOptions>(r#"{"now":1.5}"#).unwrap().now, Some(1.5));
        assert_eq!(options::<CheckOptions>(" { } ").unwrap().now, None);
    }

    #[test]
    fn headers_keep_their_order() {
        let read: TokenOptions = options(r#"{"header":{"z":1,"a":2}}"#).unwrap();
        assert_eq!(read.header.unwrap().keys().collect::<Vec<_>>(), ["z", "a"]);
    }

    #[test]
    fn text_that_is_not_strict_json_is_refused() {
        let malformed = [
            "",
            "{",
            "[]",
            "null",
            "{}{}",
            "{} x",
            "{'now':1}",
            r#"{"now":01}"#,
            r#"{"now":NaN}"#,
            r#"{"now":1e999}"#,
            r#"{"now":1,"now":1}"#,
            r#"{"now":1,"\u006eow":2}"#,
            r#"{"now":"\ud800"}"#,
            r#"{"now":18446744073709551616}"#,
            "\u{feff}{}",
        ];
        for json in malformed {
            assert!(
                refused::<CheckOptions>(json).starts_with("the options must be one JSON object"),
                "{json}"
            );
        }
        // At any depth.
        refused::<TokenOptions>(r#"{"header":{"a":{"b":1,"b":1}}}"#);
        refused::<TokenOptions>(r#"{"header":{"a":[-9223372036854775809]}}"#);
        refused::<TokenOptions>(&format!(
            r#"{{"header":{{"a":{}{}}}}}"#,
            "[".repeat(10_000),
            "]".repeat(10_000)
        ));
        assert!(options::<TokenOptions>(r#"{"header":{"a":18446744073709551615,"b":1e300}}"#).is_ok());
    }

    #[test]
    fn what_the_core_does_not_take_is_refused_by_name() {
        assert!(refused::<VerifyOptions>(r#"{"isuer":"a"}"#).contains("`isuer` is unknown"));
        assert!(refused::<VerifyOptions>(r#"{"subject":null}"#).contains("`subject` is null"));
        assert!(refused::<CheckOptions>(r#"{"now":"1"}"#).contains("`now`"));
    }

    #[test]
    fn where_there_are_none_each_is_unknown() {
        assert!(options::<NoOptions>("{}").is_ok());
        assert_eq!(
            refused::<NoOptions>(r#"{"keys":null}"#),
            "option `keys` is unknown"
        );
    }

    #[test]
    fn undefined_is_called_so() {
        let refused = |text: &str| {
            javascript_options::<VerifyOptions>(text)
                .map(|_| text)
                .unwrap_err()
                .message()
                .to_owned()
        };
        assert!(refused("issuer\n{\"issuer\":null}").starts_with("option `issuer` is undefined"));
        assert!(
            refused("now,subject\n{\"now\":null,\"issuer\":null}").starts_with("option `issuer` is null")
        );
        assert!(refused("{\"issuer\":null}").starts_with("option `issuer` is null"));
        assert!(refused("isuer\n{\"isuer\":null}").contains("`isuer` is unknown"));
        assert!(javascript_options::<VerifyOptions>("now\n{\"now\":null}").is_ok());
    }
}
