//! A list: the key of its hash, its state, and how records get into it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::ends::Lifetime;
use super::name::{Group, HashKey, Name};
use super::record::Record;
use super::stamp::Stamp;
use super::state::State;
use super::table::Hash96;
use crate::error::Result;

/// So many records are merged at once: each shard of a table is then made anew once for all of them.
const MOST: usize = 1 << 20;

/// One list, whose hash has one key.
pub(crate) struct List {
    pub(super) key: HashKey,
    pub(super) state: State,
    /// In seconds: a store may be told another one later.
    longest: AtomicU64,
}

impl List {
    pub(super) fn new(lifetime: Lifetime) -> Result<Self> {
        Ok(Self::with_key(HashKey::random()?, lifetime))
    }

    pub(super) fn with_key(key: HashKey, lifetime: Lifetime) -> Self {
        Self { key, state: State::new(), longest: AtomicU64::new(lifetime.seconds()) }
    }

    pub(super) fn lifetime(&self) -> Lifetime {
        Lifetime::of_seconds(self.longest.load(Ordering::Relaxed))
    }

    pub(super) fn set_lifetime(&self, lifetime: Lifetime) {
        self.longest.store(lifetime.seconds(), Ordering::Relaxed);
    }

    /// The stamp of what is written now.
    pub(super) fn stamp(&self, now: f64) -> Stamp {
        Stamp::following(now, self.state.ledger().latest)
    }

    /// Merges what this list has written itself, in order.
    pub(super) fn apply_own(&self, record: &Record, now: f64) {
        let mut ledger = self.state.ledger();
        self.state.apply(&mut ledger, record);
        ledger.cursor = ledger.latest;
        self.state.sweep(&mut ledger, now);
    }
}

/// Records on their way into a list, in the order in which they were written.
pub(super) struct Batch<'a> {
    list: &'a List,
    /// Of names without a known stamp, by group: the hash, the end and the cut-off.
    fresh: [Vec<(Hash96, u32, u32)>; 5],
    /// Records of names that were ever withdrawn, and withdrawals.
    others: Vec<Record>,
    count: usize,
    latest: Stamp,
}

impl<'a> Batch<'a> {
    pub(super) fn new(list: &'a List) -> Self {
        Self { list, fresh: Default::default(), others: Vec::new(), count: 0, latest: Stamp::default() }
    }

    pub(super) fn add(&mut self, record: Record) {
        self.latest = self.latest.max(record.stamp);
        self.count += 1;
        self.others.push(record);
        if self.count >= MOST {
            self.merge();
        }
    }

    /// Merges all that were added. What stays unmerged at the end is merged by `merge`.
    pub(super) fn merge(&mut self) {
        let state = &self.list.state;
        let mut ledger = state.ledger();
        let records = std::mem::take(&mut self.others);
        // A withdrawal makes its name known, and the stamps of that name count from then on, whichever comes first.
        let withdrawn: Vec<&Record> = records.iter().filter(|record| record.is_withdrawal).collect();
        withdrawn.into_iter().for_each(|record| state.apply(&mut ledger, record));
        for record in records.iter().filter(|record| !record.is_withdrawal) {
            match ledger.known.contains_key(&record.name) {
                true => state.apply(&mut ledger, record),
                false => self.add_fresh(record),
            }
        }
        for (group, fresh) in Group::ALL.into_iter().zip(&mut self.fresh) {
            state.put_all(group, std::mem::take(fresh));
        }
        ledger.latest = ledger.latest.max(self.latest);
        ledger.cursor = ledger.cursor.max(self.latest);
        self.count = 0;
    }

    fn add_fresh(&mut self, record: &Record) {
        let Name { group, hash } = record.name;
        if record.is_digest {
            self.list.state.set_has_digests();
        }
        if let Some((_, fresh)) = Group::ALL.into_iter().zip(&mut self.fresh).find(|(own, _)| *own == group) {
            fresh.push((hash, record.end, record.before));
        }
    }
}

/// The latest records of each name: a revocation, and a withdrawal.
pub(super) type Latest = HashMap<Name, (Option<Record>, Option<Record>)>;

/// Keeps a record if it is the latest of its kind and name.
pub(super) fn keep_latest(latest: &mut Latest, record: Record) {
    let (revocation, withdrawal) = latest.entry(record.name).or_default();
    let kept = if record.is_withdrawal { withdrawal } else { revocation };
    if kept.as_ref().is_none_or(|kept| kept.stamp <= record.stamp) {
        *kept = Some(record);
    }
}
