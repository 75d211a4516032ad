//! Where strings end: found for the whole text at once, which the compiler vectorizes.

/// How many bytes have their bits in one integer.
const BLOCK: usize = 64;

/// How many blocks need no allocation: those of up to half a kilobyte.
const FEW: usize = 8;

/// One bit for each byte of a text, set if the byte is special in a string.
#[derive(Default)]
pub(super) struct Stops {
    few: [u64; FEW],
    many: Vec<u64>,
}

/// Finds them all.
#[inline]
pub(super) fn find<'s>(text: &[u8], place: &'s mut Stops) -> &'s [u64] {
    let count = text.len().div_ceil(BLOCK);
    let stops = match place.few.get_mut(..count) {
        Some(few) => few,
        None => {
            place.many.resize(count, 0);
            &mut place.many
        }
    };
    fill(text, stops);
    stops
}

fn fill(text: &[u8], stops: &mut [u64]) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    for (to, block) in stops.iter_mut().zip(blocks) {
        *to = bits(block);
    }
    if !rest.is_empty()
        && let Some(to) = stops.last_mut()
    {
        let mut last = [0; BLOCK];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        *to = bits(&last);
    }
}

/// The index of the first such byte from `at` on; if there is none, None or an index past the end.
#[inline(always)]
pub(super) fn next(stops: &[u64], at: usize) -> Option<usize> {
    let bits = stops.get(at / BLOCK)? >> (at % BLOCK);
    if bits != 0 {
        Some(at + bits.trailing_zeros() as usize)
    } else {
        next_block(stops, at / BLOCK + 1)
    }
}

fn next_block(stops: &[u64], mut index: usize) -> Option<usize> {
    loop {
        match *stops.get(index)? {
            0 => index += 1,
            bits => return Some(index * BLOCK + bits.trailing_zeros() as usize),
        }
    }
}

/// Whether a byte is special in a string: a quote, a backslash or a control character.
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
            let mut place = Stops::default();
            let stops = find(&text, &mut place);
            for at in 0..length {
                let expected = text[at..]
                    .iter()
                    .position(|byte| is_stop(*byte))
                    .map_or(length, |found| at + found);
                let found = next(stops, at);
                assert!(
                    found == Some(expected)
                        || expected == length && found.is_none_or(|found| found >= length),
                    "{length} {at} {found:?}"
                );
            }
            assert!(next(stops, length).is_none_or(|found| found >= length));
            assert_eq!(next(stops, length + BLOCK), None);
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
