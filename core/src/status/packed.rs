//! Statuses of one, two, four or eight bits, packed into bytes starting with the least significant
//! bit (section 4.1 of the draft).

use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    /// The number of bits of one status is two to the power of this: 0 to 3.
    shift: u32,
    bytes: Vec<u8>,
}

impl Packed {
    /// Statuses with this many bits each. None if that is not 1, 2, 4 or 8.
    pub(crate) fn new(bits: u32, bytes: Vec<u8>) -> Option<Self> {
        matches!(bits, 1 | 2 | 4 | 8).then(|| Self {
            shift: bits.trailing_zeros(),
            bytes,
        })
    }

    pub(crate) fn bits(&self) -> u32 {
        1 << self.shift
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many statuses there are.
    pub(crate) fn len(&self) -> u64 {
        (self.bytes.len() as u64) << (3 - self.shift)
    }

    /// The status at an index. None past the end.
    #[inline]
    pub(crate) fn get(&self, index: u64) -> Option<u8> {
        let byte = self.bytes.get(self.byte_of(index)?)?;
        Some((byte >> self.place_of(index)) & self.mask())
    }

    /// Sets a status. None if it is past the end, or the status needs more bits.
    pub(crate) fn set(&mut self, index: u64, status: u8) -> Option<()> {
        let (place, mask) = (self.place_of(index), self.mask());
        let at = self.byte_of(index)?;
        let byte = self.bytes.get_mut(at).filter(|_| status <= mask)?;
        *byte = *byte & !(mask << place) | status << place;
        Some(())
    }

    /// The greatest status that fits in this many bits.
    pub(crate) fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits())
    }

    fn byte_of(&self, index: u64) -> Option<usize> {
        usize::try_from(index >> (3 - self.shift)).ok()
    }

    /// Where in its byte a status begins.
    fn place_of(&self, index: u64) -> u32 {
        let in_byte = (index & ((8 >> self.shift) - 1)) as u32;
        in_byte << self.shift
    }
}

/// Checks a number of bits that a caller gave.
pub(super) fn check_bits(bits: u32, bytes: Vec<u8>) -> Result<Packed> {
    Packed::new(bits, bytes).ok_or_else(|| Error::option("the bits of a status must be 1, 2, 4 or 8"))
}

#[cfg(test)]
mod tests {
    use super::Packed;

    /// The two examples of section 4.1 of the draft.
    #[test]
    fn the_examples_of_the_draft() {
        let one = Packed::new(1, vec![0xb9, 0xa3]).unwrap();
        let statuses: Vec<u8> = (0..one.len()).map(|index| one.get(index).unwrap()).collect();
        assert_eq!(statuses, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);
        let two = Packed::new(2, vec![0xc9, 0x44, 0xf9]).unwrap();
        let statuses: Vec<u8> = (0..two.len()).map(|index| two.get(index).unwrap()).collect();
        assert_eq!(statuses, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
        assert_eq!((one.get(16), two.get(12), two.get(u64::MAX)), (None, None, None));
    }

    #[test]
    fn what_was_set_is_found_and_nothing_else_changes() {
        for bits in [1, 2, 4, 8] {
            let mut packed = Packed::new(bits, vec![0; 8]).unwrap();
            let most = packed.mask();
            for index in (0..packed.len()).step_by(3) {
                packed.set(index, most).unwrap();
            }
            for index in 0..packed.len() {
                assert_eq!(
                    packed.get(index),
                    Some(if index % 3 == 0 { most } else { 0 }),
                    "{bits} bits, {index}"
                );
            }
            packed.set(3, 0).unwrap();
            assert_eq!(
                (packed.get(2), packed.get(3), packed.get(4)),
                (Some(0), Some(0), Some(0))
            );
            assert_eq!(packed.set(packed.len(), 0), None);
            assert_eq!(packed.set(0, 2), if bits == 1 { None } else { Some(()) });
        }
        for bits in [0, 3, 5, 7, 9, 16, u32::MAX] {
            assert_eq!(Packed::new(bits, vec![0]), None);
        }
    }
}
