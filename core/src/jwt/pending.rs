//! Checks that cannot be decided with what is at hand.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroize;

use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::jwt::Verifier;
use crate::jwt::token::Token;
use crate::key::Identity;
use crate::machine::{Event, Times};
use crate::remote::{RemoteKeySet, Waiting};
use crate::serialization::explain;

/// A check waits for something at most this often.
const MOST_ROUNDS: u32 = 4;

/// What came of a check, and what it noticed.
#[derive(Debug)]
pub struct Check {
    /// What came of it.
    pub outcome: Outcome,
    /// A set of keys that wants to be polled: its keys are due, or have expired. The check did not wait for it.
    pub due: Option<RemoteKeySet>,
    /// What there is to tell those who watch.
    pub events: Vec<Event>,
}

impl Check {
    /// The same, whose error says what is around the token where that is why it is malformed.
    pub(super) fn explained(self, token: &[u8]) -> Self {
        match self.outcome {
            Outcome::Done(Err(error)) => Check { outcome: Outcome::Done(Err(explain(error, token))), ..self },
            outcome => Check { outcome, ..self },
        }
    }
}

/// What came of a check.
#[derive(Debug)]
pub enum Outcome {
    /// It is decided.
    Done(Result<Token>),
    /// It needs keys that have to be fetched.
    Waits(Box<PendingCheck>),
}

/// A check that waits for keys. It holds what was already found good, so that nothing is verified twice.
///
/// Whoever carries it polls [`set`](Self::set) and makes the requests, until [`is_settled`](Self::is_settled) or no
/// [`time is left`](Self::time_left), and then [`resumes`](Self::resume) it; or [`gives it up`](Self::give_up).
pub struct PendingCheck {
    verifier: Verifier,
    suspended: Suspended,
    now: f64,
    began: Times,
    rounds: u32,
    needs: Needs,
}

/// What a check has got so far.
pub(super) enum Suspended {
    /// A signed token, of which nothing is verified.
    Signed(Vec<u8>),
    /// The content of an encrypted token, with its header and which key decrypted it.
    Decrypted(Vec<u8>, Arc<Header>, Arc<Identity>),
}

/// What a check lacks.
pub(super) struct Needs {
    pub(super) set: RemoteKeySet,
    /// How many flights of the set had ended when the check looked.
    pub(super) landed: u64,
    /// What to say if it cannot be had.
    pub(super) error: Error,
    /// The check's place among those that wait for keys which verify their token; None: there are no keys at all.
    pub(super) waiting: Option<Waiting>,
}

/// Why a check stopped.
pub(super) enum Stop {
    Refused(Error),
    /// It lacks something. What it has got so far is the token, unless that was decrypted.
    Waits(Box<Needs>, Option<Suspended>),
}

impl Stop {
    pub(super) fn waits(set: &RemoteKeySet, landed: u64, error: Error, waiting: Option<Waiting>) -> Self {
        Stop::Waits(Box::new(Needs { set: set.clone(), landed, error, waiting }), None)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Refused(error)
    }
}

/// One run of a check: what it is told, and what it notices.
pub(super) struct Run {
    /// The time that claims are judged by.
    pub(super) now: f64,
    /// The times of machines; None where the caller cannot wait, and has keys at hand.
    pub(super) times: Option<Times>,
    /// How often it has waited.
    pub(super) rounds: u32,
    pub(super) due: Option<RemoteKeySet>,
    pub(super) is_stale: bool,
}

impl Run {
    pub(super) fn new(now: f64, times: Option<Times>) -> Self {
        Self { now, times, rounds: 0, due: None, is_stale: false }
    }

    /// The times by which a ring changes keys: those of machines, where the caller has them.
    pub(super) fn times_of_ring(&self) -> Times {
        self.times.unwrap_or(Times::of_test(self.now))
    }

    pub(super) fn may_wait(&self) -> bool {
        self.rounds < MOST_ROUNDS
    }

    /// What came of it, as the caller is told.
    pub(super) fn done(self, result: Result<Token>) -> Check {
        let events = match &result {
            Ok(_) if self.is_stale => vec![Event::AcceptedStale],
            Ok(_) => Vec::new(),
            Err(error) => vec![Event::Refused { code: error.code().as_str() }],
        };
        Check { outcome: Outcome::Done(result), due: self.due, events }
    }
}

impl PendingCheck {
    pub(super) fn new(verifier: &Verifier, suspended: Suspended, run: &Run, needs: Needs, began: Times) -> Box<Self> {
        Box::new(Self { verifier: verifier.clone(), suspended, now: run.now, began, rounds: run.rounds + 1, needs })
    }

    /// The set whose keys it needs.
    pub fn set(&self) -> &RemoteKeySet {
        &self.needs.set
    }

    /// Whether a flight has ended since the check looked, so that it can be resumed. With no time left, it can be as well.
    pub fn is_settled(&self, times: Times) -> bool {
        let came = self.needs.waiting.is_none() && self.needs.set.is_ready(times);
        came || self.needs.set.landed() > self.needs.landed || self.time_left(times) <= 0.0
    }

    /// How much longer it may wait, in seconds, over all its rounds.
    pub fn time_left(&self, times: Times) -> f64 {
        (self.needs.set.longest_wait() - times.since(self.began)).max(0.0)
    }

    /// Goes on with what the set has now.
    pub fn resume(self, times: Times) -> Check {
        let Self { verifier, suspended, now, began, rounds, needs } = self;
        // Its place is free again before it asks for another.
        drop(needs.waiting);
        let mut run = Run::new(now, Some(times));
        run.rounds = if times.since(began) >= needs.set.longest_wait() { MOST_ROUNDS } else { rounds };
        verifier.go_on(suspended, run, began)
    }

    /// Ends it without waiting: what a caller is told who cannot, and with it those who watch. It is refused, whatever may come yet.
    pub fn give_up(self) -> Check {
        Run::new(self.now, None).done(Err(self.needs.error))
    }
}

impl fmt::Debug for PendingCheck {
    /// Without the token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PendingCheck").field("set", &self.needs.set).field("rounds", &self.rounds).finish_non_exhaustive()
    }
}

/// For calls that have no machine's times, and so cannot tell whether fetched keys may still be used.
#[cold]
pub(super) fn needs_times() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "the keys of this Verifier are fetched, which a driver does: use check, or the drivers' verify, which carry them",
    )
}

impl Drop for Suspended {
    /// What was decrypted is a secret.
    fn drop(&mut self) {
        if let Suspended::Decrypted(plaintext, ..) = self {
            plaintext.zeroize();
        }
    }
}
