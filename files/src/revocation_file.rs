//! The file of a list of revocations.

mod change;
mod format;
mod opened;
mod progress;
mod scan;

use std::fmt;
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokenseal::{Error, LogReader, Result, RevocationLog};

use crate::error::{Kind, REVOCATIONS, exists};
use crate::lock::alone;
use crate::place::Place;
use crate::write::Replacement;
use change::{Change, note_durable};
use format::Beginning;
use opened::Opened;
use progress::{Progress, cannot_read};
use scan::Read;

/// A file smaller than this, in bytes, is not worth compacting.
const SMALL: u64 = 1 << 20;

/// A list of revocations in a file, which several threads and processes may follow and change. The
/// [crate's front page](crate) explains how.
pub struct RevocationFile {
    path: PathBuf,
    /// Not held while waiting for the lock, so that checks go on.
    shared: Mutex<Shared>,
}

struct Shared {
    progress: Progress,
    /// The length of the file when it was last compacted, or found not worth it.
    counted: u64,
}

impl RevocationFile {
    /// Opens an existing file. It fails if there is none, or if it cannot be trusted, and creates
    /// nothing.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = REVOCATIONS.absolute(path.as_ref())?;
        let Opened { beginning, .. } = Opened::to_read(&path).map_err(|error| cannot_read(&path, &error))?;
        Ok(Self {
            path,
            shared: Mutex::new(Shared {
                progress: Progress::new(beginning),
                counted: 0,
            }),
        })
    }

    /// Creates a file without records, with the header of
    /// [`Revocations::log_header`](tokenseal::Revocations::log_header). It fails if anything with
    /// this name exists, and never overwrites: if several create it at once, one succeeds. The file
    /// is durable once this returns.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if there is such a file; `ERR_JWT_REVOCATION_UNAVAILABLE` if it cannot
    /// be written.
    pub fn create(path: impl AsRef<Path>, header: &[u8]) -> Result<Self> {
        let path = REVOCATIONS.absolute(path.as_ref())?;
        // If something exists, nothing is created next to it either.
        if path.symlink_metadata().is_ok() {
            return Err(exists(path.display()));
        }
        alone(
            &path,
            Place::choose,
            (REVOCATIONS, Kind::unavailable),
            |place, lock| {
                let create = || {
                    let bytes = Beginning::new(0, header)?.to_bytes();
                    let (_, folder) =
                        Replacement::write(place, None, |file| file.write_all(&bytes))?.create(place)?;
                    folder.sync()?;
                    note_durable(lock, true)
                };
                create().map_err(|error| match error.kind() {
                    ErrorKind::AlreadyExists => exists(path.display()),
                    _ => REVOCATIONS.unavailable(format_args!("cannot create {}", path.display()), &error),
                })
            },
        )?;
        Self::open(path)
    }

    /// Under the lock.
    fn change(&self, change: Change<'_>, reader: &mut dyn LogReader) -> Result<()> {
        let mut shared = self.shared();
        let read = shared.progress.catch_up(&self.path, &change.opened, reader)?;
        let result = self.write(&mut shared, &change, read, reader);
        if result.is_err() {
            shared.progress.forget();
        }
        result
    }

    fn write(
        &self,
        shared: &mut Shared,
        change: &Change<'_>,
        read: Read,
        reader: &mut dyn LogReader,
    ) -> Result<()> {
        let cannot_change = |error: IoError| self.cannot_change(&error);
        let read = change.settle(read).map_err(cannot_change)?;
        let record = reader.next()?;
        let read = change.append(read, &record).map_err(cannot_change)?;
        let stamp = change.stamp().map_err(cannot_change)?;
        shared.progress.wrote(&change.opened.beginning, stamp, read);
        // The record is durable, whatever the outcome of this.
        _ = compact(shared, change, read, reader);
        Ok(())
    }

    fn cannot_change(&self, error: &IoError) -> Error {
        REVOCATIONS.unchangeable(format!("cannot change {}", self.path.display()), error)
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Compacts a file that is more than twice as long as what has to stay. Counting happens when the
/// file has become twice as long as at the last count, so that on average each byte written is
/// counted once and copied once.
fn compact(
    shared: &mut Shared,
    change: &Change<'_>,
    read: Read,
    reader: &dyn LogReader,
) -> std::io::Result<()> {
    if read.end <= SMALL || read.end / 2 <= shared.counted {
        return Ok(());
    }
    // If this fails, it is not tried again with each record.
    shared.counted = read.end;
    if change.count(reader)? >= read.end / 2 {
        return Ok(());
    }
    // The file may already have been replaced when this fails.
    shared.progress.forget();
    let (beginning, stamp, read) = change.compact(reader)?;
    shared.progress.wrote(&beginning, stamp, read);
    shared.counted = read.end;
    Ok(())
}

impl RevocationLog for RevocationFile {
    fn header(&self) -> Result<Vec<u8>> {
        Ok(self.shared().progress.header().to_vec())
    }

    fn follow(&self, reader: &mut dyn LogReader) -> Result<()> {
        self.shared().progress.follow(&self.path, reader)
    }

    fn append(&self, reader: &mut dyn LogReader) -> Result<()> {
        alone(
            &self.path,
            Place::find,
            (REVOCATIONS, Kind::unchangeable),
            |place, lock| {
                let opened = Opened::to_change(&place.file).map_err(|error| self.cannot_change(&error))?;
                self.change(Change { place, lock, opened }, reader)
            },
        )
    }

    fn read(&self, reader: &mut dyn LogReader) -> Result<()> {
        let mut progress = self.shared().progress.anew();
        progress.follow(&self.path, reader)
    }
}

impl fmt::Debug for RevocationFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RevocationFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
