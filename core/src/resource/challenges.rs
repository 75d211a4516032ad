//! The challenges of an answer: by the scheme of the token with what is wrong with it, and by every other that is taken.

use crate::error::{Error, ErrorCode};
use crate::http::{Challenge, Scheme};

use super::metadata::Metadata;
use super::settings::Settings;

/// The name of the header.
pub(super) const HEADER: &str = "WWW-Authenticate";

impl Settings {
    /// The headers of a challenge. `used` is the scheme of the token; without one, nothing is wrong with it but that it is not there.
    ///
    /// Other schemes are offered with a 401 only: after any other answer, a token by another scheme would not do either (RFC 9449, section 7.2).
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

    /// The same challenge with what this resource is called.
    fn named<'a>(&'a self, challenge: Challenge<'a>) -> Challenge<'a> {
        let resource_metadata = self.metadata.as_ref().map(|Metadata { url, .. }| url.as_str());
        Challenge {
            realm: self.realm.as_deref(),
            resource_metadata,
            ..challenge
        }
    }
}

/// What is said of an error to the client: only what its code means. None where another token would not help.
pub(super) fn challenge_of(error: &Error) -> Option<Challenge<'static>> {
    match error.status() {
        // What the service lacks, and a value that belongs to a cookie, no token makes good.
        401 | 400 => Some(Challenge::of_refused(error.code())),
        _ => None,
    }
}

/// The challenge to a request by another scheme, or without a token: which are taken, and no error (RFC 6750, section 3.1).
pub(super) fn unknown() -> Challenge<'static> {
    Challenge::default()
}

/// The `error` of a body that no challenge names.
pub(super) fn name_without_challenge(error: &Error) -> &'static str {
    match (error.code(), error.fault()) {
        (ErrorCode::AccessDenied | ErrorCode::CsrfInvalid, _) => "access_denied",
        (_, fault) => crate::http::response::failure(fault),
    }
}
