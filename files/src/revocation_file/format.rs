//! The format of revocations in a file.
//!
//! | bytes | of the beginning |
//! | --- | --- |
//! | 8 | `tsrvlog` and the version, 1 |
//! | 8 | how often the file was compacted |
//! | 16 | a random id, drawn with each compaction |
//! | 4 and so many | the header, which only the core reads |
//! | 8 | the checksum of all this |
//!
//! | bytes | of each record after it |
//! | --- | --- |
//! | 8 | the checksum of its place, and of what follows |
//! | 4 and so many | the record, which only the core reads |
//!
//! Numbers are little-endian. A checksum is SipHash-1-3 under the random id, and so is valid for
//! one place in one file: neither earlier contents of the disk nor text within a record can pass
//! for a record. It is no protection against people who can read the file.

use std::hash::Hasher;
use std::io::{Error, ErrorKind, Result};

use siphasher::sip::SipHasher13;

const MAGIC: &[u8; 8] = b"tsrvlog\x01";
const CHECKSUM: usize = 8;
/// The checksum of a record, with which it begins.
pub(super) type Mark = [u8; CHECKSUM];
/// The bytes before the header, and before a record.
const FIXED: usize = 36;
const PREFIX: usize = CHECKSUM + 4;

/// The longest header and the longest record, in bytes.
const LONGEST_HEADER: usize = 4096;
const LONGEST_RECORD: usize = 4096;
/// The most bytes that the beginning takes, and that one record takes.
pub(super) const LONGEST_BEGINNING: usize = FIXED + LONGEST_HEADER + CHECKSUM;
pub(super) const LONGEST_FRAME: usize = PREFIX + LONGEST_RECORD;

/// The beginning of a file: it identifies the file among all that were ever in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    pub(super) compactions: u64,
    id: [u8; 16],
    pub(super) header: Vec<u8>,
}

impl Beginning {
    pub(super) fn new(compactions: u64, header: &[u8]) -> Result<Self> {
        check_length(header, LONGEST_HEADER)?;
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(Error::other)?;
        Ok(Self {
            compactions,
            id,
            header: header.to_vec(),
        })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let length = self.header.len() as u32; // It is short: see `new`.
        let mut bytes = [
            MAGIC.as_slice(),
            &self.compactions.to_le_bytes(),
            &self.id,
            &length.to_le_bytes(),
            &self.header,
        ]
        .concat();
        bytes.extend(self.checksum(&[&bytes]));
        bytes
    }

    /// Reads the beginning of these bytes.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes).ok_or_else(|| damaged("its beginning is damaged, or a newer version wrote it"))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (compactions, rest) = rest.split_first_chunk()?;
        let (id, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length))
            .ok()
            .filter(|length| *length <= LONGEST_HEADER)?;
        let (header, rest) = rest.split_at_checked(length)?;
        let found = Self {
            compactions: u64::from_le_bytes(*compactions),
            id: *id,
            header: header.to_vec(),
        };
        let checksum = found.checksum(&[bytes.get(..FIXED + length)?]);
        (rest.first_chunk() == Some(&checksum)).then_some(found)
    }

    /// How many bytes it takes, which is where the first record begins.
    pub(super) fn length(&self) -> u64 {
        (FIXED + self.header.len() + CHECKSUM) as u64
    }

    /// A record as written at this place in the file.
    pub(super) fn frame(&self, place: u64, record: &[u8]) -> Result<(Mark, Vec<u8>)> {
        check_length(record, LONGEST_RECORD)?;
        if record.is_empty() {
            return Err(Error::new(ErrorKind::InvalidInput, "a record is empty"));
        }
        let length = (record.len() as u32).to_le_bytes(); // It is short.
        let checksum = self.checksum(&[&place.to_le_bytes(), &length, record]);
        Ok((checksum, [&checksum, length.as_slice(), record].concat()))
    }

    /// What is at this place, where these bytes begin.
    #[inline]
    pub(super) fn parse<'a>(&self, place: u64, bytes: &'a [u8]) -> Frame<'a> {
        let Some((checksum, summed)) = bytes.split_first_chunk::<CHECKSUM>() else {
            return Frame::Short;
        };
        let Some((length, rest)) = summed.split_first_chunk() else {
            return Frame::Short;
        };
        let Ok(length @ 1..=LONGEST_RECORD) = usize::try_from(u32::from_le_bytes(*length)) else {
            return Frame::Bad;
        };
        let Some(record) = rest.get(..length) else {
            return Frame::Short;
        };
        let Some(summed) = summed.get(..4 + length) else {
            return Frame::Short;
        };
        match self.checksum(&[&place.to_le_bytes(), summed]) == *checksum {
            true => Frame::Whole {
                record,
                mark: *checksum,
                length: PREFIX + length,
            },
            false => Frame::Bad,
        }
    }

    #[inline]
    fn checksum(&self, parts: &[&[u8]]) -> [u8; CHECKSUM] {
        let mut hasher = SipHasher13::new_with_key(&self.id);
        parts.iter().for_each(|part| hasher.write(part));
        hasher.finish().to_le_bytes()
    }
}

/// How many bytes a record takes in a file.
pub(super) fn frame_length(record: &[u8]) -> u64 {
    (PREFIX + record.len()) as u64
}

/// What is at a place in a file.
pub(super) enum Frame<'a> {
    Whole {
        record: &'a [u8],
        mark: Mark,
        /// How many bytes it takes in the file.
        length: usize,
    },
    /// More bytes are needed to tell.
    Short,
    Bad,
}

fn check_length(bytes: &[u8], longest: usize) -> Result<()> {
    match bytes.len() > longest {
        true => Err(Error::new(
            ErrorKind::InvalidInput,
            format!("{} bytes are more than the {longest} of the longest", bytes.len()),
        )),
        false => Ok(()),
    }
}

pub(super) fn damaged(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidData, what.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_good_for_one_place_in_one_file() {
        let [one, other] = [0, 0].map(|compactions| Beginning::new(compactions, b"header").unwrap());
        let (_, frame) = one.frame(100, b"record").unwrap();
        assert!(matches!(
            one.parse(100, &frame),
            Frame::Whole {
                record: b"record",
                length: 18,
                ..
            }
        ));
        assert!(
            matches!(one.parse(101, &frame), Frame::Bad) && matches!(other.parse(100, &frame), Frame::Bad)
        );
        for length in 0..frame.len() {
            assert!(
                matches!(one.parse(100, &frame[..length]), Frame::Short),
                "{length}"
            );
        }
        // What a file system leaves if it wrote the length of a file but not its content.
        assert!(matches!(one.parse(100, &[0; 100]), Frame::Bad));
    }

    #[test]
    fn a_beginning_comes_back_as_it_was_or_not_at_all() {
        let beginning = Beginning::new(7, b"header").unwrap();
        let bytes = beginning.to_bytes();
        assert_eq!(beginning.length(), bytes.len() as u64);
        assert_eq!(
            Beginning::from_bytes(&[&bytes[..], b"more"].concat()).unwrap(),
            beginning
        );
        for index in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[index] ^= 1;
            assert!(
                Beginning::from_bytes(&flipped).is_err() && Beginning::from_bytes(&bytes[..index]).is_err(),
                "{index}"
            );
        }
        assert!(Beginning::new(0, &[0; 4097]).is_err());
        assert!(beginning.frame(0, &[0; 4097]).is_err() && beginning.frame(0, &[]).is_err());
        assert_eq!(beginning.frame(0, &[0; 4096]).unwrap().1.len(), LONGEST_FRAME);
    }
}
