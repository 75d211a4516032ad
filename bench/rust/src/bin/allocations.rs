//! Counts what each check allocates, and prints the document. A program of its own, so that
//! counting slows nothing down that is timed.

// What goes wrong here has to stop the run.
#![allow(clippy::unwrap_used)]

use std::alloc::System;
use std::ops::Range;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokenseal_bench::{Contender, Row, SECOND_SIGHT, document, names, rows, tokens_that_are_remembered};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const NOTES: [&str; 2] = [
    "Remembered: a verifier that remembers a thousand tokens is shown a million different ones, each as often as it takes to be remembered.",
    "Allocations are those of Rust code. What AWS-LC and OpenSSL allocate in C is not seen, which flatters josekit. Growing a buffer counts as one.",
];

/// Enough for what happens only now and then to show.
const OPERATIONS: u64 = 1000;

fn main() {
    let mut measured = Vec::new();
    for mut row in rows(None).into_iter().filter(|row| row.counted) {
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
    measured.push(remembered());
    println!("{:#}", document::document(measured, &NOTES));
}

/// What a verifier holds that remembers a thousand tokens, after a million.
fn remembered() -> serde_json::Value {
    const FEW: u64 = 10_000;
    const MANY: u64 = 1_000_000;
    eprintln!("remembered tokens");
    let (verifier, token) = tokens_that_are_remembered();
    let check = |numbers: Range<u64>| {
        for token in numbers.map(&token) {
            (0..SECOND_SIGHT).for_each(|_| drop(verifier.verify(&token, tokenseal_bench::NOW).unwrap()));
        }
    };
    let region = Region::new(ALLOCATOR);
    let held = || {
        let change = region.change();
        (change.bytes_allocated - change.bytes_deallocated) as f64
    };
    check(0..FEW);
    let before = held();
    check(FEW..MANY);
    let row = Row::new("HS256: verify, remembered: held after a million tokens")
        .with(names::TOKENSEAL, || ())
        .with(names::BEFORE, || ())
        .at_most_times(1.01, names::BEFORE);
    document::row(&row, row.path.clone(), "bytes", &[held(), before], &row.goals)
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
