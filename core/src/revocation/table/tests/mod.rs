mod measure;
mod model;
mod size;
mod threads;

use super::{Hash96, Table};

/// Hashes like those of a keyed hash: evenly distributed, and the same ones each time (SplitMix64).
fn hash(index: u64) -> Hash96 {
    let mix = |mut word: u64| {
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let high = mix(index
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(0x9e37_79b9_7f4a_7c15));
    Hash96 {
        high,
        low: mix(high) as u32,
    }
}

fn entries(table: &Table) -> Vec<(Hash96, u32)> {
    let mut entries = Vec::new();
    table.for_each(|hash, end| entries.push((hash, end)));
    entries
}
