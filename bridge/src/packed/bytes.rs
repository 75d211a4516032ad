//! The encoding as bytes.
//!
//! The first byte is the kind of a good token, with a bit for how its possession was proven
//! ([`DPOP`], [`CERTIFICATE`]), or [`REFUSED`]. Texts follow, each as its length in four bytes,
//! least significant first, and its UTF-8. An absent one has the length [`ABSENT`] and nothing
//! after it. A refused token has three: the code, the message, and the claim that was refused.
//!
//! A check that waits for keys begins with [`WAITS`] and has one text, the number under which it
//! was set aside. If the first byte has the bit [`MORE`], two further texts follow all others: the
//! events, as a JSON list, and the id of the key set that is due.

use tokenseal::Error;

use super::{Members, number, number_of_proof};

/// The first byte of a refused token.
pub const REFUSED: u8 = 3;

/// The first byte of a check that waits.
pub const WAITS: u8 = 4;

/// A bit of the first byte: the token's sender proved possession of the key that it is bound to.
pub const DPOP: u8 = 0x10;

/// A bit of the first byte: the same for a certificate.
pub const CERTIFICATE: u8 = 0x20;

/// A bit of the first byte: there are events, or a key set that is due.
pub const MORE: u8 = 0x80;

/// The length of a text that is absent.
pub const ABSENT: u32 = u32::MAX;

/// Writes the members of a token.
pub fn write(members: &Members<'_>) -> Vec<u8> {
    // One bit for each way: DPOP and CERTIFICATE.
    pack(
        number(members.kind) | number_of_proof(members.proven_by) << 4,
        &members.texts,
    )
}

/// Writes the error of a refused token.
pub fn write_refused(error: &Error) -> Vec<u8> {
    pack(
        REFUSED,
        &[Some(error.code().as_str()), Some(error.message()), error.claim()],
    )
}

/// Writes a check that waits, and was set aside under this number.
pub fn write_waits(number: u64) -> Vec<u8> {
    pack(WAITS, &[Some(&number.to_string())])
}

/// Adds what a check noticed, if it noticed anything.
pub fn add_noticed(packed: &mut Vec<u8>, events: Option<&str>, due: Option<u64>) {
    if events.is_none() && due.is_none() {
        return;
    }
    if let Some(first) = packed.first_mut() {
        *first |= MORE;
    }
    append(packed, &[events, due.map(|id| id.to_string()).as_deref()]);
}

fn pack(first: u8, texts: &[Option<&str>]) -> Vec<u8> {
    let length = texts
        .iter()
        .map(|text| 4 + text.map_or(0, str::len))
        .sum::<usize>()
        + 1;
    let mut packed = Vec::with_capacity(length);
    packed.push(first);
    append(&mut packed, texts);
    packed
}

fn append(packed: &mut Vec<u8>, texts: &[Option<&str>]) {
    for text in texts {
        // No JVM array is as long as 2^31 bytes, so nobody reads a text for which this is not the
        // length.
        let length = text.map_or(ABSENT, |text| text.len() as u32);
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(text.unwrap_or_default().as_bytes());
    }
}

/// The first byte and the texts. None if the bytes are not of this form; those after the last text
/// are ignored, as room that was not needed.
#[cfg(test)]
pub(super) fn read(bytes: &[u8]) -> Option<(u8, Vec<Option<&str>>)> {
    let (&first, mut rest) = bytes.split_first()?;
    let count = match first & !MORE {
        REFUSED => 3,
        WAITS => 1,
        kind => super::proof(kind >> 4)
            .and_then(|_| super::kind(kind & 0x0f))
            .map(|_| 5)?,
    };
    let count = if first & MORE == 0 { count } else { count + 2 };
    let mut texts = Vec::new();
    for _ in 0..count {
        let (length, behind) = rest.split_first_chunk()?;
        let length = u32::from_le_bytes(*length);
        let (text, behind) = if length == ABSENT {
            (None, behind)
        } else {
            behind
                .split_at_checked(length as usize)
                .map(|(text, behind)| (Some(text), behind))?
        };
        texts.push(text.map(std::str::from_utf8).transpose().ok()?);
        rest = behind;
    }
    Some((first, texts))
}
