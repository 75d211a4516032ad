//! Readers and writers at the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::scope;

use super::super::{Hash96, Table};
use super::hash;

/// Hashes of only four shards, so that all threads collide.
fn near(index: u64) -> Hash96 {
    let Hash96 { high, low } = hash(index);
    Hash96 {
        high: high & !(0xff << 56),
        low,
    }
}

/// While other entries come, go and end in the same shards, an entry that stays is never missed,
/// and one that was never there is never found.
#[test]
fn readers_never_miss_what_stays() {
    let (table, is_over) = (Table::new(), AtomicBool::new(false));
    let (staying, coming, absent) = (0..500, 1000..1500, 2000..2500);
    table.put_all(staying.clone().map(|index| (near(index), 1_000_000)).collect());
    scope(|scope| {
        let reader = || {
            let mut rounds = 0;
            while !is_over.load(Ordering::Relaxed) || rounds == 0 {
                staying
                    .clone()
                    .for_each(|index| assert_eq!(table.get(near(index)), Some(1_000_000)));
                absent
                    .clone()
                    .for_each(|index| assert_eq!(table.get(near(index)), None));
                let mut seen = 0;
                table.for_each(|_, end| seen += usize::from(end == 1_000_000));
                assert_eq!(seen, 500);
                rounds += 1;
            }
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        let writer = scope.spawn(|| {
            for round in 1..40 {
                coming
                    .clone()
                    .step_by(2)
                    .for_each(|index| table.put(near(index), round));
                table.put_all(coming.clone().map(|index| (near(index), round + 1)).collect());
                coming
                    .clone()
                    .step_by(3)
                    .for_each(|index| assert_eq!(table.remove(near(index)), Some(round + 1)));
                table.sweep(round + 2);
                assert_eq!(table.len(), 500);
            }
        });
        let wrote = writer.join();
        is_over.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
        wrote.unwrap();
    });
}

/// No writer undoes another's change, and once a reader has seen an end, no reader sees an earlier
/// one.
#[test]
fn writers_lose_nothing() {
    let (table, is_over) = (Table::new(), AtomicBool::new(false));
    let table = &table;
    let (shared, last) = (near(1_000_000), 2000);
    scope(|scope| {
        let watching = scope.spawn(|| {
            let mut latest = 0;
            while !is_over.load(Ordering::Relaxed) {
                let end = table.get(shared).unwrap_or(0);
                assert!(latest <= end, "{latest} was followed by {end}");
                latest = end;
            }
        });
        let writers = [0, 1, 2].map(|writer| {
            scope.spawn(move || {
                for step in 0..last {
                    let own = near(u64::from(writer * last + step));
                    match step % 3 {
                        0 => table.put_all(vec![(own, 7), (shared, step)]),
                        _ => table.put(own, 7),
                    }
                    table.put(shared, last - step);
                    if step % 2 == 0 {
                        assert_eq!(table.remove(own), Some(7));
                    }
                }
            })
        });
        let wrote = writers.map(|writer| writer.join());
        is_over.store(true, Ordering::Relaxed);
        watching.join().unwrap();
        wrote.into_iter().for_each(|writer| writer.unwrap());
    });
    assert_eq!(table.get(shared), Some(last));
    assert_eq!(table.len() as u32, 3 * last / 2 + 1);
    for index in 0..3 * last {
        assert_eq!(table.get(near(u64::from(index))), (index % 2 == 1).then_some(7));
    }
}
