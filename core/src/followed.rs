//! What is followed elsewhere: everything that a check may have to wait for.

use crate::dpop::ReplayCache;
use crate::error::Error;
use crate::machine::{Answer, Times, Turn};
use crate::remote::RemoteKeySet;
use crate::revocation::Revocations;
use crate::ring::{KeyRing, PendingAction};
use crate::status::RemoteStatusList;

/// A state machine that needs a driver: keys or a status list that are fetched, or a list of
/// revocations, a key ring or used DPoP proofs in a store.
#[derive(Clone, Debug)]
pub enum Followed {
    /// Keys that are published somewhere else.
    Keys(RemoteKeySet),
    /// What was revoked, according to a store.
    Revocations(Revocations),
    /// Keys that rotate, as a store holds them.
    Ring(KeyRing),
    /// Which DPoP proofs were used, according to a store.
    Replays(ReplayCache),
    /// The statuses of tokens, as their issuer publishes them.
    StatusList(RemoteStatusList),
}

/// Generates the methods that each machine has.
macro_rules! each {
    ($($(#[doc = $doc:literal])+ $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {
        impl Followed {
            $($(#[doc = $doc])+ pub fn $name(&self, $($argument: $type),*) -> $result {
                match self {
                    Followed::Keys(set) => set.$name($($argument),*),
                    Followed::Revocations(list) => list.$name($($argument),*),
                    Followed::Ring(ring) => ring.$name($($argument),*),
                    Followed::Replays(replays) => replays.$name($($argument),*),
                    Followed::StatusList(list) => list.$name($($argument),*),
                }
            })+
        }
    };
}

each! {
    /// Identifies the machine within this process: no two have the same ID, whatever their kind.
    id() -> u64;
    /// What to do next.
    poll(times: Times) -> Turn;
    /// Takes the result of a request, and says what to do next.
    tell(times: Times, answer: Answer) -> Turn;
    /// How many flights have ended, whatever the outcome.
    landed() -> u64;
    /// Whether a check could use it now.
    is_ready(times: Times) -> bool;
    /// The error to report if it could not.
    unavailable() -> Error;
    /// How long a call may wait, in seconds.
    longest_wait() -> f64;
}

impl Followed {
    /// Whether a service waits for it when it starts: true for all except a status list that only a
    /// token has named, which may no longer exist.
    pub fn is_awaited(&self) -> bool {
        !matches!(self, Followed::StatusList(list) if !list.is_named())
    }

    /// Whether a call that makes a token should wait for it. A ring that cannot be read now does
    /// not hold it up.
    pub fn would_wait(&self, times: Times) -> bool {
        match self {
            Followed::Ring(ring) => ring.would_wait(times),
            other => !other.is_ready(times),
        }
    }
}

impl PendingAction {
    /// What must be polled now: the ring, or the list that it uses.
    pub fn followed(&self) -> Followed {
        match self.waits_for() {
            (_, Some(list)) => Followed::Revocations(list),
            (ring, None) => Followed::Ring(ring),
        }
    }
}
