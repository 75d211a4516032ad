//! Where a ring is kept: what the core requires of code that does I/O.

use std::fmt::Debug;

use crate::error::Result;

/// Where a [`KeyRing`](super::KeyRing) is kept: a file from `tokenseal-files`, or a program's own
/// implementation.
///
/// The core does no I/O of its own. It calls this while it makes or checks a token: `read` at most
/// five times a second, `change` when a key is due or someone changes the ring. Errors should say
/// what could not be done, and never what is kept.
pub trait RingStore: Send + Sync + Debug {
    /// The stored bytes, or None if they are still what was last read or written here. Cheap if
    /// nothing changed.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE`.
    fn read(&self) -> Result<Option<Vec<u8>>>;

    /// Changes the stored bytes while nobody else can: reads what is there now, passes it to
    /// `change`, and stores what that returns; None means that there is nothing to change. Returns
    /// once the stored bytes would survive a power failure.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE`; `ERR_OPTION_INVALID` if the ring can only be followed; any error
    /// from `change`. In that case nothing has changed, or it is not known whether it has, and the
    /// next `read` will tell.
    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> Result<Option<Vec<u8>>>) -> Result<()>;
}
