//! Checks that cannot be decided with what is at hand.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroize;

use crate::dpop::{Presented, ReplayCache, Ticket};
use crate::error::{Error, ErrorCode, Result};
use crate::followed::Followed;
use crate::header::Header;
use crate::jwt::Verifier;
use crate::jwt::checks::Checks;
use crate::jwt::remembered::{Trace, Used};
use crate::jwt::token::Token;
use crate::key::Identity;
use crate::machine::{Event, Times};
use crate::remote::{RemoteKeySet, Waiting};
use crate::revocation::Revocations;
use crate::ring::KeyRing;
use crate::serialization::explain;

/// The most times that a check waits for something.
pub(super) const MOST_ROUNDS: u32 = 4;

/// The outcome of a check, and what it noticed.
#[derive(Debug)]
pub struct Check {
    /// Its outcome.
    pub outcome: Outcome,
    /// What needs polling: keys that are due or have expired, a list that is due. The check did not
    /// wait for it.
    pub due: Vec<Followed>,
    /// The events for those who watch.
    pub events: Vec<Event>,
}

impl Check {
    /// The same, with an error that says what surrounds the token if that is why it is malformed.
    pub(super) fn explained(self, token: &[u8]) -> Self {
        match self.outcome {
            Outcome::Done(Err(error)) => Check {
                outcome: Outcome::Done(Err(explain(error, token))),
                ..self
            },
            outcome => Check { outcome, ..self },
        }
    }
}

/// The outcome of a check.
#[derive(Debug)]
pub enum Outcome {
    /// It is decided.
    Done(Result<Token>),
    /// It needs keys that must be fetched, a list that must be read, or a store that must be asked.
    Waits(Box<PendingCheck>),
}

/// A check that waits for keys, for a list of revocations or statuses, or for a ring or used proofs
/// in a store. It holds what has already been verified, so that nothing is verified twice.
///
/// Its driver polls [`followed`](Self::followed) and makes the requests, until
/// [`is_settled`](Self::is_settled) or no [`time is left`](Self::time_left), and then
/// [`resumes`](Self::resume) it; or [`gives it up`](Self::give_up).
pub struct PendingCheck {
    verifier: Verifier,
    suspended: Suspended,
    now: f64,
    presented: Option<Arc<Presented>>,
    is_again: bool,
    began: Times,
    rounds: u32,
    needs: Needs,
    trace: Option<Trace>,
}

/// What a check has got so far.
pub(super) enum Suspended {
    /// A signed token; nothing of it is verified.
    Signed(Vec<u8>),
    /// The content of an encrypted token, with its header and which key decrypted it.
    Decrypted(Vec<u8>, Arc<Header>, Arc<Identity>),
    /// A token that is valid unless it was revoked, with the checks of its verifier.
    Verified(Box<Token>, Arc<Checks>),
    /// A token that is valid unless its proof was used before, with the checks of its verifier and
    /// what a store was asked.
    Proven(Box<Token>, Arc<Checks>, Ticket),
}

/// What a check lacks.
pub(super) struct Needs {
    pub(super) followed: Followed,
    /// How many of its flights had ended when the check looked.
    pub(super) landed: u64,
    /// What to report if it is unavailable.
    pub(super) error: Error,
    /// The check's place among those that wait for keys which verify their token; None: there are
    /// no keys at all.
    pub(super) waiting: Option<Waiting>,
    /// Whether what it waits for must be newer than the check.
    pub(super) is_strict: bool,
    /// What a store was asked for this check alone.
    pub(super) ticket: Option<Ticket>,
}

/// Why a check stopped.
pub(super) enum Stop {
    Refused(Error),
    /// It lacks something. What it has got so far is the token, unless that was decrypted.
    Waits(Box<Needs>, Option<Suspended>),
}

impl Stop {
    pub(super) fn waits(set: &RemoteKeySet, landed: u64, error: Error, waiting: Option<Waiting>) -> Self {
        Stop::Waits(
            Box::new(Needs {
                followed: Followed::Keys(set.clone()),
                landed,
                error,
                waiting,
                is_strict: false,
                ticket: None,
            }),
            None,
        )
    }

