//! What a set remembers from one flight to the next. It is behind a lock that a check takes only if
//! the keys it has are not enough.

use std::collections::HashMap;

use super::current::{Current, Failed};
use super::flight::{Flight, Setting};
use super::memory::Metadata;
use super::next::{Arrived, Landed, Next};
use super::policy::{BURST, Policy};
use super::read;
use super::source::Source;
use crate::key::KeySet;
use crate::machine::{
    Backoff, Bucket, Epoch, Event, Failure, Flight as _, Known, OneFlight, Times, Traffic, Turn, due,
};

#[derive(Debug)]
pub(super) struct State {
    flights: OneFlight<Flight>,
    /// Whether a check is waiting for keys that are not among the current ones.
    asked: bool,
    /// Checks that are waiting because no key verifies their token.
    waiting: u64,
    bucket: Bucket,
    backoff: Backoff,
    known: Known,
    metadata: Option<Metadata>,
    pub(super) counts: Counts,
}

/// What has happened since the set was made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Flights that have ended, whatever the outcome.
    pub(super) landed: u64,
    pub(super) fetched: u64,
    pub(super) unchanged: u64,
    pub(super) failed: u64,
    /// Flights whose driver was silent: the process was suspended or forked.
    pub(super) abandoned: u64,
    pub(super) key_ids_reused: u64,
    /// Checks that were not allowed to wait.
    pub(super) turned_away: u64,
}

/// What a state works with.
pub(super) struct Around<'a> {
    pub(super) source: &'a Source,
    pub(super) policy: &'a Policy,
    pub(super) traffic: Traffic,
    pub(super) times: Times,
}

impl State {
    pub(super) fn new(policy: &Policy) -> Self {
        Self {
            flights: OneFlight::new(),
            asked: false,
            waiting: 0,
            bucket: Bucket::new(BURST, policy.cooldown),
            backoff: Backoff::new(policy.max_age),
            known: Known::default(),
            metadata: None,
            counts: Counts::default(),
        }
    }

    /// Begins a flight if there is reason to.
    pub(super) fn poll(&mut self, current: &Current, around: &Around<'_>) -> Turn {
        let Around {
            source,
            policy,
            traffic,
            times,
        } = around;
        self.notice(around);
        if let Some(left) = self.flights.left(policy.timeout, *times) {
            return Turn::later(left);
        }
        let age = current.age(*times);
        if !self.asked && age < current.due {
            return Turn::later(current.due - age);
        }
        let wait = self.backoff.remaining(*times);
        if wait > 0.0 {
            return Turn::later(wait);
        }
        match traffic.take(*times) {
            Err(wait) => Turn::later(wait),
            Ok(slot) => {
                let asked = std::mem::take(&mut self.asked);
                let id = self.flights.next_id();
                let metadata = self.metadata.take();
                let setting = Setting {
                    source,
                    policy,
                    known: &self.known,
                };
                let (flight, fetch) = Flight::begin(&setting, metadata, asked, *times, id, slot);
                self.flights.set(flight);
                Turn {
                    fetches: vec![fetch],
                    wake: Some(policy.timeout),
                    ..Turn::default()
                }
            }
        }
    }

    /// A check has a token that no key verifies. Returns whether it may wait for a flight.
    pub(super) fn ask(&mut self, around: &Around<'_>) -> bool {
        self.notice(around);
        let may = self.waiting < around.policy.max_waiting
            && (self.is_flying()
                || self.asked
                || self.backoff.remaining(around.times) <= 0.0 && self.bucket.take(around.times));
        if may {
            self.asked |= !self.is_flying();
            self.waiting += 1;
        } else {
            self.counts.turned_away += 1;
        }
        may
    }

    /// A check is no longer waiting. A child does not count those of its parent.
    pub(super) fn leave(&mut self, epoch: Epoch) {
        if epoch == self.flights.epoch() {
            self.waiting = self.waiting.saturating_sub(1);
        }
    }

    fn notice(&mut self, around: &Around<'_>) {
        let noticed = self.flights.notice(around.policy.timeout, around.times);
        if noticed.is_child {
            self.waiting = 0;
            self.backoff.draw_anew(around.times);
        }
        if noticed.is_abandoned {
            self.counts.abandoned += 1;
            self.counts.landed += 1;
        }
    }

    /// The flight that an answer is for, taken out so that the answer can be read without the lock,
    /// together with what it needs to continue. None if nothing waits for that answer.
    pub(super) fn begin_reading(&mut self, id: u64, around: &Around<'_>) -> Option<(Flight, Known, u64)> {
        self.notice(around);
        let flight = self.flights.begin_reading(id, around.times)?;
        Some((flight, self.known.clone(), self.flights.next_id()))
    }

