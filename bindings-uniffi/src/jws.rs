//! JSON Web Signature (RFC 7515): arbitrary bytes, in every serialization.

use std::sync::Arc;

use tokenseal::jws::VerifyOptions;

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::key_set::KeySet;

/// A payload whose signature was verified.
#[derive(uniffi::Record)]
pub struct Verified {
    /// The bytes that were signed, detached or not.
    pub payload: Vec<u8>,
    /// The protected header, as JSON text; with several signatures, that of the first one that
    /// verified.
    pub header_json: String,
    /// The unprotected header of the same signature, as JSON text. Anyone may have changed it.
    pub unprotected_json: Option<String>,
    /// The key_id of the key that verified that signature. It is the key's own, never the token's.
    pub key_id: Option<String>,
    /// The signatures that verified, in the token's order.
    pub verified: Vec<VerifiedSignature>,
}

/// One signature that was verified.
#[derive(uniffi::Record)]
pub struct VerifiedSignature {
    /// Its index in the token, counted from 0.
    pub index: u64,
    /// The key_id of the key that verified it. It is the key's own, never the token's.
    pub key_id: Option<String>,
    /// The algorithm that verified it.
    pub algorithm: String,
    /// Its protected header, as JSON text.
    pub header_json: String,
}

/// Signs bytes with one key or, in the general serialization, with several.
#[uniffi::export]
pub fn jws_sign_with(payload: Vec<u8>, keys: Arc<KeySet>, given: String) -> Result<String, TokenError> {
    call(|| tokenseal::jws::sign(&payload, &keys.0, &options(&given)?))
}

/// Verifies a token in any serialization, and returns the bytes that were signed. `payload` is that
/// of a detached token.
#[uniffi::export]
pub fn jws_verify_with(
    token: String,
    keys: Arc<KeySet>,
    payload: Option<Vec<u8>>,
    given: String,
) -> Result<Verified, TokenError> {
    let verify = || {
        tokenseal::jws::verify(
            &token,
            &keys.0,
            &VerifyOptions {
                payload,
                ..options(&given)?
            },
        )
    };
    call(verify).map(|verified| Verified {
        payload: verified.payload().to_vec(),
        header_json: verified.header().to_owned(),
        unprotected_json: verified.unprotected().map(str::to_owned),
        key_id: verified.key_id().map(str::to_owned),
        verified: verified.verified().iter().map(signature).collect(),
    })
}

fn signature(one: &tokenseal::jws::VerifiedSignature) -> VerifiedSignature {
    VerifiedSignature {
        index: one.index as u64,
        key_id: one.key_id.clone(),
        algorithm: one.algorithm.as_str().to_owned(),
        header_json: one.header.clone(),
    }
}
