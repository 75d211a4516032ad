//! How much memory the table takes.

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
}

/// At every number of entries, not only where it happens to fit.
#[test]
fn an_entry_takes_at_most_20_bytes_above_a_million() {
    for millions in [1_000_000, 1_050_000, 1_100_000, 1_500_000] {
        let table = of(millions);
        assert_eq!(table.len() as u64, millions);
        assert!(table.bytes() as u64 <= 20 * millions, "{} bytes for {millions} entries", table.bytes());
    }
    let own = |index| Hash96 { high: hash(index).high >> SHARD_BITS, low: 0 };
    let shard = |len| Shard::without_entries().with((0..len).map(|index| Slot::new(own(index), 1)).collect());
    for len in (900..20_000).step_by(7) {
        let bytes = shard(len).bytes() as u64;
        assert!(bytes <= 20 * len, "{bytes} bytes for {len} entries");
    }
}

/// One by one, at once, or with others that are gone again: the same entries stand in the same slots.
#[test]
fn how_it_came_about_does_not_matter() {
    let (at_once, one_by_one) = (of(20_000), Table::new());
    (0..25_000).rev().for_each(|index| one_by_one.put(hash(index), if index < 20_000 { u32::MAX } else { 5 }));
    (20_000..22_000).for_each(|index| assert_eq!(one_by_one.remove(hash(index)), Some(5)));
    one_by_one.sweep(6);
    assert_eq!(entries(&at_once), entries(&one_by_one));
}
