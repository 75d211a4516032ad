//! The steps of machines and of checks that wait, each of which is one call to the core. Every
//! binding takes them here, so that tests can record them (`record.rs`).

use tokenseal::machine::{Answer, Times, Turn};
use tokenseal::{Check, CheckOptions, PendingCheck, RemoteKeySet, Verifier};

/// Takes a step, and records it if a record is kept.
macro_rules! step {
    ($record:ident => $recorded:expr, $step:expr) => {{
        #[cfg(feature = "test-hooks")]
        if let Some($record) = crate::record::of_process() {
            return $recorded;
        }
        $step
    }};
}

/// What there is to do.
pub fn poll(set: &RemoteKeySet, times: Times) -> Turn {
    step!(record => record.poll(set, times), set.poll(times))
}

/// What there is to do after an answer.
pub fn tell(set: &RemoteKeySet, times: Times, answer: Answer) -> Turn {
    step!(record => record.tell(set, times, answer), set.tell(times, answer))
}

/// The state of the set. It counts as a step, since it refills the bucket of tries.
pub fn status(set: &RemoteKeySet, times: Times) -> String {
    step!(record => record.status(set, times), set.status(times))
}

/// Checks a token.
#[inline]
pub fn check(verifier: &Verifier, token: impl AsRef<[u8]>, now: f64, times: Times) -> Check {
    step!(record => record.check(verifier, token.as_ref(), now, times), verifier.check(token, now, times))
}

/// Checks a token along with what came with it. Proofs are not recorded: no test replays one.
pub fn check_with(
    verifier: &Verifier,
    token: impl AsRef<[u8]>,
    now: f64,
    options: &CheckOptions,
    times: Times,
) -> Check {
    match options.proof.is_none() && options.certificate.is_none() {
        true => check(verifier, token, now, times),
        false => verifier.check_with(
            token,
            &CheckOptions {
                now: Some(now),
                ..options.clone()
            },
            times,
        ),
    }
}

/// Rechecks a token that was accepted, given its texts: for connections that outlive the check of
/// their token. It is not recorded.
pub fn check_again(
    verifier: &Verifier,
    header: &str,
    claims: &str,
    key_id: Option<&str>,
    now: f64,
    times: Times,
) -> Check {
    verifier.check_again_text(header, claims, key_id, now, times)
}

/// Checks many tokens: one after the other if a record is kept, otherwise on all cores if that is
/// faster.
pub fn check_many<T: AsRef<[u8]> + Sync>(
    verifier: &Verifier,
    tokens: &[T],
    now: f64,
    times: Times,
) -> Vec<Check> {
    step!(
        record => tokens.iter().map(|token| record.check(verifier, token.as_ref(), now, times)).collect(),
        verifier.check_many(tokens, now, times)
    )
}

/// Goes on with a check that waits.
#[allow(clippy::boxed_local, reason = "a record knows it by its place in memory")]
pub fn resume(pending: Box<PendingCheck>, times: Times) -> Check {
    step!(record => record.resume(pending, times), pending.resume(times))
}

/// Ends a check that waits.
#[allow(clippy::boxed_local, reason = "a record knows it by its place in memory")]
pub fn give_up(pending: Box<PendingCheck>) -> Check {
    step!(record => record.give_up(pending), pending.give_up())
}
