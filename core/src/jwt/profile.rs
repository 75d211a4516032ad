//! Profiles: claims and `typ` that belong together according to a specification.

use crate::error::Result;
use crate::json::{self, Scanned};
use crate::jwt::claims::{Registered, check_required, invalid, mismatch, missing};
use crate::limits::Limits;
use crate::options::Profile;

/// The member of `events` that makes a token a logout token.
pub(super) const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl Profile {
    /// The `typ` that tokens of this profile are made with, if it has its own.
    pub(crate) fn token_type(self) -> Option<&'static str> {
        match self {
            Profile::AccessToken => Some("at+jwt"),
            Profile::IdToken => None,
            Profile::LogoutToken => Some("logout+jwt"),
            Profile::SecurityEvent => Some("secevent+jwt"),
        }
    }

    /// Every `typ` that tokens of this profile come with. Those who issued logout tokens before
    /// `logout+jwt` was recommended still write `JWT` or nothing.
    pub(crate) fn accepted_types(self) -> &'static [&'static str] {
        match self {
            Profile::AccessToken => &["at+jwt"],
            Profile::IdToken => &["JWT"],
            Profile::LogoutToken => &["logout+jwt", "JWT"],
            Profile::SecurityEvent => &["secevent+jwt"],
        }
    }

    /// Whether a token without `typ` can be of this profile.
    pub(crate) fn allows_no_type(self) -> bool {
        matches!(self, Profile::IdToken | Profile::LogoutToken)
    }

    /// Whether tokens of this profile need no `exp`: they report what happened, which does not
    /// expire (RFC 8417, section 2.2).
    pub(crate) fn allows_no_expiry(self) -> bool {
        self == Profile::SecurityEvent
    }

    /// Whether tokens of this profile have a `jti`, which is generated if not given.
    pub(crate) fn has_token_id(self) -> bool {
        self != Profile::IdToken
    }

    /// The required claims, in the order in which they are checked.
    fn required(self) -> &'static [&'static str] {
        match self {
            Profile::AccessToken => &["iss", "aud", "sub", "client_id", "iat", "jti", "exp"],
            Profile::IdToken => &["iss", "aud", "sub", "iat", "exp"],
            Profile::LogoutToken => &["iss", "aud", "iat", "jti", "events", "exp"],
            Profile::SecurityEvent => &["iss", "iat", "jti", "events"],
        }
    }

    /// Whether tokens of this profile must have this claim.
    pub(crate) fn requires(self, name: &str) -> bool {
        self.required().contains(&name)
    }

    /// Refuses claims that lack one, or have an empty one.
    pub(crate) fn check_required(self, claims: &Registered<'_>) -> Result<()> {
        self.required()
            .iter()
            .try_for_each(|name| check_required(name, claims.get(name)))
    }

    /// What goes beyond the presence of claims.
    pub(crate) fn check(self, claims: &Registered<'_>) -> Result<()> {
        match self {
            Profile::AccessToken => claims.client_id.map_or(Ok(()), |value| {
                value
                    .string()
                    .map(|_| ())
                    .ok_or_else(|| invalid("client_id", "client_id must be a string"))
            }),
            Profile::IdToken => check_id_token(claims),
            Profile::LogoutToken => check_logout(claims),
            Profile::SecurityEvent => check_events(claims),
        }
    }
}

/// What distinguishes an ID token from a logout token, and which of several audiences it was issued
/// to (OpenID Connect Core, section 2).
fn check_id_token(claims: &Registered<'_>) -> Result<()> {
    if claims.events.is_some() {
        return Err(mismatch(
            "events",
            "an ID token must not have events, by which it could be taken for a logout token",
        ));
    }
    let has_several = claims
        .aud
        .is_some_and(|aud| aud.strings().is_some_and(|many| many.len() > 1));
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
    match event_of(claims, LOGOUT_EVENT)? {
        None => Err(mismatch(
            "events",
            "events does not hold the back-channel logout event",
        )),
        Some(event) if !is_object_value(event) => Err(invalid(
            "events",
            "the back-channel logout event must be an object",
        )),
        Some(_) => Ok(()),
    }
}

/// At least one event, each an object by its name (RFC 8417, section 2.2).
fn check_events(claims: &Registered<'_>) -> Result<()> {
    let (mut count, mut are_objects) = (0, true);
    each_event(claims, |_, event| {
        count += 1;
        are_objects &= is_object_value(event);
    })?;
    match (count, are_objects) {
        (0, _) => Err(invalid("events", "events holds no event")),
        (_, false) => Err(invalid("events", "each event in events must be an object")),
        _ => Ok(()),
    }
}

/// What `events` holds under this name.
pub(super) fn event_of<'a>(claims: &Registered<'a>, name: &str) -> Result<Option<Scanned<'a>>> {
    let mut found = None;
    each_event(claims, |own, event| {
        if own == name {
            found = Some(event);
        }
    })?;
    Ok(found)
}

fn each_event<'a>(claims: &Registered<'a>, visit: impl FnMut(&str, Scanned<'a>)) -> Result<()> {
    let events = claims.events.ok_or_else(|| missing("events"))?;
    let scanned = json::scan_text(events.json(), Limits::MAX_JSON_DEPTH, visit);
    scanned
        .map(drop)
        .map_err(|_| invalid("events", "events must be an object"))
}

fn is_object_value(value: Scanned<'_>) -> bool {
    value.json().starts_with('{')
}
