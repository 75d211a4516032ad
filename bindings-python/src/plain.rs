//! A dict of Python's own types, written to JSON text without serde between. Nearly all claims are
//! such a dict; `to_json` writes what is not, and says what cannot be written. The texts of both
//! are the same, byte for byte.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

/// Deeper than claims are. It ends cycles.
const MAX_DEPTH: u32 = 16;
/// Room for usual claims, so that their text is written without growing.
const ROOM: usize = 512;

/// The JSON text of a dict; None if anything in it is for `to_json`.
///
/// Only exact types are read, so that no code of the caller's runs, which could change a dict while
/// it is read. An exception ends the reading for the same reason: where one is made, Python may
/// collect garbage.
pub(crate) fn json(value: &Bound<'_, PyAny>) -> Option<String> {
    let dict = value.cast_exact::<PyDict>().ok()?;
    let mut json = Vec::with_capacity(ROOM);
    object(&mut json, dict, 0)?;
    String::from_utf8(json).ok()
}

fn object(json: &mut Vec<u8>, dict: &Bound<'_, PyDict>, depth: u32) -> Option<()> {
    json.push(b'{');
    for (index, (name, value)) in dict.iter().enumerate() {
        if index > 0 {
            json.push(b',');
        }
        text(json, name.cast_exact().ok()?)?;
        json.push(b':');
        any(json, &value, depth)?;
    }
    json.push(b'}');
    Some(())
}

fn array<'py>(json: &mut Vec<u8>, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: u32) -> Option<()> {
    json.push(b'[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            json.push(b',');
        }
        any(json, &item, depth)?;
    }
    json.push(b']');
    Some(())
}

/// A value, the most frequent types first.
fn any(json: &mut Vec<u8>, value: &Bound<'_, PyAny>, depth: u32) -> Option<()> {
    if let Ok(value) = value.cast_exact::<PyString>() {
        return text(json, value);
    }
    if value.is_exact_instance_of::<PyInt>() {
        return serde_json::to_writer(json, &value.extract::<i64>().ok()?).ok();
    }
    if let Ok(flag) = value.cast_exact::<PyBool>() {
        json.extend_from_slice(if flag.is_true() { b"true" } else { b"false" });
        return Some(());
    }
    if value.is_none() {
        json.extend_from_slice(b"null");
        return Some(());
    }
    if let Ok(number) = value.cast_exact::<PyFloat>() {
        // Of any other, serde_json makes null.
        return number
            .value()
            .is_finite()
            .then(|| serde_json::to_writer(json, &number.value()).ok())?;
    }
    let depth = depth + 1;
    if depth == MAX_DEPTH {
        return None;
    }
    if let Ok(list) = value.cast_exact::<PyList>() {
        return array(json, list.iter(), depth);
    }
    if let Ok(tuple) = value.cast_exact::<PyTuple>() {
        return array(json, tuple.iter(), depth);
    }
    object(json, value.cast_exact().ok()?, depth)
}

fn text(json: &mut Vec<u8>, value: &Bound<'_, PyString>) -> Option<()> {
    // A lone surrogate is an error.
    let text = value.to_str().ok()?;
    // Without an early exit, many bytes are examined at a time.
    let is_plain = !text.bytes().fold(false, |found, byte| {
        found | (byte == b'"') | (byte == b'\\') | (byte < 0x20)
    });
    if !is_plain {
        return serde_json::to_writer(json, text).ok();
    }
    json.push(b'"');
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
    Some(())
}
