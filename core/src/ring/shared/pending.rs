//! An action on its way into stores: first that of the list which the ring uses, and then that of
//! the ring.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::KeyRing;
use super::super::action::{RingAction, What};
use super::super::change::no_such_key;
use super::super::format::unavailable;
use super::super::report::Advanced;
use crate::error::Result;
use crate::machine::Times;
use crate::options::RevokeOptions;
use crate::revocation::{PendingChange, RevocationChange, Revocations};

/// An action that was begun, and that its caller is waiting for.
///
/// A driver polls what [`followed`](Self::followed) names and sends its commands until
/// [`is_settled`](Self::is_settled), and then [`finishes`](Self::finish) it.
pub struct PendingAction {
    ring: KeyRing,
    action: RingAction,
    stage: Mutex<Stage>,
}

enum Stage {
    /// The list comes first, so that a failure leaves nothing half done: the next call finds a key
    /// that is refused and still signs.
    List(PendingChange),
    Ring {
        ticket: u64,
        began: Times,
    },
    Done(Result<Advanced>),
}

impl KeyRing {
    /// Begins to change a ring in a store, or one that uses a list of revocations in a store:
    /// [`PendingAction`] says when it is done. If there is nothing to wait for, it is already done.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE` if the ring has not been read yet; `ERR_JWKS_NO_MATCHING_KEY` if
    /// it does not have the key to revoke; those of [`revoke_key`](Revocations::revoke_key).
    pub fn begin(&self, action: RingAction, times: Times) -> Result<PendingAction> {
        self.require_read()?;
        let of_list = match &action.what {
            What::Revoke(key_id) => self.list().map(|(list, issuer)| (key_id, list, issuer)),
            _ => None,
        };
        let is_awaited =
            self.is_followed() || of_list.as_ref().is_some_and(|(_, list, _)| list.is_followed());
        let stage = match of_list {
            _ if !is_awaited => Stage::Done(self.perform(&action)),
            Some((key_id, list, issuer)) => self.begin_list(key_id, &list, &issuer, &action, times)?,
            None => self.begin_ring(&action, times),
        };
        Ok(PendingAction {
            ring: self.clone(),
            action,
            stage: Mutex::new(stage),
        })
    }

    fn begin_list(
        &self,
        key_id: &str,
        list: &Revocations,
        issuer: &str,
        action: &RingAction,
        times: Times,
    ) -> Result<Stage> {
        drop(self.renewed(action.now));
        self.data().find(key_id).ok_or_else(no_such_key)?;
        let options = RevokeOptions {
            now: Some(action.now),
            ..RevokeOptions::default()
        };
        let change = RevocationChange::revoke_key(Some(issuer), key_id, &options)?;
        if list.is_followed() {
            return list.begin(change, times).map(Stage::List);
        }
        list.change(&change)?;
        Ok(self.begin_ring(action, times))
    }

    fn begin_ring(&self, action: &RingAction, times: Times) -> Stage {
        match self.machine() {
            Some(machine) => Stage::Ring {
                ticket: machine.state().enqueue(&machine.policy, times, action.clone()),
                began: times,
            },
            // Only the list is in a store, and has it by now.
            None => Stage::Done(match &action.what {
                What::Revoke(key_id) => self.revoke_alone(key_id, action.now),
                _ => self.perform(action),
            }),
        }
    }
}

impl PendingAction {
    /// What must be polled now: the ring, or first the list that it uses.
    pub(crate) fn waits_for(&self) -> (KeyRing, Option<Revocations>) {
        let list = match &*self.stage() {
            Stage::List(pending) => Some(pending.revocations().clone()),
            _ => None,
        };
        (self.ring.clone(), list)
    }

    /// The ring that is being changed.
    pub fn ring(&self) -> KeyRing {
        self.ring.clone()
    }

    /// Whether it is decided, or no time is left. After the list, this continues with the ring.
    pub fn is_settled(&self, times: Times) -> bool {
        let mut stage = self.stage();
        if matches!(&*stage, Stage::List(pending) if pending.is_settled(times))
            && let Stage::List(pending) =
                std::mem::replace(&mut *stage, Stage::Done(Err(unavailable("was not changed"))))
        {
            *stage = match pending.finish() {
                Ok(_) => self.ring.begin_ring(&self.action, times),
                Err(error) => Stage::Done(Err(error)),
            };
        }
        let is_done = match &*stage {
            Stage::List(_) => false,
            Stage::Ring { ticket, .. } => self
                .ring
                .machine()
                .is_none_or(|machine| machine.state().is_done(*ticket)),
            Stage::Done(_) => true,
        };
        is_done || Self::left(&self.ring, &stage, times) <= 0.0
    }

    /// How much longer it may wait, in seconds, for what it is waiting for now.
    pub fn time_left(&self, times: Times) -> f64 {
        Self::left(&self.ring, &self.stage(), times)
    }

    fn left(ring: &KeyRing, stage: &Stage, times: Times) -> f64 {
        match stage {
            Stage::List(pending) => pending.time_left(times),
            Stage::Ring { began, .. } => (ring.longest_wait() - times.since(*began)).max(0.0),
            Stage::Done(_) => 0.0,
        }
    }

    /// The result, once the store has it.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE` if the store did not answer in time (in which case it is not known
    /// whether the change was made), or has another ring or an older one;
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the list could not be changed, in which case the ring
    /// was not changed either; those of the action.
    pub fn finish(self) -> Result<Advanced> {
        let mut stage = self.stage();
        match std::mem::replace(&mut *stage, Stage::Done(Err(unavailable("was not changed")))) {
            Stage::Done(result) => result,
            Stage::List(pending) => pending.finish().and_then(|_| {
                Err(unavailable(
                    "was not changed in time: only the list of revocations was",
                ))
            }),
            Stage::Ring { ticket, .. } => {
                let done = self
                    .ring
                    .machine()
                    .and_then(|machine| machine.state().take_done(ticket));
                self.cancel(ticket);
                done.unwrap_or_else(|| {
                    let why = self.ring.unavailable();
                    Err(unavailable(&format!(
                        "was not changed in time, or it is not known whether it was; {}",
                        why.message()
                    )))
                })
            }
        }
    }

    fn cancel(&self, ticket: u64) {
        self.ring
            .machine()
            .into_iter()
            .for_each(|machine| machine.state().cancel(ticket));
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PendingAction {
    fn drop(&mut self) {
        let ticket = match &*self.stage() {
            Stage::Ring { ticket, .. } => Some(*ticket),
            _ => None,
        };
        ticket.into_iter().for_each(|ticket| self.cancel(ticket));
    }
}

impl fmt::Debug for PendingAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PendingAction")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}
