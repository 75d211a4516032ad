//! What a ring reports about itself: its keys, their times, and what is published. Never a private
//! key.

use serde_json::{Value, json};

use super::KeyRing;
use super::data::{Data, RingChange, RingLine};
use super::line::KeyState;
use super::policy::Purpose;
use crate::algorithm::Algorithm;
use crate::error::Result;
use crate::options::check_time;

/// The result of advancing a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Advanced {
    /// What has happened to keys since it was last advanced.
    pub changes: Vec<RingChange>,
    /// When there will be something to do again, in seconds since the epoch; None: not until
    /// someone supplies a key.
    pub next: Option<f64>,
    /// The algorithms whose private keys are held elsewhere and that need another key: without it,
    /// the next turn is not planned.
    pub needs_key: Vec<Algorithm>,
}

/// A key of a ring, and its times in seconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RingKey {
    /// Its `kid`.
    pub key_id: String,
    /// What it is for.
    pub algorithm: Algorithm,
    /// Its state.
    pub state: KeyState,
    /// Whether its private half is held elsewhere.
    pub is_external: bool,
    /// Since when it has been published; for a key to encrypt to, since when it has been held.
    pub published: f64,
    /// When its turn begins, if that is decided.
    pub active_from: Option<f64>,
    /// When its turn ends, if that is decided.
    pub active_until: Option<f64>,
    /// When nothing that was made with it can still be valid, if that is decided.
    pub retires: Option<f64>,
    /// When it was revoked, if it was.
    pub revoked: Option<f64>,
}

impl RingKey {
    /// The key as JSON, in which every language but Rust receives it.
    pub fn to_json(&self) -> Value {
        json!({
            "key_id": self.key_id, "algorithm": self.algorithm.as_str(), "state": self.state.as_str(), "external": self.is_external,
            "published": self.published, "active_from": self.active_from, "active_until": self.active_until, "retires": self.retires,
            "revoked": self.revoked,
        })
    }
}

impl Advanced {
    pub(super) fn between(before: &Data, after: &Data, now: f64) -> Self {
        let (was, is) = (before.states(before.seen), after.states(now));
        let find = |states: &[(String, Algorithm, KeyState)], key_id: &str| {
            states
                .iter()
                .find(|(own, _, _)| own == key_id)
                .map(|(_, _, state)| *state)
        };
        let gone = was.iter().filter(|(key_id, _, _)| find(&is, key_id).is_none());
        let all = is.iter().chain(gone);
        let changes = all.filter_map(|(key_id, algorithm, _)| {
            let change = RingChange {
                key_id: key_id.clone(),
                algorithm: *algorithm,
                was: find(&was, key_id),
                is: find(&is, key_id),
            };
            (change.was != change.is).then_some(change)
        });
        Self {
            changes: changes.collect(),
            next: Some(after.due(now)).filter(|due| due.is_finite()),
            needs_key: after.lacking(now),
        }
    }

    /// The same as JSON, in which every language but Rust receives it.
    pub fn to_json(&self) -> Value {
        let state = |state: Option<KeyState>| state.map(KeyState::as_str);
        let change = |change: &RingChange| json!({ "key_id": change.key_id, "algorithm": change.algorithm.as_str(), "was": state(change.was), "is": state(change.is) });
        json!({
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "next": self.next,
            "needs_key": self.needs_key.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>(),
        })
    }
}

impl KeyRing {
    /// The keys that are published now, as JWK Set text (RFC 7517, section 5): what a service
    /// serves, with [`cache_control`](Self::cache_control). What is due is done first, if possible.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time; `ERR_KEYRING_UNAVAILABLE` for a ring in a
    /// store that has not been read yet.
    pub fn to_jwks(&self, now: f64) -> Result<String> {
        let now = check_time(now, "now")?;
        self.require_read()?;
        if self.renewed(now).due <= now {
            self.advance_by_itself(now);
        }
        self.0.view.load().published.to_jwks(false)
    }

    /// The `Cache-Control` for the published set (RFC 9111, section 5.2): anyone who keeps the set
    /// longer would not learn of a key in time.
    pub fn cache_control(&self) -> String {
        format!("max-age={}", self.0.data.load().policy.jwks_max_age)
    }

    /// The keys, in the order of their turns.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time.
    pub fn keys(&self, now: f64) -> Result<Vec<RingKey>> {
        self.require_read()?;
        drop(self.renewed(check_time(now, "now")?));
        Ok(keys(&self.0.data.load(), now))
    }

    /// The state of the ring, as a JSON object: its keys and times, its policy with what is
    /// computed from it, and, if it could not be read or changed the last time, why. It contains no
    /// private keys.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time.
    pub fn status(&self, now: f64) -> Result<String> {
        drop(self.renewed(check_time(now, "now")?));
        let kept = self.kept();
        let data = self.0.data.load();
        let policy = &data.policy;
        let failed = kept
            .failed
            .as_ref()
            .map(|error| json!({ "code": error.code().as_str(), "message": error.message() }));
        let status = json!({
            "id": data.id,
            "generation": data.generation,
            "kept": kept.place.is_some() || self.is_followed(),
            "failed": failed,
            "next": Some(data.due(now)).filter(|due| due.is_finite()),
            "needs_key": data.lacking(now).iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>(),
            "keys": keys(&data, now).iter().map(RingKey::to_json).collect::<Vec<_>>(),
            "policy": {
                "rotate_every": policy.rotate_every, "token_lifetime": policy.token_lifetime, "jwks_max_age": policy.jwks_max_age,
                "verifier_refresh": policy.verifier_refresh, "clock_skew": policy.clock_skew,
            },
            "published_ahead": policy.publish_ahead(),
            "kept_after": { "signing": policy.keep_after(Purpose::Signs), "encryption": policy.keep_after(Purpose::Encrypts) },
        });
        Ok(status.to_string())
    }
}

fn keys(data: &Data, now: f64) -> Vec<RingKey> {
    let of_line = |line: &RingLine| {
        let keep = data.policy.keep_after(line.line.purpose);
        let key = |index: usize| {
            let entry = line.line.entries.get(index)?;
            Some(RingKey {
                key_id: entry.key_id.clone(),
                algorithm: line.algorithm,
                state: line.line.state(index, now, &data.policy),
                is_external: line.line.is_external,
                published: entry.published,
                active_from: entry.from,
                active_until: entry.until,
                retires: entry.until.map(|until| until + keep),
                revoked: entry.revoked,
            })
        };
        (0..line.line.entries.len()).filter_map(key).collect::<Vec<_>>()
    };
    data.lines.iter().flat_map(of_line).collect()
}
