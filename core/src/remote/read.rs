//! Parses what a publisher sends: a JWK Set, or metadata that says where it is.

use std::borrow::Cow;

use super::policy::Policy;
use crate::error::ErrorCode;
use crate::http::gzip;
use crate::json;
use crate::key::{Key, KeySet};
use crate::machine::Failure;

/// Metadata is flat: only extensions nest.
const METADATA_DEPTH: u32 = 32;

/// The keys of a JWK Set, or why there are none.
pub(super) fn keys(body: &[u8], policy: &Policy) -> Result<KeySet, Failure> {
    let body = inflated(body, policy.max_set_bytes, Failure::NotAKeySet)?;
    let text = std::str::from_utf8(&body).map_err(|_| Failure::NotAKeySet)?;
    let set = KeySet::from_jwks(text, &policy.reading).map_err(|error| match error.code() {
        ErrorCode::LimitExceeded => Failure::TooLarge,
        _ => Failure::NotAKeySet,
    })?;
    if (set.len() + set.rejected().len()) as u64 > policy.max_keys {
        return Err(Failure::TooLarge);
    }
    Ok(set)
}

/// Whether the set can replace the previous one: it must have a key that verifies; or, if the
/// previous one had none either, a key to encrypt to.
pub(super) fn is_usable(set: &KeySet, before: &KeySet) -> bool {
    let can_verify = |set: &KeySet| set.iter().any(Key::can_verify);
    can_verify(set) || !can_verify(before) && set.iter().any(Key::can_encrypt)
}

/// Where the metadata says that the keys are, if it belongs to that issuer.
pub(super) fn jwks_uri(body: &[u8], issuer: &str, policy: &Policy) -> Result<String, Failure> {
    let body = inflated(body, policy.max_metadata_bytes, Failure::MetadataInvalid)?;
    let text = std::str::from_utf8(&body).map_err(|_| Failure::MetadataInvalid)?;
    let (mut own, mut uri) = (None, None);
    json::scan_text(text, METADATA_DEPTH, |name, value| match name {
        "issuer" => own = value.string().map(Cow::into_owned),
        "jwks_uri" => uri = value.string().map(Cow::into_owned),
        _ => {}
    })
    .map_err(|_| Failure::MetadataInvalid)?;
    match (own, uri) {
        (Some(own), _) if own != issuer => Err(Failure::IssuerMismatch),
        (Some(_), Some(uri)) => Ok(uri),
        _ => Err(Failure::MetadataInvalid),
    }
}

/// The decompressed body; `broken` if it cannot be restored.
fn inflated(body: &[u8], most: u64, broken: Failure) -> Result<Cow<'_, [u8]>, Failure> {
    gzip::plain(body, most).map_err(|fault| match fault {
        gzip::Fault::TooLong => Failure::TooLarge,
        gzip::Fault::Malformed => broken,
    })
}
