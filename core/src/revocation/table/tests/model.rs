//! The table compared with a `BTreeMap`, and the invariants of its slots after each change.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{Hash96, Table};
use super::entries;

#[derive(Clone, Debug)]
enum Change {
    Put(Hash96, u32),
    PutAll(Vec<(Hash96, u32)>),
    Remove(Hash96),
    Sweep(u32),
}

/// Hashes that collide again and again: at both ends of the table and of a shard, many with the
/// same first 64 bits, and some from everywhere.
fn hash() -> impl Strategy<Value = Hash96> {
    let high = prop_oneof![
        2 => Just(0),
        2 => Just(u64::MAX),
        1 => Just((1 << 54) - 1),
        1 => Just(1 << 54),
        2 => (0_u64..64).prop_map(|index| index << 48),
        2 => (0_u64..64).prop_map(|index| u64::MAX - (index << 48)),
        1 => any::<u64>(),
    ];
    let low = prop_oneof![3 => 0_u32..8, 1 => Just(u32::MAX), 1 => any::<u32>()];
    (high, low).prop_map(|(high, low)| Hash96 { high, low })
}

fn end() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0_u32..100, 1 => Just(u32::MAX), 1 => any::<u32>()]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        8 => (hash(), end()).prop_map(|(hash, end)| Change::Put(hash, end)),
        2 => prop::collection::vec((hash(), end()), 0..60).prop_map(Change::PutAll),
        4 => hash().prop_map(Change::Remove),
        1 => end().prop_map(Change::Sweep),
    ]
}

fn put(model: &mut BTreeMap<Hash96, u32>, hash: Hash96, end: u32) {
    let known = model.entry(hash).or_insert(1);
    *known = end.max(*known);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn it_is_a_map(changes in prop::collection::vec(change(), 1..60), asked in prop::collection::vec(hash(), 20)) {
        let (table, mut model) = (Table::new(), BTreeMap::new());
        for change in changes {
            match change {
                Change::Put(hash, end) => {
                    table.put(hash, end);
                    put(&mut model, hash, end);
                }
                Change::PutAll(entries) => {
                    entries.iter().for_each(|(hash, end)| put(&mut model, *hash, *end));
                    table.put_all(entries);
                }
                Change::Remove(hash) => prop_assert_eq!(table.remove(hash), model.remove(&hash)),
                Change::Sweep(now) => {
                    table.sweep(now);
                    model.retain(|_, end| *end >= now);
                }
            }
            prop_assert_eq!(table.len(), model.len());
            prop_assert_eq!(table.is_empty(), model.is_empty());
        }
        prop_assert_eq!(entries(&table), model.iter().map(|(hash, end)| (*hash, *end)).collect::<Vec<_>>());
        for hash in model.keys().copied().chain(asked) {
            prop_assert_eq!(table.get(hash), model.get(&hash).copied());
        }
    }

    #[test]
    fn hashes_are_ordered_as_their_bytes(one in any::<[u8; 12]>(), other in any::<[u8; 12]>()) {
        prop_assert_eq!(Hash96::from_bytes(one).to_bytes(), one);
        prop_assert_eq!(Hash96::from_bytes(one).cmp(&Hash96::from_bytes(other)), one.cmp(&other));
    }
}

#[test]
fn the_later_end_counts_whatever_the_order() {
    let (hash, table) = (super::hash(1), Table::new());
    for (end, kept) in [(5, 5), (9, 9), (7, 9), (u32::MAX, u32::MAX), (8, u32::MAX)] {
        table.put(hash, end);
        assert_eq!(table.get(hash), Some(kept));
    }
    table.put_all(vec![
        (hash, 3),
        (super::hash(2), 6),
        (super::hash(2), 8),
        (super::hash(2), 7),
    ]);
    assert_eq!(
        (table.get(hash), table.get(super::hash(2)), table.len()),
        (Some(u32::MAX), Some(8), 2)
    );
}

#[test]
fn an_entry_ends_after_its_last_second() {
    let (hash, kept, table) = (super::hash(1), super::hash(2), Table::new());
    table.put_all(vec![(hash, 100), (kept, u32::MAX)]);
    table.sweep(100);
    assert_eq!(table.get(hash), Some(100));
    table.sweep(101);
    assert_eq!(table.get(hash), None);
    table.sweep(u32::MAX);
    assert_eq!((table.get(kept), table.len()), (Some(u32::MAX), 1));
}

/// Slow to find, but found. Inserting all at once is not even slow.
#[test]
fn hashes_may_all_begin_alike() {
    for high in [0, u64::MAX, 0x0123_4567_89ab_cdef] {
        let table = Table::new();
        let own = |low: u32| Hash96 { high, low };
        table.put_all((0..100_000).map(|low| (own(low * 2), low + 1)).collect());
        table.put_all((0..100_000).rev().map(|low| (own(low * 4), low)).collect());
        (1..50).for_each(|low| table.put(own(500_000 + low), 7));
        assert_eq!(table.len(), 150_049);
        let end = |low: u32| match low {
            // What was inserted first ends later.
            ..200_000 if low.is_multiple_of(2) => Some(low / 2 + 1),
            200_000..400_000 if low.is_multiple_of(4) => Some(low / 4),
            500_001..500_050 => Some(7),
            _ => None,
        };
        for low in (0..200)
            .chain(199_900..200_100)
            .chain(399_900..400_100)
            .chain(499_900..500_100)
        {
            assert_eq!(table.get(own(low)), end(low), "{low}");
        }
        assert_eq!(table.remove(own(8)), Some(5));
        assert_eq!(
            (table.get(own(8)), table.get(own(10)), table.len()),
            (None, Some(6), 150_048)
        );
    }
}
