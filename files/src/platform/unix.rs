//! Unix: modes, owners, and folders that are synced like files.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, fchown};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The mode bits that let others than the owner read, and write.
const OTHERS_READ: u32 = 0o044;
const OTHERS_WRITE: u32 = 0o022;

/// The device, and the file's inode number on it.
pub(crate) type Identity = (u64, u64);

pub(crate) fn identity(metadata: &Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// When anything about the file changed, including its name and mode.
pub(crate) fn changed(metadata: &Metadata) -> Option<SystemTime> {
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

/// Refuses a file that others could have written, and one that others can read unless nothing can
/// be done about that.
pub(crate) fn check_access(file: &File, metadata: &Metadata) -> Result<()> {
    let refused = |what: &str| {
        Err(Error::new(
            ErrorKind::InvalidInput,
            format!("users other than its owner may {what} it: set its mode to 0600"),
        ))
    };
    if metadata.mode() & OTHERS_WRITE != 0 {
        return refused("write");
    }
    if metadata.mode() & OTHERS_READ != 0 && !is_read_only(file)? {
        return refused("read");
    }
    Ok(())
}

#[cfg(not(target_os = "ios"))]
fn is_read_only(file: &File) -> Result<bool> {
    use rustix::fs::{StatVfsMountFlags, fstatvfs};
    Ok(fstatvfs(file)?.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// Apple requires apps to give a reason for querying file systems, and none of its reasons applies.
/// An app's own folders are writable.
#[cfg(target_os = "ios")]
fn is_read_only(_file: &File) -> Result<bool> {
    Ok(false)
}

/// Only the owner may read and write what this creates.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600)
}

/// Reads from this offset; 0 bytes at the end of the file.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> Result<usize> {
    file.read_at(bytes, offset)
}

/// Writes all of it at this offset.
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> Result<()> {
    file.write_all_at(bytes, offset)
}

/// A user and a group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner(u32, u32);

pub(crate) fn owner(metadata: &Metadata) -> Owner {
    Owner(metadata.uid(), metadata.gid())
}

/// Gives a new file to the owner of the one that it is next to, or that it replaces.
pub(crate) fn keep_owner(file: &File, wanted: Owner) -> Result<()> {
    let Owner(user, group) = wanted;
    if owner(&file.metadata()?).0 == user {
        return Ok(());
    }
    fchown(file, Some(user), Some(group))
        .map_err(|error| Error::new(error.kind(), format!("it belongs to another user: {error}")))
}

/// A folder, opened to be synced.
pub(crate) struct Folder(File);

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        File::open(path).map(Self)
    }

    /// Makes the names in it durable.
    pub(crate) fn sync(&self) -> Result<()> {
        self.0.sync_all()
    }
}
