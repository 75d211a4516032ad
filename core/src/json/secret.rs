//! Parsing JSON that contains secrets without leaving a copy of one behind.

use std::ops::Deref;

use serde_json::{Map, Value};

use super::{Refused, Scanned, scan_object, scan_text, wipe};

/// A parsed object whose texts are overwritten when it is dropped.
pub(crate) struct SecretObject(Map<String, Value>);

impl SecretObject {
    /// The object that `text` is, after the strict pass. `serde_json` unescapes strings in its own
    /// buffer, which is never overwritten, so strings with escapes are parsed here.
    pub(crate) fn parse(text: &str, max_depth: u32) -> Result<Self, Refused> {
        scan_text(text, max_depth, |_, _| ())?;
        match value(Scanned::again(text)) {
            Some(Value::Object(members)) => Ok(Self(members)),
            _ => Err(Refused::Malformed),
        }
    }
}

/// A value that the strict pass has checked.
fn value(scanned: Scanned<'_>) -> Option<Value> {
    if !scanned.json().contains('\\') {
        return serde_json::from_str(scanned.json()).ok();
    }
    if let Some(text) = scanned.string() {
        return Some(Value::String(text.into_owned()));
    }
    if let Some(elements) = scanned.elements() {
        return elements
            .into_iter()
            .map(value)
            .collect::<Option<_>>()
            .map(Value::Array);
    }
    let mut members = SecretObject(Map::new());
    let mut is_whole = true;
    let add = |name: &str, scanned| match value(scanned) {
        Some(value) => drop(members.0.insert(name.to_owned(), value)),
        None => is_whole = false,
    };
    scan_object(scanned.json().as_bytes(), u32::MAX, add).ok()?;
    is_whole.then(|| Value::Object(std::mem::take(&mut members.0)))
}

impl Deref for SecretObject {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Drop for SecretObject {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}
