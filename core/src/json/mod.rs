//! The strict pass over JSON, the one place where input becomes structure.
//!
//! It visits every value at every depth, which `serde_json` alone does not: no duplicate members
//! (compared after unescaping), no lone surrogates, no invalid UTF-8, no number that overflows a
//! double, nothing nested deeper than allowed, no trailing data. On the way it hands out the
//! members of the top-level object, so that the registered claims and header parameters are found
//! in the same pass.

mod duplicates;
mod number;
mod scan;
mod secret;
mod stops;
mod text;
mod wipe;
mod write;

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use smallvec::SmallVec;

pub(crate) use scan::{Seen, Visit, scan_inlined, scan_object, scan_text};
pub(crate) use secret::SecretObject;
use text::{is_plain, unescape};
pub(crate) use wipe::wipe;
pub(crate) use write::ObjectWriter;

/// Whether a token is in a JSON serialization. A compact token begins with base64url, so the first
/// byte decides.
pub(crate) fn is_json(token: &[u8]) -> bool {
    token.first() == Some(&b'{')
}

/// Why a text was refused. It does not say where: that would quote the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not strict JSON, or not an object.
    Malformed,
    /// Nested deeper than the limit.
    TooDeep,
}

/// A value that the strict pass has checked: its text, as it appears in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scanned<'a>(&'a str);

impl<'a> Scanned<'a> {
    /// The JSON text of the value.
    pub(crate) fn json(self) -> &'a str {
        self.0
    }

    /// A value whose text a caller has kept.
    pub(crate) fn again(json: &'a str) -> Self {
        Self(json)
    }

    /// Whether the value is a string.
    pub(crate) fn is_string(self) -> bool {
        self.0.starts_with('"')
    }

    /// The value, if it is a string.
    #[inline]
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        self.between_quotes().map(unescape)
    }

    /// The same, if it is known whether any string of the text has an escape: that is rare, and
    /// need not be checked for each.
    #[inline]
    pub(crate) fn string_among(self, has_escapes: bool) -> Option<Cow<'a, str>> {
        if has_escapes {
            self.string()
        } else {
            self.between_quotes().map(Cow::Borrowed)
        }
    }

    /// The string as it appears in the input, escapes and all, if the value is one.
    #[inline]
    pub(crate) fn between_quotes(self) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }

    /// Whether the value is this string.
    pub(crate) fn is_text(self, text: &str) -> bool {
        self.string().is_some_and(|own| own == text)
    }

    /// Whether the value is one of these strings, or an array of strings that contains one of them.
    /// `seen` is what the text holds.
    pub(crate) fn is_or_has_any(self, texts: &[String], seen: Seen) -> bool {
        match self.string_among(seen.escape) {
            Some(one) => texts.iter().any(|text| *text == one),
            None => self
                .strings()
                .is_some_and(|many| many.iter().any(|one| texts.iter().any(|text| text == one))),
        }
    }

    /// The string, or those of an array of nothing but strings.
    pub(crate) fn texts(self) -> Option<Strings<'a>> {
        self.string()
            .map(|one| Strings::from_iter([one]))
            .or_else(|| self.strings())
    }

    /// Whether the value is null.
    pub(crate) fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// Whether the value is a number. The strict pass accepted it, so it is a number if and only if
    /// it begins like one.
    pub(crate) fn is_number(self) -> bool {
        matches!(self.0.as_bytes().first(), Some(b'-' | b'0'..=b'9'))
    }

    /// Whether the value is an unsigned integer with no more than this many digits.
    #[inline]
    pub(crate) fn is_integer_of(self, most: usize) -> bool {
        self.0.len() <= most && number::is_digits(self.0)
    }

    /// The value, if it is a number. Rust parses a superset of JSON's numbers; the strict pass has
    /// refused the rest.
    pub(crate) fn number(self) -> Option<f64> {
        if !self.is_number() {
            return None;
        }
        number::small_integer(self.0)
            .map(|integer| integer as f64)
            .or_else(|| self.0.parse().ok())
    }

    /// The value, if it is `true` or `false`.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The value, if it is an object.
    pub(crate) fn object(self) -> Option<Self> {
        self.0.starts_with('{').then_some(self)
    }

    /// The elements, if the value is an array.
    pub(crate) fn elements(self) -> Option<Vec<Scanned<'a>>> {
        if !self.0.starts_with('[') {
            return None;
        }
        let elements: Vec<&RawValue> = serde_json::from_str(self.0).ok()?;
        Some(
            elements
                .into_iter()
                .map(|element| Scanned(element.get()))
                .collect(),
        )
    }

    /// The value, if it is an array of strings only.
    pub(crate) fn strings(self) -> Option<Strings<'a>> {
        let mut rest = self.0.strip_prefix('[')?;
        let mut strings = Strings::new();
        loop {
            // The strict pass accepted it, so only commas and white space can be between strings.
            rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',']);
            let Some(inside) = rest.strip_prefix('"') else {
                break;
            };
            let (raw, after) = inside.split_at_checked(text::length(inside.as_bytes())?)?;
            strings.push(unescape(raw));
            rest = after.strip_prefix('"')?;
        }
        (rest == "]").then_some(strings)
    }
}

/// Some strings. Lists of them are short, and few need an allocation.
pub(crate) type Strings<'a> = SmallVec<[Cow<'a, str>; 2]>;

/// The name of the first member that holds an integer wider than 64 bits, in an object that the
/// strict pass has checked.
pub(crate) fn wide_integer(object: &str) -> Option<String> {
    let mut found = None;
    // The strict pass accepted this depth before, so nothing can fail here.
    let _ = scan_object(object.as_bytes(), u32::MAX, |name, value| {
        if found.is_none() && has_wide_integer(value.0) {
            found = Some(name.to_owned());
        }
    });
    found
}

fn has_wide_integer(json: &str) -> bool {
    let mut rest = json;
    while let Some(next) = rest.find(|byte: char| byte == '"' || byte == '-' || byte.is_ascii_digit()) {
        let from = rest.get(next..).unwrap_or_default();
        let length = if let Some(inside) = from.strip_prefix('"') {
            text::length(inside.as_bytes()).map_or(from.len(), |length| length + 2)
        } else {
            let Some(number) = number::number(from.as_bytes()) else {
                return false;
            };
            let text = from.get(..number.length).unwrap_or_default();
            if number.is_long_integer && text.parse::<i64>().is_err() && text.parse::<u64>().is_err() {
                return true;
            }
            number.length
        };
        rest = from.get(length..).unwrap_or_default();
    }
    false
}

/// The object that `bytes` are, after the strict pass.
pub(crate) fn strict_object(bytes: &[u8], max_depth: u32) -> Result<Map<String, Value>, Refused> {
    let text = scan_object(bytes, max_depth, |_, _| ())?;
    serde_json::from_str(text).map_err(|_| Refused::Malformed)
}

#[cfg(test)]
mod tests;
