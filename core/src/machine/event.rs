//! What happens to machines, for logs and metrics. Never contains a token, a claim, or an address.

use serde_json::{Value, json};

use super::Failure;

/// Something that happened. Observers receive it after the fact, and it changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Keys were fetched, or the server said that they are unchanged.
    Fetched {
        /// How many keys there are now.
        keys: usize,
        /// How many keys were set aside.
        set_aside: usize,
        /// How long it took, in seconds.
        seconds: f64,
    },
    /// Keys could not be fetched.
    Failed {
        /// Why.
        why: Failure,
        /// The status of the response, if that is the reason.
        status: Option<u16>,
        /// In how many seconds it is tried again.
        retry_in: f64,
    },
    /// The keys differ from before, by their key IDs.
    Rotated {
        /// The new ones.
        added: Vec<String>,
        /// The ones that are gone.
        removed: Vec<String>,
    },
    /// A key has the key ID of a different key that was there before.
    KeyIdReused {
        /// The key ID.
        key_id: String,
    },
    /// A list of revocations or statuses was read completely, for the first time or again.
    Read {
        /// How many entries it has.
        entries: usize,
        /// How long it took, in seconds.
        seconds: f64,
    },
    /// The part of a list of revocations that a store had lost was written back to it.
    Restored {
        /// How many records.
        records: usize,
    },
    /// A token was accepted with keys that could not be refreshed in time.
    AcceptedStale,
    /// A token was accepted although the list of revocations could not be refreshed in time, as its
    /// options say.
    AcceptedUnavailable,
    /// A token was refused.
    Refused {
        /// The code of the error.
        code: &'static str,
    },
}

impl Event {
    /// The event as JSON, in which every language but Rust receives it.
    pub fn to_json(&self) -> Value {
        match self {
            Event::Fetched {
                keys,
                set_aside,
                seconds,
            } => {
                json!({ "event": "fetched", "keys": keys, "set_aside": set_aside, "seconds": seconds })
            }
            Event::Failed {
                why,
                status,
                retry_in,
            } => {
                json!({ "event": "failed", "why": why.as_str(), "status": status, "retry_in": retry_in })
            }
            Event::Rotated { added, removed } => {
                json!({ "event": "rotated", "added": added, "removed": removed })
            }
            Event::KeyIdReused { key_id } => json!({ "event": "key_id_reused", "key_id": key_id }),
            Event::Read { entries, seconds } => {
                json!({ "event": "read", "entries": entries, "seconds": seconds })
            }
            Event::Restored { records } => json!({ "event": "restored", "records": records }),
            Event::AcceptedStale => json!({ "event": "accepted_stale" }),
            Event::AcceptedUnavailable => json!({ "event": "accepted_unavailable" }),
            Event::Refused { code } => json!({ "event": "refused", "code": code }),
        }
    }
}
