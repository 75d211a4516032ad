//! The claims that the library looks at, found in the one strict pass (RFC 7519, section 4.1).

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, Scanned, Seen, Strings};
use crate::limits::exceeded;
use crate::options::is_name;

/// The registered claims and the few others that profiles ask for, as they stand in the payload.
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
    pub(crate) events: Option<Scanned<'a>>,
    pub(crate) nonce: Option<Scanned<'a>>,
    pub(crate) sid: Option<Scanned<'a>>,
    pub(crate) seen: Seen,
}

impl<'a> Registered<'a> {
    /// Reads a payload, which must be one strict JSON object. `see` is shown the name of every claim.
    pub(crate) fn read(payload: &'a str, max_depth: u32, mut see: impl FnMut(&str)) -> Result<Self> {
        let mut claims = Self::default();
        let scanned = json::scan_text(payload, max_depth, |name, value| {
            see(name);
            if let Some(slot) = claims.slot(name) {
                *slot = Some(value);
            }
        });
        match scanned {
            Ok(seen) => Ok(Self { seen, ..claims }),
            Err(Refused::TooDeep) => Err(exceeded("the claims are nested deeper than max_json_depth")),
            Err(Refused::Malformed) => Err(malformed()),
        }
    }

    /// The claim of this name, if it is one of those here.
    pub(crate) fn get(&self, name: &str) -> Option<Scanned<'a>> {
        let mut copy = *self;
        copy.slot(name).and_then(|slot| *slot)
    }

    fn slot(&mut self, name: &str) -> Option<&mut Option<Scanned<'a>>> {
        match name {
            "iss" => Some(&mut self.iss),
            "sub" => Some(&mut self.sub),
            "aud" => Some(&mut self.aud),
            "exp" => Some(&mut self.exp),
            "nbf" => Some(&mut self.nbf),
            "iat" => Some(&mut self.iat),
            "jti" => Some(&mut self.jti),
            "azp" => Some(&mut self.azp),
            "client_id" => Some(&mut self.client_id),
            "events" => Some(&mut self.events),
            "nonce" => Some(&mut self.nonce),
            "sid" => Some(&mut self.sid),
            _ => None,
        }
    }

    /// The registered claims with their types checked, waived or not.
    pub(crate) fn typed(&self) -> Result<Typed<'a>> {
        Ok(Typed {
            iss: text(self.iss, "iss")?,
            sub: text(self.sub, "sub")?,
            aud: self.aud.map(Audience::read).transpose()?,
            exp: number(self.exp, "exp")?,
            nbf: number(self.nbf, "nbf")?,
            iat: number(self.iat, "iat")?,
            jti: text(self.jti, "jti")?,
        })
    }
}

/// The text of a payload, before the strict pass.
pub(crate) fn payload_text(payload: Vec<u8>) -> Result<String> {
    String::from_utf8(payload).map_err(|_| malformed())
}

fn malformed() -> Error {
    Error::new(ErrorCode::JwtInvalid, "the claims are not one strict JSON object")
}

/// The registered claims, each of its own type.
#[derive(Debug)]
pub(crate) struct Typed<'a> {
    pub(crate) iss: Option<Cow<'a, str>>,
    pub(crate) sub: Option<Cow<'a, str>>,
    pub(crate) aud: Option<Audience<'a>>,
    pub(crate) exp: Option<f64>,
    pub(crate) nbf: Option<f64>,
    pub(crate) iat: Option<f64>,
    pub(crate) jti: Option<Cow<'a, str>>,
}

/// `aud`: one, or a list that is not empty (RFC 7519, section 4.1.3).
#[derive(Debug, PartialEq)]
pub(crate) enum Audience<'a> {
    One(Cow<'a, str>),
    Many(Strings<'a>),
}

impl<'a> Audience<'a> {
    fn read(value: Scanned<'a>) -> Result<Self> {
        if let Some(one) = value.string() {
            return Ok(Audience::One(one));
        }
        value
            .strings()
            .filter(|many| !many.is_empty())
            .map(Audience::Many)
            .ok_or_else(|| invalid("aud", "aud must be a string or a list of strings that is not empty"))
    }

    /// Whether any of those that are expected is named; only by being equal.
    pub(crate) fn has_any(&self, expected: &[String]) -> bool {
        match self {
            Audience::One(one) => expected.iter().any(|wanted| wanted == one),
            Audience::Many(many) => many.iter().any(|one| expected.iter().any(|wanted| wanted == one)),
        }
    }
}

pub(crate) fn text<'a>(value: Option<Scanned<'a>>, claim: &'static str) -> Result<Option<Cow<'a, str>>> {
    value.map(|value| value.string().ok_or_else(|| invalid(claim, format!("{claim} must be a string")))).transpose()
}

fn number(value: Option<Scanned<'_>>, claim: &'static str) -> Result<Option<f64>> {
    value.map(|value| value.number().ok_or_else(|| invalid(claim, format!("{claim} must be a number")))).transpose()
}

pub(crate) fn invalid(claim: &'static str, message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::ClaimInvalid, message).with_claim(claim)
}

/// The name is the caller's or the library's own, never the token's.
pub(crate) fn missing(claim: impl Into<Cow<'static, str>>) -> Error {
    let claim = claim.into();
    let message = if is_name(&claim) { format!("{claim} is missing") } else { "a claim is missing that is required".to_owned() };
    Error::new(ErrorCode::ClaimMissing, message).with_claim(claim)
}

pub(crate) fn mismatch(claim: &'static str, message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::ClaimMismatch, message).with_claim(claim)
}
