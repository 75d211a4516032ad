//! Whether a token that was checked is revoked.

use std::borrow::Cow;

use super::Revocations;
use super::name::{Group, Name, digest};
use crate::error::{Error, ErrorCode, Result};
use crate::json::Scanned;
use crate::jwt::claims::{Registered, invalid};
use crate::machine::Times;

/// What a list is asked about a token that is good otherwise.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) revocations: &'a Revocations,
    /// The protected header that belongs to the claims, as JSON text.
    pub(crate) header: &'a str,
    /// The key_id of the key that verified, or decrypted where nothing is signed.
    pub(crate) key_id: Option<&'a str>,
    pub(crate) times: Times,
    /// Whether it cannot be read: then nothing that is good otherwise is accepted.
    pub(crate) is_unavailable: bool,
}

impl Asked<'_> {
    /// Refuses what is revoked: the token, its session, its subject, its key, its issuer, in this order.
    pub(crate) fn check(self, claims: &Registered<'_>, payload: &str, now: f64, leeway: f64) -> Result<()> {
        if self.is_unavailable {
            return Err(self.revocations.unavailable());
        }
        let list = self.revocations.current(self.times)?;
        let (state, key) = (&list.state, &list.key);
        let issuer = claims.iss.and_then(Scanned::string);
        let issuer = issuer.as_deref();
        let is_held = |name: Name| state.holds(name, now);

        let id = token_id(claims);
        let is_revoked = match &id {
            _ if state.ends(Group::Token).is_empty() => false,
            Some(id) => is_held(key.name(Group::Token, issuer, id)),
            None => state.has_digests() && is_held(key.digest(issuer, &digest(self.header, payload))),
        };
        if is_revoked {
            return Err(revoked(id.map(|_| "jti"), "the token was revoked"));
        }
        if !state.ends(Group::Session).is_empty()
            && let Some(sid) = text("sid", claims.sid)?
            && is_held(key.name(Group::Session, issuer, &sid))
        {
            return Err(revoked(Some("sid"), "the session of the token was revoked"));
        }
        let is_cut_off = |group: Group, id: &str| {
            let name = key.name(group, issuer, id);
            let before = state.cut_offs(group).and_then(|table| table.get(name.hash)).filter(|_| is_held(name));
            before.is_some_and(|before| claims.iat().is_none_or(|iat| iat < f64::from(before) || iat > now + leeway))
        };
        if !state.ends(Group::Subject).is_empty()
            && let Some(sub) = text("sub", claims.sub)?
            && is_cut_off(Group::Subject, &sub)
        {
            return Err(revoked(Some("sub"), "the tokens of its subject were revoked, and nothing says that it was issued later"));
        }
        if !state.ends(Group::Key).is_empty()
            && let Some(key_id) = self.key_id
            && (is_held(key.name(Group::Key, issuer, key_id)) || is_held(key.name(Group::Key, None, key_id)))
        {
            return Err(revoked(None, "the key of the token was revoked"));
        }
        if !state.ends(Group::Issuer).is_empty() && is_cut_off(Group::Issuer, "") {
            return Err(revoked(Some("iss"), "the tokens of its issuer were revoked, and nothing says that it was issued later"));
        }
        Ok(())
    }
}

/// The `jti`, unless it says nothing.
pub(super) fn token_id<'a>(claims: &Registered<'a>) -> Option<Cow<'a, str>> {
    claims.jti.and_then(Scanned::string).filter(|id| !id.is_empty())
}

/// A claim that names something: a text, or the digits of a number. What else it is could not be looked up, and must not pass for that.
fn text<'a>(name: &'static str, value: Option<Scanned<'a>>) -> Result<Option<Cow<'a, str>>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_null() => Ok(None),
        Some(value) if value.is_number() => Ok(Some(Cow::Borrowed(value.json()))),
        Some(value) => value.string().map(Some).ok_or_else(|| invalid(name, format!("{name} is not a text, by which it could be revoked"))),
    }
}

#[cold]
fn revoked(claim: Option<&'static str>, message: &'static str) -> Error {
    let error = Error::new(ErrorCode::Revoked, message);
    match claim {
        Some(claim) => error.with_claim(claim),
        None => error,
    }
}
