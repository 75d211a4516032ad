//! The one error that crosses the boundary.

use std::fmt;

use tokenseal::Error;

/// Why a token, a key or an option was refused.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum TokenError {
    /// The core said so.
    Refused {
        /// The stable code, such as `ERR_JWT_EXPIRED`.
        code: String,
        /// For people: it never holds secrets, claim values or parts of the token, and it may
        /// change. (`message` would clash in Kotlin.)
        reason: String,
        /// The claim (or `typ`) that was refused, if one was.
        claim: Option<String>,
        /// The nonce that a DPoP proof must have, if that is what it lacks.
        dpop_nonce: Option<String>,
    },
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        Self::Refused {
            code: error.code().as_str().to_owned(),
            reason: error.message().to_owned(),
            claim: error.claim().map(str::to_owned),
            dpop_nonce: error.dpop_nonce().map(str::to_owned),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Refused { reason, .. } = self;
        formatter.write_str(reason)
    }
}

impl std::error::Error for TokenError {}
