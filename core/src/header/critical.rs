//! `crit` (RFC 7515, section 4.1.11): the extensions that a token says must be understood.

use serde_json::{Map, Value};

use super::{Form, Header};
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::limits::{Limits, exceeded};

/// The parameters of RFC 7515, 7516 and 7518. They are always understood, and must not be listed.
const REGISTERED: [&str; 20] = [
    "alg", "apu", "apv", "crit", "cty", "enc", "epk", "iv", "jku", "jwk", "kid", "p2c", "p2s", "tag", "typ",
    "x5c", "x5t", "x5t#S256", "x5u", "zip",
];

/// More names than anyone lists: the checks below compare each with each.
const MOST: usize = 16;

/// Refuses names that a caller must not make critical: a `crit` that nobody could read, or that
/// names something the header does not contain. `header` has the caller's own parameters, and `set`
/// lists the names that the library also makes critical.
pub(crate) fn check_given(
    critical: &[String],
    header: Option<&Map<String, Value>>,
    set: usize,
) -> Result<()> {
    let refused = |what: &'static str| Err(Error::option(what));
    if critical.is_empty() {
        return refused(
            "critical is an empty list: leave it out, since an empty crit is malformed (RFC 7515, section 4.1.11)",
        );
    }
    if critical.len().saturating_add(set) > MOST {
        return Err(exceeded(
            "critical has more names than anybody reads: 16, with b64",
        ));
    }
    for (index, name) in critical.iter().enumerate() {
        match name.as_str() {
            "" => return refused("critical has an empty name"),
            "b64" => {
                return refused(
                    "critical names b64, which the library makes critical itself where b64 is false: leave it out",
                );
            }
            _ if REGISTERED.contains(&name.as_str()) => {
                return refused(
                    "critical names a registered parameter, which every recipient understands: leave it out",
                );
            }
            _ if critical.iter().take(index).any(|earlier| earlier == name) => {
                return refused("critical has a name twice");
            }
            _ if !header.is_some_and(|header| header.contains_key(name)) => {
                return refused(
                    "critical names a parameter that header does not have: only what stands in the protected header can be critical",
                );
            }
            _ => {}
        }
    }
    Ok(())
}

impl Header {
    /// Refuses a token with a critical extension that neither the library nor the caller
    /// (`critical`) understands.
    pub(crate) fn check_critical(&self, critical: &[String]) -> Result<()> {
        let Some(listed) = &self.own.crit else {
            if self.own.b64 == Some(false) && self.form == Form::Signed {
                return Err(self.invalid("b64 must be listed in crit"));
            }
            return Ok(());
        };
        let mut present = Vec::new();
        let _ = json::scan_object(self.json().as_bytes(), Limits::MAX_JSON_DEPTH, |name, _| {
            present.push(name.to_owned())
        });
        let malformed = listed.is_empty()
            || listed.len() > MOST
            || listed.iter().enumerate().any(|(index, name)| {
                name.is_empty()
                    || REGISTERED.contains(&name.as_str())
                    || !present.contains(name)
                    || listed.iter().take(index).any(|earlier| earlier == name)
            });
        if malformed {
            return Err(self.invalid(
                "crit is malformed: it must list, once each, 1 to 16 names that stand in the protected header and are not registered (RFC 7515, section 4.1.11)",
            ));
        }
        let known = |name: &String| (name == "b64" && self.form == Form::Signed) || critical.contains(name);
        if !listed.iter().all(known) {
            return Err(Error::new(
                ErrorCode::CriticalNotSupported,
                "crit names an extension that is neither known here nor listed in critical: list it there if you check it yourself",
            ));
        }
        if self.own.b64 == Some(false)
            && self.form == Form::Signed
            && !listed.iter().any(|name| name == "b64")
        {
            return Err(self.invalid("b64 must be listed in crit"));
        }
        Ok(())
    }
}
