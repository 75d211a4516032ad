//! The encoding as bytes.
//!
//! The first byte is the kind of a good token, or [`REFUSED`]. Texts follow, each as its length in four bytes, lowest first, and its UTF-8. An
//! absent one has the length [`ABSENT`] and nothing behind it. A refused token has three: the code, the message, and the claim that was refused.

use tokenseal::Error;

use super::{Members, number};

/// The first byte of a refused token.
pub const REFUSED: u8 = 3;

/// The length of a text that is absent.
pub const ABSENT: u32 = u32::MAX;

/// Writes the members of a token.
pub fn write(members: &Members<'_>) -> Vec<u8> {
    pack(number(members.kind), &members.texts)
}

/// Writes the error of a token that was refused.
pub fn write_refused(error: &Error) -> Vec<u8> {
    pack(REFUSED, &[Some(error.code().as_str()), Some(error.message()), error.claim()])
}

fn pack(first: u8, texts: &[Option<&str>]) -> Vec<u8> {
    let length = texts.iter().map(|text| 4 + text.map_or(0, str::len)).sum::<usize>() + 1;
    let mut packed = Vec::with_capacity(length);
    packed.push(first);
    for text in texts {
        // No array of the JVM is as long as 2^31 bytes, so nobody reads a text of which this is not the length.
        let length = text.map_or(ABSENT, |text| text.len() as u32);
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(text.unwrap_or_default().as_bytes());
    }
    packed
}

/// The first byte and the texts. None if the bytes are not of this form; those behind the last text are ignored, as room that was not needed.
#[cfg(test)]
pub(super) fn read(bytes: &[u8]) -> Option<(u8, Vec<Option<&str>>)> {
    let (&first, mut rest) = bytes.split_first()?;
    let count = if first == REFUSED { 3 } else { super::kind(first).map(|_| 5)? };
    let mut texts = Vec::new();
    for _ in 0..count {
        let (length, behind) = rest.split_first_chunk()?;
        let length = u32::from_le_bytes(*length);
        let (text, behind) = if length == ABSENT {
            (None, behind)
        } else {
            behind.split_at_checked(length as usize).map(|(text, behind)| (Some(text), behind))?
        };
        texts.push(text.map(std::str::from_utf8).transpose().ok()?);
        rest = behind;
    }
    Some((first, texts))
}
