//! Where a ring is kept: what the core asks of those who do I/O.

use std::fmt::Debug;

use crate::error::Result;

/// Where a [`KeyRing`](super::KeyRing) is kept: a file of `tokenseal-files`, or what a program brings itself.
///
/// The core does no I/O of its own. It calls this while it makes or checks a token: `read` at most five times a second, `change` when a
/// key is due or somebody changes the ring. Errors say what could not be done, and never what is kept.
pub trait RingStore: Send + Sync + Debug {
    /// What is kept, or None if that is still what was read or written here last. Cheap where nothing changed.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE`.
    fn read(&self) -> Result<Option<Vec<u8>>>;

    /// Changes what is kept, while nobody else does: reads what is there now, hands it to `change`, and keeps what that gives; None means
    /// that there is nothing to change. Returns when what is kept would survive a loss of power.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE`; `ERR_OPTION_INVALID` where the ring can only be followed; what `change` gives. Then nothing has changed,
    /// or it is not known whether it has, and the next `read` says.
    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> Result<Option<Vec<u8>>>) -> Result<()>;
}
