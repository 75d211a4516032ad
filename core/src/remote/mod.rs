//! Keys that are published somewhere else, and change there.
//!
//! A [`RemoteKeySet`] is a state machine without I/O: what it fetches, when, and for how long it uses what it has is decided here, and
//! carried by the drivers of each language. Checks read the keys without a lock.

mod current;
mod flight;
mod memory;
mod next;
mod policy;
mod read;
mod snapshot;
mod source;
mod state;
mod status;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::{ArcSwap, Guard};

use crate::error::{Error, ErrorCode, Result};
use crate::key::{Key, KeySet};
use crate::machine::{Answer, Epoch, Freshness, Times, Traffic, Turn, next_id};
use crate::options::RemoteOptions;
use current::Current;
use flight::{GRACE, Setting};
use policy::Policy;
use source::Source;
use state::{Around, State};

/// The keys of an issuer, fetched from where it publishes them, and again whenever they may have changed (RFC 7517, section 5).
///
/// It is what a [`Verifier`](crate::Verifier) takes as keys. The crate does no I/O: a driver asks [`poll`](Self::poll) what to fetch,
/// fetches it, and says by [`tell`](Self::tell) what came of it. The crate `tokenseal-drivers` has such drivers, and so has every
/// package of another language.
///
/// A key that its publisher removed is refused at most `max_age` and one flight later while the publisher's server answers, and at most
/// `stale` more while it does not.
///
/// ```
/// use tokenseal::machine::{Answer, Times};
/// use tokenseal::{RemoteKeySet, RemoteOptions};
///
/// let keys = RemoteKeySet::new(Some("https://issuer.example/jwks.json"), &RemoteOptions::default())?;
/// let turn = keys.poll(Times::of_test(0.0));
/// assert_eq!(turn.fetches[0].url, "https://issuer.example/jwks.json");
/// # let body = tokenseal::KeySet::new([tokenseal::Key::generate(tokenseal::SignatureAlgorithm::ES256.into(), &Default::default())?]).to_jwks(false)?.into_bytes();
/// keys.tell(Times::of_test(0.1), Answer::Response { id: turn.fetches[0].id, status: 200, headers: vec![], body });
/// assert!(keys.is_ready(Times::of_test(0.1)));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct RemoteKeySet(Arc<Shared>);

struct Shared {
    id: u64,
    source: Source,
    policy: Policy,
    current: ArcSwap<Current>,
    /// The monotonic time, as bits, before which a check need not have the set polled: its refresh is under way, or has to wait.
    quiet_until: AtomicU64,
    landed: AtomicU64,
    state: Mutex<State>,
    /// Of a set that is told what to draw by chance, or a test's time, and so depends on nothing else in the process.
    own_traffic: Traffic,
}

impl RemoteKeySet {
    /// A set that is published at `url`, or where the options say. Nothing is fetched yet.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if there is no place to find the keys, or several, one is not https, or an option is out of range;
    /// `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` and its like for a snapshot that `snapshot_key` did not sign, or another set's.
    pub fn new(url: Option<&str>, options: &RemoteOptions) -> Result<Self> {
        if options.snapshot.is_some() {
            return Err(Error::option(
                "snapshot needs snapshot_key: whoever writes a snapshot chooses the keys",
            ));
        }
        let policy = Policy::compile(options)?;
        Ok(Self(Arc::new(Shared {
            id: next_id(),
            source: Source::compile(url, options)?,
            current: ArcSwap::from_pointee(Current::cold()),
            quiet_until: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
            landed: AtomicU64::new(0),
            state: Mutex::new(State::new(&policy)),
            policy,
            own_traffic: Traffic::new(),
        })))
    }

