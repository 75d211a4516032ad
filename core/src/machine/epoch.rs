//! Forks: a child has copies of flights that only its parent's threads carry.

use std::sync::atomic::{AtomicU64, Ordering};

static FORKS: AtomicU64 = AtomicU64::new(0);

/// Reports that the process is the child of a fork. Machines notice, and forget what the parent's
/// threads are carrying.
///
/// For bindings, from the child's fork hook: it only increments a counter, so it may be called
/// there.
pub fn after_fork() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// Identifies the process among those that fork made of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

impl Epoch {
    pub(crate) fn now() -> Self {
        Self(FORKS.load(Ordering::Relaxed))
    }
}
