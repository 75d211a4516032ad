//! Values of options as the core reads them, and JSON objects whose values are left as written.

use std::fmt;
use std::str::FromStr;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::failure::{Failure, Result};

/// A name from the core, such as that of an algorithm.
pub(crate) fn name<T: FromStr<Err = tokenseal::Error>>(text: &str) -> Result<T> {
    text.parse().map_err(Failure::Usage)
}

/// The value of an option that is one JSON object, which the core reads strictly: no member twice.
/// `name` is the option's.
pub(crate) fn object(name: &'static str, text: &str) -> tokenseal::Result<Value> {
    tokenseal::object_from_json(name, text).map(Value::Object)
}

/// A number as JSON writes it, for the core to judge.
pub(crate) fn number(text: &str) -> std::result::Result<Value, &'static str> {
    text.parse().map(Value::Number).map_err(|_| "not a number")
}

/// A length of time: seconds if it is a number, else text with a unit, for the core to judge.
pub(crate) fn length(text: &str) -> std::result::Result<Value, std::convert::Infallible> {
    Ok(text.parse().map_or_else(|_| Value::from(text), Value::Number))
}

/// JSON text without the white space between its tokens, so that it fits on one line.
pub(crate) fn compact(text: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let keep = |character: &char| {
        if in_string {
            in_string = escaped || *character != '"';
            escaped = !escaped && *character == '\\';
            return true;
        }
        in_string = *character == '"';
        !character.is_ascii_whitespace()
    };
    text.chars().filter(keep).collect()
}

/// A JSON object's members in order, each value as it was written: no number loses a digit.
#[derive(Debug, Default)]
pub(crate) struct Members(pub(crate) Vec<(String, Box<RawValue>)>);

impl Members {
    /// From text that the core has checked. Anything but an object has no members.
    pub(crate) fn of(text: &RawValue) -> Self {
        serde_json::from_str(text.get()).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn white_space_goes_but_not_from_strings() {
        assert_eq!(
            compact("{ \"a b\" :\n [ 1 , \"c \\\" d\\\\\" , 2 ] }\n"),
            r#"{"a b":[1,"c \" d\\",2]}"#
        );
    }
}
