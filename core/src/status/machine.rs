//! What a list remembers from one flight to the next. It is behind a lock that no check takes.

use std::sync::Arc;

use super::current::{Current, Failed};
use super::flight::{Arrived, Flight, Next};
use super::packed::Packed;
use super::policy::Policy;
use super::read::{Read, Said};
use crate::error::{Error, ErrorCode, Result};
use crate::machine::{Backoff, Event, Failure, Flight as _, Known, OneFlight, Times, Traffic, Turn, due};

#[derive(Debug)]
pub(super) struct State {
    flights: OneFlight<Flight>,
    backoff: Backoff,
    known: Known,
    pub(super) counts: Counts,
}

/// What has happened since the list was first requested.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) fetched: u64,
    pub(super) unchanged: u64,
    pub(super) failed: u64,
    /// Flights whose driver was silent: the process was suspended or forked.
    pub(super) abandoned: u64,
    /// Flights that have ended, whatever the outcome, and lists that waited for keys to be
    /// verified.
    pub(super) landed: u64,
}

/// What a state works with.
pub(super) struct Around<'a> {
    pub(super) uri: &'a str,
    pub(super) policy: &'a Policy,
    pub(super) traffic: Traffic,
    pub(super) times: Times,
}

/// A list that was received, and is not verified yet.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) body: Vec<u8>,
    pub(super) arrived: Arrived,
    pub(super) began: Times,
    pub(super) since: Times,
    /// How many flights of the keys had ended when they were last tried on it; None: they have not
    /// been tried.
    pub(super) tried: Option<u64>,
    /// Whether newer keys were requested for it.
    pub(super) asked: bool,
}

/// What a step leads to: what to report, and the snapshot that replaces the current one.
pub(super) type Stepped = (Turn, Option<Current>);

impl State {
    pub(super) fn new(policy: &Policy) -> Self {
        Self {
            flights: OneFlight::new(),
            backoff: Backoff::new(policy.max_age),
            known: Known::default(),
            counts: Counts::default(),
        }
    }

    /// Begins a flight if there is reason to.
    pub(super) fn poll(&mut self, current: &Current, around: &Around<'_>) -> Turn {
        let Around {
            uri,
            policy,
            traffic,
            times,
        } = around;
        self.notice(around);
        if let Some(left) = self.flights.left(policy.timeout, *times) {
            return Turn::later(left);
        }
        let age = current.age(*times);
        if age < current.due {
            return Turn::later(current.due - age);
        }
        let wait = self.backoff.remaining(*times);
        if wait > 0.0 {
            return Turn::later(wait);
        }
        match traffic.take(*times) {
            Err(wait) => Turn::later(wait),
            Ok(slot) => {
                let id = self.flights.next_id();
                let (flight, fetch) = Flight::begin(uri, &self.known, policy, *times, id, slot);
                self.flights.set(flight);
                Turn {
                    fetches: vec![fetch],
                    wake: Some(policy.timeout),
                    ..Turn::default()
                }
            }
        }
    }

