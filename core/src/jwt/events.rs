//! Security events (RFC 8417) and logout tokens, applied to a list of revocations: what an identity
//! provider ends is refused.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Scanned};
use crate::jwt::Token;
use crate::jwt::claims::{Registered, invalid, mismatch, missing, text};
use crate::jwt::profile::{LOGOUT_EVENT, event_of};
use crate::jwt::types::is_same_type;
use crate::limits::Limits;
use crate::options::{EventOptions, Profile, RevokeOptions, check_now};
use crate::revocation::{RevocationChange, RevocationEntry, Revocations};

/// CAEP 1.0, section 3.1.
const SESSION_REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
/// How far an issuer's clock may be ahead of ours, in seconds: the largest `leeway`.
const AHEAD: f64 = 3600.0;

impl Revocations {
    /// Revokes what a security event or a logout token ends: with CAEP's `session-revoked` and
    /// OpenID's back-channel logout, a session, or everything that a subject had until then.
    /// Returns what it revoked: nothing for other events.
    ///
    /// The token is checked first, by a [`Verifier`](crate::Verifier) with the profile
    /// `security-event` or `logout-token`. Applying a token twice revokes the same things twice.
    ///
    /// # Errors
    /// `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID` or `ERR_JWT_CLAIM_MISMATCH` if the token is
    /// not such a token, names a subject in a form that tokens do not use, or names one of another
    /// issuer that `subject_issuers` does not list; otherwise as
    /// [`revoke_session`](Self::revoke_session). After an error, apply the token again: what it
    /// revoked before the error is then revoked twice.
    pub fn apply_events(&self, token: &Token, options: &EventOptions) -> Result<Vec<RevocationEntry>> {
        let changes = RevocationChange::of_events(token.header(), token.claims_json(), options)?;
        changes.iter().map(|change| self.change(change)).collect()
    }
}

impl RevocationChange {
    /// As [`Revocations::apply_events`], from the protected header and claims of a checked token:
    /// the changes to make, in order.
    ///
    /// # Errors
    /// As [`Revocations::apply_events`].
    pub fn of_events(header: &str, claims: &str, options: &EventOptions) -> Result<Vec<Self>> {
        let told = Told::read(header, claims, options)?;
        let mut changes = Vec::new();
        if event_of(&told.claims, LOGOUT_EVENT)?.is_some() {
            changes.push(told.logout()?);
        }
        if let Some(event) = event_of(&told.claims, SESSION_REVOKED)? {
            changes.push(told.session_revoked(event)?);
        }
        Ok(changes)
    }
}

/// What a token reports, and the options for applying it.
struct Told<'a> {
    typ: Option<Cow<'a, str>>,
    claims: Registered<'a>,
    issuer: Cow<'a, str>,
    /// The subject of a security event (RFC 9493).
    sub_id: Option<Scanned<'a>>,
    now: f64,
    options: &'a EventOptions,
}

impl<'a> Told<'a> {
    fn read(header: &'a str, text: &'a str, options: &'a EventOptions) -> Result<Self> {
        let mut typ = None;
        json::scan_text(header, Limits::MAX_JSON_DEPTH, |name, value| {
            if name == "typ" {
                typ = value.string();
            }
        })
        .map_err(|_| {
            Error::new(
                ErrorCode::JwtInvalid,
                "the header is not one strict JSON object (RFC 8259, each member once)",
            )
        })?;
        let (mut claims, mut sub_id) = (Registered::default(), None);
        claims.fill(text, Limits::MAX_JSON_DEPTH, |name, value| {
            if name == "sub_id" {
                sub_id = Some(value);
            }
        })?;
        let issuer = claims
            .iss
            .and_then(Scanned::string)
            .filter(|issuer| !issuer.is_empty())
            .ok_or_else(|| missing("iss"))?;
        Ok(Self {
            typ,
            claims,
            issuer,
            sub_id,
            now: check_now(options.now)?,
            options,
        })
    }

    /// A session, or all sessions of a subject (Back-Channel Logout 1.0, section 2.6).
    fn logout(&self) -> Result<RevocationChange> {
        self.check_type(Profile::LogoutToken, "a logout token")?;
        Profile::LogoutToken.check(&self.claims)?;
        let time = self.claims.iat().ok_or_else(|| missing("iat"))?;
        if let Some(sid) = self.claims.sid.and_then(Scanned::string) {
            return self.session(&self.issuer, named("sid", &sid)?, LOGOUT_EVENT);
        }
        let sub = text(self.claims.sub, "sub")?
            .and_then(Scanned::string)
            .ok_or_else(|| missing("sub"))?;
        self.subject(
            &self.issuer,
            named("sub", &sub)?,
            self.cut_off("iat", time)?,
            LOGOUT_EVENT,
        )
    }

