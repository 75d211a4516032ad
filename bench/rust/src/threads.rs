//! Two threads, and batches: the time is that of a token, so two threads take half of it.

use std::hint::black_box;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokenseal::Verifier;

use crate::claims::NOW;
use crate::keys;
use crate::row::{
    Row,
    names::{ONE_THREAD, TOKENSEAL, TWO_THREADS},
};

/// How many tokens a batch has.
const BATCH: usize = 512;
/// Long enough for starting a thread not to show.
const TURN: Duration = Duration::from_millis(20);
/// What two threads are to do of what one does.
const GOAL: f64 = 1.9;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = vec![the_machine()];
    for (algorithm, title) in [("ES256", "ES256"), ("RS256", "RS256"), ("EdDSA", "Ed25519")] {
        let key = keys::generate(algorithm, None, None);
        let verifier = Arc::new(keys::verifier(Some(&keys::public(&key)), None));
        let token = keys::token(&keys::issuer(Some(&key), None, None));
        rows.push(on_two_threads(title, &verifier, &token));
        if algorithm == "ES256" {
            rows.push(in_batches(title, &verifier, &token));
        }
    }
    rows
}

/// What the machine can do at most: two cores of a virtual machine may be one, and no library is faster on two threads there.
fn the_machine() -> Row {
    let work = |count: u64| {
        for turn in 0..count * 1000 {
            black_box(turn);
        }
    };
    let two = move |count: u64| {
        thread::scope(|scope| {
            let other = scope.spawn(|| work(count / 2));
            work(count - count / 2);
            other.join().unwrap();
        });
    };
    let row = Row::new("the machine itself: counting, on two threads")
        .with_batch(TWO_THREADS, two)
        .with_batch(ONE_THREAD, work);
    Row { turn: TURN, ..row }
}

fn on_two_threads(title: &str, verifier: &Arc<Verifier>, token: &str) -> Row {
    let (same, same_token) = (Arc::clone(verifier), token.to_owned());
    let one = one_thread(verifier, token);
    let two = move |count: u64| {
        let work =
            |count: u64| (0..count).for_each(|_| drop(black_box(same.verify(&same_token, NOW).unwrap())));
        thread::scope(|scope| {
            let other = scope.spawn(|| work(count / 2));
            work(count - count / 2);
            other.join().unwrap();
        });
    };
    with_goal(
        Row::new(format!("{title}: verify on two threads"))
            .with_batch(TOKENSEAL, two)
            .with_batch(ONE_THREAD, one),
    )
}

fn in_batches(title: &str, verifier: &Arc<Verifier>, token: &str) -> Row {
    let (same, tokens) = (Arc::clone(verifier), vec![token.to_owned(); BATCH]);
    let one = one_thread(verifier, token);
    let many = move |mut count: u64| {
        while count > 0 {
            let batch = usize::try_from(count).unwrap_or(BATCH).min(BATCH);
            let results = same.verify_many(tokens.get(..batch).unwrap(), NOW);
            assert!(black_box(results).iter().all(Result::is_ok));
            count -= batch as u64;
        }
    };
    with_goal(
        Row::new(format!("{title}: verify_many, {BATCH} tokens on all cores"))
            .with_batch(TOKENSEAL, many)
            .with_batch(ONE_THREAD, one),
    )
}

fn one_thread(verifier: &Arc<Verifier>, token: &str) -> impl FnMut(u64) + use<> {
    let (verifier, token) = (Arc::clone(verifier), token.to_owned());
    move |count| (0..count).for_each(|_| drop(black_box(verifier.verify(&token, NOW).unwrap())))
}

/// In longer turns, and with the goal, unless the machine has one core.
fn with_goal(row: Row) -> Row {
    let row = Row { turn: TURN, ..row };
    if thread::available_parallelism().is_ok_and(|cores| cores.get() > 1) {
        row.at_least(GOAL, ONE_THREAD)
    } else {
        row
    }
}
