//! The slowest of a thousand checks while their keys are exchanged all the time, and without that.
//! Prints the document that `cargo xtask bench` reads.
//!
//! A check takes no lock, so an exchange must not show. The cost of another thread that does the
//! same work for another set is measured alongside.

#![forbid(unsafe_code)]
// What goes wrong here must stop the run.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokenseal_bench::names::{NO_REFRESH, OTHER_REFRESH, TOKENSEAL};
use tokenseal_bench::{Fetched, Row, document, key_and_token, stopwatch::Stopwatch};

const CHECKS: usize = 10_000;
const ROUNDS: usize = 31;
/// A refresh each millisecond: more than a hundred thousand times what the defaults would bring.
const PAUSE: Duration = Duration::from_millis(1);
/// How many times as long the slowest of a thousand may take during a refresh, so that noise does
/// not decide.
const GOAL: f64 = 1.1;

const NOTES: [&str; 1] = [
    "The slowest of a thousand: the median of what 31 rounds of 10,000 checks give, in turns. The keys are exchanged a thousand times a second, \
     by another thread. Time that the system gave to other programs is left out, where it says how much that was (Linux).",
];

fn main() {
    let (key, token) = key_and_token("RS256");
    let [own, other] = [(); 2].map(|()| Arc::new(Fetched::new(&key)));
    let mut watch = Stopwatch::new();
    let mut checks = || {
        slowest(
            (0..CHECKS)
                .map(|_| watch.time(|| drop(black_box(own.check(&token)))))
                .collect(),
        )
    };
    let mut rounds: [Vec<Duration>; 3] = Default::default();
    for round in 0..ROUNDS {
        eprintln!("{} of {ROUNDS}", round + 1);
        let [during, without, beside] = &mut rounds;
        during.push(refreshing(&own, &mut checks));
        without.push(checks());
        beside.push(refreshing(&other, &mut checks));
    }
    let row = [TOKENSEAL, NO_REFRESH, OTHER_REFRESH]
        .into_iter()
        .fold(
            Row::new("RS256: verify during refreshes, the slowest of a thousand"),
            |row, name| row.with(name, || ()),
        )
        .at_most_times(GOAL, NO_REFRESH);
    let values = rounds.map(|times| percentile(times, 0.5).as_nanos() as f64);
    println!(
        "{:#}",
        document::document(
            vec![document::row(&row, row.path.clone(), "ns", &values, &row.goals)],
            &NOTES
        )
    );
}

/// What checks take while another thread exchanges the keys of a set, again and again.
fn refreshing(set: &Arc<Fetched>, checks: &mut impl FnMut() -> Duration) -> Duration {
    let over = Arc::new(AtomicBool::new(false));
    let (other, set) = (Arc::clone(&over), Arc::clone(set));
    let refreshes = thread::spawn(move || {
        let mut count = 0;
        while !other.load(Ordering::Relaxed) {
            set.fetch();
            count += 1;
            thread::sleep(PAUSE);
        }
        count
    });
    let taken = checks();
    over.store(true, Ordering::Relaxed);
    let count = refreshes.join().unwrap();
    assert!(count > CHECKS / 1000, "{count} refreshes are too few to show");
    taken
}

/// The slowest of a thousand.
fn slowest(times: Vec<Duration>) -> Duration {
    percentile(times, 0.999)
}

fn percentile(mut times: Vec<Duration>, at: f64) -> Duration {
    times.sort_unstable();
    times.get((times.len() as f64 * at) as usize).copied().unwrap()
}
