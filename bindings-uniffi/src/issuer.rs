//! `Issuer`.

use std::sync::Arc;

use tokenseal::{IssueOptions, JsonText};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::key::Key;

/// Makes tokens with keys and options that are given once: what a service or an app holds that hands out tokens.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals.
#[derive(uniffi::Object)]
pub struct Issuer(tokenseal::Issuer);

#[uniffi::export]
impl Issuer {
    /// Compiles keys and options.
    #[uniffi::constructor]
    pub fn new(signing_key: Option<Arc<Key>>, encryption_key: Option<Arc<Key>>, given: String) -> Result<Arc<Self>, TokenError> {
        let own = |key: Option<Arc<Key>>| key.map(|key| key.0.clone());
        call(|| tokenseal::Issuer::new(own(signing_key), own(encryption_key).map(Into::into), &options(&given)?))
            .map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text.
    pub fn issue_json(&self, claims: String, given: String) -> Result<String, TokenError> {
        call(|| {
            let options: IssueOptions = options(&given)?;
            self.0.issue(&JsonText(&claims), &IssueOptions { now: Some(now_or(options.now)), ..options })
        })
    }
}
