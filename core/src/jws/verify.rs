//! Verifying the compact serialization (RFC 7515, section 5.2), and what the JSON serializations
//! share with it.

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::jws::compact::Parts;
use crate::key::{Key, KeySet, Standing, Wanted};
use crate::limits::Limits;
use crate::serialization::list;

/// The length of an HMAC signature, and of a signature on most curves.
const SHORT_SIGNATURE: usize = 64;

/// What the caller accepts.
pub(crate) struct VerifyPolicy<'a> {
    pub(crate) algorithms: Option<&'a [SignatureAlgorithm]>,
    pub(crate) limits: &'a Limits,
}

impl VerifyPolicy<'_> {
    /// Refuses an algorithm that the caller does not allow.
    pub(crate) fn allow(&self, algorithm: SignatureAlgorithm) -> Result<()> {
        match self.algorithms {
            Some(allowed) if !allowed.contains(&algorithm) => Err(not_listed(algorithm, allowed)),
            _ => Ok(()),
        }
    }
}

fn not_listed(algorithm: SignatureAlgorithm, allowed: &[SignatureAlgorithm]) -> Error {
    use SignatureAlgorithm::{Ed25519, EdDSA};
    let both_names =
        [EdDSA, Ed25519].contains(&algorithm) && allowed.iter().any(|one| [EdDSA, Ed25519].contains(one));
    let remedy = if both_names {
        ": EdDSA and Ed25519 are two names of one algorithm (RFC 9864), so list both if tokens come with either"
    } else {
        ""
    };
    let allowed = list(allowed.iter().map(|one| one.as_str()));
    Error::new(
        ErrorCode::AlgorithmNotAllowed,
        format!("the token is signed by {algorithm}, and algorithms lists {allowed}{remedy}"),
    )
}

/// Why a signature was not verified.
pub(crate) struct Unverified {
    pub(crate) error: Error,
    /// Whether keys newer than these could verify it. Nothing else may cause keys to be fetched.
    pub(crate) newer_keys_may: bool,
}

impl From<Error> for Unverified {
    fn from(error: Error) -> Self {
        Self {
            error,
            newer_keys_may: false,
        }
    }
}

impl From<Unverified> for Error {
    fn from(unverified: Unverified) -> Self {
        unverified.error
    }
}

/// Verifies the signature with the keys that fit. Returns the payload and the key that verified it.
/// The caller has checked `crit`.
pub(crate) fn verify_compact<'k>(
    parts: &Parts<'_>,
    header: &Header,
    keys: &'k KeySet,
    policy: &VerifyPolicy<'_>,
) -> Result<(Vec<u8>, &'k Key), Unverified> {
    let payload = parts.payload_unverified(header)?;
    let mut place = [0; SHORT_SIGNATURE];
    let signature = parts.signature_unverified(header, &mut place)?;
    let algorithm = header.signature_algorithm()?;
    policy.allow(algorithm)?;
    let kid = header.kid();
    let fitting = keys
        .fitting(
            kid.as_deref(),
            Wanted::Signature(algorithm),
            policy.limits.max_attempts,
            |_| true,
        )
        .map_err(|error| unfit(error, keys, kid.as_deref()))?;
    let verified = fitting
        .iter()
        .find(|key| key.verify(algorithm, parts.signing_input, &signature));
    match verified {
        Some(key) => Ok((payload, key)),
        None => Err(Unverified {
            error: does_not_verify(),
            newer_keys_may: true,
        }),
    }
}

/// A key that is known and does not fit will not fit after fetching it again either.
#[cold]
fn unfit(error: Error, keys: &KeySet, kid: Option<&str>) -> Unverified {
    Unverified {
        error,
        newer_keys_may: matches!(keys.standing(kid), Standing::Unknown | Standing::NoKid),
    }
}

/// The error for a signature that none of the keys verifies.
pub(crate) fn does_not_verify() -> Error {
    Error::new(
        ErrorCode::SignatureVerificationFailed,
        "the signature does not verify: the token was changed, or another key signed it",
    )
}
