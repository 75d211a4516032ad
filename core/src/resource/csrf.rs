//! Double submit: shows that a page of the service sent a request, and not another site using the
//! browser's cookies.

use std::fmt;

use crate::algorithm::SignatureAlgorithm;
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::key::Key;

/// Separates the authenticated text from anything else that the key may sign.
const CONTEXT: &[u8] = b"tokenseal CSRF token\0";
/// The header that repeats the value.
pub(super) const HEADER: &str = "x-csrf-token";

/// The values under a key: each is a MAC of the token that it belongs to, so nothing is stored, and
/// none is valid for the token of another session.
pub(super) struct Csrf {
    key: Key,
    algorithm: SignatureAlgorithm,
}

impl Csrf {
    pub(super) fn new(key: &Key) -> Result<Self> {
        let algorithm = key.mac_algorithm().ok_or_else(|| {
            Error::option("csrf_key must be a secret for HMAC, such as HS256, whose use and key_ops allow signing and verifying")
        })?;
        Ok(Self {
            key: key.clone(),
            algorithm,
        })
    }

    /// The value for a token.
    pub(super) fn value(&self, token: &str) -> Result<String> {
        self.key
            .sign(self.algorithm, &authenticated(token))
            .map(|mac| base64url::encode(&mac))
    }

    /// Refuses a request whose headers do not repeat the value of its token, in constant time.
    pub(super) fn check(&self, token: &str, values: &[&str]) -> Result<()> {
        let refused = |message| Err(Error::new(ErrorCode::CsrfInvalid, message));
        let value = match values {
            [] => {
                return refused(
                    "the token came in a cookie, and the request has no header X-CSRF-Token, which methods other than GET need",
                );
            }
            [value] => value.trim_matches([' ', '\t']),
            _ => return refused("the request has several headers X-CSRF-Token: send one"),
        };
        let mac = base64url::decode(value.as_bytes());
        match mac.is_some_and(|mac| self.key.verify(self.algorithm, &authenticated(token), &mac)) {
            true => Ok(()),
            false => {
                refused("X-CSRF-Token is not the value of the token in the cookie: it changes with the token")
            }
        }
    }
}

impl fmt::Debug for Csrf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Csrf")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

fn authenticated(token: &str) -> Vec<u8> {
    [CONTEXT, token.as_bytes()].concat()
}
