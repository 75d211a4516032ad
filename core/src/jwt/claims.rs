//! The claims that the library looks at, found in the one strict pass (RFC 7519, section 4.1).

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, Scanned, Seen};
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
    /// Reads a payload, which must be one strict JSON object.
    pub(crate) fn read(payload: &'a str, max_depth: u32) -> Result<Self> {
        let mut claims = Self::default();
        claims.fill(payload, max_depth, |_| ()).map(|()| claims)
    }

    /// The same into what is empty, where moving would cost more than reading. `see` is shown the name of every claim.
    #[inline]
    pub(crate) fn fill(&mut self, payload: &'a str, max_depth: u32, mut see: impl FnMut(&str)) -> Result<()> {
        let scanned = json::scan_text(payload, max_depth, |name, value| {
            see(name);
            match name {
                "iss" => self.iss = Some(value),
                "sub" => self.sub = Some(value),
                "aud" => self.aud = Some(value),
                "exp" => self.exp = Some(value),
                "nbf" => self.nbf = Some(value),
                "iat" => self.iat = Some(value),
                "jti" => self.jti = Some(value),
                "azp" => self.azp = Some(value),
                "sid" => self.sid = Some(value),
                "nonce" => self.nonce = Some(value),
                "events" => self.events = Some(value),
                "client_id" => self.client_id = Some(value),
                _ => {}
            }
        });
        match scanned {
            Ok(seen) => {
                self.seen = seen;
                Ok(())
            }
            Err(Refused::TooDeep) => Err(exceeded("the claims are nested deeper than max_json_depth")),
            Err(Refused::Malformed) => Err(malformed()),
        }
    }

    /// The claim of this name, if it is one of those that a profile requires.
    pub(crate) fn get(&self, name: &str) -> Option<Scanned<'a>> {
        match name {
            "iss" => self.iss,
            "sub" => self.sub,
            "aud" => self.aud,
            "exp" => self.exp,
            "iat" => self.iat,
            "jti" => self.jti,
            "events" => self.events,
            "client_id" => self.client_id,
            _ => None,
        }
    }

    /// Checks the types of all registered claims, waived or not.
    #[inline]
    pub(crate) fn check_types(&self) -> Result<()> {
        check_text(self.iss, "iss")?;
        check_text(self.sub, "sub")?;
        if self.aud.is_some_and(|aud| !is_audience(aud)) {
            return Err(invalid("aud", "aud must be a string or a list of strings that is not empty"));
        }
        for (value, claim) in [(self.exp, "exp"), (self.nbf, "nbf"), (self.iat, "iat")] {
            if value.is_some_and(|value| !value.is_number()) {
                return Err(invalid(claim, format!("{claim} must be a number")));
            }
        }
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

/// The text of a payload, before the strict pass.
pub(crate) fn payload_text(payload: Vec<u8>) -> Result<String> {
    String::from_utf8(payload).map_err(|_| malformed())
}

fn malformed() -> Error {
    Error::new(ErrorCode::JwtInvalid, "the claims are not one strict JSON object")
}

/// `aud`: one, or a list that is not empty (RFC 7519, section 4.1.3).
fn is_audience(value: Scanned<'_>) -> bool {
    value.is_string() || value.strings().is_some_and(|many| !many.is_empty())
}

fn check_text(value: Option<Scanned<'_>>, claim: &'static str) -> Result<()> {
    match value {
        Some(value) if !value.is_string() => Err(invalid(claim, format!("{claim} must be a string"))),
        _ => Ok(()),
    }
}

/// A claim that must be a string where it is present.
pub(crate) fn text<'a>(value: Option<Scanned<'a>>, claim: &'static str) -> Result<Option<Scanned<'a>>> {
    check_text(value, claim).map(|()| value)
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
