//! Writing: one change at a time, and what the store has lost.

use arc_swap::ArcSwap;

use super::super::change::RevocationChange;
use super::super::list::List;
use super::super::record::{Record, unavailable};
use super::super::stamp::Stamp;
use super::policy::Policy;
use super::reply::{Written, written};
use super::script::Restoring;
use super::state::{State, first};
use crate::error::Error;
use crate::machine::{Event, Failure, Store, Times, Turn, Value, error_word};

/// How many records are written back at once.
const BATCH: usize = 500;

pub(super) enum Writing {
    Change {
        id: u64,
        sent: Times,
        ticket: u64,
        change: Box<RevocationChange>,
        record: Record,
    },
    Restore {
        id: u64,
        sent: Times,
        records: Vec<Record>,
        is_last: bool,
    },
    /// How many pieces of a snapshot.
    Pack { id: u64, sent: Times, count: usize },
}

impl Writing {
    pub(super) fn id(&self) -> u64 {
        match self {
            Writing::Change { id, .. } | Writing::Restore { id, .. } | Writing::Pack { id, .. } => *id,
        }
    }

    /// How many records it writes: a reply has as many IDs.
    fn count(&self) -> usize {
        match self {
            Writing::Change { .. } => 1,
            Writing::Restore { records, .. } => records.len(),
            Writing::Pack { .. } => 0,
        }
    }

    pub(super) fn sent(&self) -> Times {
        match self {
            Writing::Change { sent, .. } | Writing::Restore { sent, .. } | Writing::Pack { sent, .. } => {
                *sent
            }
        }
    }
}

impl State {
    /// What to write next: what was lost comes first, since nothing else can be written until the
    /// list is complete.
    pub(super) fn write(&mut self, list: &List, policy: &Policy, times: Times) -> Option<Store> {
        if self.lost.is_empty() && !self.must_seal {
            return self.write_change(list, policy, times);
        }
        // What is being read may already contain it.
        if self.reading.is_some() {
            return None;
        }
        self.restore(list, policy, times)
    }

    fn write_change(&mut self, list: &List, policy: &Policy, times: Times) -> Option<Store> {
        let header = self
            .header
            .clone()
            .filter(|_| self.fresh.is_some() && !self.is_refused)?;
        loop {
            let (ticket, change) = self.outbox.pop_front()?;
            let made = change.record(list).and_then(|record| {
                // The store sets the time: this only has to be later than everything known here.
                let stamp = list.state.ledger().latest.next();
                let record = Record {
                    stamp,
                    is_exact: false,
                    ..record
                };
                Ok((
                    policy.keys.write(
                        &header,
                        policy.trim(header.last, header.longest, times),
                        times.wall,
                        &record,
                    )?,
                    record,
                ))
            });
            match made {
                Err(error) => self.finish(ticket, Err(error)),
                Ok((command, record)) => {
                    let id = self.next_id();
                    self.writing = Some(Writing::Change {
                        id,
                        sent: times,
                        ticket,
                        change: Box::new(change),
                        record,
                    });
                    let commands = std::iter::once(command).chain(durable(policy)).collect();
                    return Some(Store {
                        id,
                        commands,
                        timeout: policy.timeout,
                    });
                }
            }
        }
    }

    fn restore(&mut self, list: &List, policy: &Policy, times: Times) -> Option<Store> {
        let header = self.header.as_ref()?;
        let newest = self.cursor.as_ref().map(|cursor| cursor.id).unwrap_or_default();
        let records: Vec<Record> = self.lost.drain(..self.lost.len().min(BATCH)).collect();
        // The newest record is only known once everything was written and read again.
        let how = Restoring {
            is_last: records.is_empty(),
            newest,
            floor: list.state.ledger().latest.next(),
        };
        let is_last = how.is_last;
        let command = policy
            .keys
            .restore(header, policy.trim(newest, header.longest, times), how, &records)
            .ok()?;
        let id = self.next_id();
        self.writing = Some(Writing::Restore {
            id,
            sent: times,
            records,
            is_last,
        });
        Some(Store {
            id,
            commands: vec![command],
            timeout: policy.timeout,
        })
    }

