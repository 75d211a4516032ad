//! What compiling a configuration needs besides the configuration, and which files it read.

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
    /// What outlives a configuration.
    pub(crate) kept: &'a Kept,
    pub(crate) now: f64,
    /// Whether the configuration is only checked: then nothing is created.
    pub(crate) is_trial: bool,
    files: Mutex<Files>,
}

/// Files, and the state of each before it was read.
pub(crate) type Files = BTreeMap<PathBuf, Stamp>;

/// The state of a file: when it was changed, its length and its inode number. None if it does not
/// exist.
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

    /// The path of a file. When it changes, the configuration is read again.
    pub(crate) fn path(&self, path: &Path) -> PathBuf {
        let path = self.folder.join(path);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(path.clone()).or_insert_with(|| stamp(&path));
        path
    }

    /// The path of something whose changes are followed once it is open, such as a ring.
    pub(crate) fn followed_path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// The files that were read.
    pub(crate) fn into_files(self) -> Files {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
