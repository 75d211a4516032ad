//! The options of a ring in a store, resolved.

use super::script::StoreKey;
use crate::error::{Error, Result};
use crate::machine::check_namespace;
use crate::options::{RingStoreOptions, positive};

#[derive(Debug)]
pub(super) struct Policy {
    pub(super) key: StoreKey,
    pub(super) max_staleness: f64,
    pub(super) timeout: f64,
}

impl Policy {
    pub(super) fn compile(options: &RingStoreOptions) -> Result<Self> {
        let namespace = options
            .namespace
            .as_deref()
            .ok_or_else(|| Error::option("namespace is required: the name of the ring in the store"))?;
        check_namespace(namespace)?;
        Ok(Self {
            key: StoreKey::of(namespace),
            max_staleness: positive(&options.max_staleness, 1)?,
            timeout: positive(&options.timeout, 2)?,
        })
    }

    /// The age at which a ring is read again, although it may still be used.
    pub(super) fn due(&self) -> f64 {
        self.max_staleness / 2.0
    }
}
