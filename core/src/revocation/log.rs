//! Where revocations are kept: what the core requires of code that does I/O.

use std::fmt::Debug;
use std::sync::{Arc, PoisonError};

use super::ends::Lifetime;
use super::list::{Batch, List};
use super::name::HashKey;
use super::record::{Record, unavailable};
use super::{Kept, Revocations};
use crate::error::{Error, Result};
use crate::machine::Times;
use crate::options::RevocationsOptions;

/// Where the records of a [`Revocations`] are kept: a file from `tokenseal-files`, or a program's
/// own implementation.
///
/// The core does no I/O of its own. It calls this while it checks tokens, at most five times a
/// second, and for each change. Records and the header are bytes that only the core interprets.
/// Errors should say what could not be done, and never what is kept.
pub trait RevocationLog: Send + Sync + Debug {
    /// The bytes that the core wrote there when the log was made.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`.
    fn header(&self) -> Result<Vec<u8>>;

    /// Passes on what was written since the last call of this method or of `append`, in order;
    /// everything the first time, and whenever it is not known what is new. Cheap if nothing is
    /// new.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; any error from the reader.
    fn follow(&self, reader: &mut dyn LogReader) -> Result<()>;

    /// While nobody else can change the log: passes on what is new, asks the reader for
    /// [`next`](LogReader::next), and appends that. Returns once it would survive a power failure.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; `ERR_OPTION_INVALID` if the log can only be followed; any
    /// error from the reader. In that case nothing was written, or it is not known whether it was,
    /// and the next call of `follow` will tell.
    fn append(&self, reader: &mut dyn LogReader) -> Result<()>;

    /// Passes on every record, from the first.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; any error from the reader.
    fn read(&self, reader: &mut dyn LogReader) -> Result<()>;
}

/// Takes the records of a log, and says what to write.
pub trait LogReader {
    /// Takes one record.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if it was written by a newer version.
    fn record(&mut self, record: &[u8]) -> Result<()>;

    /// The record to append, once everything new was passed on.
    ///
    /// # Errors
    /// The reason why there is nothing to append.
    fn next(&mut self) -> Result<Vec<u8>>;

    /// Whether a record must be kept when the log is compacted.
    fn keeps(&self, record: &[u8]) -> bool;
}

/// The header of a log, which makes everyone who opens it use the same hash.
const MAGIC: &[u8; 8] = b"tsrevok\x01";

impl Revocations {
    /// The header of a new log, which [`RevocationLog::header`] later returns.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for options that are only for lists in memory.
    pub fn log_header(options: &RevocationsOptions) -> Result<Vec<u8>> {
        check_options(options)?;
        let lifetime = Lifetime::new(options.longest_lifetime.as_ref())?;
        let key = HashKey::random()?;
        Ok([&MAGIC[..], key.bytes(), &lifetime.seconds().to_le_bytes()].concat())
    }

    /// Opens the list that a log keeps, and follows it: every change is stored there, and changes
    /// that others write there are seen.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged or a newer version wrote it, and any error
    /// from the log. An empty list is never used instead.
    pub fn open(log: Arc<dyn RevocationLog>) -> Result<Self> {
        Self::open_with(log, &RevocationsOptions::default())
    }

    /// The same, if the log was made as the options say. Anything they leave open is as the log
    /// says.
    ///
    /// # Errors
    /// Those of [`open`](Self::open); `ERR_OPTION_INVALID` if the log was made with another
    /// `longest_lifetime`, which stays as it is, and for options that are only for lists in memory.
    pub fn open_with(log: Arc<dyn RevocationLog>, options: &RevocationsOptions) -> Result<Self> {
        check_options(options)?;
        let list = read_header(&log.header()?)?;
        if options.longest_lifetime.is_some() {
            list.lifetime()
                .expect(Lifetime::new(options.longest_lifetime.as_ref())?)?;
        }
        let revocations = Self::of(list, Kept::Log(log));
        revocations.follow()?;
        Ok(revocations)
    }

