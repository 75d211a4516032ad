//! What a list contains: the tables that checks read, and the stamps that decide when records
//! conflict.
//!
//! Decision 0074 explains why the result is the same in whatever order records are applied.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::name::{Group, Name};
use super::record::Record;
use super::stamp::Stamp;
use super::table::{Hash96, Table};

/// The shortest time between sweeps for what has ended, in seconds.
const SWEEP_EVERY: f64 = 600.0;

/// Checks read the tables without a lock; changes hold the lock of the ledger.
pub(super) struct State {
    ends: [Table; 5],
    /// For subjects and issuers: the time before which a token must have been issued to be refused.
    cut_offs: [Table; 2],
    /// Whether a token without `jti` was ever revoked: only then is computing its SHA-256
    /// worthwhile.
    has_digests: AtomicBool,
    ledger: Mutex<Ledger>,
}

/// What is known about stamps.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// For names that were ever withdrawn, the latest of each.
    pub(super) known: HashMap<Name, Known>,
    /// The latest stamp seen anywhere.
    pub(super) latest: Stamp,
    /// No entry without a known stamp is later than this.
    pub(super) cursor: Stamp,
    /// Names for which a withdrawal met an entry whose stamp was not known, and that may have been
    /// older than the entry.
    doubts: HashSet<Name>,
    /// Names whose withdrawal met a revocation that lasts longer than the withdrawal itself says.
    short: HashSet<Name>,
    swept: f64,
}

