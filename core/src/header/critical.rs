//! `crit` (RFC 7515, section 4.1.11): what a token may say must be understood.

use super::{Form, Header};
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::limits::Limits;

/// The parameters of RFC 7515, 7516 and 7518. They are always understood, and must not be listed.
const REGISTERED: [&str; 20] = [
    "alg", "apu", "apv", "crit", "cty", "enc", "epk", "iv", "jku", "jwk", "kid", "p2c", "p2s", "tag", "typ", "x5c", "x5t", "x5t#S256",
    "x5u", "zip",
];

/// More names than anybody lists: what follows compares each with each.
const MOST: usize = 16;

impl Header {
    /// Refuses a token that has to be understood in a way that neither the library nor the caller (`critical`) knows.
    pub(crate) fn check_critical(&self, critical: &[String]) -> Result<()> {
        let Some(listed) = &self.own.crit else {
            if self.own.b64 == Some(false) && self.form == Form::Signed {
                return Err(self.invalid("b64 must be listed in crit"));
            }
            return Ok(());
        };
        let mut present = Vec::new();
        let _ = json::scan_object(self.json().as_bytes(), Limits::MAX_JSON_DEPTH, |name, _| present.push(name.to_owned()));
        let malformed = listed.is_empty()
            || listed.len() > MOST
            || listed.iter().enumerate().any(|(index, name)| {
                name.is_empty()
                    || REGISTERED.contains(&name.as_str())
                    || !present.contains(name)
                    || listed.iter().take(index).any(|earlier| earlier == name)
            });
        if malformed {
            return Err(self.invalid("crit is malformed"));
        }
        let known = |name: &String| (name == "b64" && self.form == Form::Signed) || critical.contains(name);
        if !listed.iter().all(known) {
            return Err(Error::new(ErrorCode::CriticalNotSupported, "the token has a critical extension that is not supported"));
        }
        if self.own.b64 == Some(false) && self.form == Form::Signed && !listed.iter().any(|name| name == "b64") {
            return Err(self.invalid("b64 must be listed in crit"));
        }
        Ok(())
    }
}
