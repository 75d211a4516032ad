//! Writing headers: one order, canonical JSON, and nothing of the caller's that the library sets itself.

use serde_json::{Map, Value};

use crate::base64url;
use crate::error::{Error, Result};
use crate::json;
use crate::limits::Limits;

/// What the library sets by itself; a caller's `header` must not name any of it.
const SET_BY_THE_LIBRARY: [&str; 10] = ["alg", "enc", "zip", "crit", "b64", "epk", "iv", "tag", "p2s", "p2c"];

/// Refuses a caller's `header` that names what the library sets, or that is nested too deep.
pub(crate) fn check_extra(header: &Map<String, Value>) -> Result<()> {
    if header.keys().any(|name| SET_BY_THE_LIBRARY.contains(&name.as_str())) {
        return Err(Error::option("header names a parameter that the library sets"));
    }
    for name in ["typ", "cty", "kid", "apu", "apv"] {
        if header.get(name).is_some_and(|value| !value.is_string()) {
            return Err(Error::option("header has a registered parameter of the wrong type"));
        }
    }
    let text = serde_json::to_vec(header).map_err(|_| Error::option("header cannot be written as JSON"))?;
    if json::scan_object(&text, Limits::DEFAULT.max_json_depth, |_, _| ()).is_err() {
        return Err(Error::option("header is nested too deep to be read again"));
    }
    Ok(())
}

/// Refuses headers of one token that both name a parameter (RFC 7515, section 4).
pub(crate) fn check_disjoint(headers: &[&Map<String, Value>]) -> Result<()> {
    let mut rest = headers;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| first.keys().any(|name| other.contains_key(name))) {
            return Err(Error::option("two headers name the same parameter"));
        }
        rest = others;
    }
    Ok(())
}

/// Refuses headers that are longer together than what the default limit lets anybody read.
pub(crate) fn check_length<'a>(headers: impl IntoIterator<Item = &'a str>) -> Result<()> {
    let length: usize = headers.into_iter().map(str::len).sum();
    if length > Limits::DEFAULT.max_header_bytes { Err(Error::option("the header is too long to be read again")) } else { Ok(()) }
}

/// A JSON object in the making, its members in the order in which they are pushed.
#[derive(Debug)]
pub(crate) struct HeaderWriter(String);

impl HeaderWriter {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }

    /// A member that is a string.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        let quoted = Value::from(value).to_string();
        self.raw(name, &quoted)
    }

    /// A member whose value is given as JSON text.
    pub(crate) fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&Value::from(name).to_string());
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// The members of a caller's `header`, save those that were written already.
    pub(crate) fn map(&mut self, header: &Map<String, Value>, written: &[&str]) -> &mut Self {
        for (name, value) in header.iter().filter(|(name, _)| !written.contains(&name.as_str())) {
            self.raw(name, &value.to_string());
        }
        self
    }

    /// A member that is base64url, which needs no escapes.
    pub(crate) fn base64url(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        self.raw(name, &format!("\"{}\"", base64url::encode(bytes)))
    }

    /// The members of an object that another writer has finished.
    pub(crate) fn members_of(&mut self, object: &str) -> &mut Self {
        let members = object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
        if !members.is_empty() {
            if self.0.len() > 1 {
                self.0.push(',');
            }
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

    /// The text of a token's header, unless it is longer than what the default limit lets anybody read.
    pub(crate) fn finish_header(&mut self) -> Result<String> {
        let text = self.finish();
        check_length([text.as_str()]).map(|()| text)
    }
}
