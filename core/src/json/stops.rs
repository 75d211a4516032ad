//! Where strings end: found for the whole text at once, which a compiler does many bytes at a time.

use smallvec::SmallVec;

/// How many bytes have their bits in one integer.
const BLOCK: usize = 64;

/// A bit for each byte of a text, set where it means something in a string. Of a text of up to half a kilobyte, without an allocation.
pub(super) type Stops = SmallVec<[u64; 8]>;

/// Finds them all.
pub(super) fn find(text: &[u8]) -> Stops {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut stops = Stops::from_elem(0, blocks.len() + 1);
    for (to, block) in stops.iter_mut().zip(blocks) {
        *to = bits(block);
    }
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    if let Some(to) = stops.last_mut() {
        *to = bits(&last);
    }
    stops
}

/// The index of the first such byte from `at` on; where there is none in the text, None or one behind its end.
#[inline]
pub(super) fn next(stops: &[u64], at: usize) -> Option<usize> {
    let bits = stops.get(at / BLOCK)? >> (at % BLOCK);
    if bits != 0 {
        Some(at + bits.trailing_zeros() as usize)
    } else {
        next_block(stops, at / BLOCK + 1)
    }
}

fn next_block(stops: &[u64], from: usize) -> Option<usize> {
    let (index, bits) = stops
        .iter()
        .enumerate()
        .skip(from)
        .find(|(_, bits)| **bits != 0)?;
    Some(index * BLOCK + bits.trailing_zeros() as usize)
}

/// Whether a byte means something in a string: a quote, a backslash or a control character.
pub(super) const fn is_stop(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

/// The bits of a block, its first byte's the lowest.
fn bits(block: &[u8; BLOCK]) -> u64 {
    /// Moves the lowest bit of each of eight bytes into the highest byte, in their order.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let flags = block.map(|byte| u8::from(is_stop(byte)));
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, eight| {
        bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_from_everywhere() {
        for length in [0, 1, 7, 63, 64, 65, 127, 128, 600] {
            let text: Vec<u8> = (0..length)
                .map(|index| {
                    if index % 37 == 5 {
                        b"\"\\\n\0\x1f"[index % 5]
                    } else {
                        b" !#[]\x7f\xc3"[index % 7]
                    }
                })
                .collect();
            let stops = find(&text);
            for at in 0..length {
                let expected = text[at..]
                    .iter()
                    .position(|byte| is_stop(*byte))
                    .map_or(length, |found| at + found);
                let found = next(&stops, at);
                assert!(
                    found == Some(expected)
                        || expected == length && found.is_none_or(|found| found >= length),
                    "{length} {at} {found:?}"
                );
            }
            assert!(next(&stops, length).is_none_or(|found| found >= length));
            assert_eq!(next(&stops, length + BLOCK), None);
        }
    }

    #[test]
    fn every_byte() {
        for byte in 0..=u8::MAX {
            for place in 0..BLOCK {
                let mut block = [b'x'; BLOCK];
                block[place] = byte;
                let expected = if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
                    1 << place
                } else {
                    0
                };
                assert_eq!(bits(&block), expected);
            }
        }
    }
}
