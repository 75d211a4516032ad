//! Profiles: claims and `typ` that go together, by the specification that says so.

use crate::error::Result;
use crate::json::{self, Scanned};
use crate::jwt::claims::{Registered, check_required, invalid, mismatch, missing};
use crate::limits::Limits;
use crate::options::Profile;

/// The member of `events` that makes a token a logout token.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl Profile {
    /// The `typ` that tokens of this profile are made with, if it has one of its own.
    pub(crate) fn token_type(self) -> Option<&'static str> {
        match self {
            Profile::AccessToken => Some("at+jwt"),
            Profile::IdToken => None,
            Profile::LogoutToken => Some("logout+jwt"),
        }
    }

    /// Every `typ` that tokens of this profile come with. Those who issued logout tokens before
    /// `logout+jwt` was recommended still write `JWT` or nothing.
    pub(crate) fn accepted_types(self) -> &'static [&'static str] {
        match self {
            Profile::AccessToken => &["at+jwt"],
            Profile::IdToken => &["JWT"],
            Profile::LogoutToken => &["logout+jwt", "JWT"],
        }
    }

    /// Whether a token without `typ` can be of this profile.
    pub(crate) fn allows_no_type(self) -> bool {
        self != Profile::AccessToken
    }

    /// Whether tokens of this profile have a `jti`, which is made if it was not given.
    pub(crate) fn has_token_id(self) -> bool {
        self != Profile::IdToken
    }

    /// The claims that must be there, in the order in which they are looked for.
    fn required(self) -> &'static [&'static str] {
        match self {
            Profile::AccessToken => &["iss", "aud", "sub", "client_id", "iat", "jti", "exp"],
            Profile::IdToken => &["iss", "aud", "sub", "iat", "exp"],
            Profile::LogoutToken => &["iss", "aud", "iat", "jti", "events", "exp"],
        }
    }

    /// Whether tokens of this profile must have this claim.
    pub(crate) fn requires(self, name: &str) -> bool {
        self.required().contains(&name)
    }

    /// Refuses claims that lack one, or that have one which says nothing.
    pub(crate) fn check_required(self, claims: &Registered<'_>) -> Result<()> {
        self.required().iter().try_for_each(|name| check_required(name, claims.get(name)))
    }

    /// What goes beyond the presence of claims.
    pub(crate) fn check(self, claims: &Registered<'_>) -> Result<()> {
        match self {
            Profile::AccessToken => claims
                .client_id
                .map_or(Ok(()), |value| value.string().map(|_| ()).ok_or_else(|| invalid("client_id", "client_id must be a string"))),
            Profile::IdToken => check_id_token(claims),
            Profile::LogoutToken => check_logout(claims),
        }
    }
}

/// What tells an ID token from a logout token, and to whom of several it was issued (OpenID Connect
/// Core, section 2).
fn check_id_token(claims: &Registered<'_>) -> Result<()> {
    if claims.events.is_some() {
        return Err(mismatch("events", "an ID token must not have events, by which it could be taken for a logout token"));
    }
    let has_several = claims.aud.is_some_and(|aud| aud.strings().is_some_and(|many| many.len() > 1));
    if has_several && claims.azp.is_none() {
        return Err(missing("azp"));
    }
    Ok(())
}

fn check_logout(claims: &Registered<'_>) -> Result<()> {
    if claims.sub.is_none() && claims.sid.is_none() {
        return Err(missing("sub"));
    }
    if claims.sid.is_some_and(|sid| sid.string().is_none()) {
        return Err(invalid("sid", "sid must be a string"));
    }
    if claims.nonce.is_some() {
        return Err(mismatch("nonce", "a logout token must not have a nonce"));
    }
    let mut event = None;
    let is_object = claims.events.is_some_and(|events| {
        json::scan_object(events.json().as_bytes(), Limits::MAX_JSON_DEPTH, |name, value| {
            if name == LOGOUT_EVENT {
                event = Some(value);
            }
        })
        .is_ok()
    });
    match event {
        _ if !is_object => Err(invalid("events", "events must be an object")),
        None => Err(mismatch("events", "events does not hold the back-channel logout event")),
        Some(event) if !is_object_value(event) => Err(invalid("events", "the back-channel logout event must be an object")),
        Some(_) => Ok(()),
    }
}

fn is_object_value(value: Scanned<'_>) -> bool {
    value.json().starts_with('{')
}
