//! An immutable hash table that keeps its slots in the order of their hashes (O. Amble and D. E.
//! Knuth, Ordered hash tables, 1974).
//!
//! An entry is in its home slot or, if smaller hashes take that, in one of the next slots. So a
//! search ends at the first slot that is empty or contains a greater hash, and reading from front
//! to back gives sorted entries. The slots continue after the last home as far as the last entries
//! need: nothing wraps around, and hashes that all share one home are still found, only slowly.

use super::build::Builder;
use super::hash::Hash96;

/// An entry, or an empty slot: 16 bytes, a quarter of a cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    high: u64,
    low: u32,
    end: u32,
}

/// No hash is greater, so every search stops here. No entry ends at 0.
pub(super) const EMPTY: Slot = Slot {
    high: u64::MAX,
    low: u32::MAX,
    end: 0,
};

impl Slot {
    pub(super) fn new(hash: Hash96, end: u32) -> Self {
        Self {
            high: hash.high,
            low: hash.low,
            end: end.max(1),
        }
    }

    #[inline]
    pub(super) fn hash(&self) -> Hash96 {
        Hash96 {
            high: self.high,
            low: self.low,
        }
    }

    pub(super) fn end(&self) -> u32 {
        self.end
    }

    #[inline]
    pub(super) fn is_entry(&self) -> bool {
        self.end != 0
    }
}

/// The entries of one shard.
pub(super) struct Shard {
    /// Without some of those after the last entry, which would be empty.
    pub(super) slots: Vec<Slot>,
    pub(super) homes: usize,
    pub(super) len: usize,
    /// No entry ends before this. Later changes may leave it too early, but never too late.
    pub(super) earliest: u32,
}

impl Shard {
    pub(super) fn without_entries() -> Self {
        Builder::new(0).finish()
    }

    #[inline]
    pub(super) fn get(&self, hash: Hash96) -> Option<u32> {
        let slot = self
            .slots
            .get(hash.home(self.homes)..)?
            .iter()
            .find(|slot| slot.hash() >= hash)?;
        (slot.hash() == hash && slot.is_entry()).then_some(slot.end)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether an entry may have ended.
    pub(super) fn is_due(&self, now: u32) -> bool {
        self.earliest < now
    }

    /// The entries in the order of their hashes.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.is_entry())
    }

    /// A copy with these entries added, in any order. If a hash has several ends, the latest
    /// counts.
    pub(super) fn with(&self, mut slots: Vec<Slot>) -> Self {
        slots.sort_unstable();
        slots.dedup_by(|next, kept| {
            let is_same = next.hash() == kept.hash();
            if is_same {
                kept.end = next.end;
            }
            is_same
        });
        // Each search starts where the last one ended, so this stays linear even if all hashes
        // share a home.
        let searches = slots.iter().scan(0, |from, slot| {
            let (at, known) = self.search(slot.hash(), *from);
            *from = at;
            Some((at, known))
        });
        let found: Vec<_> = searches.collect();
        let added = found.iter().filter(|(_, known)| known.is_none()).count();
        let (mut builder, mut done) = (Builder::new(self.len + added), 0);
        for (slot, (at, known)) in slots.into_iter().zip(found) {
            builder.copy(self, done..at);
            builder.place(Slot {
                end: slot.end.max(known.unwrap_or(0)),
                ..slot
            });
            done = at + usize::from(known.is_some());
        }
        builder.copy(self, done..self.slots.len());
        builder.finish()
    }

    /// A copy without the entry for this hash, and the end of that entry; None if there is no such
    /// entry.
    pub(super) fn without(&self, hash: Hash96) -> Option<(Self, u32)> {
        let (at, end) = self.search(hash, 0);
        let (end, mut builder) = (end?, Builder::new(self.len - 1));
        builder.copy(self, 0..at);
        builder.copy(self, at + 1..self.slots.len());
        Some((builder.finish(), end))
    }

    /// A copy without the entries that ended before `now`.
    pub(super) fn without_ended(&self, now: u32) -> Self {
        let lasting = || self.entries().filter(|slot| slot.end >= now);
        let mut builder = Builder::new(lasting().count());
        lasting().for_each(|slot| builder.place(*slot));
        builder.finish()
    }

    /// The slot of this hash, or the slot where it would be inserted, and the end of its entry if
    /// there is one. Slots before `from` are known to be too early.
    fn search(&self, hash: Hash96, from: usize) -> (usize, Option<u32>) {
        let start = hash.home(self.homes).max(from);
        let at = start
            + self
                .slots
                .iter()
                .skip(start)
                .take_while(|slot| slot.hash() < hash)
                .count();
        let found = self
            .slots
            .get(at)
            .filter(|slot| slot.hash() == hash && slot.is_entry());
        (at, found.map(Slot::end))
    }

    pub(super) fn bytes(&self) -> usize {
        // An Arc has two counters.
        2 * size_of::<usize>() + size_of::<Self>() + self.slots.capacity() * size_of::<Slot>()
    }
}