    pub(super) fn end_writing(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        let Some(writing) = self.writing.take() else {
            return;
        };
        if let Writing::Pack { count, .. } = writing {
            return self.end_packing(count, values);
        }
        let word = values
            .as_ref()
            .ok()
            .and_then(|values| error_word(values.get(..1).unwrap_or_default()));
        let result = values.and_then(|values| Ok((written(first(&values)?, writing.count())?, values)));
        match writing {
            Writing::Change {
                ticket,
                change,
                record,
                ..
            } => match result {
                Ok((Written::Done(ids), values)) => {
                    self.succeed();
                    let id = ids.first().copied().unwrap_or(record.stamp);
                    let record = Record {
                        stamp: id,
                        is_exact: true,
                        ..record
                    };
                    self.take(&list.load(), id, &record);
                    let durable = check_durable(policy, values.get(1..).unwrap_or_default());
                    self.finish(ticket, durable.map(|()| record));
                }
                Ok((Written::Clock, _)) => {
                    let error = unavailable(
                        "was not changed: the clocks of this server and of the store are more than an hour apart",
                    );
                    self.finish(ticket, Err(error));
                }
                // It is written again once the list has been read.
                Ok((Written::Not(_), _)) => {
                    self.put_back(ticket, *change);
                    self.is_refused = true;
                    self.ask();
                }
                Err(Failure::Store) => {
                    let word = word.unwrap_or_default();
                    self.finish(
                        ticket,
                        Err(unavailable(format!(
                            "was not changed: the store answered with an error ({word})"
                        ))),
                    );
                }
                Err(why) => {
                    self.put_back(ticket, *change);
                    self.fail(times, why, word, turn);
                }
            },
            Writing::Restore { records, is_last, .. } => match result {
                Ok((Written::Done(ids), _)) => {
                    self.restored += records.len();
                    // Until they have been read, they may be lost once more.
                    self.unread.extend(
                        ids.into_iter()
                            .zip(records.into_iter().map(|record| (record, self.begun))),
                    );
                    if is_last {
                        self.must_seal = false;
                        turn.events.push(Event::Restored {
                            records: std::mem::take(&mut self.restored),
                        });
                    }
                    // It is written in parts, and read once the last one is there.
                    if self.lost.is_empty() {
                        self.ask();
                        self.must_seal = false;
                    }
                }
                Ok((Written::Not(Failure::Incomplete), _)) => {
                    self.must_seal = false;
                    self.ask();
                }
                // What was not written still has to be: sealing without it would mark an incomplete
                // list as complete.
                not => {
                    records
                        .into_iter()
                        .rev()
                        .for_each(|record| self.lost.push_front(record));
                    let why = match not {
                        Ok((Written::Not(why), _)) | Err(why) => why,
                        Ok(_) => Failure::Unreadable,
                    };
                    self.fail(times, why, word, turn);
                }
            },
            Writing::Pack { .. } => {}
        }
    }

    /// To be tried again, unless nobody is waiting for it any more: a change that a caller gave up
    /// must not be made at some later time, when the opposite may have been done.
    fn put_back(&mut self, ticket: u64, change: RevocationChange) {
        if self.awaited.contains(&ticket) {
            self.outbox.push_front((ticket, change));
        }
    }

    /// Merges what this process has written: it takes effect here at once.
    fn take(&mut self, list: &List, id: Stamp, record: &Record) {
        let mut ledger = list.state.ledger();
        list.state.apply_unread(&mut ledger, record);
        drop(ledger);
        self.unread.insert(id, (record.clone(), self.begun));
    }
}

/// What else a store is asked, so that a change survives what the caller specified.
fn durable(policy: &Policy) -> Option<Vec<String>> {
    // The store gives up before the driver does, and its answer says how far it got.
    let wait = ((policy.timeout * 1000.0) as u64 * 3 / 4).to_string();
    let words = match (policy.fsync, policy.replicas) {
        (false, 0) => return None,
        (true, replicas) => vec!["WAITAOF".to_owned(), "1".to_owned(), replicas.to_string(), wait],
        (false, replicas) => vec!["WAIT".to_owned(), replicas.to_string(), wait],
    };
    Some(words)
}

fn check_durable(policy: &Policy, values: &[Value]) -> Result<(), Error> {
    let not = |why: &str| {
        Err(unavailable(format!(
            "was changed, but the change is not as durable as it should be: {why}"
        )))
    };
    let enough = |found: &Value, wanted: u64| matches!(found, Value::Integer(found) if u64::try_from(*found).is_ok_and(|found| found >= wanted));
    match (policy.fsync, policy.replicas, values.first()) {
        (false, 0, _) => Ok(()),
        (false, replicas, Some(found)) if enough(found, replicas) => Ok(()),
        (true, replicas, Some(Value::List(found))) => match found.as_slice() {
            [local, _] if !enough(local, 1) => not("it is not on the disk of the primary"),
            [_, others] if enough(others, replicas) => Ok(()),
            _ => not("too few replicas have it"),
        },
        (true, _, Some(Value::Error(_))) => {
            not("the store has no WAITAOF, or does not write to a disk (appendonly)")
        }
        (false, _, Some(Value::Integer(_))) => not("too few replicas have it"),
        _ => not("the store did not say"),
    }
}
