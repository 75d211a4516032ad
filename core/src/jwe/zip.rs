//! Compression before encryption (RFC 7516, section 4.1.3): DEFLATE (RFC 1951), bounded while
//! inflating.

use flate2::Compression;
use zeroize::Zeroize;

use crate::deflate::{self, Fault, Wrapping};
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::limits::exceeded;

/// Whether the token's plaintext is compressed, according to its `zip`.
pub(crate) fn is_compressed(header: &Header) -> Result<bool> {
    match header.zip().as_deref() {
        None => Ok(false),
        Some("DEF") => Ok(true),
        Some(_) => Err(Error::new(
            ErrorCode::NotSupported,
            "this compression algorithm is not supported",
        )),
    }
}

/// Compresses `bytes`.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    deflate::deflate(bytes, Wrapping::Raw, Compression::default())
        .ok_or_else(|| Error::new(ErrorCode::Internal, "compression failed"))
}

/// Inflates all of `bytes`, up to `limit` bytes. It never produces more than that.
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
    deflate::inflate_into(bytes, Wrapping::Raw, limit, output).map_err(|fault| match fault {
        Fault::TooLong => exceeded("the plaintext inflates to more than max_inflated_bytes"),
        Fault::Malformed => Error::decryption_failed(),
    })
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
                    assert_eq!(
                        inflate(&packed, length - 1).unwrap_err().code(),
                        ErrorCode::LimitExceeded
                    );
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
        assert_eq!(
            inflate_into(&bomb, 100_000, &mut output).unwrap_err().code(),
            ErrorCode::LimitExceeded
        );
        assert!(output.capacity() <= 100_001);
        assert_eq!(inflate(&bomb, 0).unwrap_err().code(), ErrorCode::LimitExceeded);
    }

    #[test]
    fn what_is_not_deflate_is_refused() {
        for bad in [
            &b""[..],
            b"\xff",
            b"\x07",
            b"not deflate at all",
            b"\x78\x9c\x03\x00\x00\x00\x00\x01",
        ] {
            assert_eq!(inflate(bad, 1000), Err(Error::decryption_failed()));
        }
    }
}
