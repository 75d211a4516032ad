//! The steps of machines and of checks that wait, each of which is one call of the core. Every binding takes them here, so that tests can have
//! them recorded (`record.rs`).

use tokenseal::machine::{Answer, Times, Turn};
use tokenseal::{Check, CheckOptions, PendingCheck, RemoteKeySet, Verifier};

/// Takes a step, and has it recorded where a record is kept.
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

/// How the set is. It counts as a step, since it fills the bucket of tries.
pub fn status(set: &RemoteKeySet, times: Times) -> String {
    step!(record => record.status(set, times), set.status(times))
}

/// Checks a token.
#[inline]
pub fn check(verifier: &Verifier, token: impl AsRef<[u8]>, now: f64, times: Times) -> Check {
    step!(record => record.check(verifier, token.as_ref(), now, times), verifier.check(token, now, times))
}

/// Checks a token with what came with it. No record is kept of a proof: no test plays one again.
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

/// Checks again a token that was accepted, by its texts: for connections that outlive the check of their token. No record is kept of it.
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

/// Checks many tokens: one after the other where a record is kept, else on all cores where that is sooner.
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