    /// Looks at the log, unless someone else is doing so.
    #[cold]
    pub(super) fn look(&self, log: &dyn RevocationLog, times: Times) {
        // Whoever holds the lock will publish what they find, unless they take longer than a look
        // may be old.
        let Ok(_held) = self.0.changing.try_lock() else {
            return;
        };
        self.0.looked.set(Some(times));
        let result = self.follow_held(log);
        self.0.failed.store(result.err().map(Arc::new));
    }

    /// Reads what is new.
    pub(super) fn follow(&self) -> Result<()> {
        let Some(log) = self.0.kept.log() else {
            return Ok(());
        };
        let _held = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.follow_held(log);
        self.0.failed.store(result.as_ref().err().cloned().map(Arc::new));
        result
    }

    fn follow_held(&self, log: &dyn RevocationLog) -> Result<()> {
        let list = self.0.list.load();
        let mut reader = Merging::new(&list, None);
        let result = log.follow(&mut reader);
        reader.batch.merge();
        result
    }

    /// Appends the record that `make` returns once everything new was merged.
    pub(super) fn append(
        &self,
        log: &dyn RevocationLog,
        now: f64,
        make: &mut dyn FnMut(&List) -> Result<Record>,
    ) -> Result<Record> {
        // Without a lock: the log has its own, and may wait for it while checks continue to read.
        let list = self.0.list.load();
        let mut reader = Merging::new(&list, Some((now, make)));
        let result = log.append(&mut reader);
        reader.batch.merge();
        let made = reader.made;
        result?;
        let record = made.ok_or_else(|| unavailable("was not changed: its log did not ask what to write"))?;
        list.apply_own(&record, now);
        Ok(record)
    }
}

/// A log keeps its records whether or not that was requested.
fn check_options(options: &RevocationsOptions) -> Result<()> {
    match options.audit {
        true => Err(Error::option(
            "audit is for lists in memory: what is kept in a log can always be listed, so leave it out",
        )),
        false => Ok(()),
    }
}

/// Reads a header of this version.
fn read_header(header: &[u8]) -> Result<List> {
    let unknown = || unavailable("cannot be read: it is damaged, or a newer version wrote it");
    let rest = header.strip_prefix(MAGIC).ok_or_else(unknown)?;
    let (key, seconds) = rest.split_first_chunk::<16>().ok_or_else(unknown)?;
    let seconds = u64::from_le_bytes(seconds.try_into().map_err(|_| unknown())?);
    Ok(List::with_key(
        HashKey::from_bytes(*key),
        Lifetime::of_seconds(seconds),
    ))
}

/// How a record is made, and when.
type Make<'a> = (f64, &'a mut dyn FnMut(&List) -> Result<Record>);

/// Merges what a log passes on.
struct Merging<'a> {
    list: &'a List,
    batch: Batch<'a>,
    make: Option<Make<'a>>,
    made: Option<Record>,
}

impl<'a> Merging<'a> {
    fn new(list: &'a List, make: Option<Make<'a>>) -> Self {
        Self {
            list,
            batch: Batch::new(list),
            make,
            made: None,
        }
    }
}

impl LogReader for Merging<'_> {
    fn record(&mut self, record: &[u8]) -> Result<()> {
        self.batch.add(Record::from_bytes(record)?);
        Ok(())
    }

    fn next(&mut self) -> Result<Vec<u8>> {
        self.batch.merge();
        let Some((_, make)) = &mut self.make else {
            return Err(Error::new(
                crate::ErrorCode::Internal,
                "a log asked what to write while it was only read",
            ));
        };
        let record = make(self.list)?;
        let bytes = record.to_bytes();
        self.made = Some(record);
        Ok(bytes)
    }

    /// Keeps what has not ended. What this list does not know about is kept too.
    fn keeps(&self, record: &[u8]) -> bool {
        // A clock that is ahead must not make others forget: nothing that ends after the latest
        // record has ended.
        let latest = self.list.state.ledger().latest.seconds();
        let now = self.make.as_ref().map_or(0.0, |(now, _)| now.min(latest));
        Record::from_bytes(record).map_or(true, |record| super::state::has_not_ended(record.end, now))
    }
}
