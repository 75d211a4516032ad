//! The file of a key ring.

use std::fmt;
use std::fs::File;
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokenseal::RingStore;
use tokenseal::{Error, Result};

use crate::content::{Content, LARGEST};
use crate::error::{Kind, RING, exists};
use crate::lock::alone;
use crate::open::check_length;
use crate::place::Place;
use crate::platform::{Folder, Owner};
use crate::write::Replacement;

/// A key ring in a file, which several threads and processes may read and change. The [crate's
/// front page](crate) explains how.
pub struct RingFile {
    path: PathBuf,
    /// What was last read or written. Locked while the ring is replaced, so that an older text is
    /// never remembered as the newer one.
    last: Mutex<Option<Content>>,
}

impl RingFile {
    /// Creates the file with this text. It fails if anything with this name exists, and never
    /// overwrites: if several create it at once, one succeeds.
    pub fn create(path: impl AsRef<Path>, text: &[u8]) -> Result<Self> {
        let ring = Self::at(path.as_ref())?;
        // If something exists, nothing is created next to it either.
        if ring.path.symlink_metadata().is_ok() {
            return Err(exists(ring.path.display()));
        }
        alone(
            &ring.path,
            Place::choose,
            (RING, Kind::unavailable),
            |place, _| {
                let cannot = |error: IoError| match error.kind() {
                    ErrorKind::AlreadyExists => exists(ring.path.display()),
                    _ => RING.unavailable(format_args!("cannot create {}", ring.path.display()), &error),
                };
                let (file, folder) = written(place, text, None)
                    .and_then(|written| written.create(place))
                    .map_err(cannot)?;
                ring.keep(&mut ring.last(), &file, text.to_vec())
                    .and_then(|()| folder.sync())
                    .map_err(cannot)
            },
        )?;
        Ok(ring)
    }

    /// Opens an existing file. It fails if there is none, or if it cannot be trusted, and creates
    /// nothing.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let ring = Self::at(path.as_ref())?;
        Content::read(&ring.path)?;
        Ok(ring)
    }

    fn at(path: &Path) -> Result<Self> {
        Ok(Self {
            path: RING.absolute(path)?,
            last: Mutex::new(None),
        })
    }

    /// Under the lock: the new text is durable once this returns.
    fn replace(&self, place: &Place, text: Vec<u8>, owner: Owner) -> Result<()> {
        let replaced = self.write(place, text, owner).and_then(|folder| folder.sync());
        replaced.map_err(|error| {
            // The next read finds out whether the old text is there or the new one.
            *self.last() = None;
            self.cannot_change(&error)
        })
    }

    /// What is there may come from a writer that was killed before it synced the folder, and now
    /// counts as saved.
    fn confirm(&self, place: &Place, found: Content) -> Result<()> {
        Folder::open(&place.folder)
            .and_then(|folder| folder.sync())
            .map_err(|error| self.cannot_change(&error))?;
        *self.last() = Some(found);
        Ok(())
    }

    fn write(&self, place: &Place, text: Vec<u8>, owner: Owner) -> std::io::Result<Folder> {
        let written = written(place, &text, Some(owner))?;
        let mut last = self.last();
        let (file, folder) = written.replace(place)?;
        self.keep(&mut last, &file, text)?;
        Ok(folder)
    }

    fn keep(&self, last: &mut Option<Content>, file: &File, text: Vec<u8>) -> std::io::Result<()> {
        *last = Some(Content::new(&file.metadata()?, text, SystemTime::now()));
        Ok(())
    }

    fn cannot_change(&self, error: &IoError) -> Error {
        RING.unchangeable(format!("cannot change {}", self.path.display()), error)
    }

    fn last(&self) -> MutexGuard<'_, Option<Content>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn written(place: &Place, text: &[u8], owner: Option<Owner>) -> std::io::Result<Replacement> {
    check_length(text.len(), LARGEST)?;
    Replacement::write(place, owner, |file| file.write_all(text))
}

impl RingStore for RingFile {
    fn read(&self) -> Result<Option<Vec<u8>>> {
        let mut last = self.last();
        if let Some(last) = last.as_ref()
            && last.is_still_in(&self.path)?
        {
            return Ok(None);
        }
        let found = Content::read(&self.path)?;
        let news = last
            .as_ref()
            .is_none_or(|last| last.bytes != found.bytes)
            .then(|| found.bytes.clone());
        *last = Some(found);
        Ok(news)
    }

    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> Result<Option<Vec<u8>>>) -> Result<()> {
        alone(&self.path, Place::find, (RING, Kind::unchangeable), |place, _| {
            let found = Content::read(&place.file)?;
            match change(found.bytes.clone())? {
                Some(text) => self.replace(place, text, found.owner),
                None => self.confirm(place, found),
            }
        })
    }
}

impl fmt::Debug for RingFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RingFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
