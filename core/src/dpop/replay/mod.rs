//! Which proofs were used (RFC 9449, section 11.1): each is accepted once.

mod memory;
mod store;

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use serde_json::Value;

use crate::error::{Error, ErrorCode, Result};
use crate::machine::{Answer, Times, Turn, next_id};
use crate::options::{ReplayOptions, ReplayStoreOptions};

use super::possession::WINDOW;
use super::proof::Proof;
use memory::Memory;
use store::Store;

pub(crate) use store::Ticket;

/// The DPoP proofs that were used: each is accepted once.
///
/// One [in memory](Self::new) knows nothing of other processes: a proof that was used in one can be used once more in each of the others, in the child of
/// a fork as well, and after a restart, for as long as it is young enough. It takes memory for the proofs that come in about two minutes, and no more. One
/// [in Redis or Valkey](Self::redis) is for all processes that share it.
///
/// ```
/// use tokenseal::{ReplayCache, ReplayOptions};
///
/// let replays = ReplayCache::new(&ReplayOptions::default())?;
/// assert!(replays.status().contains(r#""scope":"this process only""#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct ReplayCache(Arc<Shared>);

struct Shared {
    id: u64,
    kept: Kept,
}

enum Kept {
    Memory(Memory),
    Store(Box<Store>),
}

/// The first half of the SHA-256 of a thumbprint and a `jti`.
type Mark = [u8; 16];

/// What came of marking a proof as used.
pub(super) enum Marked {
    /// It was not used before, and is now.
    New,
    /// A store is asked: the ticket says what it answers.
    Asked(Ticket),
}

impl ReplayCache {
    /// An empty cache in memory.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a capacity of zero.
    pub fn new(options: &ReplayOptions) -> Result<Self> {
        Ok(Self::of(Kept::Memory(Memory::new(options)?)))
    }

    /// A cache in Redis or Valkey, for all instances of a service: one key per proof, which ends by itself.
    ///
    /// It is a machine: a driver asks [`poll`](Self::poll) what to send to the store, and says by [`tell`](Self::tell) what came of it. While the store
    /// cannot be reached, checks with a proof are `ERR_DPOP_UNAVAILABLE`. All verifiers that share it should have the same `leeway`: a proof is remembered
    /// for as long as the verifier accepts it that saw it first.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    ///
    /// ```
    /// use tokenseal::{ReplayCache, ReplayStoreOptions};
    ///
    /// let replays = ReplayCache::redis(&ReplayStoreOptions { namespace: Some("api".into()), ..ReplayStoreOptions::default() })?;
    /// assert!(replays.is_followed());
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn redis(options: &ReplayStoreOptions) -> Result<Self> {
        Ok(Self::of(Kept::Store(Box::new(Store::new(options)?))))
    }

    fn of(kept: Kept) -> Self {
        Self(Arc::new(Shared { id: next_id(), kept }))
    }

    /// How it is, as JSON text. Of one in memory: how many proofs it remembers and may remember, how many it has refused as used and turned away
    /// while it was full, and that it knows of this process only. Of one in a store: how many it has asked for, found used and could not ask for, and
    /// why the last of these failed.
    pub fn status(&self) -> String {
        let status: Value = match &self.0.kept {
            Kept::Memory(memory) => memory.status(),
            Kept::Store(store) => store.status(),
        };
        status.to_string()
    }

    /// Whether it is kept in a store, so that a driver has to carry it.
    pub fn is_followed(&self) -> bool {
        matches!(self.0.kept, Kept::Store(_))
    }

    /// Which machine it is, in this process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// What there is to do: commands to send, if a check waits for them.
    pub fn poll(&self, times: Times) -> Turn {
        self.store().map_or_else(Turn::default, |store| store.poll(times))
    }

    /// Takes what came of commands, and says what to do next. An answer that nothing waits for is ignored.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        self.store()
            .map_or_else(Turn::default, |store| store.tell(times, answer))
    }

    /// How many requests have ended, however they did.
    pub fn landed(&self) -> u64 {
        self.store().map_or(0, Store::landed)
    }

    /// Whether a check could use it now: always, since it is asked only when a check has a proof.
    pub fn is_ready(&self, _times: Times) -> bool {
        true
    }

    /// What is said where the store cannot be asked.
    pub fn unavailable(&self) -> Error {
        self.store().map_or_else(
            || unavailable("the used proofs cannot be looked up"),
            Store::unavailable,
        )
    }

    /// How long a call may wait for the store, in seconds.
    pub fn longest_wait(&self) -> f64 {
        self.store().map_or(0.0, Store::longest_wait)
    }

    fn store(&self) -> Option<&Store> {
        match &self.0.kept {
            Kept::Store(store) => Some(store),
            Kept::Memory(_) => None,
        }
    }

    /// Remembers proofs for as long as a verifier with this leeway, in seconds, would accept them.
    pub(super) fn widen(&self, leeway: f64) {
        if let Kept::Memory(memory) = &self.0.kept {
            memory.widen(leeway);
        }
    }

    /// Marks a proof as used: it is refused if it was, and while nothing more can be remembered. `may_wait` is whether a store can be asked.
    pub(super) fn mark(&self, proof: &Proof, leeway: f64, now: f64, may_wait: bool) -> Result<Marked> {
        let mark = mark_of(&proof.thumbprint, &proof.id);
        match &self.0.kept {
            Kept::Memory(memory) => memory.mark(mark, proof.issued, now).map(|()| Marked::New),
            Kept::Store(store) if may_wait => store.ask(mark, leeway).map(Marked::Asked),
            Kept::Store(store) => Err(store.unavailable()),
        }
    }
}

/// By key and id: two clients may choose the same id.
fn mark_of(thumbprint: &str, id: &str) -> Mark {
    let mut context = Context::new(&SHA256);
    // A thumbprint has one length, so that nothing has to stand between both.
    context.update(thumbprint.as_bytes());
    context.update(id.as_bytes());
    let digest = context.finish();
    let mut mark = Mark::default();
    mark.iter_mut()
        .zip(digest.as_ref())
        .for_each(|(to, from)| *to = *from);
    mark
}

fn used() -> Error {
    super::invalid("the proof was used before: a proof is for one request")
}

fn unavailable(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::DpopUnavailable, message)
}

impl fmt::Debug for ReplayCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReplayCache")
            .field("is_followed", &self.is_followed())
            .finish_non_exhaustive()
    }
}
