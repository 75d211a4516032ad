//! The compact serialization of a JWS (RFC 7515, section 7.1).

use serde_json::{Map, Value};

use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::header::{Header, HeaderWriter, check_extra};
use crate::key::{Key, KeySet, Wanted, mismatch};
use crate::limits::Limits;

/// The three parts of a token, as they stand in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    payload: &'a [u8],
    signature: &'a [u8],
    /// The header, a dot and the payload: what is signed.
    signing_input: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Splits a token at its two dots; None if it has fewer or more.
    pub(crate) fn split(token: &'a [u8]) -> Option<Self> {
        let mut dots = token.iter().enumerate().filter(|(_, byte)| **byte == b'.').map(|(index, _)| index);
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

    /// The payload's bytes, before anything is known of the signature.
    pub(crate) fn payload_unverified(&self, header: &Header) -> Result<Vec<u8>> {
        if header.payload_is_encoded() {
            base64url::decode(self.payload).ok_or_else(|| header.invalid("the payload is not base64url"))
        } else {
            Ok(self.payload.to_vec())
        }
    }

    /// The signature's bytes, before it is looked at.
    pub(crate) fn signature_unverified(&self, header: &Header) -> Result<Vec<u8>> {
        base64url::decode(self.signature).ok_or_else(|| header.invalid("the signature is not base64url"))
    }
}

/// What the caller allows.
pub(crate) struct Checking<'a> {
    pub(crate) algorithms: Option<&'a [SignatureAlgorithm]>,
    pub(crate) limits: &'a Limits,
}

/// Verifies the signature with the keys that fit, and gives the payload and the key that verified it. `crit` was checked before.
pub(crate) fn verify_compact<'k>(
    parts: &Parts<'_>,
    header: &Header,
    keys: &'k KeySet,
    checking: &Checking<'_>,
) -> Result<(Vec<u8>, &'k Key)> {
    let payload = parts.payload_unverified(header)?;
    let signature = parts.signature_unverified(header)?;
    let algorithm = header.signature_algorithm()?;
    if checking.algorithms.is_some_and(|allowed| !allowed.contains(&algorithm)) {
        return Err(Error::new(ErrorCode::AlgorithmNotAllowed, "the signature algorithm is not among those allowed"));
    }
    let fitting = keys.fitting(header.kid.as_deref(), Wanted::Signature(algorithm), checking.limits.max_attempts, |_| true)?;
    let verified = fitting.iter().find(|key| key.verify(algorithm, parts.signing_input, &signature));
    match verified {
        Some(key) => Ok((payload, key)),
        None => Err(Error::new(ErrorCode::SignatureVerificationFailed, "the signature does not verify")),
    }
}

/// What goes into the header besides what the key says.
pub(crate) struct Extra<'a> {
    pub(crate) typ: Option<&'a str>,
    pub(crate) header: Option<&'a Map<String, Value>>,
}

/// The algorithm that the key signs with, if it may.
pub(crate) fn can_sign(key: &Key) -> Result<SignatureAlgorithm> {
    match key.algorithm() {
        Some(Algorithm::KeyManagement(_)) => Err(mismatch("the key is for encryption, not for signing")),
        _ if !key.is_private() => Err(mismatch("a public key cannot sign")),
        _ if !key.permissions().may_sign() => Err(mismatch("use or key_ops of the key do not allow signing")),
        Some(Algorithm::Signature(algorithm)) => Ok(algorithm),
        None => Err(Error::option("the key is not bound to an algorithm: give alg when it is made")),
    }
}

/// Signs in the compact serialization. The header's members: alg, typ, kid, then the caller's.
pub(crate) fn sign_compact(payload: &[u8], key: &Key, extra: &Extra<'_>) -> Result<String> {
    let algorithm = can_sign(key)?;
    let mut token = signing_input(payload, key, algorithm, extra)?;
    let signature = key.sign(algorithm, token.as_bytes())?;
    token.push('.');
    base64url::encode_append(&signature, &mut token);
    Ok(token)
}

/// The header, a dot and the payload: what is signed, by this key or, where it is public, by its private half.
pub(crate) fn signing_input(payload: &[u8], key: &Key, algorithm: SignatureAlgorithm, extra: &Extra<'_>) -> Result<String> {
    let mut header = HeaderWriter::new();
    header.text("alg", algorithm.as_str());
    if let Some(typ) = extra.typ {
        header.text("typ", typ);
    }
    if let Some(key_id) = key.key_id() {
        header.text("kid", key_id);
    }
    if let Some(more) = extra.header {
        check_extra(more)?;
        check_kid(more, key)?;
        header.map(more, &written(extra.typ, key));
    }
    let header = header.finish_header()?;
    let mut token = String::with_capacity((header.len() + payload.len()) * 4 / 3 + 128);
    base64url::encode_append(header.as_bytes(), &mut token);
    token.push('.');
    base64url::encode_append(payload, &mut token);
    Ok(token)
}

/// A `kid` in the caller's header must be the key's, if the key has one.
fn check_kid(header: &Map<String, Value>, key: &Key) -> Result<()> {
    match (header.get("kid").and_then(Value::as_str), key.key_id()) {
        (Some(given), Some(own)) if given != own => Err(Error::option("kid in header contradicts the key's")),
        _ => Ok(()),
    }
}

/// The members that are written already, so that the caller's are not written twice.
fn written(typ: Option<&str>, key: &Key) -> Vec<&'static str> {
    let typ = typ.map(|_| "typ");
    let kid = key.key_id().map(|_| "kid");
    typ.into_iter().chain(kid).collect()
}
