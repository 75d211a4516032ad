//! An open file of revocations, and its identity.

use std::fs::{File, Metadata, OpenOptions};
use std::io::Result;
use std::path::Path;
use std::time::SystemTime;

use super::format::{Beginning, LONGEST_BEGINNING};
use crate::open::{Largest, fill, open};
use crate::stamp::Stamp;

/// 8 GiB hold more than 100 million records.
pub(super) const LARGEST: Largest = (8 << 30, "list of revocations");

pub(super) struct Opened {
    pub(super) file: File,
    pub(super) beginning: Beginning,
    pub(super) metadata: Metadata,
    pub(super) stamp: Stamp,
    /// Whether the file can no longer change without a different stamp.
    pub(super) is_settled: bool,
}

impl Opened {
    pub(super) fn to_read(path: &Path) -> Result<Self> {
        Self::open(path, OpenOptions::new().read(true))
    }

    pub(super) fn to_change(path: &Path) -> Result<Self> {
        Self::open(path, OpenOptions::new().read(true).write(true))
    }

    fn open(path: &Path, options: &OpenOptions) -> Result<Self> {
        // Before reading begins: what is written in the meantime must not pass for what was read.
        let now = SystemTime::now();
        let (file, metadata) = open(path, options, LARGEST)?;
        let mut bytes = vec![0; LONGEST_BEGINNING];
        let length = fill(&file, &mut bytes, 0)?;
        let beginning = Beginning::from_bytes(bytes.get(..length).unwrap_or_default())?;
        let stamp = Stamp::of(&metadata);
        Ok(Self {
            file,
            beginning,
            metadata,
            is_settled: stamp.is_settled(now),
            stamp,
        })
    }
}
