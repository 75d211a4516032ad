//! How a line changes as time passes: from any state, at any time, to a sound one.

use super::line::{Entry, Half, Line};
use super::policy::{Policy, Purpose};
use crate::error::Result;

impl<K: Half> Line<K> {
    /// Publishes, plans and forgets whatever is due. `seen` is when this was last done; `make`
    /// makes a new key, with its key ID.
    ///
    /// There is always a key that was published long enough for everyone to know it, and that does
    /// not sign yet: another is published before the turn of the signing key is over, and that turn
    /// lasts until the other is known.
    pub(super) fn advance(
        &mut self,
        now: f64,
        seen: f64,
        policy: &Policy,
        make: &mut dyn FnMut() -> Result<(String, K)>,
    ) -> Result<()> {
        self.pull_in(now, policy);
        self.keep_what_signed(now, seen);
        loop {
            let upcoming = self.upcoming(now);
            let Some(active) = self.active(now) else {
                if self.is_external {
                    break;
                }
                self.publish(make()?, now);
                continue;
            };
            let Some(entry) = self.entries.get_mut(active) else {
                break;
            };
            let from = *entry.from.get_or_insert(now);
            if entry.until.is_some_and(|until| until > now) {
                break;
            }
            let over = from + policy.rotate_every;
            let is_late = upcoming.len() == 1 && now >= policy.plans_at(from);
            if !self.is_external && (upcoming.is_empty() || is_late) {
                self.publish(make()?, now);
                continue;
            }
            let [next, spare, ..] = *upcoming.as_slice() else {
                break;
            };
            self.plan(active, next, spare, over.max(now), policy);
        }
        self.clean(now, policy);
        Ok(())
    }

    pub(super) fn publish(&mut self, (key_id, key): (String, K), now: f64) {
        self.entries.push(Entry {
            key_id,
            key: Some(key),
            published: now,
            from: None,
            until: None,
            revoked: None,
        });
    }

    /// The turn of `next` begins when that of `active` is over and everyone knows both it and the
    /// spare that then remains.
    fn plan(&mut self, active: usize, next: usize, spare: usize, over: f64, policy: &Policy) {
        let known = |index: usize| {
            self.entries
                .get(index)
                .map_or(over, |entry| entry.published + policy.publish_ahead())
        };
        let at = over.max(known(next)).max(known(spare));
        if let Some(entry) = self.entries.get_mut(active) {
            entry.until = Some(at);
        }
        if let Some(entry) = self.entries.get_mut(next) {
            entry.from = Some(at);
        }
    }

