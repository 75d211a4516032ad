//! JWS: arbitrary bytes, signed.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::jws;
use tokenseal_bridge::options::javascript_options as options;

use crate::incoming::{Incoming, Longest};
use crate::key_set::KeySet;
use crate::task::{Done, run};

/// A payload that was verified, with what goes with it.
#[napi(object, object_from_js = false)]
pub struct Verified {
    /// The bytes that were signed.
    pub payload: Uint8Array,
    /// The protected header, as JSON text.
    pub header: String,
    /// The unprotected header, as JSON text.
    pub unprotected: Option<String>,
    /// The key_id of the key that fitted.
    pub key_id: Option<String>,
    /// The signatures that verified.
    pub verified: Vec<VerifiedSignature>,
}

/// One signature that verified.
#[napi(object, object_from_js = false)]
pub struct VerifiedSignature {
    /// Its place in the token, counted from 0.
    pub index: u32,
    /// The key_id of the key that verified it.
    pub key_id: Option<String>,
    /// The algorithm that verified it.
    pub algorithm: &'static str,
    /// Its protected header, as JSON text.
    pub header: String,
}

/// Signs bytes.
#[napi(catch_unwind)]
pub fn jws_sign(later: bool, payload: &[u8], keys: &KeySet, json: String) -> Done<String, String> {
    let (payload, keys) = (payload.to_vec(), keys.0.clone());
    run(later, move || jws::sign(payload, keys, &options(&json)?))
}

/// Verifies a signed token; `payload` is that of a detached one.
#[napi(catch_unwind)]
pub fn jws_verify(
    later: bool,
    token: Incoming<'_>,
    keys: &KeySet,
    payload: Option<&[u8]>,
    json: String,
) -> Done<jws::Verified, Verified> {
    let (keys, payload) = (keys.0.clone(), payload.map(<[u8]>::to_vec));
    let given = options::<jws::VerifyOptions>(&json).and_then(|options| {
        Ok((
            token.read(Longest::any(options.max_token_bytes))?,
            jws::VerifyOptions { payload, ..options },
        ))
    });
    run(later, move || {
        given.and_then(|(token, options)| jws::verify(token, keys, &options))
    })
}

impl From<jws::Verified> for Verified {
    fn from(verified: jws::Verified) -> Self {
        Self {
            payload: Uint8Array::from(verified.payload()),
            header: verified.header().to_owned(),
            unprotected: verified.unprotected().map(str::to_owned),
            key_id: verified.key_id().map(str::to_owned),
            verified: verified.verified().iter().map(VerifiedSignature::from).collect(),
        }
    }
}

impl From<&jws::VerifiedSignature> for VerifiedSignature {
    fn from(one: &jws::VerifiedSignature) -> Self {
        let (index, key_id, header) = (place(one.index), one.key_id.clone(), one.header.clone());
        Self {
            index,
            key_id,
            algorithm: one.algorithm.as_str(),
            header,
        }
    }
}

/// A place in a list that the core has bounded.
pub(crate) fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
