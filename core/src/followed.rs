//! What is followed elsewhere: whatever a check may have to wait for.

use crate::dpop::ReplayCache;
use crate::error::Error;
use crate::machine::{Answer, Times, Turn};
use crate::remote::RemoteKeySet;
use crate::revocation::Revocations;
use crate::ring::{KeyRing, PendingAction};
use crate::status::RemoteStatusList;

/// A machine that a driver carries: keys or a status list that are fetched, or a list of revocations, a ring of keys or used DPoP proofs in a
/// store.
#[derive(Clone, Debug)]
pub enum Followed {
    /// Keys that are published somewhere else.
    Keys(RemoteKeySet),
    /// What was revoked, as a store knows it.
    Revocations(Revocations),
    /// Keys that rotate, as a store has them.
    Ring(KeyRing),
    /// Which DPoP proofs were used, as a store knows it.
    Replays(ReplayCache),
    /// The statuses of tokens, as their issuer publishes them.
    StatusList(RemoteStatusList),
}

/// Writes methods that each machine has.
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
    /// Which machine it is, in this process: no two have the same, of whatever kind.
    id() -> u64;
    /// What there is to do.
    poll(times: Times) -> Turn;
    /// Takes what came of a request, and says what to do next.
    tell(times: Times, answer: Answer) -> Turn;
    /// How many flights have ended, however they did.
    landed() -> u64;
    /// Whether a check could use it now.
    is_ready(times: Times) -> bool;
    /// What is said where it could not.
    unavailable() -> Error;
    /// How long a call may wait, in seconds.
    longest_wait() -> f64;
}

impl Followed {
    /// Whether the start of a service waits for it: for all but a status list that only some token has named, which may be gone.
    pub fn is_awaited(&self) -> bool {
        !matches!(self, Followed::StatusList(list) if !list.is_named())
    }

    /// Whether whoever makes a token should wait for it. By a ring that cannot be read now, they go on.
    pub fn would_wait(&self, times: Times) -> bool {
        match self {
            Followed::Ring(ring) => ring.would_wait(times),
            other => !other.is_ready(times),
        }
    }
}

impl PendingAction {
    /// What has to be polled now: the ring, or the list that it uses.
    pub fn followed(&self) -> Followed {
        match self.waits_for() {
            (_, Some(list)) => Followed::Revocations(list),
            (ring, None) => Followed::Ring(ring),
        }
    }
}
