//! What compiling a configuration needs besides it, and which files it looked at.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::Kept;

/// What compiling needs besides the configuration.
pub(crate) struct Around<'a> {
    /// Paths are relative to it.
    folder: &'a Path,
    /// What lasts from one configuration to the next.
    pub(crate) kept: &'a Kept,
    pub(crate) now: f64,
    /// Whether the configuration is only looked at: then nothing is made.
    pub(crate) is_trial: bool,
    files: Mutex<Files>,
}

/// Files, and how each was before it was read.
pub(crate) type Files = BTreeMap<PathBuf, Stamp>;

/// How a file is: when it was changed, its length and its number. None if it is not there.
pub(crate) type Stamp = Option<(Option<SystemTime>, u64, u64)>;

pub(crate) fn stamp(path: &Path) -> Stamp {
    std::fs::metadata(path)
        .ok()
        .map(|found| (found.modified().ok(), found.len(), found.ino()))
}

impl<'a> Around<'a> {
    pub(crate) fn new(folder: &'a Path, kept: &'a Kept, is_trial: bool) -> Self {
        let now = tokenseal::timestamp(std::time::SystemTime::now());
        Self {
            folder,
            kept,
            now,
            is_trial,
            files: Mutex::default(),
        }
    }

    /// Where a file is. When it changes, the configuration is read again.
    pub(crate) fn path(&self, path: &Path) -> PathBuf {
        let path = self.folder.join(path);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(path.clone()).or_insert_with(|| stamp(&path));
        path
    }

    /// Where something is whose changes are followed by whoever opens it, such as a ring.
    pub(crate) fn followed_path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// The files that were looked at.
    pub(crate) fn into_files(self) -> Files {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
