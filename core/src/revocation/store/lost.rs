//! What the store has lost, or never had: what must be written back.

use super::super::list::List;
use super::super::name::{Group, Name};
use super::super::record::{NEVER, Record};
use super::super::stamp::Stamp;
use super::super::state::has_not_ended;
use super::reading::{Found, Reading};
use super::state::State;

impl State {
    /// Finds what this process has and the store does not. It has a stamp of its own, or one that
    /// is an upper bound.
    pub(super) fn find_lost(&mut self, list: &List, reading: &Reading, now: f64) {
        // The reading began after it was written, has read everything, and did not find it.
        let is_gone = |(_, begun): &(Record, u64)| reading.number > *begun;
        let gone: Vec<Stamp> = self
            .unread
            .iter()
            .filter(|(_, unread)| is_gone(unread))
            .map(|(id, _)| *id)
            .collect();
        self.lost.extend(
            gone.into_iter()
                .filter_map(|id| self.unread.remove(&id))
                .map(|(record, _)| record),
        );
        let Some(found) = &reading.found else { return };
        let is_all = matches!(found, Found::All(_));
        let found = found.list();
        let ledger = list.state.ledger();
        let theirs = found.state.ledger();
        for group in Group::ALL {
            list.state.ends(group).for_each(|hash, end| {
                // Anything with an end is only in the log, which is unbroken.
                if !has_not_ended(end, now) || !is_all && end != NEVER {
                    return;
                }
                let name = Name { group, hash };
                // It is not known yet whether it counts: writing it back would settle that.
                if ledger.doubts(&name) {
                    return;
                }
                let before = list.state.before(name);
                let their_before = found.state.before(name);
                // Anything that lasts longer, or cuts off more, was written later, and lost. (If
                // there are two cut-offs, the later one is kept, which may cut off less: the other
                // is in the log.) If the name was withdrawn, an earlier one that the store has may
                // be withdrawn according to what others know.
                let own = ledger.known.get(&name).filter(|known| known.withdrawn.is_some());
                let is_later = own.is_some_and(|known| {
                    known.revoked > theirs.known.get(&name).and_then(|known| known.revoked)
                });
                let covers = |theirs: u32| theirs >= end && (their_before >= before || !is_all) && !is_later;
                if found.state.ends(group).get(hash).is_some_and(covers) {
                    return;
                }
                let stamp = ledger
                    .known
                    .get(&name)
                    .and_then(|known| known.revoked)
                    .unwrap_or(self.loss.unwrap_or(reading.bound));
                let is_digest = group == Group::Token && list.state.has_digests();
                self.lost.push_back(Record {
                    before,
                    is_digest,
                    ..Record::bare(name, stamp, false, end)
                });
            });
        }
        // Sorted: replaying a record must give the same commands.
        let mut known: Vec<_> = ledger.known.iter().collect();
        known.sort_unstable_by_key(|(name, _)| **name);
        for (name, known) in known {
            let their = theirs.known.get(name).copied().unwrap_or_default();
            let lacks = (known.withdrawn, known.lasts) > (their.withdrawn, their.lasts)
                && (is_all || known.lasts == NEVER);
            if let Some(stamp) = known.withdrawn.filter(|_| has_not_ended(known.end, now) && lacks) {
                self.lost.push_back(Record::bare(*name, stamp, true, known.end));
            }
        }
    }

    /// Withdrawals that end before what they withdraw are written again with its end: anyone who
    /// does not know that would forget them too soon.
    pub(super) fn lengthen(&mut self, list: &List, now: f64) {
        let mut short = list.state.ledger().take_short();
        short.sort_unstable();
        let lasting = short.into_iter().filter(|(_, _, end)| has_not_ended(*end, now));
        self.lost
            .extend(lasting.map(|(name, stamp, end)| Record::bare(name, stamp, true, end)));
    }

    /// Withdrawals that met entries without a known stamp: by now all stamps of these have been
    /// read, except those that the store had already lost. If that makes an entry the later one,
    /// `find_lost` writes it: anyone who did not see the loss considers the withdrawal the later
    /// one.
    pub(super) fn settle_doubts(&mut self, list: &List, found: &List) {
        self.last_loss = self.last_loss.max(self.loss.unwrap_or_default());
        let mut ledger = list.state.ledger();
        let theirs = found.state.ledger();
        // If something was withdrawn on a later page than it was revoked, it is read once more,
        // since its stamps count now.
        let (unclear, clear): (Vec<Name>, Vec<Name>) = ledger
            .take_doubts()
            .into_iter()
            .partition(|name| theirs.doubts(name));
        unclear.into_iter().for_each(|name| ledger.doubt(name));
        let stamps: Vec<(Name, Stamp)> = clear
            .into_iter()
            .filter_map(|name| Some((name, theirs.known.get(&name)?.revoked?)))
            .collect();
        drop(theirs);
        for (name, stamp) in stamps {
            // If that is the stamp of the loss, it is written back next: anyone who did not see the
            // loss considers the withdrawal the later one.
            list.state.settle(&mut ledger, name, stamp.max(self.last_loss));
        }
    }
}
