//! Reading a ring's file, if it can be trusted.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

use tokenseal::Result;

use crate::error::RING;
use crate::open::{Largest, read_whole};
use crate::platform;
use crate::stamp::Stamp;

/// The largest file that is read or written, in bytes. A ring of a hundred keys has a tenth of it.
pub(crate) const LARGEST: Largest = (1 << 20, "ring");

/// What was found in a file, and how the file looked from outside.
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    pub(crate) owner: platform::Owner,
    stamp: Stamp,
    /// Whether the file cannot have changed since without another stamp.
    settled: bool,
}

impl Content {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        // Before reading begins: what is written in the meantime must not pass for what was read.
        let now = SystemTime::now();
        let read = read_whole(path, LARGEST);
        let (metadata, bytes) =
            read.map_err(|error| RING.unavailable(format_args!("cannot read {}", path.display()), &error))?;
        Ok(Self::new(&metadata, bytes, now))
    }

    /// What was written at this time.
    pub(crate) fn new(metadata: &Metadata, bytes: Vec<u8>, now: SystemTime) -> Self {
        let stamp = Stamp::of(metadata);
        Self {
            bytes,
            owner: platform::owner(metadata),
            settled: stamp.is_settled(now),
            stamp,
        }
    }

    /// Whether the file must still hold this: one `stat`.
    pub(crate) fn is_still_in(&self, path: &Path) -> Result<bool> {
        let metadata = path
            .metadata()
            .map_err(|error| RING.unavailable(format_args!("cannot read {}", path.display()), &error))?;
        Ok(self.settled && self.stamp == Stamp::of(&metadata))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Another text may be written within the same tick of the file system's clock, and then looks
    /// the same.
    #[test]
    fn what_was_just_written_is_read_again() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let metadata = file.path().metadata().unwrap();
        let now = SystemTime::now();
        assert!(
            !Content::new(&metadata, Vec::new(), now)
                .is_still_in(file.path())
                .unwrap()
        );
        assert!(
            Content::new(&metadata, Vec::new(), now + Duration::from_secs(3))
                .is_still_in(file.path())
                .unwrap()
        );
        file.as_file().set_len(1).unwrap();
        assert!(
            !Content::new(&metadata, Vec::new(), now + Duration::from_secs(3))
                .is_still_in(file.path())
                .unwrap()
        );
    }
}