    /// A session that the subject names, or everything that the user it names has. Whatever else a
    /// complex subject names narrows that down by something that a list does not know: then more is
    /// revoked than was meant, never less.
    fn session_revoked(&self, event: Scanned<'_>) -> Result<RevocationChange> {
        self.check_type(Profile::SecurityEvent, "a security event")?;
        Profile::SecurityEvent.check(&self.claims)?;
        let before = self.time_of(event)?;
        let subject = Subject::read(self.sub_id.ok_or_else(|| missing("sub_id"))?)?;
        let (session, user) = match subject.format.as_deref() {
            Some("complex") => (
                subject.session.map(Subject::read).transpose()?,
                subject.user.map(Subject::read).transpose()?,
            ),
            Some("opaque") => (Some(subject), None),
            _ => (None, Some(subject)),
        };
        let session = session.and_then(Subject::session_id);
        let user = user.and_then(Subject::user);
        let issuer = user.as_ref().map_or(&self.issuer, |(issuer, _)| issuer);
        if *issuer != self.issuer
            && !self
                .options
                .subject_issuers
                .iter()
                .flatten()
                .any(|one| one == issuer)
        {
            return Err(mismatch(
                "sub_id",
                "the issuer in sub_id is not that of the event: list it in subject_issuers if this event's issuer may speak for it",
            ));
        }
        match (session, &user) {
            (Some(id), _) => self.session(issuer, &id, SESSION_REVOKED),
            (None, Some((_, subject))) => self.subject(issuer, subject, before, SESSION_REVOKED),
            (None, None) => Err(invalid(
                "sub_id",
                "sub_id names no session by an opaque id and no user by iss_sub, alone or in a complex subject: find out whose tokens are meant, and \
                 revoke them by revoke_session or revoke_subject",
            )),
        }
    }

    fn session(&self, issuer: &str, id: &str, event: &str) -> Result<RevocationChange> {
        RevocationChange::revoke_session(Some(issuer), id, &self.notes(None, event))
    }

    fn subject(&self, issuer: &str, subject: &str, before: f64, event: &str) -> Result<RevocationChange> {
        RevocationChange::revoke_subject(Some(issuer), subject, &self.notes(Some(before), event))
    }

    /// Who and why, if the caller does not say: the event itself.
    fn notes(&self, before: Option<f64>, event: &str) -> RevokeOptions {
        let by = self
            .options
            .by
            .clone()
            .or_else(|| Some(self.issuer.clone().into_owned()).filter(|issuer| issuer.len() <= 255));
        let reason = self.options.reason.clone().or_else(|| Some(event.to_owned()));
        RevokeOptions {
            before,
            by,
            reason,
            now: Some(self.now),
            ..RevokeOptions::default()
        }
    }

    /// When it happened: as the event says, otherwise when it was reported. A `toe` may be earlier
    /// than the end, and would leave tokens issued in between.
    fn time_of(&self, event: Scanned<'_>) -> Result<f64> {
        let mut timestamp = None;
        json::scan_text(event.json(), Limits::MAX_JSON_DEPTH, |name, value| {
            if name == "event_timestamp" {
                timestamp = Some(value);
            }
        })
        .map_err(|_| invalid("events", "each event in events must be an object"))?;
        match timestamp {
            Some(time) => {
                let time = time.number().ok_or_else(|| {
                    invalid(
                        "events",
                        "event_timestamp must be a number: seconds since the epoch",
                    )
                })?;
                self.cut_off("events", time)
            }
            None => self.cut_off("iat", self.claims.iat().ok_or_else(|| missing("iat"))?),
        }
    }

    /// The end of the second in which it happened. The future cannot have ended.
    fn cut_off(&self, claim: &'static str, time: f64) -> Result<f64> {
        if !(0.0..=self.now + AHEAD).contains(&time) {
            return Err(invalid(
                claim,
                "the event lies in the future, or before 1970: its time is in seconds since the epoch",
            ));
        }
        Ok(time.floor() + 1.0)
    }

    /// A token of another kind that contains `events` is neither of these.
    fn check_type(&self, profile: Profile, what: &str) -> Result<()> {
        let typ = self.typ.as_deref();
        let is_known = typ.map_or(profile.allows_no_type(), |typ| {
            profile.accepted_types().iter().any(|own| is_same_type(own, typ))
        });
        match is_known {
            true => Ok(()),
            false => Err(mismatch(
                "typ",
                format!("typ is not that of {what}: check the token with its profile before it is applied"),
            )),
        }
    }
}

/// An empty text names nothing, which is the token's fault and not the caller's.
fn named<'a>(claim: &'static str, text: &'a str) -> Result<&'a str> {
    if text.is_empty() {
        Err(invalid(
            claim,
            format!("{claim} is empty, and must name what is over"),
        ))
    } else {
        Ok(text)
    }
}

/// A subject identifier (RFC 9493), in the forms that can name what tokens name.
#[derive(Default)]
struct Subject<'a> {
    format: Option<Cow<'a, str>>,
    iss: Option<Cow<'a, str>>,
    sub: Option<Cow<'a, str>>,
    id: Option<Cow<'a, str>>,
    session: Option<Scanned<'a>>,
    user: Option<Scanned<'a>>,
}

impl<'a> Subject<'a> {
    fn read(value: Scanned<'a>) -> Result<Self> {
        let mut subject = Self::default();
        json::scan_text(value.json(), Limits::MAX_JSON_DEPTH, |name, value| match name {
            "format" => subject.format = value.string(),
            "iss" => subject.iss = value.string(),
            "sub" => subject.sub = value.string(),
            "id" => subject.id = value.string(),
            "session" => subject.session = Some(value),
            "user" => subject.user = Some(value),
            _ => {}
        })
        .map_err(|_| invalid("sub_id", "sub_id, and each subject in it, must be an object"))?;
        Ok(subject)
    }

    fn session_id(self) -> Option<Cow<'a, str>> {
        self.id
            .filter(|id| self.format.as_deref() == Some("opaque") && !id.is_empty())
    }

    /// The issuer and the subject of a user.
    fn user(self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        match (self.format.as_deref(), self.iss, self.sub) {
            (Some("iss_sub"), Some(iss), Some(sub)) if !iss.is_empty() && !sub.is_empty() => Some((iss, sub)),
            _ => None,
        }
    }
}
