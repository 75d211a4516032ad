//! Compression before encryption (RFC 7516, section 4.1.3): DEFLATE (RFC 1951), bounded while it inflates.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use zeroize::Zeroize;

use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::limits::exceeded;

/// Whether the token's plaintext is compressed, by its `zip`.
pub(crate) fn is_compressed(header: &Header) -> Result<bool> {
    match header.zip().as_deref() {
        None => Ok(false),
        Some("DEF") => Ok(true),
        Some(_) => Err(Error::new(ErrorCode::NotSupported, "this compression algorithm is not supported")),
    }
}

/// Compresses `bytes`.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressor = Compress::new(Compression::default(), false);
    let mut output = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        let rest = usize::try_from(compressor.total_in()).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        match compressor.compress_vec(rest, &mut output, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Ok(output),
            Ok(Status::Ok | Status::BufError) => output.reserve(output.capacity().max(64)),
            Err(_) => return Err(Error::new(ErrorCode::Internal, "compression failed")),
        }
    }
}

/// Inflates all of `bytes`, to at most `limit` bytes. More than that is never produced.
pub(crate) fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    let mut output = Vec::new();
    match inflate_into(bytes, limit, &mut output) {
        Ok(()) => Ok(output),
        Err(error) => {
            output.zeroize();
            Err(error)
        }
    }
}

fn inflate_into(bytes: &[u8], limit: usize, output: &mut Vec<u8>) -> Result<()> {
    let mut inflater = Decompress::new(false);
    // One byte more than the limit tells what is too long from what is exactly as long as allowed.
    let most = limit.saturating_add(1);
    output.reserve_exact(bytes.len().saturating_mul(4).clamp(64, 64 * 1024).min(most));
    loop {
        let (read, written) = (inflater.total_in(), output.len());
        let rest = usize::try_from(read).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let status = inflater.decompress_vec(rest, output, FlushDecompress::None).map_err(|_| Error::decryption_failed())?;
        if output.len() > limit {
            return Err(exceeded("the plaintext inflates to more than max_inflated_bytes"));
        }
        match status {
            Status::StreamEnd if inflater.total_in() == bytes.len() as u64 => return Ok(()),
            Status::StreamEnd => return Err(Error::decryption_failed()), // trailing bytes
            Status::Ok | Status::BufError if output.len() == output.capacity() => {
                let more = output.capacity().max(64).min(most - output.len());
                output.reserve_exact(more);
            }
            Status::Ok | Status::BufError if inflater.total_in() == read && output.len() == written => {
                return Err(Error::decryption_failed()); // truncated
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for length in [0, 1, 63, 64, 65, 1000, 70_000, 300_000] {
            let mut state = 1_u32;
            let noise: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            for plain in [vec![b'a'; length], noise] {
                let packed = deflate(&plain).unwrap();
                assert_eq!(inflate(&packed, length).unwrap(), plain);
                if length > 0 {
                    assert_eq!(inflate(&packed, length - 1).unwrap_err().code(), ErrorCode::LimitExceeded);
                }
                for bad in [&packed[..packed.len() - 1], &[&packed[..], &[0]].concat()] {
                    assert_eq!(inflate(bad, length), Err(Error::decryption_failed()));
                }
            }
        }
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = deflate(&vec![0; 50_000_000]).unwrap();
        assert!(bomb.len() < 60_000);
        let mut output = Vec::new();
        assert_eq!(inflate_into(&bomb, 100_000, &mut output).unwrap_err().code(), ErrorCode::LimitExceeded);
        assert!(output.capacity() <= 100_001);
        assert_eq!(inflate(&bomb, 0).unwrap_err().code(), ErrorCode::LimitExceeded);
    }

    #[test]
    fn what_is_not_deflate_is_refused() {
        for bad in [&b""[..], b"\xff", b"\x07", b"not deflate at all", b"\x78\x9c\x03\x00\x00\x00\x00\x01"] {
            assert_eq!(inflate(bad, 1000), Err(Error::decryption_failed()));
        }
    }
}
