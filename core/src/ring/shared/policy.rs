//! The options of a ring in a store, resolved.

use super::script::StoreKey;
use crate::error::{Error, Result};
use crate::options::{Length, RingStoreOptions};

/// A driver has this long to say that a time limit has passed. If it has not, the process stood still.
pub(super) const GRACE: f64 = 1.0;
/// The longest name of a ring.
const LONGEST_NAMESPACE: usize = 100;

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
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}');
        if namespace.is_empty() || namespace.len() > LONGEST_NAMESPACE || !namespace.bytes().all(is_plain) {
            return Err(Error::option(format!(
                "namespace is not 1 to {LONGEST_NAMESPACE} ASCII characters without white space and braces"
            )));
        }
        let seconds = |length: &Option<Length>, default: i64| {
            let seconds = length.as_ref().map_or(Ok(default), Length::positive_seconds)?;
            Ok::<_, Error>(seconds as f64)
        };
        Ok(Self {
            key: StoreKey::of(namespace),
            max_staleness: seconds(&options.max_staleness, 1)?,
            timeout: seconds(&options.timeout, 2)?,
        })
    }

    /// At what age a ring is read anew, though it may still be used.
    pub(super) fn due(&self) -> f64 {
        self.max_staleness / 2.0
    }
}
