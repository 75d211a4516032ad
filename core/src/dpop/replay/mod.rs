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
/// A cache [in memory](Self::new) knows nothing about other processes: a proof that was used in one
/// process can be used once more in each of the others, including the child of a fork, and after a
/// restart, for as long as it is recent enough. It takes memory for the proofs that arrive in about
/// two minutes, and no more. A cache [in Redis or Valkey](Self::redis) is shared by all processes
/// that use it.
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

/// The first half of the SHA-256 hash of a thumbprint and a `jti`.
type Mark = [u8; 16];

/// The result of marking a proof as used.
pub(super) enum Marked {
    /// It was not used before; now it is.
    New,
    /// A store is asked: the ticket will have its answer.
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

    /// A cache in Redis or Valkey, for all instances of a service: one key per proof, which expires
    /// by itself.
    ///
    /// It is a state machine: a driver calls [`poll`](Self::poll) to learn what to send to the
    /// store, and [`tell`](Self::tell) to report the result. While the store cannot be reached,
    /// checks with a proof are `ERR_DPOP_UNAVAILABLE`. All verifiers that share it should have the
    /// same `leeway`: a proof is remembered for as long as the verifier that saw it first accepts
    /// it.
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

    /// The state of the cache, as JSON text. For one in memory: how many proofs it remembers and
    /// may remember, how many it refused as used and how many it turned away while it was full, and
    /// that it knows only about this process. For one in a store: how many proofs it asked about,
    /// found used and could not ask about, and why the last of these failed.
    pub fn status(&self) -> String {
        let status: Value = match &self.0.kept {
            Kept::Memory(memory) => memory.status(),
            Kept::Store(store) => store.status(),
        };
        status.to_string()
    }

    /// Whether it is kept in a store, so that it needs a driver.
    pub fn is_followed(&self) -> bool {
        matches!(self.0.kept, Kept::Store(_))
    }

    /// Identifies this machine within the process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// What to do next: commands to send, if a check is waiting for them.
    pub fn poll(&self, times: Times) -> Turn {
        self.store().map_or_else(Turn::default, |store| store.poll(times))
    }

    /// Takes the result of commands, and says what to do next. An answer that nothing waits for is
    /// ignored.
    pub fn tell(&self, times: Times, answer: Answer) -> Turn {
        self.store()
            .map_or_else(Turn::default, |store| store.tell(times, answer))
    }

    /// How many requests have ended, whatever the outcome.
    pub fn landed(&self) -> u64 {
        self.store().map_or(0, Store::landed)
    }

    /// Whether a check could use it now: always true, since it is asked only when a check has a
    /// proof.
    pub fn is_ready(&self, _times: Times) -> bool {
        true
    }

    /// The error to report if the store cannot be asked.
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

    /// Marks a proof as used. The proof is refused if it was used before, and while no more proofs
    /// can be remembered. `may_wait` says whether a store can be asked.
    pub(super) fn mark(&self, proof: &Proof, leeway: f64, now: f64, may_wait: bool) -> Result<Marked> {
        let mark = mark_of(&proof.thumbprint, &proof.id);
        match &self.0.kept {
            Kept::Memory(memory) => memory.mark(mark, proof.issued, now).map(|()| Marked::New),
            Kept::Store(store) if may_wait => store.ask(mark, leeway).map(Marked::Asked),
            Kept::Store(store) => Err(store.unavailable()),
        }
    }
}

/// By key and ID, because two clients may choose the same ID.
fn mark_of(thumbprint: &str, id: &str) -> Mark {
    let mut context = Context::new(&SHA256);
    // All thumbprints have the same length, so no separator is needed.
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
