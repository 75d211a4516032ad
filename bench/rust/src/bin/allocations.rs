//! Counts what each check allocates, and prints the document. A program of its own, so that counting slows nothing down that is timed.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokenseal_bench::{Contender, document, names, rows};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const NOTES: [&str; 1] = [
    "Allocations are those of Rust code. What AWS-LC and OpenSSL allocate in C is not seen, which flatters josekit. Growing a buffer counts as one.",
];

/// Enough for what happens only now and then to show.
const OPERATIONS: u64 = 1000;

fn main() {
    let mut measured = Vec::new();
    for mut row in rows().into_iter().filter(|row| row.counted) {
        eprintln!("{}", row.path);
        row.contenders.retain(|contender| contender.name != names::BARE);
        let (counts, bytes): (Vec<f64>, Vec<f64>) = row.contenders.iter_mut().map(allocated).unzip();
        measured.push(document::row(
            &row,
            format!("{}: allocations", row.path),
            "count",
            &counts,
            &[],
        ));
        measured.push(document::row(
            &row,
            format!("{}: allocated", row.path),
            "bytes",
            &bytes,
            &[],
        ));
    }
    println!("{:#}", document::document(measured, &NOTES));
}

/// How many allocations an operation makes, and of how many bytes.
fn allocated(contender: &mut Contender) -> (f64, f64) {
    (contender.run)(10);
    let region = Region::new(ALLOCATOR);
    (contender.run)(OPERATIONS);
    let change = region.change();
    let each = |total: usize| total as f64 / OPERATIONS as f64;
    (
        each(change.allocations + change.reallocations),
        each(change.bytes_allocated),
    )
}
