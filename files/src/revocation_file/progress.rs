//! How far a process has read a file, and protection against the loss of what it has read.

use std::io::{Error as IoError, ErrorKind};
use std::path::Path;

use tokenseal::{Error, LogReader, Result};

use super::format::{Beginning, damaged};
use super::opened::Opened;
use super::scan::{Read, scan};
use crate::error::REVOCATIONS;
use crate::stamp::Stamp;

pub(super) struct Progress {
    /// The newest file that was read or written, and where its last record ended. It outlives
    /// failures.
    newest: (Beginning, u64),
    known: Option<Known>,
}

/// The outcome of the last read.
struct Known {
    stamp: Stamp,
    is_settled: bool,
    outcome: Result<Read>,
}

/// Why reading ended early.
enum Failed {
    Io(IoError),
    /// What the receiver of the records said.
    Refused(Error),
}

impl From<IoError> for Failed {
    fn from(error: IoError) -> Self {
        Self::Io(error)
    }
}

impl Progress {
    pub(super) fn new(beginning: Beginning) -> Self {
        Self {
            newest: (beginning, 0),
            known: None,
        }
    }

    /// Progress that has read nothing, and takes no older file for this one.
    pub(super) fn anew(&self) -> Self {
        Self {
            newest: self.newest.clone(),
            known: None,
        }
    }

    pub(super) fn header(&self) -> &[u8] {
        &self.newest.0.header
    }

    /// Hands over what is new. That costs one `stat` if the file must still be as it was last read.
    pub(super) fn follow(&mut self, path: &Path, reader: &mut dyn LogReader) -> Result<()> {
        let metadata = path.metadata();
        if let (Some(known), Ok(metadata)) = (&self.known, &metadata)
            && known.is_settled
            && known.stamp == Stamp::of(metadata)
        {
            return known.outcome.clone().map(drop);
        }
        match metadata.and_then(|_| Opened::to_read(path)) {
            Ok(opened) => self.catch_up(path, &opened, reader).map(drop),
            Err(error) => {
                self.forget();
                Err(cannot_read(path, &error))
            }
        }
    }

    /// Hands over what is new; everything, if the file is a different one or reading failed before.
    pub(super) fn catch_up(
        &mut self,
        path: &Path,
        opened: &Opened,
        reader: &mut dyn LogReader,
    ) -> Result<Read> {
        // Whatever happens, reading does not continue from a failure.
        let known = self.known.take();
        let outcome = self.read(known, opened, reader);
        let is_lasting = match &outcome {
            Ok(_) | Err(Failed::Refused(_)) => true,
            Err(Failed::Io(error)) => error.kind() == ErrorKind::InvalidData,
        };
        let outcome = outcome.map_err(|failed| match failed {
            Failed::Refused(error) => error,
            Failed::Io(error) => cannot_read(path, &error),
        });
        if is_lasting {
            self.known = Some(Known {
                stamp: opened.stamp.clone(),
                is_settled: opened.is_settled,
                outcome: outcome.clone(),
            });
        }
        outcome
    }

    /// What was written counts as read.
    pub(super) fn wrote(&mut self, beginning: &Beginning, stamp: Stamp, read: Read) {
        self.newest = (beginning.clone(), read.end);
        // Others may write within the same tick.
        self.known = Some(Known {
            stamp,
            is_settled: false,
            outcome: Ok(read),
        });
    }

    /// What is there is unknown.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }

    fn read(
        &mut self,
        known: Option<Known>,
        opened: &Opened,
        reader: &mut dyn LogReader,
    ) -> std::result::Result<Read, Failed> {
        let (newest, end) = &self.newest;
        let (beginning, end) = (&opened.beginning, *end);
        let is_same = beginning == newest;
        if beginning.header != newest.header {
            return Err(damaged("it is another list than the one that was opened").into());
        }
        if beginning.compactions < newest.compactions
            || beginning.compactions == newest.compactions && !is_same
        {
            return Err(older().into());
        }
        let known = known.filter(|known| is_same && known.stamp.identity() == opened.stamp.identity());
        let from = match known.map(|known| known.outcome) {
            // A copy of an older state may have grown past the place since.
            Some(Ok(read)) if read.is_still_in(&opened.file)? => read,
            _ => Read::start(beginning),
        };
        if is_same && opened.metadata.len() < end {
            return Err(older().into());
        }
        let read = scan(&opened.file, beginning, from, &mut |record| {
            reader.record(record).map_err(Failed::Refused)
        })?;
        if is_same && read.end < end {
            return Err(older().into());
        }
        self.newest = (beginning.clone(), read.end);
        Ok(read)
    }
}

/// A process that read more goes on refusing, rather than accept again what was revoked.
fn older() -> IoError {
    damaged(
        "revocations that were read from it are missing: an older copy took its place, or its end was lost. Put the newer one back; to go on \
         without what is missing, start this process again",
    )
}

pub(super) fn cannot_read(path: &Path, error: &IoError) -> Error {
    REVOCATIONS.unavailable(format_args!("cannot read {}", path.display()), error)
}
