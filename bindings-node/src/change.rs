//! Changes of lists of revocations: what is to be revoked or withdrawn, and one that a store was
//! told of.

use napi_derive::napi;
use tokenseal::{EventOptions, Result, RevokeOptions};
use tokenseal_bridge::message;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::followed::{When, times};

/// A change of the core, which a list may make at once or wait for.
#[napi]
pub struct RevocationChange(pub(crate) tokenseal::RevocationChange);

fn made(
    make: impl FnOnce(&RevokeOptions) -> Result<tokenseal::RevocationChange>,
    json: &str,
) -> Outcome<RevocationChange> {
    guarded(|| make(&options(json)?).map(RevocationChange))
}

/// Revokes a token that was checked, by its header and its claims.
#[napi(catch_unwind)]
pub fn revoke_token(header: String, claims: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke(&header, &claims, options),
        &json,
    )
}

/// Revokes the token that has an id.
#[napi(catch_unwind)]
pub fn revoke_id(issuer: Option<String>, token_id: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke_id(issuer.as_deref(), &token_id, options),
        &json,
    )
}

/// Revokes the tokens of a session.
#[napi(catch_unwind)]
pub fn revoke_session(issuer: Option<String>, session_id: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke_session(issuer.as_deref(), &session_id, options),
        &json,
    )
}

/// Revokes the tokens that a key verifies.
#[napi(catch_unwind)]
pub fn revoke_key(issuer: Option<String>, key_id: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke_key(issuer.as_deref(), &key_id, options),
        &json,
    )
}

/// Revokes what a subject was issued before a time.
#[napi(catch_unwind)]
pub fn revoke_subject(issuer: Option<String>, subject: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke_subject(issuer.as_deref(), &subject, options),
        &json,
    )
}

/// Revokes what an issuer issued before a time.
#[napi(catch_unwind)]
pub fn revoke_issuer(issuer: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::revoke_issuer(&issuer, options),
        &json,
    )
}

/// Takes a revocation back.
#[napi(catch_unwind)]
pub fn withdraw(of: String, json: String) -> Outcome<RevocationChange> {
    made(
        |options| tokenseal::RevocationChange::withdraw(&of, options),
        &json,
    )
}

/// What the events of a checked token revoke, by its header and its claims: each a change, in
/// order.
#[napi(catch_unwind)]
pub fn changes_of_events(header: String, claims: String, json: String) -> Outcome<Vec<RevocationChange>> {
    guarded(|| {
        let options: EventOptions = options(&json)?;
        let changes = tokenseal::RevocationChange::of_events(&header, &claims, &options)?;
        Ok(changes.into_iter().map(RevocationChange).collect())
    })
}

/// A change that a store was told of, until it is finished.
#[napi]
pub struct PendingChange(Option<tokenseal::PendingChange>);

impl PendingChange {
    pub(crate) fn of(pending: tokenseal::PendingChange) -> Self {
        Self(Some(pending))
    }

    fn waiting(&self) -> Result<&tokenseal::PendingChange> {
        self.0.as_ref().ok_or_else(message::defect)
    }
}

#[napi]
impl PendingChange {
    /// Whether it can be finished.
    #[napi(catch_unwind)]
    pub fn is_settled(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.waiting()?.is_settled(times(when))))
    }

    /// How much longer it may wait, in seconds.
    #[napi(catch_unwind)]
    pub fn time_left(&self, when: When) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.time_left(times(when))))
    }

    /// Its outcome: the entry, as JSON text.
    #[napi(catch_unwind)]
    pub fn finish(&mut self) -> Outcome<String> {
        let pending = self.0.take();
        guarded(|| {
            Ok(pending
                .ok_or_else(message::defect)?
                .finish()?
                .to_json()
                .to_string())
        })
    }
}
