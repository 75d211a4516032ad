//! A list that several servers share through Redis or Valkey, as a state machine.
//!
//! It reads the log from where it stopped (`reading`), writes what is to be revoked (`writing`),
//! writes back what the store has lost (`lost`), and lists what there is (`listing`). The longest
//! lifetime of tokens is raised in `raising`. `script` contains what is sent to the store, `reply`
//! what it answers. Long lists have snapshots (`packing`, `packed`). Decision 0074 explains the
//! reasons.

mod listing;
mod lost;
mod packed;
mod packing;
mod pending;
mod pending_entries;
mod policy;
mod raising;
mod reading;
mod reply;
mod script;
mod shown;
mod state;
mod writing;

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Revocations;
use super::change::RevocationChange;
use super::ends::Lifetime;
use super::list::List;
use crate::error::{Error, Result};
use crate::machine::{Answer, Times, Turn};
use crate::options::StoreOptions;
use policy::Policy;
use shown::Shown;
use state::State;

pub use pending::PendingChange;
pub use pending_entries::PendingEntries;
pub(crate) use shown::Readiness;

/// Follows a list in a store.
pub(super) struct Store {
    policy: Policy,
    shown: Shown,
    state: Mutex<State>,
}

impl Store {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Revocations {
    /// A list that is kept in Redis or Valkey under the namespace in the options, and followed
    /// there. Nothing is read yet.
    ///
    /// It is a state machine: a driver calls [`poll`](Self::poll) to learn what to send to the
    /// store, and [`tell`](Self::tell) to report the result; the crate `tokenseal-drivers` has such
    /// drivers, and so does the package for each other language. Until the list has been read
    /// completely, and whenever it is older than `max_staleness` and cannot be refreshed, checks
    /// are `ERR_JWT_REVOCATION_UNAVAILABLE`.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    ///
    /// ```
    /// use tokenseal::{Revocations, StoreOptions, machine::Times};
    ///
    /// let revocations = Revocations::redis(&StoreOptions { namespace: Some("sessions".into()), ..StoreOptions::default() })?;
    /// let turn = revocations.poll(Times::of_test(0.0));
    /// assert_eq!(turn.stores[0].commands[0][0], "EVAL");
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn redis(options: &StoreOptions) -> Result<Self> {
        Self::in_store(Policy::compile(options)?)
    }

    /// The same, with pages and pieces of so few entries that simulations have many of them.
    #[doc(hidden)]
    pub fn redis_by_pages(options: &StoreOptions, page: usize) -> Result<Self> {
        Self::in_store(Policy {
            page,
            piece: page,
            pack_after: page,
            ..Policy::compile(options)?
        })
    }

    fn in_store(policy: Policy) -> Result<Self> {
        let state = Mutex::new(State::new());
        // Until the header has been read, the list is empty, and nothing can be looked up.
        let list = List::new(Lifetime::new(None)?)?;
        Ok(Self::of(
            list,
            super::Kept::Store(Box::new(Store {
                policy,
                shown: Shown::new(),
                state,
            })),
        ))
    }

    /// What to do next: commands to send, if there is reason for it.
    pub fn poll(&self, times: Times) -> Turn {
        self.step(times, |state, list, policy| state.poll(list, policy, times))
    }

    /// Takes the result of commands, and says what to do next. An answer that nothing waits for is
    /// ignored.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        self.step(times, |state, list, policy| {
            state.tell(list, policy, times, answer)
        })
    }

    fn step(
        &self,
        times: Times,
        step: impl FnOnce(&mut State, &arc_swap::ArcSwap<List>, &Policy) -> Turn,
    ) -> Turn {
        let Some(store) = self.store().filter(|_| times.are_sound()) else {
            return Turn::default();
        };
        let mut state = store.state();
        let turn = step(&mut state, &self.0.list, &store.policy);
        store.shown.show(&state, times, &turn, store.policy.timeout);
        turn
    }

    /// How many times the list was read, or could not be. To wait for that, wait until this
    /// increases.
    pub fn landed(&self) -> u64 {
        self.store().map_or(0, |store| store.shown.landed())
    }

    /// Whether a check could be decided now. A list in memory or in a log always can.
    pub fn is_ready(&self, times: Times) -> bool {
        self.store()
            .is_none_or(|store| store.shown.is_fresh(&store.policy, times, None))
    }

    /// The error to report if it could not.
    pub fn unavailable(&self) -> Error {
        self.store().map_or_else(
            || super::record::unavailable("cannot be used"),
            |store| store.state().unavailable(),
        )
    }

    /// How long a call may wait for the store, in seconds.
    pub fn longest_wait(&self) -> f64 {
        self.store().map_or(0.0, |store| store.policy.patience())
    }

    /// Whether it is followed in a store, so that it needs a driver.
    pub fn is_followed(&self) -> bool {
        self.store().is_some()
    }

    /// Begins writing a change to the store: [`PendingChange`] says when it is there.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list is not kept in a store: there is nothing to wait for.
    pub fn begin(&self, change: RevocationChange, times: Times) -> Result<PendingChange> {
        let store = self.store().ok_or_else(|| {
            Error::option("the list is kept in no store, and is changed at once: call revoke or withdraw")
        })?;
        let ticket = store.state().enqueue(&store.policy, times, change.clone());
        Ok(PendingChange::new(self, change, ticket, times))
    }

    /// The list for a check, or what it still needs.
    #[inline]
    pub(crate) fn readiness(&self, times: Times, began: Option<Times>, may_wait: bool) -> Readiness {
        match self.store() {
            None => Readiness::Ready,
            Some(store) => {
                let readiness = store.shown.readiness(&store.policy, times, began, may_wait);
                // Nobody else causes a strict list to be read: a reading in progress may have been
                // requested before this check began.
                if store.policy.is_strict && matches!(readiness, Readiness::Waits { .. }) {
                    store.state().ask();
                }
                readiness
            }
        }
    }

    /// Whether every check has it read again.
    pub(crate) fn is_strict(&self) -> bool {
        self.store().is_some_and(|store| store.policy.is_strict)
    }

    fn store(&self) -> Option<&Store> {
        match &self.0.kept {
            super::Kept::Store(store) => Some(store),
            _ => None,
        }
    }
}
