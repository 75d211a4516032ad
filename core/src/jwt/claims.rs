//! The claims that the library examines, found in the single strict pass (RFC 7519, section 4.1).

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, Scanned, Seen, Visit};
use crate::jwt::times::check_type;
use crate::limits::exceeded;
use crate::options::is_name;

/// The registered claims and the few others that profiles require, as they appear in the payload.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Registered<'a> {
    pub(crate) iss: Option<Scanned<'a>>,
    pub(crate) sub: Option<Scanned<'a>>,
    pub(crate) aud: Option<Scanned<'a>>,
    pub(crate) exp: Option<Scanned<'a>>,
    pub(crate) nbf: Option<Scanned<'a>>,
    pub(crate) iat: Option<Scanned<'a>>,
    pub(crate) jti: Option<Scanned<'a>>,
    pub(crate) azp: Option<Scanned<'a>>,
    pub(crate) client_id: Option<Scanned<'a>>,
    pub(crate) cnf: Option<Scanned<'a>>,
    pub(crate) events: Option<Scanned<'a>>,
    pub(crate) nonce: Option<Scanned<'a>>,
    pub(crate) sid: Option<Scanned<'a>>,
    pub(crate) status: Option<Scanned<'a>>,
    pub(crate) seen: Seen,
}

const ISS: u32 = number(*b"iss");
const SUB: u32 = number(*b"sub");
const AUD: u32 = number(*b"aud");
const EXP: u32 = number(*b"exp");
const NBF: u32 = number(*b"nbf");
const IAT: u32 = number(*b"iat");
const JTI: u32 = number(*b"jti");
const AZP: u32 = number(*b"azp");
const CNF: u32 = number(*b"cnf");
const SID: u32 = number(*b"sid");

/// Three letters as one number.
const fn number([a, b, c]: [u8; 3]) -> u32 {
    u32::from_le_bytes([a, b, c, 0])
}

/// The types of claims that a caller has waived.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lenience {
    /// If any audience will do, so will none, however it is written.
    pub(crate) any_audience: bool,
    pub(crate) numeric_subject: bool,
}

impl<'a> Registered<'a> {
    /// Reads a payload, which must be one strict JSON object.
    pub(crate) fn read(payload: &'a str, max_depth: u32) -> Result<Self> {
        let mut claims = Self::default();
        claims.fill(payload, max_depth, |_, _| ()).map(|()| claims)
    }

    /// The same into what is empty, where moving would cost more than reading. `see` is shown every
    /// claim.
    #[inline]
    pub(crate) fn fill(
        &mut self,
        payload: &'a str,
        max_depth: u32,
        see: impl FnMut(&str, Scanned<'a>),
    ) -> Result<()> {
        let scanned = json::scan_inlined(payload, max_depth, &mut Reader { claims: self, see });
        match scanned {
            Ok(seen) => {
                self.seen = seen;
                Ok(())
            }
            Err(Refused::TooDeep) => Err(exceeded("the claims are nested deeper than max_json_depth")),
            Err(Refused::Malformed) => Err(malformed()),
        }
    }

    /// Adds a claim that is not in the payload, but is among those examined.
    pub(crate) fn set(&mut self, name: &str, value: Scanned<'a>) {
        if let Some(slot) = self.slot(name) {
            *slot = Some(value);
        }
    }

    /// The place of a claim, if it is one of those examined.
    #[inline(always)]
    fn slot(&mut self, name: &str) -> Option<&mut Option<Scanned<'a>>> {
        Some(match *name.as_bytes() {
            // Most names have three letters, and are compared as numbers.
            [a, b, c] => match number([a, b, c]) {
                ISS => &mut self.iss,
                SUB => &mut self.sub,
                AUD => &mut self.aud,
                EXP => &mut self.exp,
                NBF => &mut self.nbf,
                IAT => &mut self.iat,
                JTI => &mut self.jti,
                AZP => &mut self.azp,
                CNF => &mut self.cnf,
                SID => &mut self.sid,
                _ => return None,
            },
            _ => match name {
                "nonce" => &mut self.nonce,
                "status" => &mut self.status,
                "events" => &mut self.events,
                "client_id" => &mut self.client_id,
                _ => return None,
            },
        })
    }

