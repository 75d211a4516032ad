//! A store's answers, provided that they have the expected form.

use super::super::name::HashKey;
use super::super::record::Record;
use super::super::stamp::Stamp;
use super::script::{FORMAT, Header};
use crate::base64url;
use crate::machine::{Failure, Value};

/// One page of a list.
pub(super) struct Page {
    /// None: there is no header.
    pub(super) header: Option<Header>,
    pub(super) entries: Vec<Entry>,
    pub(super) kept: Vec<Record>,
    /// How many are kept, whether or not they were requested.
    pub(super) kept_count: usize,
}

/// A record in the log.
pub(super) struct Entry {
    pub(super) id: Stamp,
    /// All of it, as it is there: this distinguishes two entries with the same ID.
    pub(super) text: String,
    pub(super) record: Record,
}

impl Page {
    pub(super) fn read(value: &Value) -> Result<Self, Failure> {
        let [header, entries, kept, count] = list(value)? else {
            return Err(Failure::Unreadable);
        };
        let entries = texts(entries)?
            .chunks(2)
            .map(Entry::read)
            .collect::<Option<Vec<_>>>();
        let kept = texts(kept)?
            .into_iter()
            .map(read_kept)
            .collect::<Option<Vec<_>>>();
        Ok(Self {
            header: read_header(&texts(header)?)?,
            entries: entries.ok_or(Failure::Unreadable)?,
            kept: kept.ok_or(Failure::Unreadable)?,
            kept_count: match count {
                Value::Text(count) => count.parse().map_err(|_| Failure::Unreadable)?,
                _ => return Err(Failure::Unreadable),
            },
        })
    }
}

impl Entry {
    fn read(pair: &[&str]) -> Option<Self> {
        let [id, text] = pair else { return None };
        let id = stamp(id)?;
        // Its fields: r RECORD n NUMBER, in this order.
        let record = text.strip_prefix("r ")?.split(' ').next()?;
        let mut record = read_record(record)?;
        if !record.is_exact {
            record.stamp = id;
            record.is_exact = true;
        }
        Some(Self {
            id,
            text: (*text).to_owned(),
            record,
        })
    }
}

/// The head of a snapshot, and a piece of it.
pub(super) fn snapshot(value: &Value) -> Option<(&str, &str)> {
    match list(value).ok()? {
        [head, piece] => Some((text(head)?, text(piece)?)),
        _ => None,
    }
}

/// The answer of a script that writes.
pub(super) enum Written {
    /// The IDs of the records.
    Done(Vec<Stamp>),
    /// The clocks of the writer and the store are too far apart.
    Clock,
    /// The list does not exist, is a different one, or is incomplete.
    Not(Failure),
}

/// The answer of a script that was given this many records.
pub(super) fn written(value: &Value, count: usize) -> Result<Written, Failure> {
    match texts(value)?.as_slice() {
        ["ok", ids @ ..] if ids.len() == count => ids
            .iter()
            .map(|id| stamp(id))
            .collect::<Option<_>>()
            .map(Written::Done)
            .ok_or(Failure::Unreadable),
        ["clock"] => Ok(Written::Clock),
        ["gone" | "epoch"] => Ok(Written::Not(Failure::NoList)),
        ["lost"] => Ok(Written::Not(Failure::Incomplete)),
        _ => Err(Failure::Unreadable),
    }
}

fn list(value: &Value) -> Result<&[Value], Failure> {
    match value {
        Value::List(values) => Ok(values),
        Value::Error(_) => Err(Failure::Store),
        _ => Err(Failure::Unreadable),
    }
}

fn texts(value: &Value) -> Result<Vec<&str>, Failure> {
    list(value)?
        .iter()
        .map(text)
        .collect::<Option<Vec<_>>>()
        .ok_or(Failure::Unreadable)
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn read_header(texts: &[&str]) -> Result<Option<Header>, Failure> {
    let [format, epoch, hash_key, longest, last, kept, beat, restored] = texts else {
        return Err(Failure::Unreadable);
    };
    if [format, epoch, hash_key, longest, last]
        .iter()
        .all(|text| text.is_empty())
    {
        return Ok(None);
    }
    if *format != FORMAT || epoch.is_empty() {
        return Err(Failure::Unreadable);
    }
    let key = base64url::decode(hash_key.as_bytes())
        .and_then(|key| key.try_into().ok())
        .map(HashKey::from_bytes);
    Ok(Some(Header {
        epoch: (*epoch).to_owned(),
        key: key.ok_or(Failure::Unreadable)?,
        longest: longest.parse().map_err(|_| Failure::Unreadable)?,
        last: stamp(last).ok_or(Failure::Unreadable)?,
        kept: kept.parse().map_err(|_| Failure::Unreadable)?,
        beat: (*beat).to_owned(),
        restored: (*restored).to_owned(),
    }))
}

/// What is kept is preceded by its stamp.
fn read_kept(text: &str) -> Option<Record> {
    let (at, record) = text.split_once(' ')?;
    Some(Record {
        stamp: stamp(at)?,
        is_exact: true,
        ..read_record(record)?
    })
}

fn read_record(text: &str) -> Option<Record> {
    Record::from_bytes(&base64url::decode(text.as_bytes())?).ok()
}

pub(super) fn stamp(text: &str) -> Option<Stamp> {
    let (milliseconds, sequence) = text.split_once('-')?;
    Some(Stamp {
        milliseconds: milliseconds.parse().ok()?,
        sequence: sequence.parse().ok()?,
    })
}
