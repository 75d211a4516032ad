//! Bodies that arrive compressed although none of our requests allows it.

use std::borrow::Cow;
use std::io::Read as _;

/// Why a body cannot be restored to what it was before compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is longer than the limit, before or after decompression.
    TooLong,
    /// It begins like gzip, but is not gzip.
    Malformed,
}

/// The decompressed body, of at most `most` bytes. Servers compress although nobody allowed them
/// to, and some clients do not undo it: neither JSON nor a token begins like gzip.
pub(crate) fn plain(body: &[u8], most: u64) -> Result<Cow<'_, [u8]>, Fault> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    if body.len() as u64 > most {
        return Err(Fault::TooLong);
    }
    if !body.starts_with(&GZIP) {
        return Ok(Cow::Borrowed(body));
    }
    let mut plain = Vec::new();
    let read = flate2::read::GzDecoder::new(body)
        .take(most.saturating_add(1))
        .read_to_end(&mut plain);
    match read {
        Ok(_) if plain.len() as u64 > most => Err(Fault::TooLong),
        Ok(_) => Ok(Cow::Owned(plain)),
        Err(_) => Err(Fault::Malformed),
    }
}
