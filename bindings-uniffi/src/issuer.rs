//! `Issuer`.

use std::sync::Arc;

use tokenseal::{IssueOptions, JsonText};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::keys::{EncryptionKey, SigningKey};
use crate::remote::Times;

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

/// What came of making a token with keys that change with the time.
#[derive(uniffi::Record)]
pub struct Issuing {
    /// What came of it.
    pub outcome: IssueOutcome,
    /// What wants to be polled, by its id: the recipient's set, a ring in a store.
    pub due: Vec<u64>,
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
    pub fn new(signing_key: Option<SigningKey>, encryption_key: Option<EncryptionKey>, given: String) -> Result<Arc<Self>, TokenError> {
        call(|| tokenseal::Issuer::new(signing_key.map(Into::into), encryption_key.map(Into::into), &options(&given)?))
            .map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text.
    pub fn issue_json(&self, claims: String, given: String) -> Result<String, TokenError> {
        call(|| {
            let options: IssueOptions = options(&given)?;
            self.0.issue(&JsonText(&claims), &IssueOptions { now: Some(now_or(options.now)), ..options })
        })
    }

    /// The same where keys change with the time: those of a ring, or of a recipient whose keys are fetched.
    pub fn issue_at(&self, claims: String, given: String, at: Times) -> Result<Issuing, TokenError> {
        call(|| {
            let options: IssueOptions = options(&given)?;
            let options = IssueOptions { now: Some(now_or(options.now)), ..options };
            let issued = self.0.issue_at(&JsonText(&claims), &options, at.into());
            let outcome = match issued.token {
                Ok(token) => IssueOutcome::Issued { token },
                Err(error) => IssueOutcome::Refused { error: error.into() },
            };
            Ok(Issuing { outcome, due: issued.due.iter().map(tokenseal::Followed::id).collect() })
        })
    }
}
