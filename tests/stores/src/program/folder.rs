//! The folder of all servers' folders. A program that is killed leaves its own behind: the next one
//! removes it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::Result;

const PREFIX: &str = "tokenseal-stores-";
/// Locked by the program whose folder it is, until that ends, however it ends.
const MARK: &str = "in-use";

pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    _mark: File,
}

impl Folder {
    /// A new one in the folder for temporary files.
    pub(crate) fn make() -> Result<Self> {
        remove_abandoned(&std::env::temp_dir());
        let path = tempfile::Builder::new().prefix(PREFIX).tempdir()?.keep();
        // It gets its name when it is locked: an unlocked one is abandoned.
        let unlocked = path.join("new");
        let mark = File::create(&unlocked)?;
        flock(&mark, FlockOperation::NonBlockingLockExclusive)?;
        fs::rename(unlocked, path.join(MARK))?;
        Ok(Self { path, _mark: mark })
    }

    /// Takes all of it, so that a closure that calls this also holds the lock until then.
    pub(crate) fn remove(self) {
        // What is left, the next program removes.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// What can't be read or removed is somebody else's.
fn remove_abandoned(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let lock = |mark: &File| flock(mark, FlockOperation::NonBlockingLockExclusive).is_ok();
        // Held until it is gone, so that two programs don't do it together.
        let mark = File::open(entry.path().join(MARK)).ok().filter(lock);
        if mark.is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_what_nobody_uses() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let folder = parent.path().join(name);
            fs::create_dir(&folder).unwrap();
            (folder.clone(), File::create(folder.join(MARK)).unwrap())
        };
        let (abandoned, mark) = make("tokenseal-stores-a");
        drop(mark);
        let (used, mark) = make("tokenseal-stores-b");
        flock(&mark, FlockOperation::LockExclusive).unwrap();
        let (foreign, _) = make("others");
        let beginning = parent.path().join("tokenseal-stores-c");
        fs::create_dir(&beginning).unwrap();
        remove_abandoned(parent.path());
        assert!(!abandoned.exists() && used.exists() && foreign.exists() && beginning.exists());
    }
}
