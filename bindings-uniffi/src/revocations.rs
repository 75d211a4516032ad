//! `Revocations`. Where no time is given, it is the system's.

use std::fmt;
use std::sync::Arc;

use tokenseal::{EntriesOptions, RevocationsOptions, RevokeOptions};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;

/// What was revoked.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Revocations(pub(crate) tokenseal::Revocations);

/// A revocation, with its times in seconds since the epoch.
#[derive(uniffi::Record)]
pub struct RevocationEntry {
    /// Which entry it is.
    pub id: String,
    /// What was revoked, such as `token`.
    pub kind: String,
    /// When.
    pub at: f64,
    /// Before when a token must have been issued to be refused, of a subject or an issuer.
    pub before: Option<f64>,
    /// When the entry ends.
    pub ends: Option<f64>,
    /// Who revoked it.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// How it was taken back.
    pub withdrawn: Option<Withdrawal>,
}

/// How a revocation was taken back.
#[derive(uniffi::Record)]
pub struct Withdrawal {
    /// When.
    pub at: f64,
    /// By whom.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

#[uniffi::export]
impl Revocations {
    /// An empty list, in memory.
    #[uniffi::constructor]
    pub fn new(given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: RevocationsOptions = options(&given)?;
            tokenseal::Revocations::new(&options)
        })
    }

    /// A list in memory that begins with what a snapshot holds.
    #[uniffi::constructor]
    pub fn from_snapshot(snapshot: Vec<u8>, audit: bool) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Revocations::from_snapshot(&snapshot, audit))
    }

    /// Revokes a token that was checked, by its header and its claims.
    pub fn revoke(&self, header: String, claims: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_text(&header, &claims, options))
    }

    /// Revokes a token by its `jti`.
    pub fn revoke_id(&self, issuer: Option<String>, token_id: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_id(issuer.as_deref(), &token_id, options))
    }

    /// Revokes the tokens of a session.
    pub fn revoke_session(&self, issuer: Option<String>, session_id: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_session(issuer.as_deref(), &session_id, options))
    }

    /// Revokes the tokens that a key has verified.
    pub fn revoke_key(&self, issuer: Option<String>, key_id: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_key(issuer.as_deref(), &key_id, options))
    }

    /// Revokes what was issued to a subject before a time.
    pub fn revoke_subject(&self, issuer: Option<String>, subject: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_subject(issuer.as_deref(), &subject, options))
    }

    /// Revokes what an issuer issued before a time.
    pub fn revoke_issuer(&self, issuer: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.revoke_issuer(&issuer, options))
    }

    /// Takes a revocation back, by the id of its entry.
    pub fn withdraw(&self, entry_id: String, given: String) -> Result<RevocationEntry, TokenError> {
        entry(&given, |options| self.0.withdraw(&entry_id, options))
    }

    /// What was revoked and has not ended.
    pub fn entries(&self, given: String) -> Result<Vec<RevocationEntry>, TokenError> {
        call(|| {
            let options: EntriesOptions = options(&given)?;
            let entries = self.0.entries(&EntriesOptions { now: Some(now_or(options.now)), ..options })?;
            Ok(entries.into_iter().map(RevocationEntry::from).collect())
        })
    }

    /// The list as bytes.
    pub fn snapshot(&self) -> Result<Vec<u8>, TokenError> {
        call(|| Ok(self.0.snapshot()))
    }

    /// Adds what a snapshot holds.
    pub fn merge(&self, snapshot: Vec<u8>) -> Result<(), TokenError> {
        call(|| self.0.merge(&snapshot))
    }

    /// How the list is, as JSON text.
    pub fn status(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.status()))
    }
}

impl fmt::Debug for Revocations {
    /// As the core shows it: the packages show nothing else.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

fn made(make: impl FnOnce() -> tokenseal::Result<tokenseal::Revocations>) -> Result<Arc<Revocations>, TokenError> {
    call(make).map(|revocations| Arc::new(Revocations(revocations)))
}

fn entry(
    given: &str,
    work: impl FnOnce(&RevokeOptions) -> tokenseal::Result<tokenseal::RevocationEntry>,
) -> Result<RevocationEntry, TokenError> {
    call(|| {
        let options: RevokeOptions = options(given)?;
        work(&RevokeOptions { now: Some(now_or(options.now)), ..options }).map(RevocationEntry::from)
    })
}

impl From<tokenseal::RevocationEntry> for RevocationEntry {
    fn from(entry: tokenseal::RevocationEntry) -> Self {
        let withdrawal = |withdrawal: tokenseal::Withdrawal| Withdrawal { at: withdrawal.at, by: withdrawal.by, reason: withdrawal.reason };
        Self {
            id: entry.id,
            kind: entry.kind.to_owned(),
            at: entry.at,
            before: entry.before,
            ends: entry.ends,
            by: entry.by,
            reason: entry.reason,
            withdrawn: entry.withdrawn.map(withdrawal),
        }
    }
}