    /// Times further ahead than any plan were written by a clock that was wrong, or this clock is
    /// wrong: nothing waits for them.
    fn pull_in(&mut self, now: f64, policy: &Policy) {
        let soon = now + policy.clock_skew;
        let latest = soon + policy.rotate_every.max(policy.publish_ahead());
        let active = self.active(now);
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if entry.published > soon {
                entry.published = now;
            }
            if let Some(revoked) = &mut entry.revoked {
                *revoked = revoked.min(now);
                continue;
            }
            let is_past = active.is_some_and(|active| index < active);
            entry.until = match entry.until {
                Some(until) if until > soon && is_past => Some(now),
                Some(until) if until > latest || until <= now && active == Some(index) => None,
                None if is_past => Some(now),
                until => until,
            };
            entry.from = match entry.from {
                Some(from) if from > soon && active == Some(index) => Some(now),
                Some(from) if from > latest && active.is_some_and(|active| index > active) => None,
                from => from,
            };
        }
    }

    /// Whether times must be corrected, or a turn has ended without being recorded.
    pub(super) fn is_off(&self, now: f64, seen: f64, policy: &Policy) -> bool {
        let is_noted = self
            .active(seen)
            .zip(self.active(now))
            .is_none_or(|(before, active)| before >= active);
        let mut mended = self.clone();
        mended.pull_in(now, policy);
        let times = |entry: &Entry<K>| (entry.published, entry.from, entry.until, entry.revoked);
        !is_noted
            || self
                .entries
                .iter()
                .map(times)
                .ne(mended.entries.iter().map(times))
    }

    /// A key whose turn it was when this was last done may have signed until now, whatever the plan
    /// says: the clock may have jumped since. A revoked key has not.
    fn keep_what_signed(&mut self, now: f64, seen: f64) {
        let (Some(before), Some(active)) = (self.active(seen), self.active(now)) else {
            return;
        };
        for entry in self
            .entries
            .iter_mut()
            .take(active)
            .skip(before)
            .filter(|entry| entry.revoked.is_none())
        {
            entry.until = Some(entry.until.map_or(now, |until| until.max(now)));
        }
    }

    /// Takes a key out of use at once. The turn of the next one, which everyone knows, begins now,
    /// by everyone's clock: nobody may return to a key whose turn was already over.
    pub(super) fn revoke(&mut self, index: usize, now: f64, policy: &Policy) {
        let active = self.active(now);
        let next = self.upcoming(now).into_iter().find(|&upcoming| upcoming != index);
        if let Some(entry) = self.entries.get_mut(index) {
            entry.revoked = Some(now);
            entry.key = entry.key.take().and_then(|key| key.public_half());
        }
        if active == Some(index) {
            if let Some(entry) = self.entries.get_mut(index) {
                entry.until = Some(now);
            }
            if let Some(entry) = next.and_then(|next| self.entries.get_mut(next)) {
                entry.from = Some(now - policy.clock_skew);
            }
        } else if let Some(entry) = active
            .filter(|&active| index > active)
            .and_then(|active| self.entries.get_mut(active))
        {
            // The plan counted on it.
            entry.until = None;
            for later in self
                .entries
                .iter_mut()
                .skip(active.map_or(0, |active| active + 1))
            {
                (later.from, later.until) = (None, None);
            }
        }
    }

    /// When there will be something to do; in the past if there already is.
    pub(super) fn due(&self, now: f64, policy: &Policy) -> f64 {
        let Some(active) = self.active(now) else {
            let forgotten = self.entries.iter().map(|entry| self.forgotten_at(entry, policy));
            return if self.is_external {
                forgotten.fold(f64::INFINITY, f64::min)
            } else {
                now
            };
        };
        let past = |entry: &Entry<K>| {
            let is_whole = entry.key.as_ref().is_some_and(Half::is_whole) && !self.is_external;
            if is_whole {
                self.erased_at(entry, policy)
            } else {
                self.forgotten_at(entry, policy)
            }
        };
        let (before, rest) = self.entries.split_at(active);
        let upcoming = self.upcoming(now).len();
        let turns = rest
            .iter()
            .skip(1)
            .filter(|entry| entry.revoked.is_none())
            .filter_map(|entry| entry.from)
            .filter(|from| *from > now);
        let planned = rest.first().map_or(now, |entry| match (entry.until, entry.from) {
            (Some(until), _) => until,
            (None, _) if self.is_external => f64::INFINITY,
            (None, Some(from)) if upcoming > 0 => policy.plans_at(from),
            (None, _) => now,
        });
        let revoked = rest
            .iter()
            .filter(|entry| entry.revoked.is_some())
            .map(|entry| self.forgotten_at(entry, policy));
        before
            .iter()
            .map(past)
            .chain(revoked)
            .chain(turns)
            .fold(planned, f64::min)
    }

    /// A private key is erased when it can no longer sign, by anyone's clock; one that decrypts,
    /// and a symmetric one, when it retires.
    fn erased_at(&self, entry: &Entry<K>, policy: &Policy) -> f64 {
        let after = match self.purpose {
            Purpose::Signs if !self.is_symmetric => policy.clock_skew,
            purpose => policy.keep_after(purpose),
        };
        entry.until.map_or(f64::INFINITY, |until| until + after)
    }

    /// The record of a key is dropped some time after it has retired.
    fn forgotten_at(&self, entry: &Entry<K>, policy: &Policy) -> f64 {
        let ended = entry.revoked.or(entry.until);
        ended.map_or(f64::INFINITY, |ended| {
            ended + policy.keep_after(self.purpose) + policy.rotate_every
        })
    }

    /// Whether another key must be given, so that the next turn can be planned and a spare remains.
    pub(super) fn needs_key(&self, now: f64, policy: &Policy) -> bool {
        let active = self.active(now).and_then(|active| self.entries.get(active));
        let ends_soon = active.is_some_and(|entry| {
            entry.until.is_none() && entry.from.is_some_and(|from| now >= policy.plans_at(from))
        });
        let able = usize::from(active.is_some()) + self.upcoming(now).len();
        self.is_external && able < 2 + usize::from(ends_soon)
    }

    /// Erases keys that have nothing left to do, and forgets those that retired long ago.
    fn clean(&mut self, now: f64, policy: &Policy) {
        let active = self.active(now).unwrap_or(0);
        let entries = std::mem::take(&mut self.entries).into_iter().enumerate();
        let kept = entries.filter_map(|(index, mut entry)| {
            let is_past = index < active;
            if is_past && !self.is_external && self.erased_at(&entry, policy) <= now {
                entry.key = entry.key.take().and_then(|key| key.public_half());
            }
            let is_over = is_past || entry.revoked.is_some();
            (!is_over || self.forgotten_at(&entry, policy) > now).then_some(entry)
        });
        let kept = kept.collect();
        self.entries = kept;
    }
}
