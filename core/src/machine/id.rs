//! Which machine it is.

use std::sync::atomic::{AtomicU64, Ordering};

/// An id that no other machine of this process has, of whatever kind.
pub(crate) fn next_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
