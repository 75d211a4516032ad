//! One list that is followed where it is published.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use arc_swap::ArcSwap;
use serde_json::{Value, json};

use super::current::Current;
use super::machine::{Around, Held, State, Stepped};
use super::policy::Policy;
use super::read::read;
use super::reader::{Lacks, Reader, Unread};
use crate::error::{Error, ErrorCode};
use crate::machine::{Answer, Event, Freshness, GRACE, Times, Traffic, Turn, Until, next_id};
use crate::remote::RemoteKeySet;

/// A status list that is fetched from where it is published, and fetched again whenever it may have
/// changed.
///
/// A verifier with [`StatusLists`](crate::StatusLists) makes one for each list that a token names
/// and that is allowed. A driver carries it, as it carries a [`RemoteKeySet`](crate::RemoteKeySet).
#[derive(Clone)]
pub struct RemoteStatusList(Arc<Shared>);

struct Shared {
    id: u64,
    uri: String,
    policy: Arc<Policy>,
    reader: Arc<dyn Reader>,
    current: ArcSwap<Current>,
    /// The time before which a check need not have the list polled: its refresh is in progress, or
    /// must wait.
    quiet: Until,
    /// The monotonic time, as bits, at which a check last used it, to the second.
    used: AtomicU64,
    landed: AtomicU64,
    state: Mutex<State>,
    /// A list that was received, and is waiting to be verified. Whoever verifies it holds this
    /// lock.
    held: Mutex<Option<Held>>,
    is_holding: AtomicBool,
    /// For a list with given random numbers or the time of a test, whose behaviour must not depend
    /// on anything else in the process.
    own_traffic: Traffic,
}

/// What a check finds.
pub(crate) enum Found {
    /// The status at the index, if that is not past the end; whether the list needs to be polled;
    /// and keys that do, because a newer list is waiting for them.
    Status {
        status: Option<u8>,
        is_due: bool,
        keys: Option<RemoteKeySet>,
    },
    /// There is no list yet, or none that may be used: it must be fetched first.
    Waits { landed: u64 },
    /// A list was received, and cannot be verified without keys that must be fetched.
    Lacks(Lacks),
    /// No list is available.
    Unavailable(Error),
}

impl RemoteStatusList {
    pub(super) fn new(uri: &str, policy: &Arc<Policy>, reader: &Arc<dyn Reader>) -> Self {
        Self(Arc::new(Shared {
            id: next_id(),
            uri: uri.to_owned(),
            policy: Arc::clone(policy),
            reader: Arc::clone(reader),
            current: ArcSwap::from_pointee(Current::cold()),
            quiet: Until::never(),
            used: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
            landed: AtomicU64::new(0),
            state: Mutex::new(State::new(policy)),
            held: Mutex::new(None),
            is_holding: AtomicBool::new(false),
            own_traffic: Traffic::new(),
        }))
    }

    /// Identifies the list within this process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Identifies the [`StatusLists`](crate::StatusLists) that it belongs to: see
    /// [`StatusLists::id`](crate::StatusLists::id).
    pub fn lists_id(&self) -> u64 {
        self.0.policy.id
    }

    /// Whether its own address is allowed, and not just a folder above it. Such a list exists
    /// before a token names it, and a starting service can wait for it.
    pub fn is_named(&self) -> bool {
        self.0.policy.allowed.exact().contains(&self.0.uri)
    }

    /// Where it is published.
    pub fn uri(&self) -> &str {
        &self.0.uri
    }

    /// What to do next: a request, if the list is due and nothing prevents it.
    pub fn poll(&self, times: Times) -> Turn {
        let (settled, _) = self.settle(times, false);
        let around = self.around(times);
        let mut state = self.state();
        let mut turn = match self.0.is_holding.load(Ordering::Acquire) {
            // Keys are being fetched, or will be when a check asks for them.
            true => Turn::later(LOOK_AGAIN),
            false => state.poll(&self.0.current.load(), &around),
        };
        turn.events.splice(0..0, settled);
        self.show(&state, times, turn)
    }

