//! Writing an object: canonical JSON, without white space, its members in the order in which they
//! are pushed.

use std::fmt::{Display, Write};
use std::ops::Range;

use serde_json::{Map, Value};

use super::is_plain;
use crate::base64url;

/// An object's text that lacks its closing brace.
#[derive(Debug)]
pub(crate) struct ObjectWriter {
    json: String,
    /// Where the value of the last member begins.
    value: usize,
}

impl ObjectWriter {
    /// Room for a usual header, so that it is written without growing.
    const ROOM: usize = 128;

    pub(crate) fn new() -> Self {
        let mut json = String::with_capacity(Self::ROOM);
        json.push('{');
        Self { json, value: 0 }
    }

    /// Continues an object that another writer began, without white space after its last member.
    pub(crate) fn continuing(mut object: String) -> Self {
        object.pop();
        Self {
            json: object,
            value: 0,
        }
    }

    /// A member that is a string.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        push_quoted(&mut self.json, value);
        self
    }

    /// A member whose value is JSON text, such as a number.
    pub(crate) fn raw(&mut self, name: &str, json: impl Display) -> &mut Self {
        self.name(name);
        let _ = write!(self.json, "{json}"); // writing to a string never fails
        self
    }

    /// A member that is an integer.
    pub(crate) fn integer(&mut self, name: &str, value: i64) -> &mut Self {
        /// As many as 64 bits need.
        const MOST: usize = 20;
        let Ok(mut rest) = u64::try_from(value) else {
            return self.raw(name, value);
        };
        self.name(name);
        let mut digits = [0; MOST];
        let mut count = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        self.json
            .extend(digits.into_iter().skip(MOST - count).map(char::from));
        self
    }

    /// A member that is base64url, which needs no escapes.
    pub(crate) fn base64url(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        self.name(name);
        self.json.push('"');
        base64url::encode_append(bytes, &mut self.json);
        self.json.push('"');
        self
    }

    /// The members of a caller's object, except those already written.
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
            self.json.push_str(members);
        }
        self
    }

    /// Where the value of the last member is in the object's text.
    pub(crate) fn last_value(&self) -> Range<usize> {
        self.value..self.json.len()
    }

    /// The object's text.
    pub(crate) fn finish(&mut self) -> String {
        let mut text = std::mem::take(&mut self.json);
        text.push('}');
        text
    }

    fn name(&mut self, name: &str) {
        self.comma();
        push_quoted(&mut self.json, name);
        self.json.push(':');
        self.value = self.json.len();
    }

    fn comma(&mut self) {
        if self.json.len() > 1 {
            self.json.push(',');
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
