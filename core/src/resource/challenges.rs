//! The challenges in an answer: one for the scheme of the token, saying what is wrong with it, and
//! one for every other scheme that is accepted.

use crate::error::{Error, ErrorCode};
use crate::http::{Challenge, Scheme};

use super::metadata::Metadata;
use super::settings::Settings;

/// The name of the header.
pub(super) const HEADER: &str = "WWW-Authenticate";

impl Settings {
    /// The headers for a challenge. `used` is the scheme of the token; without one, the only thing
    /// wrong is that there is no token.
    ///
    /// Other schemes are offered only with a 401: after any other answer, a token with another
    /// scheme would not help either (RFC 9449, section 7.2).
    pub(super) fn challenges(
        &self,
        told: &Challenge<'_>,
        used: Option<Scheme>,
        offers_others: bool,
    ) -> Vec<(&'static str, String)> {
        let own = self.named(told.clone());
        let bare = self.named(Challenge {
            scope: told.scope.clone(),
            ..Challenge::default()
        });
        let used = match told.error {
            None => None,
            Some(_) => used.or(self.asked_schemes.first().copied()),
        };
        let first = used.map(|scheme| own.write(scheme));
        let others = self
            .asked_schemes
            .iter()
            .filter(|scheme| (offers_others || told.error.is_none()) && used != Some(**scheme));
        first
            .into_iter()
            .chain(others.map(|scheme| bare.write(*scheme)))
            .map(|value| (HEADER, value))
            .collect()
    }

    /// The same challenge with the names of this resource.
    fn named<'a>(&'a self, challenge: Challenge<'a>) -> Challenge<'a> {
        let resource_metadata = self.metadata.as_ref().map(|Metadata { url, .. }| url.as_str());
        Challenge {
            realm: self.realm.as_deref(),
            resource_metadata,
            ..challenge
        }
    }
}

/// What the client is told about an error: only what its code means. None if a different token
/// would not help.
pub(super) fn challenge_of(error: &Error) -> Option<Challenge<'static>> {
    match error.status() {
        // No token can make up for a failure of the service, or for a missing value that belongs to
        // a cookie.
        401 | 400 => Some(Challenge::of_refused(error.code())),
        _ => None,
    }
}

/// The challenge for a request with another scheme, or without a token: which schemes are accepted,
/// and no error (RFC 6750, section 3.1).
pub(super) fn unknown() -> Challenge<'static> {
    Challenge::default()
}

/// The `error` in a body for which there is no challenge.
pub(super) fn name_without_challenge(error: &Error) -> &'static str {
    match (error.code(), error.fault()) {
        (ErrorCode::AccessDenied | ErrorCode::CsrfInvalid, _) => "access_denied",
        (_, fault) => crate::http::response::failure(fault),
    }
}