    /// Takes the result of a request, and says what to do next.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        let around = self.around(times);
        let Some((mut flight, known, id)) = self.state().begin_reading(answer.id(), &around) else {
            return Turn::default();
        };
        // Without the lock: this takes longer the larger the answer is.
        let next = flight.take(&known, &self.0.policy, answer, times, id);
        let held = {
            let mut state = self.state();
            let (stepped, held) = state.end_reading(&self.0.current.load(), flight, next, &around);
            if held.is_none() {
                return self.step(&state, times, stepped);
            }
            // Before the lock is released, so that nobody begins another flight in the meantime.
            self.0.is_holding.store(true, Ordering::Release);
            held
        };
        *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
        let (events, _) = self.settle(times, false);
        let mut state = self.state();
        if self.0.is_holding.load(Ordering::Acquire) {
            // Checks that are waiting for it may ask for keys that can verify it.
            state.counts.landed += 1;
        }
        let wake = Some(self.wake(&state, times));
        self.show(
            &state,
            times,
            Turn {
                events,
                wake,
                ..Turn::default()
            },
        )
    }

    /// How many flights have ended, whatever the outcome.
    pub fn landed(&self) -> u64 {
        self.0.landed.load(Ordering::Acquire)
    }

    /// Whether there is a list that may be used now.
    pub fn is_ready(&self, times: Times) -> bool {
        self.0.current.load().state(times).is_usable()
    }

    /// The error to report if there is none.
    pub fn unavailable(&self) -> Error {
        unavailable(&self.0.current.load())
    }

    /// How long a call may wait for the list, in seconds: for a flight that ends at its limit, and
    /// a little more.
    pub fn longest_wait(&self) -> f64 {
        self.0.policy.timeout + GRACE
    }

    /// The state of the list, as a JSON object: its state and ages in seconds, and what happened to
    /// it. It contains neither the address nor the statuses.
    pub fn status(&self, times: Times) -> String {
        let (current, state) = (self.0.current.load(), self.state());
        let is_cold = current.sent.is_none();
        let age = current.age(times);
        let seconds = |value: f64| {
            if value.is_finite() {
                json!((value * 1000.0).round() / 1000.0)
            } else {
                Value::Null
            }
        };
        json!({
            "state": current.state(times).as_str(is_cold),
            "age": seconds(age),
            "due_in": seconds(if is_cold { 0.0 } else { (current.due - age).max(0.0) }),
            "expires_in": seconds(if is_cold { 0.0 } else { (current.usable_for - age).max(0.0) }),
            "fetching": state.is_flying(),
            "retry_in": seconds(state.retry_in(times)),
            "entries": current.list.as_ref().map_or(0, |list| list.len()),
            "bits": current.list.as_ref().map(|list| list.bits()),
            "fetched": state.counts.fetched,
            "unchanged": state.counts.unchanged,
            "failed": state.counts.failed,
            "failed_in_a_row": state.failures(),
            "last_failure": current.failed.as_ref().map(|failed| failed.why.as_str()),
            "last_status": current.failed.as_ref().and_then(|failed| failed.status),
            "abandoned": state.counts.abandoned,
        })
        .to_string()
    }

    /// The status at an index, if there is a list that may be used.
    #[inline]
    pub(crate) fn find(&self, index: u64, times: Times) -> Found {
        self.note_use(times);
        // Taken before looking at the list, because a flight that ends in between must not be
        // waited for.
        let landed = self.landed();
        let current = self.0.current.load();
        let state = current.state(times);
        match &current.list {
            Some(list) if state.is_usable() && !self.0.is_holding.load(Ordering::Relaxed) => Found::Status {
                status: list.get(index),
                is_due: state != Freshness::Fresh && self.wants_poll(times),
                keys: None,
            },
            _ => {
                drop(current);
                self.find_anew(index, landed, times)
            }
        }
    }

    /// The same if there is none, or if one that was received must be verified.
    #[cold]
    fn find_anew(&self, index: u64, landed: u64, times: Times) -> Found {
        let (_, lacks) = self.settle(times, true);
        let current = self.0.current.load();
        let state = current.state(times);
        match (&current.list, lacks) {
            // The current list still holds, and nobody has to wait for the keys.
            (Some(list), lacks) if state.is_usable() => {
                let is_due = state != Freshness::Fresh && self.wants_poll(times);
                Found::Status {
                    status: list.get(index),
                    is_due,
                    keys: lacks.map(|lacks| lacks.keys),
                }
            }
            (_, Some(lacks)) => Found::Lacks(lacks),
            (_, None) if state == Freshness::Expired => Found::Waits { landed },
            (_, None) => Found::Unavailable(unavailable(&current)),
        }
    }

    /// When a check last used it, by the monotonic clock.
    pub(super) fn last_used(&self) -> f64 {
        f64::from_bits(self.0.used.load(Ordering::Relaxed))
    }

    /// To the second: a value that many threads write is slow for all of them.
    pub(super) fn note_use(&self, times: Times) {
        let since = times.monotonic - self.last_used();
        if !(0.0..1.0).contains(&since) {
            self.0.used.store(times.monotonic.to_bits(), Ordering::Relaxed);
        }
    }

    /// Verifies a list that was received, unless another thread is doing so, or there is no key
    /// left to try. Returns the keys that it lacks, if they may be requested.
    fn settle(&self, times: Times, asks: bool) -> (Vec<Event>, Option<Lacks>) {
        if !self.0.is_holding.load(Ordering::Acquire) {
            return Default::default();
        }
        let mut held = match self.0.held.try_lock() {
            Ok(held) => held,
            Err(TryLockError::Poisoned(held)) => held.into_inner(),
            Err(TryLockError::WouldBlock) => return Default::default(),
        };
        let Some(one) = held.as_mut() else {
            return Default::default();
        };
        let remote = self.0.reader.remote();
        let keys_landed = remote.map_or(0, |keys| keys.landed());
        let asks = asks && !one.asked && remote.is_some();
        let is_old = times.since(one.since) > self.longest_wait();
        if !asks && !is_old && one.tried == Some(keys_landed) {
            return Default::default();
        }
        one.tried = Some(keys_landed);
        let claims = match self.0.reader.read(&one.body, asks, times) {
            Ok(claims) => Ok(claims),
            Err(Unread::Lacks(lacks)) => {
                one.asked = true;
                return (Vec::new(), Some(lacks));
            }
            // A check may ask for newer keys.
            Err(Unread::Refused(_)) if remote.is_some() && !asks && !one.asked && !is_old => {
                return Default::default();
            }
            Err(Unread::Refused(error)) => Err(error),
        };
        let outcome = claims.and_then(|claims| read(&claims, &self.0.uri, self.0.policy.max_inflated_bytes));
        let mut state = self.state();
        let stepped = state.settle(&self.0.current.load(), one, outcome, &self.around(times));
        *held = None;
        self.0.is_holding.store(false, Ordering::Release);
        (self.step(&state, times, stepped).events, None)
    }

    fn step(&self, state: &State, times: Times, (turn, next): Stepped) -> Turn {
        if let Some(next) = next {
            self.0.current.store(Arc::new(next));
        }
        self.show(state, times, turn)
    }

    /// In how many seconds there may be more to do.
    fn wake(&self, state: &State, times: Times) -> f64 {
        let current = self.0.current.load();
        match self.0.is_holding.load(Ordering::Acquire) {
            true => LOOK_AGAIN,
            false => (current.due - current.age(times))
                .max(state.retry_in(times))
                .max(0.0),
        }
    }

    fn wants_poll(&self, times: Times) -> bool {
        !self.0.quiet.is_ahead(times)
    }

    /// Publishes what a turn has changed to readers that take no lock. A clock jump may delay a
    /// poll by as long as the list is quiet, so that is bounded.
    fn show(&self, state: &State, times: Times, turn: Turn) -> Turn {
        self.0.landed.store(state.counts.landed, Ordering::Release);
        self.0.quiet.set_by(&turn, times, self.0.policy.timeout);
        turn
    }

    fn around(&self, times: Times) -> Around<'_> {
        Around {
            uri: &self.0.uri,
            policy: &self.0.policy,
            traffic: Traffic::at(times, &self.0.own_traffic),
            times,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How soon a waiting list looks again for keys that may have arrived, in seconds.
const LOOK_AGAIN: f64 = 0.1;

#[cold]
fn unavailable(current: &Current) -> Error {
    let message = match (&current.failed, current.sent) {
        (Some(failed), _) => match (&failed.error, failed.status) {
            (Some(error), _) => format!("the status list {}: {}", failed.why.told(), error.message()),
            (None, Some(status)) => format!(
                "the status list {} ({status}): it is tried again after a while",
                failed.why.told()
            ),
            (None, None) => format!(
                "the status list {}: it is tried again after a while",
                failed.why.told()
            ),
        },
        (None, Some(_)) => "the status list has expired, and has to be fetched first".to_owned(),
        (None, None) => "the status list was not fetched yet".to_owned(),
    };
    Error::new(ErrorCode::RevocationUnavailable, message).with_claim("status")
}

impl fmt::Debug for RemoteStatusList {
    /// Leaves out the address, which may itself be a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "RemoteStatusList({} entries)",
            self.0.current.load().list.as_ref().map_or(0, |list| list.len())
        )
    }
}
