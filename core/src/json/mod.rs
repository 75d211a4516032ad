//! The strict pass over JSON, the one place where input becomes structure.
//!
//! It visits every value at every depth, which `serde_json` alone does not: no duplicate members (compared after unescaping), no lone
//! surrogates, no invalid UTF-8, no number that overflows a double, nothing nested deeper than allowed, no trailing data. On the way it
//! hands out the members of the top-level object, so that the registered claims and header parameters are found in the same pass.

mod duplicates;
mod number;
mod scan;
mod text;

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

pub(crate) use scan::scan_object;
pub(crate) use text::unescape;

/// Why a text was refused. Where it happened is not told: it could only be told by quoting the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not strict JSON, or not an object.
    Malformed,
    /// Nested deeper than the limit.
    TooDeep,
}

/// A value that the strict pass has been over: its text, as it stands in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scanned<'a>(&'a str);

impl<'a> Scanned<'a> {
    /// The JSON text of the value.
    pub(crate) fn json(self) -> &'a str {
        self.0
    }

    /// The value, if it is a string.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        self.0.strip_prefix('"')?.strip_suffix('"').map(unescape)
    }

    /// The value, if it is a number.
    pub(crate) fn number(self) -> Option<f64> {
        // The strict pass let it through, so it is a number exactly if it begins like one, and Rust reads it as JSON does.
        self.0.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then(|| self.0.parse().ok()).flatten()
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
        Some(elements.into_iter().map(|element| Scanned(element.get())).collect())
    }

    /// The value, if it is an array of strings only.
    pub(crate) fn strings(self) -> Option<Vec<String>> {
        if !self.0.starts_with('[') {
            return None;
        }
        serde_json::from_str(self.0).ok()
    }
}

/// The name of the first member of an object, which the strict pass has been over, that holds an integer wider than 64 bits.
pub(crate) fn wide_integer(object: &str) -> Option<String> {
    /// Every number with fewer characters fits into 64 bits.
    const FITS: usize = 18;
    let mut found = None;
    // A depth that the strict pass let through before, so nothing can fail here.
    let _ = scan_object(object.as_bytes(), u32::MAX, |name, value| {
        if found.is_none() && value.0.len() > FITS && has_wide_integer(value.0) {
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
            let number = from.get(..number::length(from.as_bytes()).unwrap_or(from.len())).unwrap_or_default();
            if !number.contains(['.', 'e', 'E']) && number.parse::<i64>().is_err() && number.parse::<u64>().is_err() {
                return true;
            }
            number.len()
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
