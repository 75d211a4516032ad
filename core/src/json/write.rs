//! Writing an object: canonical JSON, without white space, its members in the order in which they are pushed.

use std::fmt::{Display, Write};

use serde_json::{Map, Value};

use super::is_plain;
use crate::base64url;

/// An object's text that lacks its closing brace.
#[derive(Debug)]
pub(crate) struct ObjectWriter(String);

impl ObjectWriter {
    /// Room for a usual header, so that it is written without growing.
    const ROOM: usize = 128;

    pub(crate) fn new() -> Self {
        let mut text = String::with_capacity(Self::ROOM);
        text.push('{');
        Self(text)
    }

    /// Goes on with an object that was written by another, without white space behind its last member.
    pub(crate) fn continuing(mut object: String) -> Self {
        object.pop();
        Self(object)
    }

    /// A member that is a string.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        push_quoted(&mut self.0, value);
        self
    }

    /// A member whose value is JSON text, such as a number.
    pub(crate) fn raw(&mut self, name: &str, json: impl Display) -> &mut Self {
        self.name(name);
        let _ = write!(self.0, "{json}"); // writing to a string never fails
        self
    }

    /// A member that is base64url, which needs no escapes.
    pub(crate) fn base64url(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        self.name(name);
        self.0.push('"');
        base64url::encode_append(bytes, &mut self.0);
        self.0.push('"');
        self
    }

    /// The members of a caller's object, save those that were written already.
    pub(crate) fn map(&mut self, object: &Map<String, Value>, written: &[&str]) -> &mut Self {
        for (name, value) in object
            .iter()
            .filter(|(name, _)| !written.contains(&name.as_str()))
        {
            self.raw(name, value);
        }
        self
    }

    /// The members of an object that another writer has finished.
    pub(crate) fn members_of(&mut self, object: &str) -> &mut Self {
        let members = object
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .unwrap_or_default();
        if !members.is_empty() {
            self.comma();
            self.0.push_str(members);
        }
        self
    }

    /// The object's text.
    pub(crate) fn finish(&mut self) -> String {
        let mut text = std::mem::take(&mut self.0);
        text.push('}');
        text
    }

    fn name(&mut self, name: &str) {
        self.comma();
        push_quoted(&mut self.0, name);
        self.0.push(':');
    }

    fn comma(&mut self) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
    }
}

fn push_quoted(json: &mut String, text: &str) {
    if !is_plain(text) {
        json.push_str(&Value::from(text).to_string());
        return;
    }
    json.push('"');
    json.push_str(text);
    json.push('"');
}
