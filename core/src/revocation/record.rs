//! What is recorded about a revocation or a withdrawal, and how: the same bytes in a file, a store
//! and a snapshot.
//!
//! | bytes | |
//! | --- | --- |
//! | 1 | the letter of the group |
//! | 1 | flags: 1 withdrawal, 2 the stamp is exact, 4 the token is named by its contents |
//! | 12 | the hash |
//! | 4 | the end, in seconds since the epoch; the highest number means that there is none |
//! | 4 | for a cut-off: refuses what was issued before this, in seconds since the epoch |
//! | 8, 8 | the stamp: its milliseconds, its sequence |
//! | 1 and so many | by whom |
//! | 2 and so many | the reason |
//!
//! Numbers are little-endian. A record in any other form was written by a newer version, and is
//! never skipped.

use super::name::{Group, Name};
use super::stamp::Stamp;
use super::table::Hash96;
use crate::error::{Error, ErrorCode, Result};

/// The end of something that never ends.
pub(crate) const NEVER: u32 = u32::MAX;

const WITHDRAWAL: u8 = 1;
const EXACT: u8 = 2;
const DIGEST: u8 = 4;

/// What happened to one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) name: Name,
    pub(crate) is_withdrawal: bool,
    /// Whether the token has no `jti`.
    pub(crate) is_digest: bool,
    pub(crate) end: u32,
    /// For a cut-off.
    pub(crate) before: u32,
    pub(crate) stamp: Stamp,
    /// Whether the stamp is the one that it was originally written with, and not only a lower
    /// bound.
    pub(crate) is_exact: bool,
    pub(crate) by: Option<String>,
    pub(crate) reason: Option<String>,
}

impl Record {
    /// What a list knows about a record that it did not keep.
    pub(super) fn bare(name: Name, stamp: Stamp, is_withdrawal: bool, end: u32) -> Self {
        Self {
            name,
            is_withdrawal,
            is_digest: false,
            end,
            before: 0,
            stamp,
            is_exact: true,
            by: None,
            reason: None,
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let (by, reason) = (
            self.by.as_deref().unwrap_or_default(),
            self.reason.as_deref().unwrap_or_default(),
        );
        let mut bytes = Vec::with_capacity(41 + by.len() + reason.len());
        bytes.push(self.name.group.letter());
        bytes.push(
            flag(self.is_withdrawal, WITHDRAWAL) | flag(self.is_exact, EXACT) | flag(self.is_digest, DIGEST),
        );
        bytes.extend(self.name.hash.to_bytes());
        bytes.extend(self.end.to_le_bytes());
        bytes.extend(self.before.to_le_bytes());
        bytes.extend(self.stamp.milliseconds.to_le_bytes());
        bytes.extend(self.stamp.sequence.to_le_bytes());
        // Both are short: see Note.
        bytes.push(by.len() as u8);
        bytes.extend(by.as_bytes());
        bytes.extend((reason.len() as u16).to_le_bytes());
        bytes.extend(reason.as_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut rest = Reader(bytes);
        let record = rest.record().filter(|_| rest.0.is_empty());
        record.ok_or_else(|| {
            unavailable("holds a record that this version does not know: a newer one wrote it")
        })
    }
}

/// Bytes that are read from the start.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn hash(&mut self) -> Option<Hash96> {
        self.array().map(Hash96::from_bytes)
    }

    pub(super) fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp {
            milliseconds: self.u64()?,
            sequence: self.u64()?,
        })
    }

    pub(super) fn group(&mut self) -> Option<Group> {
        self.u8().and_then(Group::of_letter)
    }

    fn text(&mut self, length: usize) -> Option<Option<String>> {
        let text = std::str::from_utf8(self.bytes(length)?).ok()?;
        Some(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    fn record(&mut self) -> Option<Record> {
        let group = self.group()?;
        let flags = self
            .u8()
            .filter(|flags| flags & !(WITHDRAWAL | EXACT | DIGEST) == 0)?;
        Some(Record {
            name: Name {
                group,
                hash: self.hash()?,
            },
            is_withdrawal: flags & WITHDRAWAL != 0,
            is_exact: flags & EXACT != 0,
            is_digest: flags & DIGEST != 0,
            end: self.u32()?,
            before: self.u32()?,
            stamp: self.stamp()?,
            by: self.u8().and_then(|length| self.text(length.into()))?,
            reason: self
                .array()
                .map(u16::from_le_bytes)
                .and_then(|length| self.text(length.into()))?,
        })
    }
}

/// The list cannot be used: that is never the token's fault, nor a reason to use an empty list
/// instead.
pub(crate) fn unavailable(what: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorCode::RevocationUnavailable,
        format!("the list of revocations {what}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in crate::revocation) fn record() -> Record {
        Record {
            name: Name {
                group: Group::Subject,
                hash: Hash96::from_bytes([9; 12]),
            },
            is_withdrawal: true,
            is_digest: false,
            end: NEVER,
            before: 1_700_000_000,
            stamp: Stamp {
                milliseconds: 1_700_000_000_123,
                sequence: 4,
            },
            is_exact: true,
            by: Some("žofie".into()),
            reason: None,
        }
    }

    #[test]
    fn records_come_back_as_they_were_and_no_other_form_is_read() {
        let bytes = record().to_bytes();
        assert_eq!(Record::from_bytes(&bytes).unwrap(), record());
        for length in 0..bytes.len() {
            assert_eq!(
                Record::from_bytes(&bytes[..length]).unwrap_err().code(),
                ErrorCode::RevocationUnavailable,
                "{length}"
            );
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(Record::from_bytes(&longer).is_err());
        for (place, byte) in [(0, b'x'), (1, 8), (1, 0xff)] {
            let mut other = bytes.clone();
            other[place] = byte;
            assert!(Record::from_bytes(&other).is_err(), "{place} {byte}");
        }
    }
}
