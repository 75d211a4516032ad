//! Changes to lists of revocations: what to revoke or withdraw, and a change that was sent to a
//! store. If no time is given, it is the system's.

use std::sync::{Arc, Mutex, PoisonError};

use tokenseal::{EventOptions, RevokeOptions};
use tokenseal_bridge::message;

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::remote::Times;
use crate::revocations::RevocationEntry;

/// A revocation or a withdrawal to be made.
#[derive(Debug, uniffi::Object)]
pub struct RevocationChange(pub(crate) tokenseal::RevocationChange);

#[uniffi::export]
impl RevocationChange {
    /// Revokes a checked token, given its header and its claims.
    #[uniffi::constructor]
    pub fn revoke(header: String, claims: String, given: String) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke(&header, &claims, options)
        })
    }

    /// Revokes a token by its `jti`.
    #[uniffi::constructor]
    pub fn revoke_id(
        issuer: Option<String>,
        token_id: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke_id(issuer.as_deref(), &token_id, options)
        })
    }

    /// Revokes the tokens of a session.
    #[uniffi::constructor]
    pub fn revoke_session(
        issuer: Option<String>,
        session_id: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke_session(issuer.as_deref(), &session_id, options)
        })
    }

    /// Revokes the tokens that a key has verified.
    #[uniffi::constructor]
    pub fn revoke_key(
        issuer: Option<String>,
        key_id: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke_key(issuer.as_deref(), &key_id, options)
        })
    }

    /// Revokes what was issued to a subject before a time.
    #[uniffi::constructor]
    pub fn revoke_subject(
        issuer: Option<String>,
        subject: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke_subject(issuer.as_deref(), &subject, options)
        })
    }

    /// Revokes what an issuer issued before a time.
    #[uniffi::constructor]
    pub fn revoke_issuer(issuer: String, given: String) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::revoke_issuer(&issuer, options)
        })
    }

    /// Withdraws a revocation, by the id of its entry.
    #[uniffi::constructor]
    pub fn withdraw(entry_id: String, given: String) -> Result<Arc<Self>, TokenError> {
        made(&given, |options| {
            tokenseal::RevocationChange::withdraw(&entry_id, options)
        })
    }
}

/// What the events of a checked token revoke, given its header and its claims: one change each, in
/// order.
#[uniffi::export]
pub fn changes_of_events(
    header: String,
    claims: String,
    given: String,
) -> Result<Vec<Arc<RevocationChange>>, TokenError> {
    call(|| {
        let options: EventOptions = options(&given)?;
        let options = EventOptions {
            now: Some(now_or(options.now)),
            ..options
        };
        let changes = tokenseal::RevocationChange::of_events(&header, &claims, &options)?;
        Ok(changes
            .into_iter()
            .map(|change| Arc::new(RevocationChange(change)))
            .collect())
    })
}

fn made(
    given: &str,
    make: impl FnOnce(&RevokeOptions) -> tokenseal::Result<tokenseal::RevocationChange>,
) -> Result<Arc<RevocationChange>, TokenError> {
    call(|| {
        let options: RevokeOptions = options(given)?;
        make(&RevokeOptions {
            now: Some(now_or(options.now)),
            ..options
        })
        .map(|change| Arc::new(RevocationChange(change)))
    })
}

/// A change that was sent to a store, until it is finished.
#[derive(Debug, uniffi::Object)]
pub struct PendingChange(Mutex<Option<tokenseal::PendingChange>>);

impl PendingChange {
    pub(crate) fn of(pending: tokenseal::PendingChange) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(pending))))
    }

    fn with<T>(&self, look: impl FnOnce(&tokenseal::PendingChange) -> T) -> Result<T, TokenError> {
        call(|| {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .map(look)
                .ok_or_else(message::defect)
        })
    }
}

#[uniffi::export]
impl PendingChange {
    /// Whether it can be finished.
    pub fn is_settled(&self, at: Times) -> Result<bool, TokenError> {
        self.with(|pending| pending.is_settled(at.into()))
    }

    /// How much longer it may wait, in seconds.
    pub fn time_left(&self, at: Times) -> Result<f64, TokenError> {
        self.with(|pending| pending.time_left(at.into()))
    }

    /// Its outcome: the entry. Can be called once.
    pub fn finish(&self) -> Result<RevocationEntry, TokenError> {
        call(|| {
            let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            pending
                .ok_or_else(message::defect)?
                .finish()
                .map(RevocationEntry::from)
        })
    }
}