    /// A ring in a store must be read first.
    pub(super) fn waits_for_ring(ring: &KeyRing, landed: u64) -> Self {
        let (followed, error) = (Followed::Ring(ring.clone()), ring.unavailable());
        Stop::Waits(
            Box::new(Needs {
                followed,
                landed,
                error,
                waiting: None,
                is_strict: false,
                ticket: None,
            }),
            None,
        )
    }

    /// A list must be read first. The token is otherwise valid.
    pub(super) fn waits_for(list: &Revocations, landed: u64, token: Token, checks: Arc<Checks>) -> Self {
        let (followed, error) = (Followed::Revocations(list.clone()), list.unavailable());
        let needs = Needs {
            followed,
            landed,
            error,
            waiting: None,
            is_strict: list.is_strict(),
            ticket: None,
        };
        Stop::Waits(
            Box::new(needs),
            Some(Suspended::Verified(Box::new(token), checks)),
        )
    }
}

impl Stop {
    /// A store must say whether the proof was used before. The token is otherwise valid.
    pub(super) fn waits_for_mark(
        replays: &ReplayCache,
        ticket: Ticket,
        token: Token,
        checks: Arc<Checks>,
    ) -> Self {
        let (followed, landed, error) = (
            Followed::Replays(replays.clone()),
            replays.landed(),
            replays.unavailable(),
        );
        let needs = Needs {
            followed,
            landed,
            error,
            waiting: None,
            is_strict: false,
            ticket: Some(ticket.clone()),
        };
        Stop::Waits(
            Box::new(needs),
            Some(Suspended::Proven(Box::new(token), checks, ticket)),
        )
    }

    /// A status list or its keys must be fetched first. The token is otherwise valid.
    pub(super) fn waits_for_status(needs: Needs, token: Token, checks: Arc<Checks>) -> Self {
        Stop::Waits(
            Box::new(needs),
            Some(Suspended::Verified(Box::new(token), checks)),
        )
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Refused(error)
    }
}

/// One run of a check: its inputs, and what it notices.
pub(super) struct Run {
    /// The time that claims are judged by.
    pub(super) now: f64,
    /// The times of machines; None if the caller cannot wait, and has keys at hand.
    pub(super) times: Option<Times>,
    /// How often it has waited.
    pub(super) rounds: u32,
    pub(super) due: Vec<Followed>,
    pub(super) is_stale: bool,
    /// Whether a list of revocations was too old, but used all the same.
    pub(super) is_unrevised: bool,
    /// When the check began, over all its rounds.
    pub(super) began: Option<Times>,
    /// What came with the token.
    pub(super) presented: Option<Arc<Presented>>,
    /// Whether the token was accepted before, and its sender has proven possession of what it is
    /// bound to.
    pub(super) is_again: bool,
    /// What it has used, if its outcome may be remembered.
    pub(super) trace: Option<Trace>,
}

impl Run {
    pub(super) fn new(now: f64, times: Option<Times>) -> Self {
        Self {
            now,
            times,
            rounds: 0,
            due: Vec::new(),
            is_stale: false,
            is_unrevised: false,
            began: times,
            presented: None,
            is_again: false,
            trace: None,
        }
    }

    /// Which keys verify, where somebody wants to know.
    #[inline]
    pub(super) fn note_verifying(&mut self, used: impl FnOnce() -> Used) {
        if let Some(trace) = &mut self.trace {
            trace.verified_by(used());
        }
    }

    /// Which keys decrypt, where somebody wants to know.
    #[inline]
    pub(super) fn note_decrypting(&mut self, used: impl FnOnce() -> Used) {
        if let Some(trace) = &mut self.trace {
            trace.decrypted_by(used());
        }
    }

    /// The times by which a ring changes keys: those of machines, if the caller has them.
    pub(super) fn times_of_ring(&self) -> Times {
        self.times.unwrap_or(Times::of_test(self.now))
    }

    pub(super) fn may_wait(&self) -> bool {
        self.rounds < MOST_ROUNDS
    }

