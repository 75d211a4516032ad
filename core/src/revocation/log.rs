//! Where revocations are kept: what the core asks of those who do I/O.

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

/// Where the records of a [`Revocations`] are kept: a file of `tokenseal-files`, or what a program brings itself.
///
/// The core does no I/O of its own. It calls this while it checks tokens, at most five times a second, and for each change. Records and the
/// header are bytes that only the core reads. Errors say what could not be done, and never what is kept.
pub trait RevocationLog: Send + Sync + Debug {
    /// What the core wrote there when the log was made.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`.
    fn header(&self) -> Result<Vec<u8>>;

    /// Hands over what was written since the last call here or of `append`, in order; all of it the first time, and whenever it is not known
    /// what is new. Cheap where nothing is.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; what the reader gives.
    fn follow(&self, reader: &mut dyn LogReader) -> Result<()>;

    /// While nobody else changes it: hands over what is new, asks the reader for [`next`](LogReader::next), and appends that. Returns when it
    /// would survive a loss of power.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; `ERR_OPTION_INVALID` where the log can only be followed; what the reader gives. Then nothing was
    /// written, or it is not known whether it was, and the next call of `follow` says.
    fn append(&self, reader: &mut dyn LogReader) -> Result<()>;

    /// Hands over every record, from the first.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE`; what the reader gives.
    fn read(&self, reader: &mut dyn LogReader) -> Result<()>;
}

/// Who takes the records of a log, and says what to write.
pub trait LogReader {
    /// Takes one record.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if it is of a newer version.
    fn record(&mut self, record: &[u8]) -> Result<()>;

    /// The record to append, once all that is new was handed over.
    ///
    /// # Errors
    /// Why there is nothing to append.
    fn next(&mut self) -> Result<Vec<u8>>;

    /// Whether a record has to stay when the log is compacted.
    fn keeps(&self, record: &[u8]) -> bool;
}

/// The header of a log, by which all who open it hash alike.
const MAGIC: &[u8; 8] = b"tsrevok\x01";

impl Revocations {
    /// The header of a new log: what [`RevocationLog::header`] gives back.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for options of lists in memory alone.
    pub fn log_header(options: &RevocationsOptions) -> Result<Vec<u8>> {
        check_options(options)?;
        let lifetime = Lifetime::new(options.longest_lifetime.as_ref())?;
        let key = HashKey::random()?;
        Ok([&MAGIC[..], key.bytes(), &lifetime.seconds().to_le_bytes()].concat())
    }

    /// Opens the list that a log keeps, and follows it: every change is kept there, and what others write there is seen.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version wrote it, and what the log says. An empty list is never taken
    /// instead.
    pub fn open(log: Arc<dyn RevocationLog>) -> Result<Self> {
        Self::open_with(log, &RevocationsOptions::default())
    }

    /// The same, if the log was made as the options say. What they leave open is as it is there.
    ///
    /// # Errors
    /// As [`open`](Self::open); `ERR_OPTION_INVALID` if the log was made with another `longest_lifetime`, which stays as it is, and for
    /// options of lists in memory alone.
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

    /// Looks at the log, unless somebody else does.
    #[cold]
    pub(super) fn look(&self, log: &dyn RevocationLog, times: Times) {
        // Whoever holds the lock shows what they find, unless they take longer than a look may be old.
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

    /// Appends the record that `make` gives once all that is new was merged.
    pub(super) fn append(
        &self,
        log: &dyn RevocationLog,
        now: f64,
        make: &mut dyn FnMut(&List) -> Result<Record>,
    ) -> Result<Record> {
        // Without a lock: the log has its own, and may wait for it while checks go on reading.
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

/// A log keeps its records whether that was asked for or not.
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

/// What a record is made by, and when.
type Make<'a> = (f64, &'a mut dyn FnMut(&List) -> Result<Record>);

/// Merges what a log hands over.
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

    /// What has not ended. What this list does not know of is kept as well.
    fn keeps(&self, record: &[u8]) -> bool {
        // A clock that is ahead must not make others forget: nothing has ended that ends after the latest record.
        let latest = self.list.state.ledger().latest.seconds();
        let now = self.make.as_ref().map_or(0.0, |(now, _)| now.min(latest));
        Record::from_bytes(record).map_or(true, |record| super::state::has_not_ended(record.end, now))
    }
}
