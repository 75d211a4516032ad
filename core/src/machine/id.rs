//! Identifies a machine.

use std::sync::atomic::{AtomicU64, Ordering};

/// An ID that no other machine in this process has, whatever its kind.
pub(crate) fn next_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
