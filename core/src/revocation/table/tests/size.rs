//! How much memory the table takes.

use std::sync::Arc;

use super::super::Table;
use super::super::hash::{Hash96, SHARD_BITS};
use super::super::shard::{Shard, Slot};
use super::{entries, hash};

fn of(entries: u64) -> Table {
    let table = Table::new();
    table.put_all((0..entries).map(|index| (hash(index), u32::MAX)).collect());
    table
}

#[test]
fn without_entries_it_takes_little() {
    assert!(Table::new().bytes() < 20_000);
}

#[test]
fn what_is_gone_takes_nothing() {
    let (table, before) = (of(10_000), Table::new().bytes());
    table.put(hash(10_000), 5);
    (0..10_000).for_each(|index| assert_eq!(table.remove(hash(index)), Some(u32::MAX)));
    assert!(table.bytes() > before);
    table.sweep(6);
    assert_eq!((table.bytes(), table.len()), (before, 0));
    assert!(
        table
            .cells
            .iter()
            .all(|cell| Arc::ptr_eq(&cell.shard.load(), &table.empty))
    );
}

#[test]
fn what_changes_nothing_copies_nothing() {
    let table = of(10_000);
    table.put(hash(10_000), 10);
    let shards = || {
        table
            .cells
            .iter()
            .map(|cell| Arc::as_ptr(&cell.shard.load()))
            .collect::<Vec<_>>()
    };
    let before = shards();
    table.put(hash(10_000), 9);
    table.put(hash(1), u32::MAX);
    table.put_all(Vec::new());
    table.sweep(10);
    assert_eq!(table.remove(hash(10_001)), None);
    assert_eq!(shards(), before);
    table.sweep(11);
    assert_eq!(
        shards()
            .iter()
            .zip(&before)
            .filter(|(now, before)| now != before)
            .count(),
        1
    );
}

/// At every number of entries, not only where it happens to fit.
#[test]
fn an_entry_takes_at_most_20_bytes_above_a_million() {
    for count in [1_000_000, 1_050_000, 1_100_000, 1_500_000] {
        let table = of(count);
        assert_eq!(table.len() as u64, count);
        assert!(
            table.bytes() as u64 <= 20 * count,
            "{} bytes for {count} entries",
            table.bytes()
        );
    }
    for len in (900..20_000).step_by(41) {
        let bytes = shard(len, 0).bytes() as u64;
        assert!(bytes <= 20 * len, "{bytes} bytes for {len} entries");
    }
}

/// Only the room after the last home grows, and not the whole shard by as much again.
#[test]
fn a_crowd_at_the_end_takes_little_more() {
    for crowd in [10, 20, 100, 1000] {
        let (own, more) = (shard(10_000, crowd), shard(10_000, 0).with(last_ones(crowd)));
        for bytes in [own.bytes() as u64, more.bytes() as u64] {
            assert!(
                bytes <= 20 * 10_000 + 2 * 16 * (crowd + 16),
                "{bytes} bytes for {crowd} entries in the last home"
            );
        }
    }
}

/// A shard with this many entries spread all over it, and some with the greatest hashes.
fn shard(len: u64, last: u64) -> Shard {
    let own = |index| {
        Slot::new(
            Hash96 {
                high: hash(index).high >> SHARD_BITS,
                low: 0,
            },
            1,
        )
    };
    Shard::without_entries().with((0..len).map(own).chain(last_ones(last)).collect())
}

fn last_ones(count: u64) -> Vec<Slot> {
    (0..count)
        .map(|index| {
            Slot::new(
                Hash96 {
                    high: u64::MAX >> SHARD_BITS,
                    low: index as u32,
                },
                1,
            )
        })
        .collect()
}

/// One by one, at once, or together with others that are removed again: the table contains the same
/// entries.
#[test]
fn the_order_of_changes_does_not_matter() {
    let (at_once, one_by_one) = (of(20_000), Table::new());
    (0..25_000)
        .rev()
        .for_each(|index| one_by_one.put(hash(index), if index < 20_000 { u32::MAX } else { 5 }));
    (20_000..22_000).for_each(|index| assert_eq!(one_by_one.remove(hash(index)), Some(5)));
    one_by_one.sweep(6);
    assert_eq!(entries(&at_once), entries(&one_by_one));
}
