//! Checks while their keys are exchanged all the time, and without that: no check takes a lock, so the slowest of a thousand is no slower.
//!
//! `cargo run --release -p tokenseal-bench --bin tokenseal-bench-refresh`. It prints the median and the 99.9th percentile, in turns, and their ratios.

// What goes wrong here has to stop the run.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokenseal_bench::{Fetched, key_and_token};

const CHECKS: usize = 10_000;
const ROUNDS: usize = 20;

fn main() {
    let (key, token) = key_and_token("RS256");
    let fetched = Arc::new(Fetched::new(&key));
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        quiet.extend(checks(&fetched, &token));
        let over = Arc::new(AtomicBool::new(false));
        let (other, same, published) = (Arc::clone(&over), Arc::clone(&fetched), key.clone());
        let refreshing = thread::spawn(move || {
            let mut count = 0_u64;
            while !other.load(Ordering::Relaxed) {
                same.fetch(&published);
                count += 1;
                // A refresh each millisecond: a thousand times what a day of an issuer's rotations would bring.
                thread::sleep(Duration::from_millis(1));
            }
            count
        });
        busy.extend(checks(&fetched, &token));
        over.store(true, Ordering::Relaxed);
        assert!(refreshing.join().unwrap() > 0);
    }
    for (name, at) in [("median", 0.5), ("99.9th percentile", 0.999)] {
        let (quiet, busy) = (percentile(&mut quiet, at), percentile(&mut busy, at));
        println!("{name}: {quiet:?} without a refresh, {busy:?} during refreshes ({:.2} ×)", busy.as_secs_f64() / quiet.as_secs_f64());
    }
}

fn checks(fetched: &Fetched, token: &str) -> Vec<Duration> {
    let check = |_| {
        let began = Instant::now();
        drop(fetched.check(token));
        began.elapsed()
    };
    (0..CHECKS).map(check).collect()
}

fn percentile(times: &mut [Duration], at: f64) -> Duration {
    times.sort_unstable();
    times.get((times.len() as f64 * at) as usize).copied().unwrap_or_default()
}