    /// Its outcome, as the caller sees it.
    pub(super) fn done(self, result: Result<Token>) -> Check {
        let events = match &result {
            Ok(_) => {
                let stale = self.is_stale.then_some(Event::AcceptedStale);
                stale
                    .into_iter()
                    .chain(self.is_unrevised.then_some(Event::AcceptedUnavailable))
                    .collect()
            }
            Err(error) => vec![Event::Refused {
                code: error.code().as_str(),
            }],
        };
        Check {
            outcome: Outcome::Done(result),
            due: self.due,
            events,
        }
    }
}

impl PendingCheck {
    pub(super) fn new(
        verifier: &Verifier,
        suspended: Suspended,
        run: &mut Run,
        needs: Needs,
        began: Times,
    ) -> Box<Self> {
        let (presented, is_again, trace) = (run.presented.take(), run.is_again, run.trace.take());
        Box::new(Self {
            verifier: verifier.clone(),
            suspended,
            now: run.now,
            presented,
            is_again,
            began,
            rounds: run.rounds + 1,
            needs,
            trace,
        })
    }

    /// What it waits for.
    pub fn followed(&self) -> &Followed {
        &self.needs.followed
    }

    /// Whether every check waits for it, so that callers that cannot wait never succeed: a strict
    /// list of revocations.
    pub fn is_strict(&self) -> bool {
        self.needs.is_strict
    }

    /// Whether a flight has ended since the check looked, so that it can be resumed. With no time
    /// left, it can be as well.
    pub fn is_settled(&self, times: Times) -> bool {
        let Needs {
            followed,
            landed,
            waiting,
            is_strict,
            ticket,
            ..
        } = &self.needs;
        if let Some(ticket) = ticket {
            return ticket.is_settled() || self.time_left(times) <= 0.0;
        }
        let came = waiting.is_none() && !is_strict && followed.is_ready(times);
        came || followed.landed() > *landed || self.time_left(times) <= 0.0
    }

    /// How much longer it may wait, in seconds, over all its rounds.
    pub fn time_left(&self, times: Times) -> f64 {
        (self.needs.followed.longest_wait() - times.since(self.began)).max(0.0)
    }

    /// Continues with what the set has now.
    pub fn resume(self, times: Times) -> Check {
        let Self {
            verifier,
            suspended,
            now,
            presented,
            is_again,
            began,
            rounds,
            needs,
            trace,
        } = self;
        // Its place is free again before it asks for another.
        drop(needs.waiting);
        let mut run = Run::new(now, Some(times));
        run.began = Some(began);
        run.presented = presented;
        run.is_again = is_again;
        run.trace = trace;
        run.rounds = if times.since(began) >= needs.followed.longest_wait() {
            MOST_ROUNDS
        } else {
            rounds
        };
        verifier.go_on(suspended, run, began)
    }

    /// Ends it without waiting: the result for a caller that cannot wait, and for those who watch.
    /// It is refused, whatever may still come, unless the list that it waits for accepts what
    /// cannot be checked (`when_unavailable`), or it waits for a ring, whose keys at hand stay in
    /// use.
    pub fn give_up(self) -> Check {
        let Self {
            verifier,
            suspended,
            now,
            presented,
            is_again,
            began,
            needs,
            trace,
            ..
        } = self;
        match needs.followed {
            Followed::Keys(_) | Followed::Replays(_) | Followed::StatusList(_) => {
                Run::new(now, None).done(Err(needs.error))
            }
            Followed::Revocations(_) | Followed::Ring(_) => verifier.go_on(
                suspended,
                Run {
                    rounds: MOST_ROUNDS,
                    presented,
                    is_again,
                    trace,
                    ..Run::new(now, Some(began))
                },
                began,
            ),
        }
    }
}

impl fmt::Debug for PendingCheck {
    /// Without the token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PendingCheck")
            .field("followed", &self.needs.followed)
            .field("rounds", &self.rounds)
            .finish_non_exhaustive()
    }
}

/// For calls that have no machine's times, and so cannot tell whether what was fetched may still be
/// used.
#[cold]
pub(super) fn needs_times() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "what this Verifier checks by is fetched or read from a store, which a driver does: use check, or the drivers' verify, which carry them",
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
