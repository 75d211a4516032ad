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

/// A smaller file is not worth compacting, in bytes.
const SMALL: u64 = 1 << 20;

/// A list of revocations in a file, which several threads and processes may follow and change. The [crate's page](crate) says how.
pub struct RevocationFile {
    path: PathBuf,
    /// Not held while the lock is waited for, so that checks go on.
    shared: Mutex<Shared>,
}

struct Shared {
    progress: Progress,
    /// How long the file was when it was compacted last, or found not worth it.
    counted: u64,
}

impl RevocationFile {
    /// A file that is there. It fails if there is none, or if it is not to be trusted, and creates nothing.
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

    /// Creates a file without records, with the header of [`Revocations::log_header`](tokenseal::Revocations::log_header). It fails if
    /// anything of this name is there, and never overwrites: of several that create it at once, one does. The file lasts once this returns.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if there is such a file; `ERR_JWT_REVOCATION_UNAVAILABLE` if it cannot be written.
    pub fn create(path: impl AsRef<Path>, header: &[u8]) -> Result<Self> {
        let path = REVOCATIONS.absolute(path.as_ref())?;
        // Beside what is there, nothing is created either.
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
        // The record lasts, whatever comes of this.
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

/// Compacts a file that is more than twice as long as what has to stay. That is counted when the file has become twice as long as it was at
/// the last count, so that each byte that is written is counted once and copied once, on average.
fn compact(
    shared: &mut Shared,
    change: &Change<'_>,
    read: Read,
    reader: &dyn LogReader,
) -> std::io::Result<()> {
    if read.end <= SMALL || read.end / 2 <= shared.counted {
        return Ok(());
    }
    // Where this fails, it is not tried again with each record.
    shared.counted = read.end;
    if change.count(reader)? >= read.end / 2 {
        return Ok(());
    }
    // It may be replaced already when this fails.
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
