//! One set of places. A token can be in any of them, so all are searched.

use std::array;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use arc_swap::{ArcSwapOption, Guard};

use super::entry::Entry;

pub(super) const PLACES: usize = 8;

/// Eight places, and the tokens that were seen once. Nothing waits here: if two threads keep a
/// token at once, one of them may do so in vain, and nothing worse can happen, since every place
/// holds one whole entry or none.
#[repr(align(64))]
pub(super) struct Places {
    /// The hash of the token in each place: a hint that avoids looking at most of them, and decides
    /// nothing.
    hashes: [AtomicU64; PLACES],
    entries: [ArcSwapOption<Entry>; PLACES],
    /// The hashes of tokens that were accepted once. Only those that come again are kept: a single
    /// request cannot evict anything.
    sights: [AtomicU64; PLACES],
    next_sight: AtomicU8,
    /// A bit for each place: whether it was found since the hand of the clock passed it.
    found: AtomicU8,
    hand: AtomicU8,
}

/// An entry that was found.
pub(super) struct Found<'a> {
    set: &'a Places,
    hash: u64,
    index: usize,
    entry: Guard<Option<Arc<Entry>>>,
}

impl Places {
    #[inline]
    pub(super) fn find(&self, hash: u64, token: &[u8]) -> Option<Found<'_>> {
        for (index, (own, entry)) in self.hashes.iter().zip(&self.entries).enumerate() {
            if own.load(Ordering::Relaxed) == hash {
                let entry = entry.load();
                if entry.as_ref().is_some_and(|entry| entry.is_of(token)) {
                    return Some(Found {
                        set: self,
                        hash,
                        index,
                        entry,
                    });
                }
            }
        }
        None
    }

    /// Keeps a token that was seen before. If it is here already, this is newer.
    pub(super) fn keep(&self, hash: u64, token: &[u8], make: impl FnOnce() -> Option<Entry>) {
        let held = self.find(hash, token).map(|found| found.index);
        if held.is_none() && !self.take_sight(hash) {
            return self.note_sight(hash);
        }
        let Some(entry) = make() else { return };
        let index = held.unwrap_or_else(|| self.next_to_leave());
        if let (Some(place), Some(own)) = (self.entries.get(index), self.hashes.get(index)) {
            place.store(Some(Arc::new(entry)));
            own.store(hash, Ordering::Relaxed);
        }
    }

    /// An empty place, or the first since the last time that was not found meanwhile.
    fn next_to_leave(&self) -> usize {
        let mut index = 0;
        for _ in 0..2 * PLACES {
            index = usize::from(self.hand.fetch_add(1, Ordering::Relaxed)) % PLACES;
            let is_empty = self
                .entries
                .get(index)
                .is_some_and(|place| place.load().is_none());
            let was_found = self.found.fetch_and(!bit(index), Ordering::Relaxed) & bit(index) != 0;
            if is_empty || !was_found {
                break;
            }
        }
        index
    }

    fn note_sight(&self, hash: u64) {
        let index = usize::from(self.next_sight.fetch_add(1, Ordering::Relaxed)) % PLACES;
        if let Some(sight) = self.sights.get(index) {
            sight.store(hash, Ordering::Relaxed);
        }
    }

    /// Whether it was seen. If several threads ask at once, one of them is told.
    fn take_sight(&self, hash: u64) -> bool {
        let is_taken = |sight: &AtomicU64| {
            sight.load(Ordering::Relaxed) == hash
                && sight
                    .compare_exchange(hash, 0, Ordering::Relaxed, Ordering::Relaxed)
                    .is_ok()
        };
        self.sights.iter().any(is_taken)
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> Vec<Arc<Entry>> {
        self.entries.iter().filter_map(ArcSwapOption::load_full).collect()
    }
}

impl Found<'_> {
    pub(super) fn entry(&self) -> Option<&Entry> {
        self.entry.as_deref()
    }

    /// It was useful, so it stays when another must leave.
    #[inline]
    pub(super) fn note(&self) {
        // Written only when it changes: a cache line that all threads write is expensive.
        if self.set.found.load(Ordering::Relaxed) & bit(self.index) == 0 {
            self.set.found.fetch_or(bit(self.index), Ordering::Relaxed);
        }
    }

    /// It is no longer valid: it leaves, unless another has taken its place. If the token is
    /// accepted all the same, it is kept again at once.
    pub(super) fn forget(self) {
        if let Some(place) = self.set.entries.get(self.index) {
            place.compare_and_swap(&self.entry, None);
            self.set.note_sight(self.hash);
        }
    }
}

/// The bit of a place; there are eight places.
fn bit(index: usize) -> u8 {
    1_u8.rotate_left(index as u32)
}

impl Default for Places {
    fn default() -> Self {
        let nothing = || array::from_fn(|_| AtomicU64::new(0));
        Self {
            hashes: nothing(),
            entries: array::from_fn(|_| ArcSwapOption::empty()),
            sights: nothing(),
            next_sight: AtomicU8::new(0),
            found: AtomicU8::new(0),
            hand: AtomicU8::new(0),
        }
    }
}
