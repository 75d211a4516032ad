//! Whether a checked token is revoked.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};
use crate::json::Scanned;
use crate::jwt::Token;
use crate::jwt::claims::invalid;
use crate::machine::Times;
use crate::options::RevokeOptions;
use crate::revocation::{Group, RevocationEntry, Revocations, digest};

/// What a list is asked about an otherwise valid token.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) revocations: &'a Revocations,
    /// The protected header that belongs to the claims, as JSON text.
    pub(crate) header: &'a str,
    /// The key_id of the key that verified, or decrypted, if nothing is signed.
    pub(crate) key_id: Option<&'a str>,
    pub(crate) times: Times,
    /// Whether it cannot be read: then no otherwise valid token is accepted.
    pub(crate) is_unavailable: bool,
}

impl Asked<'_> {
    /// Refuses what is revoked: the token, its session, its subject, its key, its issuer, in this
    /// order. `claim` finds a claim in `payload`.
    pub(crate) fn check<'c>(
        self,
        claim: impl Fn(&'static str) -> Option<Scanned<'c>>,
        payload: &'c str,
        now: f64,
        leeway: f64,
    ) -> Result<()> {
        if self.is_unavailable {
            return Err(self.revocations.unavailable());
        }
        let list = self.revocations.current(self.times)?;
        if !list.has_any() {
            return Ok(());
        }
        let issuer = claim("iss").and_then(Scanned::string);
        let issuer = issuer.as_deref();

        let id = if list.has(Group::Token) {
            claim("jti").and_then(Scanned::string).filter(|id| !id.is_empty())
        } else {
            None
        };
        let is_revoked = match &id {
            _ if !list.has(Group::Token) => false,
            Some(id) => list.holds(Group::Token, issuer, id, now),
            None => list.holds_digest(issuer, || digest(self.header, payload), now),
        };
        if is_revoked {
            return Err(revoked(id.map(|_| "jti"), "the token was revoked"));
        }
        if list.has(Group::Session)
            && let Some(sid) = text("sid", claim("sid"))?
            && list.holds(Group::Session, issuer, &sid, now)
        {
            return Err(revoked(Some("sid"), "the session of the token was revoked"));
        }
        let is_cut_off = |group, id: &str| {
            let before = list.cut_off(group, issuer, id, now);
            before.is_some_and(|before| {
                claim("iat")
                    .and_then(Scanned::number)
                    .is_none_or(|iat| iat < before || iat > now + leeway)
            })
        };
        if list.has(Group::Subject)
            && let Some(sub) = text("sub", claim("sub"))?
            && is_cut_off(Group::Subject, &sub)
        {
            return Err(revoked(
                Some("sub"),
                "the tokens of its subject were revoked, and nothing says that it was issued later",
            ));
        }
        if list.has(Group::Key)
            && let Some(key_id) = self.key_id
            && (list.holds(Group::Key, issuer, key_id, now) || list.holds(Group::Key, None, key_id, now))
        {
            return Err(revoked(None, "the key of the token was revoked"));
        }
        if list.has(Group::Issuer) && is_cut_off(Group::Issuer, "") {
            return Err(revoked(
                Some("iss"),
                "the tokens of its issuer were revoked, and nothing says that it was issued later",
            ));
        }
        Ok(())
    }
}

impl Revocations {
    /// Revokes one checked token until it expires: by its `jti`, or by its content if it has none.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the token lives longer than `longest_lifetime`, or for options of
    /// other calls; `ERR_JWT_REVOCATION_UNAVAILABLE` if the revocation could not be stored.
    pub fn revoke(&self, token: &Token, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.revoke_text(token.header(), token.claims_json(), options)
    }
}

/// A claim that names something: a text, or the digits of a number. Anything else could not be
/// looked up, and must not pass as a name.
fn text<'a>(name: &'static str, value: Option<Scanned<'a>>) -> Result<Option<Cow<'a, str>>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_null() => Ok(None),
        Some(value) if value.is_number() => Ok(Some(Cow::Borrowed(value.json()))),
        Some(value) => value.string().map(Some).ok_or_else(|| {
            invalid(
                name,
                format!("{name} is not a text, by which it could be revoked"),
            )
        }),
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
