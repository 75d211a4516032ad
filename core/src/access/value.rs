//! What claims contain, as rules compare it.

use std::borrow::Cow;

use crate::json::{self, Scanned};
use crate::limits::Limits;

/// The largest integer that every language and JSON reader represents exactly (RFC 8259, section
/// 6).
const LARGEST: i64 = 1 << 53;

/// A value that a rule compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

impl Scalar {
    pub(super) fn read(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::String(text) => Some(Scalar::Text(text.clone())),
            serde_json::Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
            serde_json::Value::Number(number) => number
                .as_i64()
                .filter(|integer| (-LARGEST..=LARGEST).contains(integer))
                .map(Scalar::Integer),
            _ => None,
        }
    }
}

/// What a token has at a place in its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// Nothing.
    Absent,
    /// A null, or nothing because what should contain it is not an object. It never grants, not
    /// even by being absent.
    Null,
    Text(Cow<'a, str>),
    /// An integer that is written as one, within 2^53 of zero.
    Integer(i64),
    Boolean(bool),
    List(Vec<Found<'a>>),
    /// An object, or a number that is not such an integer.
    Other,
}

impl<'a> Found<'a> {
    /// Looks up the place that a path of names leads to, in a JSON object that has passed the
    /// strict pass.
    pub(super) fn at(member: impl FnOnce(&str) -> Option<&'a str>, path: &[String]) -> Self {
        let Some((first, rest)) = path.split_first() else {
            return Found::Null;
        };
        let Some(mut json) = member(first) else {
            return Found::Absent;
        };
        for name in rest {
            let mut next = None;
            let scanned = json::scan_text(json, Limits::MAX_JSON_DEPTH, |own, value| {
                if own == name {
                    next = Some(value.json());
                }
            });
            json = match (scanned, next) {
                (Err(_), _) => return Found::Null,
                (Ok(_), None) => return Found::Absent,
                (Ok(_), Some(next)) => next,
            };
        }
        Self::of(Scanned::again(json), true)
    }

    fn of(value: Scanned<'a>, is_outermost: bool) -> Self {
        if let Some(text) = value.string() {
            return Found::Text(text);
        }
        if let Some(boolean) = value.boolean() {
            return Found::Boolean(boolean);
        }
        if value.is_null() {
            return Found::Null;
        }
        if value.is_number() {
            return integer(value.json()).map_or(Found::Other, Found::Integer);
        }
        match value.elements() {
            Some(elements) if is_outermost => Found::List(
                elements
                    .into_iter()
                    .map(|element| Self::of(element, false))
                    .collect(),
            ),
            _ => Found::Other,
        }
    }

    /// Whether it equals this value: None if it is of another type.
    pub(super) fn is(&self, scalar: &Scalar) -> Option<bool> {
        match (self, scalar) {
            (Found::Text(own), Scalar::Text(text)) => Some(**own == **text),
            (Found::Integer(own), Scalar::Integer(integer)) => Some(own == integer),
            (Found::Boolean(own), Scalar::Boolean(boolean)) => Some(own == boolean),
            _ => None,
        }
    }
}

/// An integer as rules know them: digits and an optional minus sign, as JSON writes them, without a
/// fraction or an exponent.
fn integer(json: &str) -> Option<i64> {
    json.parse()
        .ok()
        .filter(|integer| (-LARGEST..=LARGEST).contains(integer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(claims: &'a str, path: &[&str]) -> Found<'a> {
        let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
        let mut first = None;
        json::scan_text(claims, 16, |name, value| {
            if Some(name) == path.first().map(String::as_str) {
                first = Some(value.json());
            }
        })
        .unwrap();
        Found::at(|_| first, &path)
    }

    #[test]
    fn numbers_are_integers_that_every_language_has() {
        for (json, found) in [
            ("0", Found::Integer(0)),
            ("-0", Found::Integer(0)),
            ("9007199254740992", Found::Integer(1 << 53)),
            ("-9007199254740992", Found::Integer(-(1 << 53))),
            ("9007199254740993", Found::Other),
            ("9223372036854775808", Found::Other),
            ("1.0", Found::Other),
            ("1e0", Found::Other),
            ("0.5", Found::Other),
            ("null", Found::Null),
            ("{}", Found::Other),
            ("true", Found::Boolean(true)),
            (r#""a\u0062""#, Found::Text("ab".into())),
            (
                r#"["a",1,[],null]"#,
                Found::List(vec![
                    Found::Text("a".into()),
                    Found::Integer(1),
                    Found::Other,
                    Found::Null,
                ]),
            ),
        ] {
            assert_eq!(at(&format!(r#"{{"x":{json}}}"#), &["x"]), found, "{json}");
        }
    }

    #[test]
    fn a_path_leads_through_objects_only() {
        let claims = r#"{"a":{"b":{"c":"found"}},"n":null,"t":"text","l":[{"b":1}]}"#;
        assert_eq!(at(claims, &["a", "b", "c"]), Found::Text("found".into()));
        assert_eq!(at(claims, &["a", "b"]), Found::Other);
        for absent in [&["x"][..], &["a", "x"], &["a", "b", "x"], &["x", "y"]] {
            assert_eq!(at(claims, absent), Found::Absent, "{absent:?}");
        }
        for null in [
            &["n"][..],
            &["n", "b"],
            &["t", "b"],
            &["l", "b"],
            &["a", "b", "c", "d"],
        ] {
            assert_eq!(at(claims, null), Found::Null, "{null:?}");
        }
    }
}
