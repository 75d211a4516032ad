//! What a verifier remembers: sets of places; a token is looked up in one of them.

use std::fmt;
use std::sync::{Arc, OnceLock};

use siphasher::sip::SipHasher13;

use super::MOST_BYTES;
use super::entry::Entry;
use super::places::{Found, PLACES, Places};
use crate::error::{Error, Result};
use crate::options::{Profile, VerifyOptions};
use crate::random;

/// As many as can be asked for.
const MOST: u64 = 1_000_000;

/// A token is found by its last bytes: in every format, those depend on all the others and on the
/// key. All bytes decide whether it is that token.
const LAST: usize = 32;

/// Tokens that one verifier remembers. Looking one up takes no lock.
pub(in crate::jwt) struct Memory {
    /// Keyed at random, so that nobody can choose tokens that evict each other.
    hasher: SipHasher13,
    count: u64,
    /// Made when the first token is kept.
    sets: OnceLock<Box<[Places]>>,
}

impl Memory {
    /// The memory that the options ask for.
    pub(in crate::jwt) fn compile(options: &VerifyOptions) -> Result<Option<Arc<Self>>> {
        let Some(count) = options.remember else {
            return Ok(None);
        };
        if !(1..=MOST).contains(&count) {
            return Err(Error::option(format!(
                "remember must be from 1 to {MOST} tokens: leave it out to remember none"
            )));
        }
        if let Some(Profile::LogoutToken | Profile::SecurityEvent) = options.profile {
            return Err(Error::option(
                "remember contradicts the profiles logout-token and security-event, whose tokens come once",
            ));
        }
        if options.nonce.is_some() {
            return Err(Error::option(
                "remember contradicts nonce: a token that answers one request comes once",
            ));
        }
        Self::of(count).map(Some)
    }

    /// One for so many tokens, or for as many as there can be.
    pub(in crate::jwt) fn of(count: u64) -> Result<Arc<Self>> {
        let mut key = [0; 16];
        random::fill(&mut key)?;
        Ok(Arc::new(Self {
            hasher: SipHasher13::new_with_key(&key),
            count: count.min(MOST),
            sets: OnceLock::new(),
        }))
    }

    /// Another, for as many tokens, which remembers none yet.
    pub(in crate::jwt) fn like(&self) -> Arc<Self> {
        Arc::new(Self {
            hasher: self.hasher,
            count: self.count,
            sets: OnceLock::new(),
        })
    }

    /// For how many tokens it was asked.
    pub(in crate::jwt) fn count(&self) -> u64 {
        self.count
    }

    /// What is remembered of a token with exactly these bytes.
    #[inline]
    pub(super) fn find(&self, token: &[u8]) -> Option<Found<'_>> {
        let sets = self.sets.get().filter(|_| token.len() <= MOST_BYTES)?;
        let hash = self.hash(token);
        set_of(sets, hash)?.find(hash, token)
    }

    /// Keeps an accepted token if it was accepted before; otherwise notes that it was seen.
    pub(super) fn keep(&self, token: &[u8], make: impl FnOnce() -> Option<Entry>) {
        let sets = self.sets.get_or_init(|| {
            (0..self.count.div_ceil(PLACES as u64))
                .map(|_| Places::default())
                .collect()
        });
        let hash = self.hash(token);
        if let Some(set) = set_of(sets, hash) {
            set.keep(hash, token, make);
        }
    }

    /// Never 0, by which an empty place is known.
    #[inline]
    fn hash(&self, token: &[u8]) -> u64 {
        self.hasher
            .hash(token.last_chunk::<LAST>().map_or(token, |last| last))
            .max(1)
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> Vec<Arc<Entry>> {
        self.sets
            .get()
            .iter()
            .flat_map(|sets| sets.iter())
            .flat_map(Places::kept)
            .collect()
    }
}

/// By the upper bits, whatever the number of sets.
#[inline]
fn set_of(sets: &[Places], hash: u64) -> Option<&Places> {
    let index = (u128::from(hash) * sets.len() as u128) >> 64;
    sets.get(usize::try_from(index).ok()?)
}

impl fmt::Debug for Memory {
    /// Without what is remembered.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Memory")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
