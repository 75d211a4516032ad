//! Changing a file while its lock is held.
//!
//! The lock file's length says whether everything in the file is known to be on the disk: 1 if so,
//! 0 while something is being written, and from then on if that is not known to be durable because
//! the writer was killed or a sync failed. The next writer then syncs first, so that nothing is
//! acknowledged that depends on what may be lost. Before that it writes the last record over
//! itself: once a sync has failed, Linux treats what it could not write as written, and the next
//! sync would do nothing and succeed. A newly created lock file is empty, too. None of this has to
//! survive a loss of power: after one, what is read is what is on the disk.

use std::fs::File;
use std::io::{BufWriter, Error, Result, Write};

use tokenseal::LogReader;

use super::format::{Beginning, damaged, frame_length};
use super::opened::{LARGEST, Opened};
use super::scan::{Read, scan};
use crate::open::{fill, larger};
use crate::place::Place;
use crate::platform::{self, Folder};
use crate::stamp::Stamp;
use crate::write::Replacement;

/// How much is written at once.
const CHUNK: usize = 1 << 20;

/// Records in the lock file whether everything in the file is on the disk.
pub(super) fn note_durable(lock: &File, is_durable: bool) -> Result<()> {
    lock.set_len(is_durable.into())
}

/// One change: its owner holds the lock.
pub(super) struct Change<'a> {
    pub(super) place: &'a Place,
    pub(super) lock: &'a File,
    pub(super) opened: Opened,
}

impl Change<'_> {
    /// Makes what was read durable, if that is not certain, and cuts off a torn tail.
    pub(super) fn settle(&self, read: Read) -> Result<Read> {
        if self.lock.metadata()?.len() == 1 && !read.is_torn {
            return Ok(read);
        }
        let file = &self.opened.file;
        // From here on, not even a part of a record may be taken for durable.
        note_durable(self.lock, false)?;
        if read.is_torn {
            file.set_len(read.end)?;
        }
        let mut last = vec![0; usize::try_from(read.end - read.last).map_err(Error::other)?];
        if !last.is_empty() {
            fill(file, &mut last, read.last)?;
            platform::write_at(file, &last, read.last)?;
        }
        file.sync_data()?;
        // It may have been renamed, or created, by a writer that was killed.
        Folder::open(&self.place.folder)?.sync()?;
        note_durable(self.lock, true)?;
        Ok(Read {
            is_torn: false,
            ..read
        })
    }

    /// Returns once the record would survive a loss of power.
    pub(super) fn append(&self, read: Read, record: &[u8]) -> Result<Read> {
        let (mark, frame) = self.opened.beginning.frame(read.end, record)?;
        let appended = read.followed_by(mark, frame.len());
        if appended.end > LARGEST.0 {
            return Err(larger(appended.end, LARGEST));
        }
        note_durable(self.lock, false)?;
        platform::write_at(&self.opened.file, &frame, read.end)?;
        self.opened.file.sync_data()?;
        note_durable(self.lock, true)?;
        Ok(appended)
    }

    /// How the file looks from outside now.
    pub(super) fn stamp(&self) -> Result<Stamp> {
        self.opened.file.metadata().map(|metadata| Stamp::of(&metadata))
    }

    /// How many bytes of the file have to stay.
    pub(super) fn count(&self, reader: &dyn LogReader) -> Result<u64> {
        let mut kept = self.opened.beginning.length();
        self.each(&mut |record| {
            kept += if reader.keeps(record) {
                frame_length(record)
            } else {
                0
            };
            Ok(())
        })?;
        Ok(kept)
    }

    /// Replaces it with a file that holds what has to stay.
    pub(super) fn compact(&self, reader: &dyn LogReader) -> Result<(Beginning, Stamp, Read)> {
        let compactions = self
            .opened
            .beginning
            .compactions
            .checked_add(1)
            .ok_or_else(|| damaged("it was compacted too often"))?;
        let beginning = Beginning::new(compactions, &self.opened.beginning.header)?;
        let mut read = Read::start(&beginning);
        let replacement =
            Replacement::write(self.place, Some(platform::owner(&self.opened.metadata)), |file| {
                let mut file = BufWriter::with_capacity(CHUNK, file);
                file.write_all(&beginning.to_bytes())?;
                self.each(&mut |record| {
                    if reader.keeps(record) {
                        let (mark, frame) = beginning.frame(read.end, record)?;
                        file.write_all(&frame)?;
                        read = read.followed_by(mark, frame.len());
                    }
                    Ok(())
                })?;
                file.flush()
            })?;
        note_durable(self.lock, false)?;
        let (file, folder) = replacement.replace(self.place)?;
        folder.sync()?;
        note_durable(self.lock, true)?;
        Ok((beginning, Stamp::of(&file.metadata()?), read))
    }

    fn each(&self, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let beginning = &self.opened.beginning;
        scan(&self.opened.file, beginning, Read::start(beginning), each).map(drop)
    }
}
