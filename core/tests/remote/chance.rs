//! Random numbers that are the same for the same seed (SplitMix64).

pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.fraction()
    }

    /// The waiting time for a random event that happens once in this many seconds.
    pub(crate) fn once_in(&mut self, seconds: f64) -> f64 {
        -seconds * (1.0 - self.fraction()).ln()
    }

    pub(crate) fn happens(&mut self, part: f64) -> bool {
        self.fraction() < part
    }

    pub(crate) fn one_of<T: Clone>(&mut self, many: &[T]) -> T {
        many[(self.next() % many.len() as u64) as usize].clone()
    }
}
