//! What verifies the token around a list: a verifier, which is above this room.

use crate::error::Error;
use crate::machine::Times;
use crate::remote::{RemoteKeySet, Waiting};

/// Verifies tokens of status lists by the keys of one trust.
pub(crate) trait Reader: Send + Sync {
    /// The claims of a status list token that was verified. If `asks`, newer keys may be asked for where those at hand do not do.
    fn read(&self, token: &[u8], asks: bool, times: Times) -> Result<String, Unread>;

    /// The keys, if they are fetched.
    fn remote(&self) -> Option<&RemoteKeySet>;
}

/// Why a token could not be read.
pub(crate) enum Unread {
    Refused(Error),
    /// Keys have to be fetched first.
    Lacks(Lacks),
}

/// Keys that have to be fetched first.
pub(crate) struct Lacks {
    pub(crate) keys: RemoteKeySet,
    /// How many of their flights had ended when they were looked at.
    pub(crate) landed: u64,
    /// What to say if they cannot be had.
    pub(crate) error: Error,
    pub(crate) waiting: Option<Waiting>,
}