    /// The same with the snapshot of the options, which `snapshot_key` signed. Its keys are as old as they are by the wall's clock.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_snapshot(
        url: Option<&str>,
        options: &RemoteOptions,
        snapshot_key: &Key,
        times: Times,
    ) -> Result<Self> {
        let Some(snapshot) = &options.snapshot else {
            return Err(Error::option(
                "snapshot_key is given without a snapshot: leave it out, or give both",
            ));
        };
        let set = Self::new(
            url,
            &RemoteOptions {
                snapshot: None,
                ..options.clone()
            },
        )?;
        set.0.current.store(Arc::new(snapshot::restore(
            snapshot,
            snapshot_key,
            &set.0.source,
            &set.0.policy,
            times,
        )?));
        Ok(set)
    }

    /// Which set it is, in this process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// What there is to do: a request to make, if there is reason for one. To be called when a check says so, and again and again by
    /// those who wait until the set is ready.
    pub fn poll(&self, times: Times) -> Turn {
        if !times.are_sound() {
            return Turn::default();
        }
        let mut state = self.state();
        let turn = state.poll(&self.0.current.load(), &self.around(times));
        self.show(&state, times, turn)
    }

    /// Takes what came of a request, and says what to do next. An answer that nothing waits for is ignored.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        if !times.are_sound() {
            return Turn::default();
        }
        let around = self.around(times);
        let Some((mut flight, known, id)) = self.state().begin_reading(answer.id(), &around) else {
            return Turn::default();
        };
        let setting = Setting {
            source: &self.0.source,
            policy: &self.0.policy,
            known: &known,
        };
        let next = flight.take(&setting, answer, times, id);
        let mut state = self.state();
        let (turn, next) = state.end_reading(&self.0.current.load(), flight, next, &around);
        if let Some(next) = next {
            self.0.current.store(Arc::new(next));
        }
        self.show(&state, times, turn)
    }

    /// How many flights have ended, however they did. Whoever waits for one waits until this grows.
    pub fn landed(&self) -> u64 {
        self.0.landed.load(Ordering::Acquire)
    }

    /// Whether there are keys that may be used now.
    pub fn is_ready(&self, times: Times) -> bool {
        self.0.current.load().state(times).is_usable()
    }

    /// What is said where there are none.
    pub fn unavailable(&self) -> Error {
        unavailable(&self.0.current.load())
    }

    /// The keys as they are now, whether or not they may be used.
    pub fn keys(&self) -> KeySet {
        self.0.current.load().keys.clone()
    }

    /// How the set is, as a JSON object: its state and ages in seconds, its limits, what it promises, and what happened to it. Without
    /// addresses and key material.
    pub fn status(&self, times: Times) -> String {
        let current = self.0.current.load();
        status::write(&current, &mut self.state(), &self.0.policy, times)
    }

    /// The keys, to begin with in another process that cannot wait for its first flight: signed with `key`, since whoever writes a
    /// snapshot chooses the keys.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE` if there are no keys yet; `ERR_KEY_MISMATCH` or `ERR_OPTION_INVALID` if the key cannot sign.
    pub fn snapshot(&self, key: &Key) -> Result<String> {
        snapshot::write(&self.0.current.load(), key, &self.0.source)
    }

    /// How long a call may wait for its keys, in seconds: for a flight that ends at its limit, and a little more.
    pub fn longest_wait(&self) -> f64 {
        self.0.policy.timeout + GRACE
    }

    /// The keys for a check, and how they stand.
    #[inline]
    pub(crate) fn at_hand(&self, times: Times) -> AtHand {
        let current = self.0.current.load();
        let state = current.state(times);
        let is_due = state != Freshness::Fresh && self.wants_poll(times);
        AtHand {
            current,
            state,
            is_due,
        }
    }

    /// Lets a check wait whose token none of the keys verifies that it has seen, unless too many do or have done so.
    pub(crate) fn ask(&self, times: Times, seen: &AtHand) -> Asked {
        let epoch = Epoch::now();
        let mut state = self.state();
        // Answers are taken under this lock. Without it, a flight that has just replaced the keys could be waited for by those who saw
        // them already, or be taken for the next one.
        if !Arc::ptr_eq(&seen.current, &self.0.current.load()) {
            return Asked::Changed;
        }
        match state.ask(&self.around(times)) {
            true => Asked::Waits {
                landed: state.counts.landed,
                waiting: Waiting {
                    set: self.clone(),
                    epoch,
                },
            },
            false => Asked::TurnedAway,
        }
    }

    fn wants_poll(&self, times: Times) -> bool {
        times.monotonic >= f64::from_bits(self.0.quiet_until.load(Ordering::Relaxed))
    }

    /// Shows what a turn has changed to those who take no lock: how many flights have ended, and that checks need not have the machine
    /// polled until it can do more. A clock that jumps may make that late by as much, so it is bounded.
    fn show(&self, state: &State, times: Times, turn: Turn) -> Turn {
        self.0.landed.store(state.counts.landed, Ordering::Release);
        let quiet = turn.wake.unwrap_or(0.0).clamp(0.0, self.0.policy.timeout);
        self.0
            .quiet_until
            .store((times.monotonic + quiet).to_bits(), Ordering::Relaxed);
        turn
    }

    fn around(&self, times: Times) -> Around<'_> {
        // A test's clock may stand still, and nothing that the process has begun would ever be over.
        let is_apart = times.jitter.is_some() || times.are_of_test();
        let traffic = if is_apart {
            self.0.own_traffic.clone()
        } else {
            Traffic::of_process()
        };
        Around {
            source: &self.0.source,
            policy: &self.0.policy,
            traffic,
            times,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for RemoteKeySet {
    /// Without its address, which may be a secret of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "RemoteKeySet({} keys)",
            self.0.current.load().keys.len()
        )
    }
}

/// The keys that a check has, as they were when it looked.
pub(crate) struct AtHand {
    current: Guard<Arc<Current>>,
    state: Freshness,
    /// Whether the set wants to be polled.
    pub(crate) is_due: bool,
}

impl AtHand {
    /// The keys, if they may be used; else whether a flight would help, and what to say if it does not.
    pub(crate) fn keys(&self) -> Result<&KeySet, NoKeys> {
        match self.state.is_usable() {
            true => Ok(&self.current.keys),
            false => Err(NoKeys {
                would_wait: self.state == Freshness::Expired,
                error: unavailable(&self.current),
            }),
        }
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.state == Freshness::Stale
    }
}

/// Why a check has no keys.
pub(crate) struct NoKeys {
    pub(crate) would_wait: bool,
    pub(crate) error: Error,
}

/// What comes of asking for newer keys.
pub(crate) enum Asked {
    /// The check may wait until more flights have ended than these.
    Waits { landed: u64, waiting: Waiting },
    /// It may not.
    TurnedAway,
    /// There are others than it saw.
    Changed,
}

/// A check that waits. It is counted until it is dropped.
pub(crate) struct Waiting {
    set: RemoteKeySet,
    epoch: Epoch,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.set.state().leave(self.epoch);
    }
}

#[cold]
fn unavailable(current: &Current) -> Error {
    let message = match (current.failed, current.sent) {
        (Some(failed), _) => match failed.status {
            Some(status) => format!(
                "the key set {} ({status}): it is tried again after a while",
                failed.why.told()
            ),
            None => format!(
                "the key set {}: it is tried again after a while",
                failed.why.told()
            ),
        },
        (None, Some(_)) => "the key set has expired, and has to be fetched first".to_owned(),
        (None, None) => "the key set was not fetched yet".to_owned(),
    };
    Error::new(ErrorCode::JwksUnavailable, message)
}
