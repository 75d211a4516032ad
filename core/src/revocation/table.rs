//! The hashes of what is revoked, and when each entry ends: ten million of them, looked up in every
//! check.
//!
//! The top bits of a hash choose one of 1,024 shards. Each is an immutable table (`shard`) behind
//! an `ArcSwap`, so a reader takes no lock and sees its shard as it was at one moment. A writer
//! replaces the shard with a changed copy (`build`), under a lock for that shard alone.

mod build;
mod hash;
mod shard;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

pub(crate) use hash::Hash96;
use hash::SHARDS;
use shard::{Shard, Slot};

/// A map from hashes to the ends of their entries.
///
/// It has no clock: an entry that has ended stays, and takes up space, until the next
/// [`sweep`](Self::sweep).
pub(crate) struct Table {
    cells: Box<[Cell]>,
    /// Shared by all cells without entries.
    empty: Arc<Shard>,
    len: AtomicUsize,
}

/// One shard as it was at one moment.
pub(crate) struct Frozen(Arc<Shard>);

impl Frozen {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Calls the function for every entry, in the order of the hashes.
    pub(crate) fn for_each(&self, mut each: impl FnMut(Hash96, u32)) {
        self.0.entries().for_each(|slot| each(slot.hash(), slot.end()));
    }
}

struct Cell {
    shard: ArcSwap<Shard>,
    /// Held while replacing the shard.
    writer: Mutex<()>,
}

impl Table {
    pub(crate) fn new() -> Self {
        let empty = Arc::new(Shard::without_entries());
        let cell = || Cell {
            shard: ArcSwap::new(Arc::clone(&empty)),
            writer: Mutex::new(()),
        };
        Self {
            cells: (0..SHARDS).map(|_| cell()).collect(),
            empty,
            len: AtomicUsize::new(0),
        }
    }

    /// The end of the entry in seconds since the epoch, or `u32::MAX` if it never ends; None if
    /// there is no entry.
    #[inline]
    pub(crate) fn get(&self, hash: Hash96) -> Option<u32> {
        self.cells.get(hash.shard())?.shard.load().get(hash)
    }

    /// The number of entries, including those that have ended.
    pub(crate) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry, or extends the existing one to the later of both ends. An end of 0 is stored
    /// as 1, since 0 marks an empty slot.
    pub(crate) fn put(&self, hash: Hash96, end: u32) {
        let slot = Slot::new(hash, end);
        self.change(hash.shard(), |shard| match shard.get(hash) {
            Some(known) if known >= slot.end() => None,
            _ => Some(shard.with(vec![slot])),
        });
    }

    /// Removes an entry and returns its end.
    pub(crate) fn remove(&self, hash: Hash96) -> Option<u32> {
        let mut removed = None;
        self.change(hash.shard(), |shard| {
            let (shard, end) = shard.without(hash)?;
            removed = Some(end);
            Some(shard)
        });
        removed
    }

    /// [Puts](Self::put) many entries in any order, and copies each shard only once. Readers see a
    /// shard's entries as soon as that shard is done.
    pub(crate) fn put_all(&self, entries: Vec<(Hash96, u32)>) {
        for (index, slots) in by_shard(entries)
            .into_iter()
            .enumerate()
            .filter(|(_, slots)| !slots.is_empty())
        {
            self.change(index, |shard| Some(shard.with(slots)));
        }
    }

    /// Drops the entries that ended before `now`. Shards without any are neither read nor copied.
    pub(crate) fn sweep(&self, now: u32) {
        for index in 0..SHARDS {
            self.change(index, |shard| shard.is_due(now).then(|| shard.without_ended(now)));
        }
    }

    /// Calls the function for every entry, in the order of the hashes. Each shard is seen as it was
    /// at one moment, but not the whole table.
    pub(crate) fn for_each(&self, mut each: impl FnMut(Hash96, u32)) {
        for cell in &self.cells {
            cell.shard
                .load()
                .entries()
                .for_each(|slot| each(slot.hash(), slot.end()));
        }
    }

    /// The shards that have entries, as they are now: later changes do not affect them.
    pub(crate) fn frozen(&self) -> Vec<Frozen> {
        self.cells
            .iter()
            .map(|cell| cell.shard.load_full())
            .filter(|shard| !shard.is_empty())
            .map(Frozen)
            .collect()
    }

    /// The memory it takes, not counting the allocator's overhead on its allocations, of which each
    /// shard has two.
    pub(crate) fn bytes(&self) -> usize {
        let shards = self
            .cells
            .iter()
            .map(|cell| cell.shard.load())
            .filter(|shard| !shard.is_empty());
        size_of::<Self>()
            + size_of_val(&*self.cells)
            + self.empty.bytes()
            + shards.map(|shard| shard.bytes()).sum::<usize>()
    }

    /// Replaces a shard, unless the function has nothing to change.
    fn change(&self, index: usize, change: impl FnOnce(&Shard) -> Option<Shard>) {
        let Some(cell) = self.cells.get(index) else { return };
        // A writer that panicked did not replace the shard, so the shard is sound.
        let _writer = cell.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let old = cell.shard.load();
        let Some(new) = change(&old) else { return };
        // Wrapping, to subtract if the shard shrinks. Its entries were added under the same lock,
        // so the sum never falls below zero.
        self.len
            .fetch_add(new.len().wrapping_sub(old.len()), Ordering::Relaxed);
        cell.shard.store(if new.is_empty() {
            Arc::clone(&self.empty)
        } else {
            Arc::new(new)
        });
    }
}

/// The entries of each shard, still unsorted.
fn by_shard(entries: Vec<(Hash96, u32)>) -> Vec<Vec<Slot>> {
    let mut counts = vec![0; SHARDS];
    for (hash, _) in &entries {
        if let Some(count) = counts.get_mut(hash.shard()) {
            *count += 1;
        }
    }
    let mut shards: Vec<Vec<Slot>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (hash, end) in entries {
        if let Some(slots) = shards.get_mut(hash.shard()) {
            slots.push(Slot::new(hash, end));
        }
    }
    shards
}
