//! Keys that are published elsewhere, and change there.
//!
//! A [`RemoteKeySet`] is a state machine without I/O: it decides what to fetch, when, and how long
//! to use what it has, and the drivers of each language carry that out. Checks read the keys
//! without a lock.

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
use crate::machine::{Answer, Epoch, Freshness, GRACE, Times, Traffic, Turn, Until, next_id};
use crate::options::RemoteOptions;
use current::Current;
use flight::Setting;
use policy::Policy;
use source::Source;
use state::{Around, State};

/// The keys of an issuer, fetched from where it publishes them, and fetched again whenever they may
/// have changed (RFC 7517, section 5).
///
/// A [`Verifier`](crate::Verifier) accepts it as its keys. This crate does no I/O: a driver calls
/// [`poll`](Self::poll) to learn what to fetch, fetches it, and calls [`tell`](Self::tell) with the
/// result. The crate `tokenseal-drivers` has such drivers, and so does the package for each other
/// language.
///
/// A key that its publisher removed is refused after at most `max_age` plus one flight while the
/// publisher's server answers, and after at most `stale` more while it does not.
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
    /// The time before which a check need not have the set polled: its refresh is in progress, or
    /// must wait.
    quiet: Until,
    landed: AtomicU64,
    state: Mutex<State>,
    /// For a set with given random numbers or the time of a test, whose behaviour must not depend
    /// on anything else in the process.
    own_traffic: Traffic,
}

impl RemoteKeySet {
    /// A set that is published at `url`, or where the options say. Nothing is fetched yet.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if there is no place to find the keys, or several, if one is not https,
    /// or if an option is out of range; `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` and similar errors
    /// for a snapshot that `snapshot_key` did not sign, or that is from another set.
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
            quiet: Until::never(),
            landed: AtomicU64::new(0),
            state: Mutex::new(State::new(&policy)),
            policy,
            own_traffic: Traffic::new(),
        })))
    }

    /// The same with the snapshot in the options, which `snapshot_key` signed. Its keys are as old
    /// as the wall clock says.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
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

    /// Identifies the set within this process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// What to do next: a request to make, if there is reason for one. Call this when a check says
    /// so, and repeatedly while waiting for the set to become ready.
    pub fn poll(&self, times: Times) -> Turn {
        if !times.are_sound() {
            return Turn::default();
        }
        let mut state = self.state();
        let turn = state.poll(&self.0.current.load(), &self.around(times));
        self.show(&state, times, turn)
    }

    /// Takes the result of a request, and says what to do next. An answer that nothing waits for is
    /// ignored.
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

    /// How many flights have ended, whatever the outcome. To wait for one, wait until this
    /// increases.
    pub fn landed(&self) -> u64 {
        self.0.landed.load(Ordering::Acquire)
    }

    /// Whether there are keys that may be used now.
    pub fn is_ready(&self, times: Times) -> bool {
        self.0.current.load().state(times).is_usable()
    }

    /// The error to report if there are none.
    pub fn unavailable(&self) -> Error {
        unavailable(&self.0.current.load())
    }

    /// The current keys, whether or not they may be used.
    pub fn keys(&self) -> KeySet {
        self.0.current.load().keys.clone()
    }

    /// The state of the set as a JSON object: its state and ages in seconds, its limits, what it
    /// promises, and what happened to it. It contains no addresses and no key material.
    pub fn status(&self, times: Times) -> String {
        let current = self.0.current.load();
        status::write(&current, &mut self.state(), &self.0.policy, times)
    }

    /// The keys, as a start for another process that cannot wait for its first flight. They are
    /// signed with `key`, because whoever writes a snapshot chooses the keys.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE` if there are no keys yet; `ERR_KEY_MISMATCH` or `ERR_OPTION_INVALID`
    /// if the key cannot sign.
    pub fn snapshot(&self, key: &Key) -> Result<String> {
        snapshot::write(&self.0.current.load(), key, &self.0.source)
    }

    /// How long a call may wait for its keys, in seconds: enough for a flight that ends at its
    /// limit, and a little more.
    pub fn longest_wait(&self) -> f64 {
        self.0.policy.timeout + GRACE
    }

    /// The keys for a check, and their state.
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

    /// Lets a check wait if none of the keys that it has seen verifies its token, unless too many
    /// are waiting or have waited.
    pub(crate) fn ask(&self, times: Times, seen: &AtHand) -> Asked {
        let epoch = Epoch::now();
        let mut state = self.state();
        // Answers are processed under this lock. Without it, a check could wait for a flight that
        // has just replaced the keys it saw, or mistake it for the next one.
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
        !self.0.quiet.is_ahead(times)
    }

    /// Publishes what a turn has changed to readers that take no lock: how many flights have ended,
    /// and that checks need not have the machine polled until it can do more. A clock jump may
    /// delay that by as much, so it is bounded.
    fn show(&self, state: &State, times: Times, turn: Turn) -> Turn {
        self.0.landed.store(state.counts.landed, Ordering::Release);
        self.0.quiet.set_by(&turn, times, self.0.policy.timeout);
        turn
    }

    fn around(&self, times: Times) -> Around<'_> {
        Around {
            source: &self.0.source,
            policy: &self.0.policy,
            traffic: Traffic::at(times, &self.0.own_traffic),
            times,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for RemoteKeySet {
    /// Leaves out the address, which may itself be a secret.
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
    /// Whether the set needs to be polled.
    pub(crate) is_due: bool,
}

impl AtHand {
    /// The keys, if they may be used; otherwise whether a flight would help, and what to report if
    /// it does not.
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

/// The result of asking for newer keys.
pub(crate) enum Asked {
    /// The check may wait until more flights have ended than these.
    Waits { landed: u64, waiting: Waiting },
    /// The check may not wait.
    TurnedAway,
    /// The keys are no longer those that it saw.
    Changed,
}

/// A check that is waiting. It is counted until it is dropped.
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
