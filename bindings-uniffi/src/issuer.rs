//! `Issuer`.

use std::sync::Arc;

use tokenseal::{Confirmation, IssueOptions, JsonText};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::key::Key;
use crate::keys::{EncryptionKey, SigningKey};
use crate::remote::Times;

/// What a token is bound to.
#[derive(uniffi::Enum)]
pub enum Confirm {
    /// The key that its holder proves possession of.
    Key {
        /// The public key, or a private one whose public half is used.
        key: Arc<Key>,
    },
    /// The certificate that its holder uses in the TLS handshake.
    Certificate {
        /// The certificate, in DER or PEM.
        bytes: Vec<u8>,
    },
}

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

/// The outcome of making a token with keys that change with time.
#[derive(uniffi::Record)]
pub struct Issuing {
    /// Its outcome.
    pub outcome: IssueOutcome,
    /// The ids of what needs to be polled: the recipient's set, a ring in a store.
    pub due: Vec<u64>,
}

/// Makes tokens with keys and options that are given once: what a service or an app that hands out
/// tokens holds on to.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals.
#[derive(uniffi::Object)]
pub struct Issuer(tokenseal::Issuer);

#[uniffi::export]
impl Issuer {
    /// Compiles keys and options.
    #[uniffi::constructor]
    pub fn new(
        signing_key: Option<SigningKey>,
        encryption_key: Option<EncryptionKey>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        call(|| {
            tokenseal::Issuer::new(
                signing_key.map(Into::into),
                encryption_key.map(Into::into),
                &options(&given)?,
            )
        })
        .map(|issuer| Arc::new(Self(issuer)))
    }

    /// Makes one token of claims, which are JSON text.
    #[uniffi::method(default(confirm = None))]
    pub fn issue_json(
        &self,
        claims: String,
        given: String,
        confirm: Option<Confirm>,
    ) -> Result<String, TokenError> {
        call(|| self.0.issue(&JsonText(&claims), &issue_options(&given, confirm)?))
    }

    /// The same if keys change with time: those of a ring, or of a recipient whose keys are
    /// fetched.
    #[uniffi::method(default(confirm = None))]
    pub fn issue_at(
        &self,
        claims: String,
        given: String,
        at: Times,
        confirm: Option<Confirm>,
    ) -> Result<Issuing, TokenError> {
        call(|| {
            let issued = self
                .0
                .issue_at(&JsonText(&claims), &issue_options(&given, confirm)?, at.into());
            let outcome = match issued.token {
                Ok(token) => IssueOutcome::Issued { token },
                Err(error) => IssueOutcome::Refused { error: error.into() },
            };
            Ok(Issuing {
                outcome,
                due: issued.due.iter().map(tokenseal::Followed::id).collect(),
            })
        })
    }
}

fn issue_options(given: &str, confirm: Option<Confirm>) -> tokenseal::Result<IssueOptions> {
    let confirm = match confirm {
        Some(Confirm::Key { key }) => Some(Confirmation::of_key(&key.0)?),
        Some(Confirm::Certificate { bytes }) => Some(Confirmation::of_certificate(&bytes)?),
        None => None,
    };
    let options: IssueOptions = options(given)?;
    Ok(IssueOptions {
        now: Some(now_or(options.now)),
        confirm,
        ..options
    })
}
