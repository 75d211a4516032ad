//! What it costs: `cargo test --release -p tokenseal revocation::table::tests::measure -- --ignored
//! --nocapture --test-threads 1`.

use std::hint::black_box;
use std::time::Instant;

use super::super::{Hash96, Table};
use super::hash;

/// How many look-ups and changes a figure is averaged over.
const ROUNDS: u64 = 1_000_000;

#[test]
#[ignore = "it measures, and takes seconds"]
fn measure() {
    let resident = resident_bytes();
    for count in [1_000_000, 10_000_000] {
        println!("{count} entries");
        let table = Table::new();
        let entries: Vec<_> = (0..count)
            .map(|index| (hash(index), 1_000 + index as u32))
            .collect();
        println!(
            "  put_all                {:9.0} ms",
            1e3 * seconds(|| table.put_all(entries))
        );
        let bytes = |bytes: usize| bytes as f64 / count as f64;
        println!(
            "  memory, by itself      {:9.2} bytes an entry",
            bytes(table.bytes())
        );
        println!(
            "  memory, by the system  {:9.2} bytes an entry",
            bytes(resident_bytes() - resident)
        );
        let memory: Vec<[u64; 2]> = (0..count * 11 / 10).map(|index| [0, index]).collect();
        per(
            "one access to as much",
            ROUNDS,
            chase(0, count, |hash| Some(memory[hash.home(memory.len())][1] as u32)),
        );
        drop(memory);
        per("get, hit", ROUNDS, chase(0, count, |hash| table.get(hash)));
        per("get, miss", ROUNDS, chase(count, count, |hash| table.get(hash)));
        per("put", ROUNDS / 100, |index| {
            table.put(hash(2 * count + index), 1_000 + index as u32)
        });
        per("remove", ROUNDS / 100, |index| {
            assert!(table.remove(hash(2 * count + index)).is_some())
        });
        let more: Vec<_> = (3 * count..3 * count + count / 100)
            .map(|index| (hash(index), 1))
            .collect();
        println!(
            "  put_all of 1 % more    {:9.0} ms",
            1e3 * seconds(|| table.put_all(more))
        );
        println!(
            "  for_each               {:9.0} ms",
            1e3 * seconds(|| table.for_each(|hash, end| _ = black_box((hash, end))))
        );
        println!(
            "  sweep of that 1 %      {:9.0} ms",
            1e3 * seconds(|| table.sweep(2))
        );
        println!(
            "  sweep of nothing       {:9.3} ms",
            1e3 * seconds(|| table.sweep(2))
        );
        assert_eq!(table.len() as u64, count);
    }
}

/// Looks up random hashes out of this many. The next one depends on the answer, so that look-ups
/// wait for each other.
fn chase(first: u64, count: u64, get: impl Fn(Hash96) -> Option<u32>) -> impl FnMut(u64) {
    let mut last = 0;
    move |index| {
        let asked = hash(first + hash(index + last).high % count);
        last = u64::from(black_box(get(asked)).unwrap_or(0));
    }
}

fn per(what: &str, rounds: u64, each: impl FnMut(u64)) {
    println!(
        "  {what:22} {:9.0} ns",
        1e9 * seconds(|| (0..rounds).for_each(each)) / rounds as f64
    );
}

fn seconds(run: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    run();
    begun.elapsed().as_secs_f64()
}

/// The resident memory of the process (Linux; elsewhere 0).
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages
        .and_then(|pages| pages.split(' ').nth(1)?.parse::<usize>().ok())
        .unwrap_or(0)
        * 4096
}
