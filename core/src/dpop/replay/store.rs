//! The used proofs of all processes that share a store, as a state machine: one atomic command per
//! proof, and its answer for the check that asked.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value as Json, json};

use super::{Mark, WINDOW, unavailable, used};
use crate::base64url;
use crate::error::{Error, Result};
use crate::machine::{Answer, Epoch, Failure, GRACE, Store as Request, Times, Turn, Value, check_namespace};
use crate::options::{ReplayStoreOptions, positive};

/// One key per proof, set only if it does not exist. It is a script so that its reply has the same
/// form in every client.
const SCRIPT: &str = "return redis.call('SET',KEYS[1],'1','NX','PX',ARGV[1]) and 1 or 0";
/// The most proofs in one request.
const MOST_IN_REQUEST: usize = 100;
/// The most checks that wait at once. Any more fail immediately as undecided.
const MOST_WAITING: usize = 10_000;
/// For one command, in seconds.
const DEFAULT_TIMEOUT: u32 = 2;

/// Asks a store.
pub(super) struct Store {
    namespace: String,
    timeout: f64,
    landed: AtomicU64,
    state: Mutex<State>,
}

struct State {
    epoch: Epoch,
    queued: Vec<Asked>,
    flights: Vec<Flight>,
    last_id: u64,
    failed: Option<Failure>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    asked: u64,
    refused: u64,
    failed: u64,
}

/// A proof that a check asks about.
struct Asked {
    mark: Mark,
    /// How long it must be remembered, in milliseconds.
    lifetime: u64,
    ticket: Ticket,
}

struct Flight {
    id: u64,
    sent: Times,
    tickets: Vec<Ticket>,
}

/// The question of one check, and its answer. It belongs to that check alone, which therefore never
/// mistakes its own mark for another's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ticket(Arc<AtomicU8>);

const WAITING: u8 = 0;
const NEW: u8 = 1;
const USED: u8 = 2;
const FAILED: u8 = 3;

impl Ticket {
    /// Whether there is an answer.
    pub(crate) fn is_settled(&self) -> bool {
        self.0.load(Ordering::Acquire) != WAITING
    }

    /// The answer: whether the proof was unused. None if there is no answer yet, or none could be
    /// obtained.
    pub(crate) fn answer(&self) -> Option<Result<()>> {
        match self.0.load(Ordering::Acquire) {
            NEW => Some(Ok(())),
            USED => Some(Err(used())),
            _ => None,
        }
    }

    /// Whether a check still holds it, in addition to the queue.
    fn is_held(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    fn settle(&self, answer: u8) {
        self.0.store(answer, Ordering::Release);
    }
}

impl Store {
    pub(super) fn new(options: &ReplayStoreOptions) -> Result<Self> {
        let namespace = options
            .namespace
            .as_deref()
            .ok_or_else(|| Error::option("namespace is required: all keys in the store begin with it"))?;
        check_namespace(namespace)?;
        let timeout = positive(&options.timeout, DEFAULT_TIMEOUT)?;
        let state = State {
            epoch: Epoch::now(),
            queued: Vec::new(),
            flights: Vec::new(),
            last_id: 0,
            failed: None,
            counts: Counts::default(),
        };
        Ok(Self {
            namespace: namespace.to_owned(),
            timeout,
            landed: AtomicU64::new(0),
            state: Mutex::new(state),
        })
    }

    /// Asks about a proof. It is remembered for as long as anyone with the same leeway accepts it,
    /// plus a minute because clocks differ.
    pub(super) fn ask(&self, mark: Mark, leeway: f64) -> Result<Ticket> {
        let mut state = self.state();
        if state.queued.len() >= MOST_WAITING {
            state.queued.retain(|asked| asked.ticket.is_held());
        }
        let waiting = state
            .flights
            .iter()
            .map(|flight| flight.tickets.len())
            .sum::<usize>()
            .saturating_add(state.queued.len());
        if waiting >= MOST_WAITING {
            return Err(unavailable("too many checks wait for the store of used proofs"));
        }
        let lifetime = ((2.0 * (WINDOW + leeway) + WINDOW) * 1000.0) as u64;
        let ticket = Ticket::default();
        state.queued.push(Asked {
            mark,
            lifetime,
            ticket: ticket.clone(),
        });
        state.counts.asked = state.counts.asked.saturating_add(1);
        Ok(ticket)
    }

    pub(super) fn poll(&self, times: Times) -> Turn {
        let mut state = self.state();
        self.turn(&mut state, times)
    }

