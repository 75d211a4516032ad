//! Where a ring is kept.

use crate::error::Result;

/// Where a ring is kept. Errors say what could not be done, never what is kept.
pub trait RingStore: Send + Sync + std::fmt::Debug {
    /// What is kept, or None if that is still what this was read or written last. Must be cheap when nothing changed (one stat).
    fn read(&self) -> Result<Option<Vec<u8>>>;

    /// Changes what is kept, alone: takes the lock, reads what is there *now*, hands it to `change`, and keeps what that gives
    /// (None: nothing to change). Returns once it would survive a loss of power.
    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> Result<Option<Vec<u8>>>) -> Result<()>;
}
