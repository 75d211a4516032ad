//! Reading records in order, and telling a torn tail from a damaged file.
//!
//! A writer appends only to a file whose records are all on the disk. So at most the last record
//! can be torn, by a loss of power, a full disk or a kill, or be half-written as a reader sees it.
//! It is at most [`LONGEST_FRAME`] bytes long, with nothing whole after it. Anything else that is
//! not a record is damage.

use std::fs::File;
use std::io::Error;

use super::format::{Beginning, Frame, LONGEST_FRAME, Mark, damaged};
use crate::open::fill;

/// How much is read at once.
const CHUNK: usize = 1 << 20;
/// A reader can see parts of two writes if a writer cuts off a torn tail and writes over it. So a
/// place that looks damaged is read again.
const TRIES: u32 = 3;

/// How much of a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// Where the last record begins; where the first would begin if there is none.
    pub(super) last: u64,
    /// The checksum of the last record, which no other record at its place has.
    pub(super) mark: Mark,
    /// Where the last record ends, and the next would begin.
    pub(super) end: u64,
    /// Whether there is a torn record after it.
    pub(super) is_torn: bool,
}

impl Read {
    /// Counts one more record, which takes this many bytes.
    pub(super) fn followed_by(self, mark: Mark, length: usize) -> Self {
        Self {
            last: self.end,
            mark,
            end: self.end + length as u64,
            is_torn: false,
        }
    }

    /// Whether the last record is still there.
    pub(super) fn is_still_in(&self, file: &File) -> Result<bool, Error> {
        let mut mark = Mark::default();
        Ok(self.last == self.end || fill(file, &mut mark, self.last)? == mark.len() && mark == self.mark)
    }

    /// Nothing yet.
    pub(super) fn start(beginning: &Beginning) -> Self {
        Self {
            last: beginning.length(),
            mark: Mark::default(),
            end: beginning.length(),
            is_torn: false,
        }
    }
}

/// Hands over each record from here on.
pub(super) fn scan<E: From<Error>>(
    file: &File,
    beginning: &Beginning,
    from: Read,
    each: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<Read, E> {
    let mut read = from;
    let mut tries = 0;
    let mut window = Window::new(file, from.end)?;
    loop {
        let rest = window.rest();
        match beginning.parse(read.end, rest) {
            Frame::Whole { record, mark, length } => {
                each(record)?;
                read = read.followed_by(mark, length);
                window.consume(length);
                tries = 0;
            }
            // More than one record can take: the end of the file is too near, or there is damage.
            Frame::Short | Frame::Bad if rest.len() <= LONGEST_FRAME && !window.is_at_end => {
                window.fill(file, read.end)?
            }
            Frame::Short | Frame::Bad if is_tail(beginning, read.end, rest) => {
                return Ok(Read {
                    is_torn: !rest.is_empty(),
                    ..read
                });
            }
            Frame::Short | Frame::Bad => {
                tries += 1;
                if tries == TRIES {
                    return Err(damaged(format!(
                        "the record at byte {} is damaged, and others lie behind it",
                        read.end
                    ))
                    .into());
                }
                window = Window::new(file, read.end)?;
            }
        }
    }
}

/// Whether this, up to the end of the file, can be a part of one record.
fn is_tail(beginning: &Beginning, place: u64, rest: &[u8]) -> bool {
    let is_whole = |from: usize| {
        let behind = rest.get(from..).unwrap_or_default();
        matches!(beginning.parse(place + from as u64, behind), Frame::Whole { .. })
    };
    rest.len() <= LONGEST_FRAME && !(1..rest.len()).any(is_whole)
}

/// A part of a file, read ahead.
struct Window {
    bytes: Vec<u8>,
    /// The part that was read and not consumed.
    from: usize,
    to: usize,
    is_at_end: bool,
}

impl Window {
    fn new(file: &File, place: u64) -> Result<Self, Error> {
        // Usually only a few records are new.
        let length = usize::try_from(file.metadata()?.len().saturating_sub(place)).unwrap_or(CHUNK);
        let bytes = vec![0; length.saturating_add(1).clamp(2 * LONGEST_FRAME, CHUNK)];
        let mut window = Self {
            bytes,
            from: 0,
            to: 0,
            is_at_end: false,
        };
        window.fill(file, place)?;
        Ok(window)
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }

    fn consume(&mut self, length: usize) {
        self.from += length;
    }

    /// Reads until it is full or the file ends, starting at this offset in the file.
    fn fill(&mut self, file: &File, place: u64) -> Result<(), Error> {
        self.bytes.copy_within(self.from..self.to, 0);
        (self.from, self.to) = (0, self.to - self.from);
        let free = self.bytes.get_mut(self.to..).unwrap_or_default();
        let (wanted, count) = (free.len(), fill(file, free, place + self.to as u64)?);
        self.to += count;
        self.is_at_end = count < wanted;
        Ok(())
    }
}
