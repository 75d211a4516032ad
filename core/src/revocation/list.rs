//! A list: its hash key, its state, and how records get into it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::ends::Lifetime;
use super::name::{Group, HashKey, Name};
use super::record::Record;
use super::stamp::Stamp;
use super::state::State;
use super::table::Hash96;
use crate::error::Result;

/// How many records are merged at once: each shard of a table is then rebuilt once for all of them.
const MOST: usize = 1 << 20;

/// One list, with a hash key of its own.
pub(crate) struct List {
    pub(super) key: HashKey,
    pub(super) state: State,
    /// In seconds: a store may be given a different one later.
    longest: AtomicU64,
}

impl List {
    pub(super) fn new(lifetime: Lifetime) -> Result<Self> {
        Ok(Self::with_key(HashKey::random()?, lifetime))
    }

    pub(super) fn with_key(key: HashKey, lifetime: Lifetime) -> Self {
        Self {
            key,
            state: State::new(),
            longest: AtomicU64::new(lifetime.seconds()),
        }
    }

    pub(super) fn lifetime(&self) -> Lifetime {
        Lifetime::of_seconds(self.longest.load(Ordering::Relaxed))
    }

    pub(super) fn set_lifetime(&self, lifetime: Lifetime) {
        self.longest.store(lifetime.seconds(), Ordering::Relaxed);
    }

    /// The stamp of a record that is written now.
    pub(super) fn stamp(&self, now: f64) -> Stamp {
        Stamp::following(now, self.state.ledger().latest)
    }

    /// Merges what this list has itself written, in order.
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
    /// Revocations, by group.
    revoked: [Vec<Revoked>; 5],
    withdrawals: Vec<Record>,
    count: usize,
    latest: Stamp,
}

/// What a list keeps of a revocation: ten million of them pass through here.
struct Revoked {
    hash: Hash96,
    end: u32,
    before: u32,
    stamp: Stamp,
}

impl<'a> Batch<'a> {
    pub(super) fn new(list: &'a List) -> Self {
        Self {
            list,
            revoked: Default::default(),
            withdrawals: Vec::new(),
            count: 0,
            latest: Stamp::default(),
        }
    }

    pub(super) fn add(&mut self, record: Record) {
        self.latest = self.latest.max(record.stamp);
        self.count += 1;
        let Record {
            name: Name { group, hash },
            end,
            before,
            stamp,
            ..
        } = record;
        if record.is_withdrawal {
            self.withdrawals.push(record);
        } else if let Some((_, revoked)) = Group::ALL
            .into_iter()
            .zip(&mut self.revoked)
            .find(|(own, _)| *own == group)
        {
            revoked.push(Revoked {
                hash,
                end,
                before,
                stamp,
            });
            if record.is_digest {
                self.list.state.set_has_digests();
            }
        }
        if self.count >= MOST {
            self.merge();
        }
    }

    /// Merges everything that was added. Call it at the end to merge the rest.
    pub(super) fn merge(&mut self) {
        let state = &self.list.state;
        let mut ledger = state.ledger();
        // A withdrawal makes its name known, and from then on the stamps of that name count,
        // whichever comes first.
        self.withdrawals
            .drain(..)
            .for_each(|record| state.apply(&mut ledger, &record));
        for (group, revoked) in Group::ALL.into_iter().zip(&mut self.revoked) {
            if !ledger.known.is_empty() {
                revoked.retain(
                    |&Revoked {
                         hash,
                         end,
                         before,
                         stamp,
                     }| {
                        let name = Name { group, hash };
                        let is_known = ledger.known.contains_key(&name);
                        if is_known {
                            state.apply(
                                &mut ledger,
                                &Record {
                                    before,
                                    ..Record::bare(name, stamp, false, end)
                                },
                            );
                        }
                        !is_known
                    },
                );
            }
            state.put_all(
                group,
                revoked.iter().map(
                    |&Revoked {
                         hash, end, before, ..
                     }| (hash, end, before),
                ),
            );
            revoked.clear();
        }
        ledger.latest = ledger.latest.max(self.latest);
        ledger.cursor = ledger.cursor.max(self.latest);
        self.count = 0;
    }
}

/// The latest records of each name: a revocation, and a withdrawal.
pub(super) type Latest = HashMap<Name, (Option<Record>, Option<Record>)>;

/// Keeps a record if it is the latest of its kind and name. If two have the same stamp, one may
/// have been written back without who and why.
pub(super) fn keep_latest(latest: &mut Latest, record: Record) {
    let (revocation, withdrawal) = latest.entry(record.name).or_default();
    let kept = if record.is_withdrawal {
        withdrawal
    } else {
        revocation
    };
    let says_less =
        |kept: &Record| kept.stamp == record.stamp && record.by.is_none() && record.reason.is_none();
    if kept
        .as_ref()
        .is_none_or(|kept| kept.stamp <= record.stamp && !says_less(kept))
    {
        *kept = Some(record);
    }
}
