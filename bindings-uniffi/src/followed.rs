//! Anything that a check may have to wait for: the packages wrap their drivers around it.

use std::sync::Arc;

use tokenseal::Followed as Machine;
use tokenseal_bridge::{machine, steps};

use crate::boundary::call;
use crate::error::TokenError;
use crate::remote::Times;

/// Keys or statuses that are published elsewhere, or a list of revocations, a key ring or used
/// proofs in a store.
#[derive(Debug, uniffi::Object)]
pub struct Followed(Machine);

impl Followed {
    pub(crate) fn of(machine: Machine) -> Arc<Self> {
        Arc::new(Self(machine))
    }
}

#[uniffi::export]
impl Followed {
    /// Identifies it, in this process.
    pub fn id(&self) -> u64 {
        self.0.id()
    }

    /// What there is to do, as JSON text (`bridge/src/machine.rs`).
    pub fn poll(&self, at: Times) -> Result<String, TokenError> {
        call(|| {
            Ok(machine::turn(&match &self.0 {
                Machine::Keys(set) => steps::poll(set, at.into()),
                other => other.poll(at.into()),
            }))
        })
    }

    /// What there is to do after an answer, which is JSON text, with the body separate if it is an
    /// HTTP answer.
    pub fn tell(&self, at: Times, answer: String, body: Vec<u8>) -> Result<String, TokenError> {
        call(|| {
            let answer = machine::answer(&answer, body)?;
            Ok(machine::turn(&match &self.0 {
                Machine::Keys(set) => steps::tell(set, at.into(), answer),
                other => other.tell(at.into(), answer),
            }))
        })
    }

    /// How many flights have ended.
    pub fn landed(&self) -> u64 {
        self.0.landed()
    }

    /// How long a call may wait for it, in seconds.
    pub fn longest_wait(&self) -> f64 {
        self.0.longest_wait()
    }

    /// Whether a check could use it now.
    pub fn is_ready(&self, at: Times) -> bool {
        self.0.is_ready(at.into())
    }

    /// Whether making a token should wait for it.
    pub fn would_wait(&self, at: Times) -> bool {
        self.0.would_wait(at.into())
    }

    /// The id of the status lists that it belongs to; None if it is not a status list.
    pub fn lists_id(&self) -> Option<u64> {
        match &self.0 {
            Machine::StatusList(list) => Some(list.lists_id()),
            _ => None,
        }
    }

    /// Whether `ready` waits for it.
    pub fn is_awaited(&self) -> bool {
        self.0.is_awaited()
    }

    /// Throws the error that says why it could not be used.
    pub fn refuse(&self) -> Result<(), TokenError> {
        call(|| Err(self.0.unavailable()))
    }
}
