//! Replacing a file with a new one, whole and durably.

use std::fs::File;
use std::io::{Error as IoError, ErrorKind, Result};

use tempfile::{Builder, NamedTempFile};

use crate::place::Place;
use crate::platform::{self, Folder, Owner};

/// A new file that is durable, but has no name yet.
pub(crate) struct Replacement {
    file: NamedTempFile,
    /// Opened before anything changes, since it may fail.
    folder: Folder,
}

impl Replacement {
    /// Call it only while the lock is held: it removes what other writers may have left.
    pub(crate) fn write(
        place: &Place,
        owner: Option<Owner>,
        write: impl FnOnce(&mut File) -> Result<()>,
    ) -> Result<Self> {
        let folder = Folder::open(&place.folder)?;
        remove_leftovers(place);
        let (beginning, end) = place.temporary();
        // Its mode is 0600, as for every file of this crate.
        let mut file = Builder::new()
            .prefix(&beginning)
            .suffix(end)
            .tempfile_in(&place.folder)?;
        if let Some(owner) = owner {
            platform::keep_owner(file.as_file(), owner)?;
        }
        write(file.as_file_mut())?;
        file.as_file().sync_all()?;
        Ok(Self { file, folder })
    }

    /// Replaces what is there. The new file is durable once the folder is synced.
    pub(crate) fn replace(self, place: &Place) -> Result<(File, Folder)> {
        let file = self
            .file
            .persist(&place.file)
            .map_err(|error| explain(error.error))?;
        Ok((file, self.folder))
    }

    /// Fails if anything with this name exists, even if it was only just created.
    pub(crate) fn create(self, place: &Place) -> Result<(File, Folder)> {
        let file = self
            .file
            .persist_noclobber(&place.file)
            .map_err(|error| error.error)?;
        Ok((file, self.folder))
    }
}

fn explain(error: IoError) -> IoError {
    match error.kind() {
        ErrorKind::ResourceBusy => IoError::new(
            error.kind(),
            format!("{error}: if it is a mount of its own, mount its folder instead"),
        ),
        _ => error,
    }
}

/// A writer that was killed leaves its temporary file. If that cannot be removed, it does no harm.
fn remove_leftovers(place: &Place) {
    let names = place
        .folder
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name());
    for name in names.filter(|name| place.is_temporary(name)) {
        _ = std::fs::remove_file(place.folder.join(name));
    }
}
