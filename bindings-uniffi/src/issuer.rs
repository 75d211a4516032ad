//! `Issuer`.

use std::sync::Arc;

use tokenseal::JsonText;

use crate::boundary::call;
use crate::error::TokenError;
use crate::key::Key;
use crate::making_options::{IssueOptions, IssuerOptions};

/// Makes tokens with keys and options that are given once: what a service or an app holds that hands out tokens.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals.
#[derive(uniffi::Object)]
pub struct Issuer(tokenseal::Issuer);

#[uniffi::export]
impl Issuer {
    /// Compiles keys and options.
    #[uniffi::constructor]
    pub fn new(signing_key: Option<Arc<Key>>, encryption_key: Option<Arc<Key>>, options: IssuerOptions) -> Result<Arc<Self>, TokenError> {
        let own = |key: Option<Arc<Key>>| key.map(|key| key.0.clone());
        call(|| tokenseal::Issuer::new(own(signing_key), own(encryption_key), &options.try_into()?)).map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text.
    pub fn issue_json(&self, claims: String, options: IssueOptions) -> Result<String, TokenError> {
        call(|| self.0.issue(&JsonText(&claims), &options.try_into()?))
    }
}
