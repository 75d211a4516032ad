//! How the slots of a shard are filled, from front to back.

use std::ops::Range;

use super::shard::{EMPTY, Shard, Slot};

/// Room behind the last home, which one shard in thirty exceeds.
const SPARE: usize = 16;

/// A shard that is being made. Its entries come in the order of their hashes, each hash once.
pub(super) struct Builder(Shard);

impl Builder {
    /// For so many entries.
    pub(super) fn new(len: usize) -> Self {
        let homes = homes_for(len);
        Self(Shard { slots: Vec::with_capacity(homes + SPARE.min(len)), homes, len, earliest: u32::MAX })
    }

    /// Adds the next entry.
    #[inline]
    pub(super) fn place(&mut self, slot: Slot) {
        let Shard { slots, homes, earliest, .. } = &mut self.0;
        let home = slot.hash().home(*homes);
        if slots.len() < home {
            slots.resize(home, EMPTY);
        } else if slots.len() == slots.capacity() {
            // Twice the room behind the last home, and no more: entries that all have the last one need not be fast.
            slots.reserve_exact(slots.len().saturating_sub(*homes).max(SPARE));
        }
        slots.push(slot);
        *earliest = (*earliest).min(slot.end());
    }

    /// Adds what stands in these slots of another shard. Where both are alike so far, an entry stands where it stood.
    pub(super) fn copy(&mut self, other: &Shard, Range { start, end }: Range<usize>) {
        let is_alike = |own: &Shard, at: usize| own.homes == other.homes && own.slots.len() == at;
        let mut at = start;
        while at < end && !is_alike(&self.0, at) {
            other.slots.get(at).filter(|slot| slot.is_entry()).into_iter().for_each(|slot| self.place(*slot));
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

/// How many homes there are for so many entries: nine tenths of them at most are taken, and more than five sixths. In between it stays the
/// same, so that most copies are as long as what they replace, and take the place of what was freed before.
fn homes_for(len: usize) -> usize {
    let needed = len + len.div_ceil(9);
    let step = needed.checked_ilog2().map_or(1, |bits| (1_usize << bits) >> 4).max(1);
    needed.next_multiple_of(step)
}
