//! How a file looks from outside, to see whether it has changed without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use crate::platform;

/// Within one tick of its clock, a file may be written twice, or the inode number of a deleted file
/// reused for the next, and both look the same. No clock ticks slower than FAT's.
const TICK: Duration = Duration::from_secs(2);

/// What one `stat` says about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    identity: platform::Identity,
    length: u64,
    modified: Option<SystemTime>,
    changed: Option<SystemTime>,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self {
            identity: platform::identity(metadata),
            length: metadata.len(),
            modified: metadata.modified().ok(),
            changed: platform::changed(metadata),
        }
    }

    pub(crate) fn identity(&self) -> platform::Identity {
        self.identity
    }

    /// Whether a change after `now` would show in it.
    pub(crate) fn is_settled(&self, now: SystemTime) -> bool {
        let settled = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > TICK);
        self.modified.is_some_and(settled) && self.changed.is_none_or(settled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_is_not_settled() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stamp = Stamp::of(&file.path().metadata().unwrap());
        let now = SystemTime::now();
        assert!(!stamp.is_settled(now) && !stamp.is_settled(now - Duration::from_secs(60)));
        assert!(stamp.is_settled(now + Duration::from_secs(3)));
    }
}