    pub(super) fn tell(&self, times: Times, answer: Answer) -> Turn {
        let mut state = self.state();
        if let Some(index) = state.flights.iter().position(|flight| flight.id == answer.id()) {
            let flight = state.flights.swap_remove(index);
            self.land(&mut state, &flight, answer);
        }
        self.turn(&mut state, times)
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed.load(Ordering::Acquire)
    }

    pub(super) fn unavailable(&self) -> Error {
        let why = self
            .state()
            .failed
            .map_or("has not answered in time", Failure::told);
        unavailable(format!(
            "whether the proof was used before could not be found out: the store of used proofs {why}"
        ))
    }

    pub(super) fn longest_wait(&self) -> f64 {
        self.timeout + GRACE
    }

    pub(super) fn status(&self) -> Json {
        let state = self.state();
        let Counts {
            asked,
            refused,
            failed,
        } = state.counts;
        let last = state.failed.map(Failure::as_str);
        json!({ "scope": "store", "asked": asked, "refused": refused, "failed": failed, "last_failure": last })
    }

    /// Sends what is waiting, and forgets flights that no driver has reported on.
    fn turn(&self, state: &mut State, times: Times) -> Turn {
        if !times.are_sound() {
            return Turn::default();
        }
        let is_fork = state.epoch != Epoch::now();
        if is_fork {
            state.epoch = Epoch::now();
        }
        // In the child of a fork, only the threads of the parent carry the flights in progress.
        let (over, flights) = state
            .flights
            .drain(..)
            .partition(|flight| is_fork || times.since(flight.sent) > self.longest_wait());
        state.flights = flights;
        let over: Vec<Flight> = over;
        for flight in &over {
            self.fail(state, flight, Failure::Timeout);
        }
        // A check that was given up no longer wants an answer: a mark that nobody waits for would
        // only use up its proof.
        state.queued.retain(|asked| asked.ticket.is_held());
        let mut turn = Turn::default();
        while !state.queued.is_empty() {
            let rest = state.queued.split_off(state.queued.len().min(MOST_IN_REQUEST));
            let asked = std::mem::replace(&mut state.queued, rest);
            state.last_id = state.last_id.saturating_add(1);
            let id = state.last_id;
            let commands = asked.iter().map(|one| self.command(one)).collect();
            turn.stores.push(Request {
                id,
                commands,
                timeout: self.timeout,
            });
            state.flights.push(Flight {
                id,
                sent: times,
                tickets: asked.into_iter().map(|one| one.ticket).collect(),
            });
        }
        turn.wake = state
            .flights
            .iter()
            .map(|flight| (self.longest_wait() - times.since(flight.sent)).max(0.0))
            .reduce(f64::min);
        turn
    }

    fn command(&self, asked: &Asked) -> Vec<String> {
        // In a cluster, the braces keep all keys of a namespace in one slot.
        let key = format!("{{{}}}:dpop:{}", self.namespace, base64url::encode(&asked.mark));
        vec![
            "EVAL".to_owned(),
            SCRIPT.to_owned(),
            "1".to_owned(),
            key,
            asked.lifetime.to_string(),
        ]
    }

    fn land(&self, state: &mut State, flight: &Flight, answer: Answer) {
        match answer {
            Answer::Reply { values, .. } if values.len() == flight.tickets.len() => {
                state.failed = None;
                for (ticket, value) in flight.tickets.iter().zip(&values) {
                    match value {
                        Value::Integer(1) => ticket.settle(NEW),
                        Value::Integer(0) => {
                            state.counts.refused = state.counts.refused.saturating_add(1);
                            ticket.settle(USED);
                        }
                        _ => state.lose(ticket, Failure::Store),
                    }
                }
                self.landed.fetch_add(1, Ordering::AcqRel);
            }
            Answer::Failed { why, .. } => self.fail(state, flight, why),
            _ => self.fail(state, flight, Failure::Unreadable),
        }
    }

    fn fail(&self, state: &mut State, flight: &Flight, why: Failure) {
        flight.tickets.iter().for_each(|ticket| state.lose(ticket, why));
        self.landed.fetch_add(1, Ordering::AcqRel);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The question may or may not have been answered: the check that asked must not be accepted.
    fn lose(&mut self, ticket: &Ticket, why: Failure) {
        self.failed = Some(why);
        self.counts.failed = self.counts.failed.saturating_add(1);
        ticket.settle(FAILED);
    }
}