    /// Continues after the answer was read. Returns what to do next, and the keys that replace the
    /// current ones.
    pub(super) fn end_reading(
        &mut self,
        current: &Current,
        flight: Flight,
        next: Next,
        around: &Around<'_>,
    ) -> (Turn, Option<Current>) {
        let Around { policy, times, .. } = around;
        if !self.flights.end_reading() {
            return Default::default();
        }
        match next {
            Next::Fetch(fetch) => {
                let wake = Some(flight.left(policy.timeout, *times));
                self.flights.set(flight);
                (
                    Turn {
                        fetches: vec![fetch],
                        wake,
                        ..Turn::default()
                    },
                    None,
                )
            }
            Next::Landed(landed) => {
                self.counts.landed += 1;
                let seconds = times.since(flight.began);
                let (events, next) = match landed {
                    Landed::Keys(arrived) => self.replace(current, arrived, seconds, around),
                    Landed::Unchanged(arrived) => self.renew(current, arrived, seconds, around),
                    Landed::Failed {
                        why,
                        status,
                        retry_after,
                    } => self.fail(current, why, status, retry_after, around),
                };
                let wake = Some(
                    (next.due - next.age(*times))
                        .max(self.backoff.remaining(*times))
                        .max(0.0),
                );
                (
                    Turn {
                        events,
                        wake,
                        ..Turn::default()
                    },
                    Some(next),
                )
            }
        }
    }

    fn replace(
        &mut self,
        current: &Current,
        mut arrived: Arrived,
        seconds: f64,
        around: &Around<'_>,
    ) -> (Vec<Event>, Current) {
        let keys = arrived.keys.take().unwrap_or_default();
        if !read::is_usable(&keys, &current.keys) {
            return self.fail(current, Failure::NoUsableKey, None, None, around);
        }
        self.counts.fetched += 1;
        let mut events = vec![fetched(&keys, seconds)];
        let next = self.land(current, arrived, around, Some(keys));
        if current.sent.is_some() {
            self.note_changes(current, &next, &mut events);
        }
        (events, next)
    }

    fn renew(
        &mut self,
        current: &Current,
        arrived: Arrived,
        seconds: f64,
        around: &Around<'_>,
    ) -> (Vec<Event>, Current) {
        self.counts.unchanged += 1;
        (
            vec![fetched(&current.keys, seconds)],
            self.land(current, arrived, around, None),
        )
    }

    fn land(
        &mut self,
        current: &Current,
        arrived: Arrived,
        around: &Around<'_>,
        keys: Option<KeySet>,
    ) -> Current {
        self.backoff.succeeded();
        self.metadata = arrived.metadata;
        if let Some(known) = arrived.known {
            self.known = known;
        }
        let due = due(arrived.fresh_for, around.times.draw());
        Current {
            keys: keys.unwrap_or_else(|| current.keys.clone()),
            sent: Some(arrived.sent),
            due,
            fresh_for: arrived.fresh_for,
            stale: around.policy.stale,
            failed: None,
        }
    }

    fn note_changes(&mut self, before: &Current, after: &Current, events: &mut Vec<Event>) {
        let (old, new) = (before.by_key_id(), after.by_key_id());
        let mut reused: Vec<&String> = new
            .iter()
            .filter(|(id, key)| old.get(*id).is_some_and(|old| old != *key))
            .map(|(id, _)| id)
            .collect();
        reused.sort();
        self.counts.key_ids_reused += reused.len() as u64;
        events.extend(reused.into_iter().map(|key_id| Event::KeyIdReused {
            key_id: key_id.clone(),
        }));
        let (added, removed) = (lacking(&old, &new), lacking(&new, &old));
        if !added.is_empty() || !removed.is_empty() {
            events.push(Event::Rotated { added, removed });
        }
    }

    fn fail(
        &mut self,
        current: &Current,
        why: Failure,
        status: Option<u16>,
        retry_after: Option<f64>,
        around: &Around<'_>,
    ) -> (Vec<Event>, Current) {
        self.counts.failed += 1;
        let wait = self.backoff.failed(around.times, retry_after);
        let failed = Failed {
            why,
            status,
            at: around.times,
            holds: wait + around.policy.timeout,
        };
        let next = Current {
            failed: Some(failed),
            ..current.clone()
        };
        (
            vec![Event::Failed {
                why,
                status,
                retry_in: wait,
            }],
            next,
        )
    }

    pub(super) fn is_flying(&self) -> bool {
        self.flights.is_under_way()
    }

    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    pub(super) fn failures(&self) -> u32 {
        self.backoff.failures()
    }

    pub(super) fn bucket_left(&mut self, times: Times) -> u32 {
        self.bucket.left(times)
    }

    pub(super) fn retry_in(&self, times: Times) -> f64 {
        self.backoff.remaining(times)
    }
}

fn fetched(keys: &KeySet, seconds: f64) -> Event {
    Event::Fetched {
        keys: keys.len(),
        set_aside: keys.rejected().len(),
        seconds,
    }
}

/// The key IDs in `one` that `other` does not have, in order.
fn lacking(other: &HashMap<String, String>, one: &HashMap<String, String>) -> Vec<String> {
    let mut ids: Vec<String> = one
        .keys()
        .filter(|id| !other.contains_key(*id))
        .cloned()
        .collect();
    ids.sort();
    ids
}
