//! Lists of revocations. What there is to choose of a time is done in JavaScript, and everything else in the core.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use serde::Deserialize;
use serde_json::Value;
use tokenseal::{EntriesOptions, Result, RevocationEntry, RevocationsOptions, RevokeOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};

/// A list of the core.
#[napi]
pub struct Revocations(pub(crate) tokenseal::Revocations);

/// The options of a list that begins with a snapshot, which knows the rest.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotOptions {
    #[serde(default)]
    audit: bool,
}

/// An empty list, in memory.
#[napi(catch_unwind)]
pub fn new_revocations(json: String) -> Outcome<Revocations> {
    guarded(|| tokenseal::Revocations::new(&options::<RevocationsOptions>(&json)?).map(Revocations))
}

/// A list in memory that begins with what a snapshot holds.
#[napi(catch_unwind)]
pub fn revocations_from_snapshot(snapshot: &[u8], json: String) -> Outcome<Revocations> {
    guarded(|| {
        let SnapshotOptions { audit } = options(&json)?;
        tokenseal::Revocations::from_snapshot(snapshot, audit).map(Revocations)
    })
}

/// What an entry looks like in JavaScript: JSON text.
fn entry(revoke: impl FnOnce(&RevokeOptions) -> Result<RevocationEntry>, json: &str) -> Outcome<String> {
    guarded(|| Ok(revoke(&options(json)?)?.to_json().to_string()))
}

#[napi]
impl Revocations {
    /// Revokes a token that was checked, by its header and its claims.
    #[napi(catch_unwind)]
    pub fn revoke(&self, header: String, claims: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_text(&header, &claims, options), &json)
    }

    /// Revokes the token that has an id.
    #[napi(catch_unwind)]
    pub fn revoke_id(&self, issuer: Option<String>, token_id: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_id(issuer.as_deref(), &token_id, options), &json)
    }

    /// Revokes the tokens of a session.
    #[napi(catch_unwind)]
    pub fn revoke_session(&self, issuer: Option<String>, session_id: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_session(issuer.as_deref(), &session_id, options), &json)
    }

    /// Revokes the tokens that a key verifies.
    #[napi(catch_unwind)]
    pub fn revoke_key(&self, issuer: Option<String>, key_id: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_key(issuer.as_deref(), &key_id, options), &json)
    }

    /// Revokes what a subject was issued before a time.
    #[napi(catch_unwind)]
    pub fn revoke_subject(&self, issuer: Option<String>, subject: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_subject(issuer.as_deref(), &subject, options), &json)
    }

    /// Revokes what an issuer issued before a time.
    #[napi(catch_unwind)]
    pub fn revoke_issuer(&self, issuer: String, json: String) -> Outcome<String> {
        entry(|options| self.0.revoke_issuer(&issuer, options), &json)
    }

    /// Takes a revocation back.
    #[napi(catch_unwind)]
    pub fn withdraw(&self, of: String, json: String) -> Outcome<String> {
        entry(|options| self.0.withdraw(&of, options), &json)
    }

    /// What was revoked, as JSON text.
    #[napi(catch_unwind)]
    pub fn entries(&self, json: String) -> Outcome<String> {
        guarded(|| {
            let entries = self.0.entries(&options::<EntriesOptions>(&json)?)?;
            Ok(Value::Array(entries.iter().map(RevocationEntry::to_json).collect()).to_string())
        })
    }

    /// The list as bytes.
    #[napi(catch_unwind)]
    pub fn snapshot(&self) -> Outcome<Uint8Array> {
        guarded(|| Ok(self.0.snapshot().into()))
    }

    /// Adds what a snapshot holds.
    #[napi(catch_unwind)]
    pub fn merge(&self, snapshot: &[u8]) -> Outcome<()> {
        guarded(|| self.0.merge(snapshot))
    }

    /// How the list is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.status()))
    }

    /// What a console shows.
    #[napi(catch_unwind)]
    pub fn shown(&self) -> Outcome<String> {
        guarded(|| Ok(format!("{:?}", self.0)))
    }
}
