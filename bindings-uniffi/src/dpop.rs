//! Proofs of possession: what an app sends with each request.

use std::sync::Arc;

use tokenseal::{ProofOptions, dpop};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::external::Unsigned;
use crate::key::Key;

/// Makes a DPoP proof for one request.
#[uniffi::export]
pub fn prove_with(key: Arc<Key>, method: String, url: String, given: String) -> Result<String, TokenError> {
    call(|| dpop::prove(&key.0, &method, &url, &proof_options(&given)?))
}

/// Prepares a DPoP proof whose signature is made elsewhere by the private half of `public_key`.
#[uniffi::export]
pub fn prepare_proof(
    public_key: Arc<Key>,
    method: String,
    url: String,
    given: String,
) -> Result<Arc<Unsigned>, TokenError> {
    call(|| dpop::prepare(&public_key.0, &method, &url, &proof_options(&given)?)).map(Unsigned::of)
}

fn proof_options(given: &str) -> tokenseal::Result<ProofOptions> {
    let options: ProofOptions = options(given)?;
    Ok(ProofOptions {
        now: Some(now_or(options.now)),
        ..options
    })
}