    /// The claim of this name, if it is one of those that a profile requires, or by which tokens
    /// are revoked.
    pub(crate) fn get(&self, name: &str) -> Option<Scanned<'a>> {
        match name {
            "iss" => self.iss,
            "sub" => self.sub,
            "aud" => self.aud,
            "exp" => self.exp,
            "iat" => self.iat,
            "jti" => self.jti,
            "sid" => self.sid,
            "events" => self.events,
            "client_id" => self.client_id,
            _ => None,
        }
    }

    /// Checks the types of all registered claims. An `aud` that names nobody is dropped if any
    /// audience will do.
    #[inline]
    pub(crate) fn check_types(&mut self, lenience: Lenience) -> Result<()> {
        check_text(self.iss, "iss")?;
        if !(lenience.numeric_subject && self.sub.is_some_and(Scanned::is_number)) {
            check_text(self.sub, "sub")?;
        }
        match self.aud {
            Some(aud) if lenience.any_audience && names_nobody(aud) => self.aud = None,
            Some(aud) if !is_audience(aud) => return Err(wrong_audience(aud)),
            _ => {}
        }
        check_type(self.exp, "exp")?;
        check_type(self.nbf, "nbf")?;
        check_type(self.iat, "iat")?;
        check_text(self.jti, "jti")
    }

    pub(crate) fn exp(&self) -> Option<f64> {
        self.exp.and_then(Scanned::number)
    }

    pub(crate) fn nbf(&self) -> Option<f64> {
        self.nbf.and_then(Scanned::number)
    }

    pub(crate) fn iat(&self) -> Option<f64> {
        self.iat.and_then(Scanned::number)
    }
}

/// Keeps the claims that are examined, and shows all claims to a visitor.
struct Reader<'r, 'a, S> {
    claims: &'r mut Registered<'a>,
    see: S,
}

impl<'a, S: FnMut(&str, Scanned<'a>)> Visit<'a> for Reader<'_, 'a, S> {
    /// Always inlined: it is what is done most often with every token.
    #[inline(always)]
    fn member(&mut self, name: &str, value: Scanned<'a>) {
        (self.see)(name, value);
        if let Some(slot) = self.claims.slot(name) {
            *slot = Some(value);
        }
    }
}

/// The text of a payload, before the strict pass.
pub(crate) fn payload_text(payload: Vec<u8>) -> Result<String> {
    String::from_utf8(payload).map_err(|error| {
        error.into_bytes().zeroize();
        malformed()
    })
}

fn malformed() -> Error {
    Error::new(
        ErrorCode::JwtInvalid,
        "the claims are not one strict JSON object (RFC 8259, each member once)",
    )
}

/// `aud`: one, or a list that is not empty (RFC 7519, section 4.1.3).
fn is_audience(value: Scanned<'_>) -> bool {
    value.is_string() || value.strings().is_some_and(|many| !many.is_empty())
}

/// Whether an `aud` is null or an empty list, which some issuers write to mean nobody.
fn names_nobody(value: Scanned<'_>) -> bool {
    value.is_null() || value.strings().is_some_and(|many| many.is_empty())
}

#[cold]
fn wrong_audience(value: Scanned<'_>) -> Error {
    let hint = if names_nobody(value) {
        ": it names nobody, which allow_any_audience takes as absent"
    } else {
        ""
    };
    invalid(
        "aud",
        format!("aud must be a string, or a list of strings that is not empty{hint}"),
    )
}

fn check_text(value: Option<Scanned<'_>>, claim: &'static str) -> Result<()> {
    match value {
        Some(value) if !value.is_string() => {
            let hint = if claim == "sub" && value.is_number() {
                ", and is a number: give allow_numeric_subject to accept it"
            } else {
                ""
            };
            Err(invalid(claim, format!("{claim} must be a string{hint}")))
        }
        _ => Ok(()),
    }
}

/// A claim that must be a string if present.
pub(crate) fn text<'a>(value: Option<Scanned<'a>>, claim: &'static str) -> Result<Option<Scanned<'a>>> {
    check_text(value, claim).map(|()| value)
}

/// A required claim must be present and not empty.
pub(crate) fn check_required(name: &str, value: Option<Scanned<'_>>) -> Result<()> {
    match value {
        None => Err(missing(name.to_owned())),
        Some(value) if value.is_null() || value.between_quotes() == Some("") => Err(invalid(
            name.to_owned(),
            format!("{} is required, and is null or an empty text", shown(name)),
        )),
        Some(_) => Ok(()),
    }
}

pub(crate) fn invalid(claim: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::ClaimInvalid, message).with_claim(claim)
}

/// The name is the caller's or the library's own, never the token's.
pub(crate) fn missing(claim: impl Into<Cow<'static, str>>) -> Error {
    let claim = claim.into();
    let hint = match &*claim {
        "exp" => ", so that the token would never expire: give allow_missing_exp to accept it",
        "iat" => ", so that nothing says how old the token is",
        "typ" => {
            " in the header, and type expects one; a list of types that names JWT accepts tokens without"
        }
        _ => ", and it is required or expected",
    };
    let message = format!("{} is missing{hint}", shown(&claim));
    Error::new(ErrorCode::ClaimMissing, message).with_claim(claim)
}

pub(crate) fn mismatch(claim: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::ClaimMismatch, message).with_claim(claim)
}

/// The name of a claim as it may appear in a message.
pub(crate) fn shown(name: &str) -> &str {
    if is_name(name) { name } else { "a claim" }
}
