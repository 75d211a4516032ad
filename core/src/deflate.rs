//! DEFLATE (RFC 1951), either raw or with the header and checksum of ZLIB (RFC 1950), bounded while
//! inflating.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// What surrounds the compressed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    /// Nothing, as in an encrypted token.
    Raw,
    /// ZLIB's header and checksum, as in a status list.
    Zlib,
}

impl Wrapping {
    fn is_zlib(self) -> bool {
        self == Wrapping::Zlib
    }
}

/// Why bytes cannot be inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// They inflate to more than the limit.
    TooLong,
    /// They are not DEFLATE, are truncated, have trailing data, or have the wrong checksum.
    Malformed,
}

/// Compresses `bytes`. None if the compressor fails, which it has no reason to do.
pub(crate) fn deflate(bytes: &[u8], wrapping: Wrapping, level: Compression) -> Option<Vec<u8>> {
    let mut compressor = Compress::new(level, wrapping.is_zlib());
    let mut output = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        let rest = usize::try_from(compressor.total_in())
            .ok()
            .and_then(|read| bytes.get(read..))
            .unwrap_or_default();
        match compressor.compress_vec(rest, &mut output, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Some(output),
            Ok(Status::Ok | Status::BufError) => output.reserve(output.capacity().max(64)),
            Err(_) => return None,
        }
    }
}

/// Inflates all of `bytes` into `output`, up to `limit` bytes in total. Never produces more than
/// one byte beyond that. If it fails, the output produced so far stays in `output` for the caller
/// to wipe.
pub(crate) fn inflate_into(
    bytes: &[u8],
    wrapping: Wrapping,
    limit: usize,
    output: &mut Vec<u8>,
) -> Result<(), Fault> {
    let mut inflater = Decompress::new(wrapping.is_zlib());
    // One byte more than the limit distinguishes too long from exactly as long as allowed.
    let most = limit.saturating_add(1);
    output.reserve_exact(bytes.len().saturating_mul(4).clamp(64, 64 * 1024).min(most));
    loop {
        let (read, written) = (inflater.total_in(), output.len());
        let rest = usize::try_from(read)
            .ok()
            .and_then(|read| bytes.get(read..))
            .unwrap_or_default();
        let status = inflater
            .decompress_vec(rest, output, FlushDecompress::None)
            .map_err(|_| Fault::Malformed)?;
        if output.len() > limit {
            return Err(Fault::TooLong);
        }
        match status {
            Status::StreamEnd if inflater.total_in() == bytes.len() as u64 => return Ok(()),
            Status::StreamEnd => return Err(Fault::Malformed), // trailing bytes
            Status::Ok | Status::BufError if output.len() == output.capacity() => {
                let more = output.capacity().max(64).min(most - output.len());
                output.reserve_exact(more);
            }
            Status::Ok | Status::BufError if inflater.total_in() == read && output.len() == written => {
                return Err(Fault::Malformed); // truncated
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zlib(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
        let mut output = Vec::new();
        inflate_into(bytes, Wrapping::Zlib, limit, &mut output).map(|()| output)
    }

    #[test]
    fn zlib_round_trips_and_is_taken_whole_or_not_at_all() {
        for length in [0_usize, 1, 64, 70_000] {
            let plain: Vec<u8> = (0..length).map(|at| (at * at % 251) as u8).collect();
            let packed = deflate(&plain, Wrapping::Zlib, Compression::best()).unwrap();
            assert_eq!(zlib(&packed, length).as_deref(), Ok(plain.as_slice()));
            if length > 0 {
                assert_eq!(zlib(&packed, length - 1), Err(Fault::TooLong));
            }
            let mut other_sum = packed.clone();
            *other_sum.last_mut().unwrap() ^= 1;
            for bad in [
                &packed[..packed.len() - 1],
                &packed[2..],
                &[&packed[..], &[0]].concat(),
                &other_sum,
            ] {
                assert_eq!(zlib(bad, length), Err(Fault::Malformed), "{length}");
            }
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = deflate(&vec![0; 50_000_000], Wrapping::Zlib, Compression::best()).unwrap();
        assert!(bomb.len() < 60_000);
        let mut output = Vec::new();
        assert_eq!(
            inflate_into(&bomb, Wrapping::Zlib, 100_000, &mut output),
            Err(Fault::TooLong)
        );
        assert!(output.capacity() <= 100_001);
    }
}
