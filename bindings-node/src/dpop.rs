//! Proofs that an app holds the key that its token is bound to.

use napi_derive::napi;
use tokenseal::dpop;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::external::Unsigned;
use crate::key::Key;
use crate::task::{Done, run};

/// Makes a proof.
#[napi(catch_unwind)]
pub fn dpop_prove(later: bool, key: &Key, method: String, url: String, json: String) -> Done<String, String> {
    let key = key.0.clone();
    run(later, move || dpop::prove(&key, &method, &url, &options(&json)?))
}

/// Prepares a proof.
#[napi(catch_unwind)]
pub fn dpop_prepare(public_key: &Key, method: String, url: String, json: String) -> Outcome<Unsigned> {
    guarded(|| dpop::prepare(&public_key.0, &method, &url, &options(&json)?).map(Unsigned))
}
