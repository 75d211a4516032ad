//! Numbered records, and a reader that takes them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokenseal::{Error, ErrorCode, LogReader, Result, RevocationLog};
use tokenseal_files::RevocationFile;

use crate::common::folder_for;

pub(crate) const NAME: &str = "revoked.log";
pub(crate) const HEADER: &[u8] = b"a header that only the core reads";

/// A folder, and a file without records in it.
pub(crate) fn empty() -> (TempDir, PathBuf, RevocationFile) {
    let (folder, path) = folder_for(NAME);
    let file = RevocationFile::create(&path, HEADER).unwrap();
    (folder, path, file)
}

/// A folder, and a file with this many records.
pub(crate) fn with(count: u64) -> (TempDir, PathBuf, RevocationFile) {
    let (folder, path, file) = empty();
    (0..count).for_each(|_| assert!(append(&file).is_ok()));
    (folder, path, file)
}

/// From this number on, records are as long as they may be: a file grows with fewer of them.
pub(crate) const LONG: u64 = 1_000_000;

/// Longer and shorter ones in turn.
pub(crate) fn record(number: u64) -> Vec<u8> {
    let filler = if number < LONG {
        usize::try_from(number.wrapping_mul(7919) % 500).unwrap()
    } else {
        4_000
    };
    format!("record {number} {}", "x".repeat(filler)).into_bytes()
}

fn number(found: &[u8]) -> u64 {
    let number = std::str::from_utf8(found)
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(found, record(number), "a part of a record, or a mixture");
    number
}

/// Takes records that must come in order, and says what to write next.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) last: u64,
    pub(crate) taken: u64,
    /// Records before this have expired.
    pub(crate) ended: u64,
    /// When asked for the next record, it refuses to give one.
    pub(crate) refuses: bool,
}

impl LogReader for Reader {
    fn record(&mut self, found: &[u8]) -> Result<()> {
        let number = number(found);
        // A file that was compacted begins with a later one.
        assert!(
            self.taken == 0 || number == self.last + 1,
            "{number} after {}",
            self.last
        );
        (self.last, self.taken) = (number, self.taken + 1);
        Ok(())
    }

    fn next(&mut self) -> Result<Vec<u8>> {
        match self.refuses {
            true => Err(Error::new(ErrorCode::Internal, "no")),
            false => Ok(record(self.last + 1)),
        }
    }

    fn keeps(&self, record: &[u8]) -> bool {
        number(record) >= self.ended
    }
}

/// What is new: the number of the last record, if there is any.
pub(crate) fn follow(file: &RevocationFile) -> Result<Option<u64>> {
    let mut reader = Reader::default();
    file.follow(&mut reader)?;
    Ok((reader.taken > 0).then_some(reader.last))
}

/// Appends the next record, and returns its number.
pub(crate) fn append(file: &RevocationFile) -> Result<u64> {
    append_and_end(file, 0)
}

/// The same, if records before this one have expired.
pub(crate) fn append_and_end(file: &RevocationFile, ended: u64) -> Result<u64> {
    // What this object has read already is not handed over once more.
    let mut all = Reader::default();
    file.read(&mut all)?;
    let mut reader = Reader {
        last: all.last,
        ended,
        ..Reader::default()
    };
    file.append(&mut reader)?;
    Ok(reader.last + 1)
}

/// A writer that appends often: it remembers what it wrote, and is told the rest.
pub(crate) struct Writer {
    file: RevocationFile,
    last: u64,
}

impl Writer {
    pub(crate) fn open(path: &Path) -> Self {
        let file = RevocationFile::open(path).unwrap();
        let last = follow(&file).unwrap().unwrap_or_default();
        Self { file, last }
    }

    /// The next record after what is there. `ended` says which have expired by then.
    pub(crate) fn append(&mut self, ended: impl Fn(u64) -> u64) -> Result<u64> {
        let mut reader = Reader {
            last: self.last,
            ended: ended(self.last),
            ..Reader::default()
        };
        let appended = self.file.append(&mut reader);
        // After a failure it must be read again, from the first record.
        self.last = reader.last + u64::from(appended.is_ok());
        appended.map(|()| self.last)
    }

    /// What it finds, without writing anything.
    pub(crate) fn confirm(&mut self) -> u64 {
        let mut reader = Reader {
            last: self.last,
            refuses: true,
            ..Reader::default()
        };
        assert_eq!(self.file.append(&mut reader).unwrap_err().message(), "no");
        reader.last
    }
}

/// Long records until the file has at least this many bytes; returns the number of the last.
pub(crate) fn fill(path: &Path, bytes: u64) -> u64 {
    let mut writer = Writer::open(path);
    writer.last = writer.last.max(LONG);
    while path.metadata().unwrap().len() < bytes {
        writer.append(|_| 0).unwrap();
    }
    writer.last
}

/// How many records the file has, for someone who reads it for the first time.
pub(crate) fn count_in(path: &Path) -> Result<u64> {
    let mut reader = Reader::default();
    RevocationFile::open(path)?.follow(&mut reader)?;
    Ok(reader.last)
}
