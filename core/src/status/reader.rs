//! Verifies the token around a list: a verifier, which is above this module.

use crate::error::Error;
use crate::machine::Times;
use crate::remote::{RemoteKeySet, Waiting};

/// Verifies status list tokens with one set of trusted keys.
pub(crate) trait Reader: Send + Sync {
    /// The claims of a verified status list token. If `asks`, newer keys may be requested if the
    /// current ones are not enough.
    fn read(&self, token: &[u8], asks: bool, times: Times) -> Result<String, Unread>;

    /// The keys, if they are fetched.
    fn remote(&self) -> Option<&RemoteKeySet>;
}

/// Why a token could not be read.
pub(crate) enum Unread {
    Refused(Error),
    /// Keys must be fetched first.
    Lacks(Lacks),
}

/// Keys that must be fetched first.
pub(crate) struct Lacks {
    pub(crate) keys: RemoteKeySet,
    /// How many of their flights had ended when they were looked at.
    pub(crate) landed: u64,
    /// The error to report if they cannot be obtained.
    pub(crate) error: Error,
    pub(crate) waiting: Option<Waiting>,
}
