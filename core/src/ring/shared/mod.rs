//! A ring that several servers share through Redis or Valkey, as a state machine.
//!
//! `script` contains what is sent to the store, `reply` what it answers; `state` reads and writes,
//! one command at a time, and `adopt` decides what is accepted from the store. Decision 0077
//! explains the reasons.

mod adopt;
mod pending;
mod policy;
mod reply;
mod script;
mod shown;
mod state;
#[cfg(test)]
mod tests;
mod writing;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::data::Data;
use super::format::{self, unavailable};
use super::{Kept, KeyRing, usable};
use crate::error::{Error, Result};
use crate::key::{Key, KeySet};
use crate::machine::{Answer, GRACE, Times, Turn, next_id};
use crate::options::{RingStoreOptions, check_time};
use policy::Policy;
use shown::Shown;
use state::State;

pub use pending::PendingAction;
pub(crate) use shown::Readiness;

/// Follows a ring in a store.
pub(super) struct Machine {
    id: u64,
    policy: Policy,
    shown: Shown,
    state: Mutex<State>,
}

impl Machine {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the next poll advance it: a token was made, or the keys were published, and something
    /// is due.
    pub(super) fn want_advance(&self) {
        self.shown.want_advance();
    }

    /// Whether issuing may continue with the current keys: nobody can have ended a turn that this
    /// process still considers current.
    pub(super) fn may_issue(&self, ends: f64, ahead: f64, times: Times) -> bool {
        times.wall < ends || self.shown.age(times) <= ahead
    }
}

impl KeyRing {
    /// The ring that is kept in Redis or Valkey under the namespace in the options, and followed
    /// there. Nothing is read yet: until then it has no keys, and nothing can be made or checked
    /// with it.
    ///
    /// It is a state machine: a driver calls [`poll`](Self::poll) to learn what to send to the
    /// store, and [`tell`](Self::tell) to report the result; the crate `tokenseal-drivers` has such
    /// drivers, whose `open_ring` returns the ring once it has been read, and so does the package
    /// for each other language. `protect_with` is a key that opens the ring, or several of which
    /// one does. `create` is a ring to start with if the store has none: without it, that is an
    /// error, so that a lost ring is noticed. The first of the keys protects it.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    ///
    /// ```
    /// use tokenseal::{GenerateOptions, Key, KeyManagement::A256KW, KeyRing, RingStoreOptions, machine::Times};
    ///
    /// let key = Key::generate(A256KW.into(), &GenerateOptions::default())?;
    /// let ring = KeyRing::redis(&RingStoreOptions { namespace: Some("issuer".into()), ..Default::default() }, &key, None, 0.0)?;
    /// assert_eq!(ring.poll(Times::of_test(0.0)).stores[0].commands[0][0], "EVAL");
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn redis(
        options: &RingStoreOptions,
        protect_with: impl Into<KeySet>,
        create: Option<&KeyRing>,
        now: f64,
    ) -> Result<Self> {
        let (policy, keys, now) = (
            Policy::compile(options)?,
            usable(&protect_with.into())?,
            check_time(now, "now")?,
        );
        let first = keys.iter().next().ok_or_else(|| unavailable("has no key"))?;
        let create = create.map(|ring| ring.beginning(&policy, first)).transpose()?;
        let state = Mutex::new(State::new(keys, create));
        let machine = Machine {
            id: next_id(),
            policy,
            shown: Shown::new(),
            state,
        };
        Ok(Self::made(Data::nothing()?, now, Kept::default(), Some(machine)))
    }

    /// Puts this ring into a store that has none. A ring that is followed elsewhere continues
    /// there, as its followers know it.
    fn beginning(&self, policy: &Policy, key: &Key) -> Result<Vec<String>> {
        self.require_read()?;
        let text = format::seal(&self.0.data.load(), &format::Protection::new(key, None)?)?;
        let (writer, writers) = match self.machine() {
            Some(machine) => machine.state().known(),
            None => (script::random_id()?, String::new()),
        };
        let writers = if writers.is_empty() {
            writer.clone()
        } else {
            writers
        };
        Ok(policy
            .key
            .create(self.0.data.load().generation, &writer, &writers, &text))
    }

    /// Identifies the machine within this process; 0 if it is not followed in a store.
    pub fn id(&self) -> u64 {
        self.machine().map_or(0, |machine| machine.id)
    }

    /// Whether it is followed in a store, so that it needs a driver.
    pub fn is_followed(&self) -> bool {
        self.machine().is_some()
    }

    /// Whether revoking a key must wait for a store: that of the ring, or of the list that it uses.
    pub fn revokes_in_store(&self) -> bool {
        self.is_followed() || self.list().is_some_and(|(list, _)| list.is_followed())
    }

    /// What to do next: commands to send, if there is reason for it.
    pub fn poll(&self, times: Times) -> Turn {
        self.step(times, |state, machine| state.poll(self, machine, times))
    }

    /// Takes the result of commands, and says what to do next. An answer that nothing waits for is
    /// ignored.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        self.step(times, |state, machine| state.tell(self, machine, times, answer))
    }

    fn step(&self, times: Times, step: impl FnOnce(&mut State, &Machine) -> Turn) -> Turn {
        let Some(machine) = self.machine().filter(|_| times.are_sound()) else {
            return Turn::default();
        };
        let mut state = machine.state();
        let turn = step(&mut state, machine);
        machine.shown.show(&state, times, &turn, machine.policy.timeout);
        turn
    }

    /// How many times the store has answered, or has failed to. To wait for that, wait until this
    /// increases.
    pub fn landed(&self) -> u64 {
        self.machine().map_or(0, |machine| machine.shown.landed())
    }

    /// Whether it is as recent as its options require. A ring that is not in a store always is.
    pub fn is_ready(&self, times: Times) -> bool {
        self.machine()
            .is_none_or(|machine| machine.shown.is_fresh(&machine.policy, times))
    }

    /// The error to report if it could not be read.
    pub fn unavailable(&self) -> Error {
        self.machine().map_or_else(
            || unavailable("cannot be used"),
            |machine| machine.state().unavailable(),
        )
    }

    /// How long a call may wait for the store, in seconds.
    pub fn longest_wait(&self) -> f64 {
        self.machine()
            .map_or(0.0, |machine| machine.policy.timeout + GRACE)
    }

    /// Whether a call should wait for it: it is older than its options allow, and the store has not
    /// just failed.
    pub fn would_wait(&self, times: Times) -> bool {
        matches!(self.readiness(times, true), Readiness::Waits { .. })
    }

    /// The state of the ring for one call.
    #[inline]
    pub(crate) fn readiness(&self, times: Times, may_wait: bool) -> Readiness {
        self.machine().map_or(Readiness::Ready, |machine| {
            machine.shown.readiness(&machine.policy, times, may_wait)
        })
    }

    /// Refuses a ring that has not been read yet, about which nothing is known.
    pub(crate) fn require_read(&self) -> Result<()> {
        match self.machine() {
            Some(machine) if !machine.shown.was_read() => Err(machine.state().unavailable()),
            _ => Ok(()),
        }
    }

    pub(super) fn machine(&self) -> Option<&Machine> {
        self.0.machine.as_deref()
    }

    /// Publishes what the store has, and what protects it there.
    fn take(&self, data: Data, now: f64) {
        // A thread that looks at the time in between must not publish older keys afterwards.
        let mut kept = self.kept();
        kept.failed = None;
        self.show(data, now);
    }

    fn note(&self, error: &Error) {
        self.kept().failed = Some(error.clone());
    }

    fn data(&self) -> Arc<Data> {
        self.0.data.load_full()
    }
}