impl Ledger {
    pub(super) fn has_doubts(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// Whether nothing remains to be found out or written again.
    pub(super) fn is_settled(&self) -> bool {
        self.doubts.is_empty() && self.short.is_empty()
    }

    pub(super) fn doubts(&self, name: &Name) -> bool {
        self.doubts.contains(name)
    }

    pub(super) fn doubt(&mut self, name: Name) {
        self.doubts.insert(name);
    }

    pub(super) fn take_doubts(&mut self) -> HashSet<Name> {
        std::mem::take(&mut self.doubts)
    }

    /// Withdrawals that must be written again so that they last as long as what they withdraw:
    /// their names, stamps and ends.
    pub(super) fn take_short(&mut self) -> Vec<(Name, Stamp, u32)> {
        // Sorted: replaying a record must give the same commands.
        let mut short: Vec<Name> = std::mem::take(&mut self.short).into_iter().collect();
        short.sort_unstable();
        let lengthened = short.into_iter().filter_map(|name| {
            let known = self.known.get_mut(&name)?;
            known.lasts = known.end;
            Some((name, known.withdrawn?, known.end))
        });
        lengthened.collect()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) revoked: Option<Stamp>,
    pub(super) withdrawn: Option<Stamp>,
    /// The latest end of all its records.
    pub(super) end: u32,
    /// The latest end of its withdrawals.
    pub(super) lasts: u32,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            ends: std::array::from_fn(|_| Table::new()),
            cut_offs: std::array::from_fn(|_| Table::new()),
            has_digests: AtomicBool::new(false),
            ledger: Mutex::default(),
        }
    }

    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ends of what was revoked in a group.
    #[inline]
    pub(super) fn ends(&self, group: Group) -> &Table {
        let [tokens, sessions, subjects, keys, issuers] = &self.ends;
        match group {
            Group::Token => tokens,
            Group::Session => sessions,
            Group::Subject => subjects,
            Group::Key => keys,
            Group::Issuer => issuers,
        }
    }

    /// The cut-offs of a group that has them.
    #[inline]
    pub(super) fn cut_offs(&self, group: Group) -> Option<&Table> {
        let [subjects, issuers] = &self.cut_offs;
        match group {
            Group::Subject => Some(subjects),
            Group::Issuer => Some(issuers),
            _ => None,
        }
    }

    /// The time before which a token must have been issued for this name to refuse it; 0 for a name
    /// without a cut-off.
    pub(super) fn before(&self, name: Name) -> u32 {
        self.cut_offs(name.group)
            .and_then(|table| table.get(name.hash))
            .unwrap_or_default()
    }

    #[inline]
    pub(super) fn has_digests(&self) -> bool {
        self.has_digests.load(Ordering::Relaxed)
    }

    pub(super) fn set_has_digests(&self) {
        self.has_digests.store(true, Ordering::Relaxed);
    }

    /// Whether the name is revoked, and has not ended.
    pub(super) fn holds(&self, name: Name, now: f64) -> bool {
        self.ends(name.group)
            .get(name.hash)
            .is_some_and(|end| has_not_ended(end, now))
    }

    /// Merges one record. It may already have been applied, and so may later ones with its name.
    pub(super) fn apply(&self, ledger: &mut Ledger, record: &Record) {
        ledger.latest = ledger.latest.max(record.stamp);
        if record.is_digest {
            self.set_has_digests();
        }
        let name = record.name;
        let held = self.ends(name.group).get(name.hash);
        let mut known = ledger.known.get(&name).copied();
        if record.is_withdrawal {
            let of_entry = Known {
                revoked: held.map(|_| ledger.cursor),
                withdrawn: None,
                end: held.unwrap_or_default(),
                lasts: 0,
            };
            if known.is_none() && held.is_some() && ledger.cursor > record.stamp {
                ledger.doubts.insert(name);
            }
            let known = ledger.known.entry(name).or_insert(of_entry);
            known.withdrawn = known.withdrawn.max(Some(record.stamp));
            known.end = known.end.max(record.end);
            known.lasts = known.lasts.max(record.end);
            let known = *known;
            if known.withdrawn >= known.revoked {
                self.remove(name);
            }
            note_length(
                ledger,
                name,
                known.withdrawn >= known.revoked && held.is_some_and(|held| held > known.lasts),
                &known,
            );
            return;
        }
        if let Some(known) = &mut known {
            known.revoked = known.revoked.max(Some(record.stamp));
            known.end = known.end.max(record.end);
            ledger.known.insert(name, *known);
            note_length(
                ledger,
                name,
                Some(record.stamp) <= known.withdrawn && record.end > known.lasts,
                known,
            );
        }
        // What has since been withdrawn adds neither its end nor its cut-off to a new revocation.
        if known.is_none_or(|known| Some(record.stamp) > known.withdrawn) {
            self.put(name, record.end, record.before);
        }
    }

    /// Merges many revocations of names without a known stamp.
    pub(super) fn put_all(&self, group: Group, entries: impl Iterator<Item = (Hash96, u32, u32)> + Clone) {
        if let Some(cut_offs) = self.cut_offs(group) {
            cut_offs.put_all(entries.clone().map(|(hash, _, before)| (hash, before)).collect());
        }
        self.ends(group)
            .put_all(entries.map(|(hash, end, _)| (hash, end)).collect());
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.ends.iter().map(Table::len).sum()
    }

    /// How many entries there are of each kind, by the name of the kind.
    pub(super) fn counts(&self) -> Map<String, Value> {
        Group::ALL
            .into_iter()
            .map(|group| (group.as_str().to_owned(), self.ends(group).len().into()))
            .collect()
    }

    /// How many bytes the tables take.
    pub(super) fn bytes(&self) -> usize {
        self.ends.iter().chain(&self.cut_offs).map(Table::bytes).sum()
    }

    /// Merges what this process wrote to a store and has not read back yet: until then its stamp is
    /// known.
    pub(super) fn apply_unread(&self, ledger: &mut Ledger, record: &Record) {
        let held = self.ends(record.name.group).get(record.name.hash);
        let of_entry = Known {
            revoked: held.map(|_| ledger.cursor),
            withdrawn: None,
            end: held.unwrap_or_default(),
            lasts: 0,
        };
        ledger.known.entry(record.name).or_insert(of_entry);
        self.apply(ledger, record);
    }

    /// Takes the latest stamp of a name that was in doubt.
    pub(super) fn settle(&self, ledger: &mut Ledger, name: Name, stamp: Stamp) {
        let Some(known) = ledger.known.get_mut(&name) else {
            return;
        };
        known.revoked = Some(stamp);
        let known = *known;
        if known.withdrawn >= known.revoked {
            self.remove(name);
            note_length(ledger, name, known.end > known.lasts, &known);
        }
    }

    /// The record was read back, and from now on is like any other.
    pub(super) fn confirm(&self, ledger: &mut Ledger, record: &Record) {
        let is_plain = |known: &Known| known.withdrawn.is_none() && known.revoked == Some(record.stamp);
        if ledger.known.get(&record.name).is_some_and(is_plain) {
            ledger.known.remove(&record.name);
        }
    }

    fn put(&self, name: Name, end: u32, before: u32) {
        self.ends(name.group).put(name.hash, end);
        self.cut_offs(name.group)
            .into_iter()
            .for_each(|table| table.put(name.hash, before));
    }

    fn remove(&self, name: Name) {
        self.cut_offs(name.group)
            .into_iter()
            .for_each(|table| _ = table.remove(name.hash));
        self.ends(name.group).remove(name.hash);
    }

    /// Drops what has ended, unless that was done recently.
    pub(super) fn sweep(&self, ledger: &mut Ledger, now: f64) {
        if (0.0..SWEEP_EVERY).contains(&(now - ledger.swept)) {
            return;
        }
        ledger.swept = now;
        let Ledger { known, short, .. } = ledger;
        known.retain(|_, known| has_not_ended(known.end, now));
        short.retain(|name| known.contains_key(name));
        let seconds = now.clamp(0.0, f64::from(u32::MAX - 1)) as u32;
        for group in Group::ALL {
            // A cut-off is dropped together with its end.
            if let Some(cut_offs) = self.cut_offs(group) {
                let mut ended = Vec::new();
                self.ends(group).for_each(|hash, end| {
                    if end < seconds {
                        ended.push(hash)
                    }
                });
                ended.into_iter().for_each(|hash| _ = cut_offs.remove(hash));
            }
            self.ends(group).sweep(seconds);
        }
    }
}

/// A withdrawal made by someone who knew only a shorter revocation is forgotten before the longer
/// one that it has met. Anyone who has not seen that would take the longer one for a new
/// revocation.
fn note_length(ledger: &mut Ledger, name: Name, is_short: bool, known: &Known) {
    if is_short {
        ledger.short.insert(name);
    } else if known.lasts >= known.end {
        ledger.short.remove(&name);
    }
}

/// An end is at the end of its second; what never ends has the highest value.
#[inline]
pub(super) fn has_not_ended(end: u32, now: f64) -> bool {
    f64::from(end) >= now || end == super::record::NEVER
}
