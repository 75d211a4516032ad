//! What happens to machines, for logs and counters. Never a token, a claim, or an address.

use serde_json::{Value, json};

use super::Failure;

/// Something that happened. It is handed to those who watch after the fact, and changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Keys were fetched, or the server said that they are the same.
    Fetched {
        /// How many keys there are now.
        keys: usize,
        /// How many were set aside.
        set_aside: usize,
        /// How long it took, in seconds.
        seconds: f64,
    },
    /// Keys could not be fetched.
    Failed {
        /// Why.
        why: Failure,
        /// The status of the answer, where that is why.
        status: Option<u16>,
        /// In how many seconds it is tried again.
        retry_in: f64,
    },
    /// The keys are others than before, by their key_ids.
    Rotated {
        /// Those that are new.
        added: Vec<String>,
        /// Those that are gone.
        removed: Vec<String>,
    },
    /// A key has the key_id of another that was there before.
    KeyIdReused {
        /// The key_id.
        key_id: String,
    },
    /// A list of revocations or statuses was read whole, for the first time or anew.
    Read {
        /// How many entries it has.
        entries: usize,
        /// How long it took, in seconds.
        seconds: f64,
    },
    /// What a store had lost of a list of revocations was written there again.
    Restored {
        /// How many records.
        records: usize,
    },
    /// A token was accepted by keys that could not be renewed in time.
    AcceptedStale,
    /// A token was accepted although the list of revocations could not be renewed in time, as its options say.
    AcceptedUnavailable,
    /// A token was refused.
    Refused {
        /// The code of the error.
        code: &'static str,
    },
}

impl Event {
    /// The event as JSON, as every language but Rust is told it.
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
