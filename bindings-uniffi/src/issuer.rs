//! `Issuer`.

use std::sync::Arc;

use tokenseal::{IssueOptions, JsonText};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::key::Key;
use crate::remote::{RemoteKeySet, Times};

/// A token that was made, or why not.
#[derive(uniffi::Enum)]
pub enum IssueOutcome {
    /// The token.
    Issued {
        /// In the compact serialization.
        token: String,
    },
    /// It was not made.
    Refused {
        /// Why.
        error: TokenError,
    },
}

/// What came of making a token for a recipient whose keys are fetched.
#[derive(uniffi::Record)]
pub struct Issuing {
    /// What came of it.
    pub outcome: IssueOutcome,
    /// The recipient's set, if it wants to be polled.
    pub due: Option<Arc<RemoteKeySet>>,
}

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
        call(|| tokenseal::Issuer::new(own(signing_key).map(Into::into), own(encryption_key).map(Into::into), &options(&given)?))
            .map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text.
    pub fn issue_json(&self, claims: String, given: String) -> Result<String, TokenError> {
        call(|| {
            let options: IssueOptions = options(&given)?;
            self.0.issue(&JsonText(&claims), &IssueOptions { now: Some(now_or(options.now)), ..options })
        })
    }

    /// Compiles keys and options, for a recipient whose keys are fetched.
    #[uniffi::constructor]
    pub fn to_remote(signing_key: Option<Arc<Key>>, recipient: Arc<RemoteKeySet>, given: String) -> Result<Arc<Self>, TokenError> {
        let signing_key = signing_key.map(|key| key.0.clone());
        call(|| tokenseal::Issuer::new(signing_key.map(Into::into), Some(recipient.0.clone().into()), &options(&given)?))
            .map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text, for such a recipient.
    pub fn issue_at(&self, claims: String, given: String, at: Times) -> Result<Issuing, TokenError> {
        call(|| {
            let options: IssueOptions = options(&given)?;
            let options = IssueOptions { now: Some(now_or(options.now)), ..options };
            let issued = self.0.issue_at(&JsonText(&claims), &options, at.into());
            let outcome = match issued.token {
                Ok(token) => IssueOutcome::Issued { token },
                Err(error) => IssueOutcome::Refused { error: error.into() },
            };
            Ok(Issuing { outcome, due: issued.due.map(|set| Arc::new(RemoteKeySet(set))) })
        })
    }
}
