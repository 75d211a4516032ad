//! The hashes by which entries are found.

/// How many of a hash's top bits choose its shard.
pub(super) const SHARD_BITS: u32 = 10;
pub(super) const SHARDS: usize = 1 << SHARD_BITS;

/// The first 96 bits of a keyed hash. It is ordered by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hash96 {
    pub(super) high: u64,
    pub(super) low: u32,
}

impl Hash96 {
    pub(crate) fn from_bytes(bytes: [u8; 12]) -> Self {
        let [a, b, c, d, e, f, g, h, low @ ..] = bytes;
        Self {
            high: u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            low: u32::from_be_bytes(low),
        }
    }

    pub(crate) fn to_bytes(self) -> [u8; 12] {
        let ([a, b, c, d, e, f, g, h], [i, j, k, l]) = (self.high.to_be_bytes(), self.low.to_be_bytes());
        [a, b, c, d, e, f, g, h, i, j, k, l]
    }

    /// Which shard it belongs to: less than `SHARDS`.
    #[inline]
    pub(super) fn shard(self) -> usize {
        (self.high >> (u64::BITS - SHARD_BITS)) as usize
    }

    /// Where the search for it begins in a shard with this many homes. Homes have the same order as
    /// hashes.
    #[inline]
    pub(super) fn home(self, homes: usize) -> usize {
        ((u128::from(self.high << SHARD_BITS) * homes as u128) >> u64::BITS) as usize
    }
}
