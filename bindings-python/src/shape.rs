//! The claims of a token as a dict, made after the dict before. Tokens of one issuer have the same
//! names in the same order, so that no name need be looked up, and no dict grown: both take longer
//! than the values. Whatever does not fit is for the reader of `from_json`, whose dicts these
//! equal.

use std::cell::Cell;

use memchr::memchr2;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::from_json;

/// More names than tokens have, and longer ones, are not kept.
const MOST_NAMES: usize = 32;
const LONGEST_NAME: usize = 64;
/// How many tokens may have another shape before theirs is kept instead.
const PATIENCE: u8 = 8;
/// As many digits as 64 bits hold in any case.
const DIGITS: usize = 18;

/// The names of a token's claims, and a dict of them to copy.
struct Shape {
    names: Vec<(String, Py<PyString>)>,
    dict: Py<PyDict>,
    misses: u8,
}

thread_local! {
    /// Taken out while it is used: to make an object may run code of the caller's, which may read a
    /// token in turn.
    static LAST: Cell<Option<Box<Shape>>> = const { Cell::new(None) };
}

/// The dict for an object, which the strict pass has been over.
pub(crate) fn dict<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut last = LAST.try_with(Cell::take).ok().flatten();
    if let Some(shape) = &mut last {
        if let Some(dict) = shape.fill(py, json) {
            shape.misses = 0;
            keep(last);
            return Ok(dict);
        }
        shape.misses += 1;
    }
    let dict = from_json::objects(py, json.as_bytes())?.cast_into::<PyDict>()?;
    keep(if last.as_ref().is_none_or(|shape| shape.misses > PATIENCE) {
        Shape::of(&dict).map(Box::new)
    } else {
        last
    });
    Ok(dict)
}

fn keep(shape: Option<Box<Shape>>) {
    let _ = LAST.try_with(|place| place.set(shape));
}

impl Shape {
    /// None if it is not worth it, or a name may be spelled differently in a text.
    fn of(dict: &Bound<'_, PyDict>) -> Option<Self> {
        let (mut names, empty) = (Vec::new(), PyDict::new(dict.py()));
        for name in dict.keys() {
            let name = name.cast_into::<PyString>().ok()?;
            let text = name.to_str().ok()?.to_owned();
            let is_plain = !text.bytes().any(|byte| matches!(byte, b'"' | b'\\'));
            if !is_plain || text.len() > LONGEST_NAME || names.len() == MOST_NAMES {
                return None;
            }
            empty.set_item(&name, dict.py().None()).ok()?;
            names.push((text, name.unbind()));
        }
        Some(Self {
            names,
            dict: empty.unbind(),
            misses: 0,
        })
    }

    /// The dict of a text, if it has just these names.
    fn fill<'py>(&self, py: Python<'py>, json: &str) -> Option<Bound<'py, PyDict>> {
        let mut rest = json.trim_ascii_start().strip_prefix('{')?;
        let mut dict = None;
        for (index, (name, key)) in self.names.iter().enumerate() {
            if index > 0 {
                rest = after(rest, ',')?;
            }
            rest = after(rest, '"')?.strip_prefix(name.as_str())?.strip_prefix('"')?;
            let (value, behind) = value(py, without_white_space(after(rest, ':')?))?;
            if dict.is_none() {
                dict = Some(self.dict.bind(py).copy().ok()?);
            }
            dict.as_ref()?.set_item(key, value).ok()?;
            rest = behind;
        }
        if after(rest, '}')?.trim_ascii_start().is_empty() {
            dict
        } else {
            None
        }
    }
}

/// The value that a text begins with, and what is behind it.
fn value<'py, 'a>(py: Python<'py>, text: &'a str) -> Option<(Bound<'py, PyAny>, &'a str)> {
    let bytes = text.as_bytes();
    if let Some(inside) = text.strip_prefix('"') {
        let end = memchr2(b'"', b'\\', inside.as_bytes())?;
        let (value, behind) = inside.split_at_checked(end)?;
        if let Some(behind) = behind.strip_prefix('"') {
            return Some((PyString::new(py, value).into_any(), behind));
        }
    }
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=DIGITS).contains(&digits) && !matches!(bytes.get(digits), Some(b'.' | b'e' | b'E')) {
        let (value, behind) = text.split_at_checked(digits)?;
        return Some((
            value.parse::<i64>().ok()?.into_pyobject(py).ok()?.into_any(),
            behind,
        ));
    }
    let (value, behind) = text.split_at_checked(length(bytes)?)?;
    Some((from_json::objects(py, value.as_bytes()).ok()?, behind))
}

/// How long the value is that a text begins with.
fn length(text: &[u8]) -> Option<usize> {
    let (mut depth, mut is_in_string, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => continue,
            b'[' | b'{' => depth += 1,
            // A number or a word, which ends before this.
            b']' | b'}' | b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return Some(at),
            b']' | b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 && !is_in_string {
            return Some(at + 1);
        }
    }
    None
}

/// What is behind a character that may stand after white space.
fn after(text: &str, character: char) -> Option<&str> {
    text.strip_prefix(character)
        .or_else(|| without_white_space(text).strip_prefix(character))
}

fn without_white_space(text: &str) -> &str {
    if text.as_bytes().first().is_some_and(|byte| *byte > b' ') {
        text
    } else {
        text.trim_ascii_start()
    }
}
