//! The compact serialization of a JWS (RFC 7515, section 7.1).

use std::borrow::Cow;

use crate::algorithm::SignatureAlgorithm;
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::key::{Key, KeySet, Wanted};
use crate::limits::Limits;
use crate::serialization::is_json;

/// The bytes of a signature of HMAC, or on most curves.
const SHORT_SIGNATURE: usize = 64;

/// The three parts of a token, as they stand in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) payload: &'a [u8],
    signature: &'a [u8],
    /// The header, a dot and the payload: what is signed.
    signing_input: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Splits a token at its two dots; None if it has fewer or more, or is JSON, whatever dots are in it.
    pub(crate) fn split(token: &'a [u8]) -> Option<Self> {
        if is_json(token) {
            return None;
        }
        let mut dots = memchr::memchr_iter(b'.', token);
        let (first, second) = (dots.next()?, dots.next()?);
        if dots.next().is_some() {
            return None;
        }
        Some(Self {
            header: token.get(..first)?,
            payload: token.get(first + 1..second)?,
            signature: token.get(second + 1..)?,
            signing_input: token.get(..second)?,
        })
    }

    /// The same token with its detached payload, which `signing_input` ends with.
    pub(crate) fn attach(self, signing_input: &'a [u8]) -> Option<Self> {
        Some(Self { payload: signing_input.get(self.header.len() + 1..)?, signing_input, ..self })
    }

    /// The payload's bytes, before anything is known of the signature.
    pub(crate) fn payload_unverified(&self, header: &Header) -> Result<Vec<u8>> {
        if header.payload_is_encoded() {
            base64url::decode(self.payload).ok_or_else(|| header.invalid("the payload is not base64url"))
        } else {
            Ok(self.payload.to_vec())
        }
    }

    /// The signature's bytes, before it is looked at: in `place`, if it has room for them.
    pub(crate) fn signature_unverified<'b>(&self, header: &Header, place: &'b mut [u8]) -> Result<Cow<'b, [u8]>> {
        base64url::decode_into(self.signature, place).ok_or_else(|| header.invalid("the signature is not base64url"))
    }
}

/// What the caller allows.
pub(crate) struct Checking<'a> {
    pub(crate) algorithms: Option<&'a [SignatureAlgorithm]>,
    pub(crate) limits: &'a Limits,
}

impl Checking<'_> {
    /// Refuses an algorithm that the caller does not allow.
    pub(crate) fn allow(&self, algorithm: SignatureAlgorithm) -> Result<()> {
        match self.algorithms {
            Some(allowed) if !allowed.contains(&algorithm) => {
                Err(Error::new(ErrorCode::AlgorithmNotAllowed, "the signature algorithm is not among those allowed"))
            }
            _ => Ok(()),
        }
    }
}

/// Verifies the signature with the keys that fit, and gives the payload and the key that verified it. `crit` was checked before.
pub(crate) fn verify_compact<'k>(
    parts: &Parts<'_>,
    header: &Header,
    keys: &'k KeySet,
    checking: &Checking<'_>,
) -> Result<(Vec<u8>, &'k Key)> {
    let payload = parts.payload_unverified(header)?;
    let mut place = [0; SHORT_SIGNATURE];
    let signature = parts.signature_unverified(header, &mut place)?;
    let algorithm = header.signature_algorithm()?;
    checking.allow(algorithm)?;
    let fitting = keys.fitting(header.kid().as_deref(), Wanted::Signature(algorithm), checking.limits.max_attempts, |_| true)?;
    let verified = fitting.iter().find(|key| key.verify(algorithm, parts.signing_input, &signature));
    match verified {
        Some(key) => Ok((payload, key)),
        None => Err(does_not_verify()),
    }
}

/// The error for a signature that no key that fits verifies.
pub(crate) fn does_not_verify() -> Error {
    Error::new(ErrorCode::SignatureVerificationFailed, "the signature does not verify")
}

/// What a signature is made over: the protected header as it stands in the token, a dot, and the payload, in base64url unless `b64` is false.
pub(crate) fn signing_input(protected: &[u8], payload: &[u8], encoded: bool) -> Vec<u8> {
    let mut input = Vec::with_capacity(protected.len() + payload.len() * 4 / 3 + 4);
    input.extend_from_slice(protected);
    input.push(b'.');
    if encoded {
        input.extend_from_slice(base64url::encode(payload).as_bytes());
    } else {
        input.extend_from_slice(payload);
    }
    input
}
