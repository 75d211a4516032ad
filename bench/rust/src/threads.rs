//! Two threads, and batches: the time is that of a token, so two threads take half of it.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokenseal::{Key, Token, Verifier};

use crate::claims::NOW;
use crate::keys;
use crate::processes::TwoProcesses;
use crate::row::{
    Row,
    names::{ONE_THREAD, TOKENSEAL, TWO_PROCESSES, TWO_THREADS},
};

/// How many tokens a batch has, and one of tokens that are checked in about a microsecond.
const BATCH: usize = 512;
const QUICK_BATCH: usize = 4096;
/// Long enough for starting a thread not to show.
const TURN: Duration = Duration::from_millis(20);
/// What two threads are to do of what two processes do.
const GOAL: f64 = 0.95;

/// `worker` is a program that verifies in a process of its own ([`work`](crate::processes::work)).
pub(crate) fn rows(worker: Option<&Path>) -> Vec<Row> {
    let mut rows = vec![the_machine()];
    for (algorithm, title) in [
        ("HS256", "HS256"),
        ("ES256", "ES256"),
        ("RS256", "RS256"),
        ("EdDSA", "Ed25519"),
    ] {
        let key = keys::generate(algorithm, None, None);
        let verifier = Arc::new(keys::verifier(Some(&keys::public(&key)), None));
        let token = keys::token(&keys::issuer(Some(&key), None, None));
        let beside = |row| beside_two_processes(row, worker, &key, &token);
        if algorithm == "HS256" {
            // What is to be faster than a loop here is what is done with many tokens: two threads
            // of a caller's are not.
            let row = in_batches(title, &verifier, &token, QUICK_BATCH);
            rows.push(if has_cores() {
                row.at_least(1.0, ONE_THREAD)
            } else {
                row
            });
            continue;
        }
        rows.push(beside(on_two_threads(title, &verifier, &token)));
        if algorithm == "ES256" {
            rows.push(beside(in_batches(title, &verifier, &token, BATCH)));
        }
    }
    rows
}

/// What the machine can do at most: two cores of a virtual machine may be one, and no library is
/// faster on two threads there.
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
    let row = Row::new(format!("{title}: verify on two threads"))
        .with_batch(TOKENSEAL, two)
        .with_batch(ONE_THREAD, one);
    Row { turn: TURN, ..row }
}

/// Beside a loop that keeps the tokens too.
fn in_batches(title: &str, verifier: &Arc<Verifier>, token: &str, batch: usize) -> Row {
    let tokens = Arc::new(vec![token.to_owned(); batch]);
    let (same, same_tokens) = (Arc::clone(verifier), Arc::clone(&tokens));
    let many = each_batch(
        move |count| same.verify_many(same_tokens.get(..count).unwrap(), NOW),
        batch,
    );
    let verifier = Arc::clone(verifier);
    let one = each_batch(
        move |count| {
            tokens
                .get(..count)
                .unwrap()
                .iter()
                .map(|token| verifier.verify(token, NOW))
                .collect()
        },
        batch,
    );
    let row = Row::new(format!("{title}: verify_many, {batch} tokens on all cores"));
    Row {
        turn: TURN,
        ..row.with_batch(TOKENSEAL, many).with_batch(ONE_THREAD, one)
    }
}

fn each_batch(verify: impl Fn(usize) -> Vec<tokenseal::Result<Token>>, batch: usize) -> impl FnMut(u64) {
    move |mut count| {
        while count > 0 {
            let next = usize::try_from(count).unwrap_or(batch).min(batch);
            assert!(black_box(verify(next)).iter().all(Result::is_ok));
            count -= next as u64;
        }
    }
}

fn one_thread(verifier: &Arc<Verifier>, token: &str) -> impl FnMut(u64) + use<> {
    let (verifier, token) = (Arc::clone(verifier), token.to_owned());
    move |count| (0..count).for_each(|_| drop(black_box(verifier.verify(&token, NOW).unwrap())))
}

/// Holds a row against two processes, unless the machine has one core.
fn beside_two_processes(row: Row, worker: Option<&Path>, key: &Key, token: &str) -> Row {
    let Some(program) = worker.filter(|_| has_cores()) else {
        return row;
    };
    let mut two = TwoProcesses::start(program, key, token);
    row.with_batch(TWO_PROCESSES, move |count| two.verify(count))
        .at_least(GOAL, TWO_PROCESSES)
}

fn has_cores() -> bool {
    thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}