    fn notice(&mut self, around: &Around<'_>) {
        let noticed = self.flights.notice(around.policy.timeout, around.times);
        if noticed.is_child {
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

    /// Continues after the answer was read. A list that was received is returned, to be verified
    /// without the lock.
    pub(super) fn end_reading(
        &mut self,
        current: &Current,
        flight: Flight,
        next: Next,
        around: &Around<'_>,
    ) -> (Stepped, Option<Held>) {
        let Around { policy, times, .. } = around;
        if !self.flights.end_reading() {
            return Default::default();
        }
        match next {
            Next::Fetch(fetch) => {
                let wake = Some(flight.left(policy.timeout, *times));
                self.flights.set(flight);
                (
                    (
                        Turn {
                            fetches: vec![fetch],
                            wake,
                            ..Turn::default()
                        },
                        None,
                    ),
                    None,
                )
            }
            Next::Body(arrived, body) => {
                let held = Held {
                    body,
                    arrived,
                    began: flight.began,
                    since: *times,
                    tried: None,
                    asked: false,
                };
                (Default::default(), Some(held))
            }
            Next::Unchanged(arrived) => (
                self.renew(current, arrived, times.since(flight.began), around),
                None,
            ),
            Next::Failed {
                why,
                status,
                retry_after,
            } => (self.fail(current, why, status, retry_after, None, around), None),
        }
    }

    /// Takes the result of verifying a list.
    pub(super) fn settle(
        &mut self,
        current: &Current,
        held: &Held,
        read: Result<Read>,
        around: &Around<'_>,
    ) -> Stepped {
        match read {
            Ok(read) if current.list.is_some() && read.said.issued < current.said.issued => {
                self.fail(current, Failure::OlderList, None, None, None, around)
            }
            Ok(Read { list, said }) => {
                self.counts.fetched += 1;
                let seconds = around.times.since(held.began);
                self.land(
                    current,
                    Some(Arc::new(list)),
                    said,
                    held.arrived.clone(),
                    seconds,
                    around,
                )
            }
            Err(error) => {
                let why = if error.code() == ErrorCode::LimitExceeded {
                    Failure::TooLarge
                } else {
                    Failure::NotAStatusList
                };
                self.fail(current, why, None, None, Some(error), around)
            }
        }
    }

    fn renew(&mut self, current: &Current, arrived: Arrived, seconds: f64, around: &Around<'_>) -> Stepped {
        self.counts.unchanged += 1;
        self.land(current, None, current.said, arrived, seconds, around)
    }

    fn land(
        &mut self,
        current: &Current,
        list: Option<Arc<Packed>>,
        said: Said,
        arrived: Arrived,
        seconds: f64,
        around: &Around<'_>,
    ) -> Stepped {
        let lifetime = around.policy.lifetime(&said, arrived.http, arrived.sent.wall);
        if lifetime.fresh_for <= 0.0 {
            // It has expired, and is the same as before: an unconditional request may bring a
            // different one.
            self.known = Known::default();
            let expired = Error::new(ErrorCode::Expired, "it has expired").with_claim("exp");
            return self.fail(
                current,
                Failure::NotAStatusList,
                None,
                None,
                Some(expired),
                around,
            );
        }
        self.backoff.succeeded();
        self.known = arrived.known;
        self.counts.landed += 1;
        let due = due(lifetime.fresh_for, around.times.draw());
        let next = Current {
            list: list.or_else(|| current.list.clone()),
            said,
            sent: Some(arrived.sent),
            due,
            fresh_for: lifetime.fresh_for,
            usable_for: lifetime.usable_for,
            failed: None,
        };
        let entries = next
            .list
            .as_ref()
            .map_or(0, |list| usize::try_from(list.len()).unwrap_or(usize::MAX));
        let wake = Some((next.due - next.age(around.times)).max(0.0));
        (
            Turn {
                events: vec![Event::Read { entries, seconds }],
                wake,
                ..Turn::default()
            },
            Some(next),
        )
    }

    fn fail(
        &mut self,
        current: &Current,
        why: Failure,
        status: Option<u16>,
        retry_after: Option<f64>,
        error: Option<Error>,
        around: &Around<'_>,
    ) -> Stepped {
        self.counts.failed += 1;
        self.counts.landed += 1;
        let wait = self.backoff.failed(around.times, retry_after);
        let failed = Failed {
            why,
            status,
            error,
            at: around.times,
            holds: wait + around.policy.timeout,
        };
        let next = Current {
            failed: Some(failed),
            ..current.clone()
        };
        (
            Turn {
                events: vec![Event::Failed {
                    why,
                    status,
                    retry_in: wait,
                }],
                wake: Some(wait),
                ..Turn::default()
            },
            Some(next),
        )
    }

    pub(super) fn is_flying(&self) -> bool {
        self.flights.is_under_way()
    }

    pub(super) fn failures(&self) -> u32 {
        self.backoff.failures()
    }

    pub(super) fn retry_in(&self, times: Times) -> f64 {
        self.backoff.remaining(times)
    }
}
