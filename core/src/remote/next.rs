//! What the answer to a flight leads to: the next request, or the end.

use super::memory::Metadata;
use crate::key::KeySet;
use crate::machine::{Failure, Fetch, Known, Times};

/// What an answer leads to.
pub(super) enum Next {
    Fetch(Fetch),
    Landed(Landed),
}

/// What a flight brought.
pub(super) enum Landed {
    Keys(Arrived),
    /// The same keys as before.
    Unchanged(Arrived),
    Failed {
        why: Failure,
        status: Option<u16>,
        retry_after: Option<f64>,
    },
}

/// Keys, and what their response said about them.
pub(super) struct Arrived {
    pub(super) keys: Option<KeySet>,
    pub(super) sent: Times,
    pub(super) fresh_for: f64,
    pub(super) known: Option<Known>,
    pub(super) metadata: Option<Metadata>,
}

pub(super) fn failed(why: Failure) -> Next {
    Next::Landed(Landed::Failed {
        why,
        status: None,
        retry_after: None,
    })
}

pub(super) fn failed_by(why: Failure, status: u16, retry_after: Option<f64>) -> Next {
    Next::Landed(Landed::Failed {
        why,
        status: Some(status),
        retry_after,
    })
}
