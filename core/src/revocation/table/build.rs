//! Fills the slots of a shard from front to back.

use std::ops::Range;

use super::shard::{EMPTY, Shard, Slot};

/// Room after the last home. One or two shards in a hundred need more.
const SPARE: usize = 16;

/// A shard under construction. Entries arrive in the order of their hashes, each hash once.
pub(super) struct Builder(Shard);

impl Builder {
    /// For exactly this many entries.
    pub(super) fn new(len: usize) -> Self {
        let homes = homes_for(len);
        Self(Shard {
            slots: Vec::with_capacity(homes + SPARE.min(len)),
            homes,
            len,
            earliest: u32::MAX,
        })
    }

    /// Adds the next entry.
    #[inline]
    pub(super) fn place(&mut self, slot: Slot) {
        let Shard {
            slots,
            homes,
            earliest,
            ..
        } = &mut self.0;
        let home = slot.hash().home(*homes);
        if slots.len() < home {
            slots.resize(home, EMPTY);
        } else if slots.len() == slots.capacity() {
            // Doubles the room after the last home and leaves the rest as it is: `push` alone would
            // double all of it.
            slots.reserve_exact(slots.len().saturating_sub(*homes).max(SPARE));
        }
        slots.push(slot);
        *earliest = (*earliest).min(slot.end());
    }

    /// Adds the entries in these slots of another shard. Once both shards have the same slot to
    /// fill next, and the same number of homes, every entry stays where it was, so the rest is
    /// copied in one go.
    pub(super) fn copy(&mut self, other: &Shard, Range { start, end }: Range<usize>) {
        let is_alike = |own: &Shard, at: usize| own.homes == other.homes && own.slots.len() == at;
        let mut at = start;
        while at < end && !is_alike(&self.0, at) {
            other
                .slots
                .get(at)
                .filter(|slot| slot.is_entry())
                .into_iter()
                .for_each(|slot| self.place(*slot));
            at += 1;
        }
        if let Some(slots) = other.slots.get(at..end.min(other.slots.len())) {
            self.0.slots.reserve_exact(slots.len());
            self.0.slots.extend_from_slice(slots);
            self.0.earliest = self.0.earliest.min(other.earliest);
        }
    }

    pub(super) fn finish(self) -> Shard {
        self.0
    }
}

/// The number of homes for this many entries. Entries then take at most nine tenths of them and, in
/// large shards, at least five sixths. It grows in steps of a sixteenth or less, so that most
/// copies are as long as what they replace, and fit where older ones were freed.
fn homes_for(len: usize) -> usize {
    let needed = len + len.div_ceil(9);
    let step = needed
        .checked_ilog2()
        .map_or(1, |bits| (1_usize << bits) >> 4)
        .max(1);
    needed.next_multiple_of(step)
}
