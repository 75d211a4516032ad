//! `Verifier`.

use std::sync::Arc;

use tokenseal_bridge::packed::{Members, text};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::key_set::KeySet;
use crate::token::Checked;

/// Checks tokens with keys and options that are compiled once: what a service or an app makes at its start, and uses for every token.
///
/// With `keys` it accepts signed tokens, with `decryption_keys` encrypted ones, with both nested ones only; `accept` says otherwise.
#[derive(uniffi::Object)]
pub struct Verifier(pub(crate) tokenseal::Verifier);

#[uniffi::export]
impl Verifier {
    /// Compiles keys and options.
    #[uniffi::constructor]
    pub fn new(keys: Option<Arc<KeySet>>, decryption_keys: Option<Arc<KeySet>>, given: String) -> Result<Arc<Self>, TokenError> {
        let own = |keys: Option<Arc<KeySet>>| keys.map(|keys| keys.0.clone());
        call(|| tokenseal::Verifier::new(own(keys).map(Into::into), own(decryption_keys), &options(&given)?))
            .map(|verifier| Arc::new(Self(verifier)))
    }

    /// Checks a token in the compact serialization, and gives it as one text (`bridge/src/packed/text.rs`). `now` is in seconds since the epoch; the
    /// system's time if not given.
    #[uniffi::method(default(now = None))]
    pub fn check_packed(&self, token: String, now: Option<f64>) -> Result<String, TokenError> {
        call(|| self.0.verify(&token, now_or(now)).map(|token| text::write(&Members::from(&token))))
    }

    /// Checks many tokens on all cores; each has its result, or its error, in its own place.
    #[uniffi::method(default(now = None))]
    pub fn check_many(&self, tokens: Vec<String>, now: Option<f64>) -> Result<Vec<Checked>, TokenError> {
        call(|| Ok(self.0.verify_many(&tokens, now_or(now)))).map(|results| results.into_iter().map(Checked::from).collect())
    }
}
