//! What the machine remembers from one step to the next, and what it does next: one command at a
//! time.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::KeyRing;
use super::super::action::RingAction;
use super::super::format::{Protection, unavailable};
use super::super::report::Advanced;
use super::Machine;
use super::policy::Policy;
use super::reply::Found;
use super::writing::Write;
use crate::error::{Error, Result};
use crate::key::KeySet;
use crate::machine::{Answer, Backoff, Epoch, Event, Failure, GRACE, Store, Times, Turn, Value, error_word};

/// The longest pause after failures, in seconds: a store that is back must be noticed.
const LONGEST_PAUSE: f64 = 2.0;

pub(super) struct State {
    /// What opens the ring.
    pub(super) keys: KeySet,
    /// What protects it in the store, once that is known.
    pub(super) protection: Option<Protection>,
    /// The ID of the change that made the current ring; empty: nothing has been read yet.
    pub(super) writer: String,
    pub(super) writers: String,
    /// Puts a ring into a store that has none, until one has been read.
    create: Option<Vec<String>>,
    flight: Option<Flight>,
    /// A change that may or may not have been made: it is sent again unchanged.
    pub(super) unsure: Option<Box<Write>>,
    /// What callers are waiting for.
    pub(super) outbox: VecDeque<Asked>,
    done: HashMap<u64, Result<Advanced>>,
    awaited: HashSet<u64>,
    fresh: Option<Times>,
    failed: Option<Error>,
    landed: u64,
    /// How many commands had begun.
    pub(super) begun: u64,
    /// The last of them that showed the ring to be what the store has.
    pub(super) confirmed: u64,
    pub(super) asked: bool,
    backoff: Backoff,
    last_ticket: u64,
    epoch: Epoch,
}

/// What one caller is waiting for.
pub(super) struct Asked {
    /// None: nobody is waiting, and it is done because it is due.
    pub(super) ticket: Option<u64>,
    pub(super) action: RingAction,
    /// How many commands had begun before: what these reported may be older.
    pub(super) since: u64,
    /// How often another change came first.
    pub(super) lost: u32,
}

struct Flight {
    id: u64,
    sent: Times,
    /// None: it reads.
    write: Option<Box<Write>>,
}

impl State {
    pub(super) fn new(keys: KeySet, create: Option<Vec<String>>) -> Self {
        Self {
            keys,
            protection: None,
            writer: String::new(),
            writers: String::new(),
            create,
            flight: None,
            unsure: None,
            outbox: VecDeque::new(),
            done: HashMap::new(),
            awaited: HashSet::new(),
            fresh: None,
            failed: None,
            landed: 0,
            begun: 0,
            confirmed: 0,
            asked: false,
            backoff: Backoff::new(LONGEST_PAUSE),
            last_ticket: 0,
            epoch: Epoch::now(),
        }
    }

    pub(super) fn poll(&mut self, ring: &KeyRing, machine: &Machine, times: Times) -> Turn {
        self.forget_what_nobody_carries(&machine.policy, times);
        let mut turn = Turn::default();
        if self.flight.is_none() && self.pause(times) <= 0.0 {
            turn.stores.extend(self.next_command(ring, machine, times));
        }
        Turn {
            wake: Some(self.wake(&machine.policy, times)),
            ..turn
        }
    }

    pub(super) fn tell(&mut self, ring: &KeyRing, machine: &Machine, times: Times, answer: Answer) -> Turn {
        self.forget_what_nobody_carries(&machine.policy, times);
        let mut turn = Turn::default();
        if self
            .flight
            .as_ref()
            .is_some_and(|flight| flight.id == answer.id())
            && let Some(flight) = self.flight.take()
        {
            let values = match answer {
                Answer::Reply { values, .. } => Ok(values),
                Answer::Failed { why, .. } => Err(why),
                Answer::Response { .. } => Err(Failure::Unreadable),
            };
            self.land(ring, times, flight, values, &mut turn);
        }
        let next = self.poll(ring, machine, times);
        turn.stores.extend(next.stores);
        Turn {
            wake: next.wake,
            ..turn
        }
    }

    /// A change that may have been made comes first: until its outcome is known, nothing else is.
    fn next_command(&mut self, ring: &KeyRing, machine: &Machine, times: Times) -> Option<Store> {
        if let Some(write) = self.unsure.take() {
            // A change that a caller gave up must not be made at some later time.
            if write
                .asked
                .ticket
                .is_some_and(|ticket| self.awaited.contains(&ticket))
            {
                return Some(self.send(machine, times, Some(write)));
            }
            self.asked = true;
        }
        if self.fresh.is_some() && !self.asked {
            if machine.shown.take_advance()
                && let Ok(action) = RingAction::advance(times.wall)
            {
                self.outbox.push_back(Asked {
                    ticket: None,
                    action,
                    since: self.begun,
                    lost: 0,
                });
            }
            if let Some(write) = self.next_write(ring) {
                return Some(self.send(machine, times, Some(write)));
            }
        }
        let is_due = self
            .fresh
            .is_none_or(|fresh| times.since(fresh) >= machine.policy.due());
        (self.asked || is_due).then(|| self.send(machine, times, None))
    }

    fn send(&mut self, machine: &Machine, times: Times, write: Option<Box<Write>>) -> Store {
        self.begun += 1;
        let command = match &write {
            Some(write) => write.command(&machine.policy),
            None => {
                self.asked = false;
                machine.policy.key.read(&self.writer)
            }
        };
        let create = self.create.clone().filter(|_| write.is_none());
        self.flight = Some(Flight {
            id: self.begun,
            sent: times,
            write,
        });
        Store {
            id: self.begun,
            commands: create.into_iter().chain([command]).collect(),
            timeout: machine.policy.timeout,
        }
    }

    /// Processes the store's answer.
    fn land(
        &mut self,
        ring: &KeyRing,
        times: Times,
        flight: Flight,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        self.landed += 1;
        let error = values.as_ref().ok().and_then(|values| error_word(values));
        let found = values.and_then(|values| match error {
            Some(_) => Err(Failure::Store),
            None => Found::read(values.last().ok_or(Failure::Unreadable)?),
        });
        let result = match (found, flight.write) {
            (Ok(found), None) => self.adopt(ring, &found, times, turn),
            (Ok(found), Some(write)) => self.end_write(ring, *write, &found, times, turn),
            (Err(why), write) => {
                let said = error.map_or_else(String::new, |word| format!(" ({word})"));
                let error = unavailable(&format!("{}{said}", why.told()));
                if let Some(write) = write {
                    self.keep_or_end(write, why, &error);
                }
                Err((why, error))
            }
        };
        match result {
            Ok(()) => {
                self.fresh = Some(flight.sent);
                self.confirmed = flight.id;
                self.create = None;
                self.failed = None;
                self.backoff.succeeded();
            }
            Err((why, error)) => self.fail(ring, times, why, error, turn),
        }
    }

    fn fail(&mut self, ring: &KeyRing, times: Times, why: Failure, error: Error, turn: &mut Turn) {
        let retry_in = self.backoff.failed(times, None);
        turn.events.push(Event::Failed {
            why,
            status: None,
            retry_in,
        });
        ring.note(&error);
        // What is waiting to be changed cannot be, if the store has something other than the ring.
        if !matches!(why, Failure::Connect | Failure::Timeout | Failure::Tls) {
            while let Some(asked) = self.outbox.pop_front() {
                self.finish(asked.ticket, Err(error.clone()));
            }
        }
        self.failed = Some(error);
    }

    /// A driver that is silent for longer than its limit is gone: its process was suspended or
    /// forked.
    fn forget_what_nobody_carries(&mut self, policy: &Policy, times: Times) {
        let is_forked = self.epoch != Epoch::now();
        if is_forked {
            self.epoch = Epoch::now();
            // What the parent's callers are waiting for is theirs.
            (self.flight, self.unsure) = (None, None);
            self.outbox.clear();
            self.done.clear();
            self.awaited.clear();
            self.landed += 1;
            self.backoff.draw_anew(times);
        }
        let is_lost = |flight: &mut Flight| times.since(flight.sent) > policy.timeout + GRACE;
        if let Some(flight) = self.flight.take_if(is_lost) {
            self.landed += 1;
            self.unsure = flight.write;
        }
    }

    fn wake(&self, policy: &Policy, times: Times) -> f64 {
        let age = self.fresh.map_or(f64::INFINITY, |fresh| times.since(fresh));
        match &self.flight {
            Some(_) => policy.timeout,
            None => (policy.due() - age).max(0.0).max(self.pause(times)),
        }
    }

    /// In a process that was just forked, what is waiting is forgotten first, or this would be
    /// forgotten with it.
    pub(super) fn enqueue(&mut self, policy: &Policy, times: Times, action: RingAction) -> u64 {
        self.forget_what_nobody_carries(policy, times);
        self.last_ticket += 1;
        self.awaited.insert(self.last_ticket);
        self.outbox.push_back(Asked {
            ticket: Some(self.last_ticket),
            action,
            since: self.begun,
            lost: 0,
        });
        self.last_ticket
    }

    /// Nobody is waiting for it any more. If it was sent, it may still have been made.
    pub(super) fn cancel(&mut self, ticket: u64) {
        self.awaited.remove(&ticket);
        self.outbox.retain(|asked| asked.ticket != Some(ticket));
        self.done.remove(&ticket);
    }

    /// The result of an action, for the caller that is waiting for it.
    pub(super) fn finish(&mut self, ticket: Option<u64>, result: Result<Advanced>) {
        if let Some(ticket) = ticket.filter(|ticket| self.awaited.contains(ticket)) {
            self.done.insert(ticket, result);
        }
    }

    pub(super) fn is_awaited(&self, ticket: Option<u64>) -> bool {
        ticket.is_none_or(|ticket| self.awaited.contains(&ticket))
    }

    pub(super) fn is_done(&self, ticket: u64) -> bool {
        self.done.contains_key(&ticket)
    }

    pub(super) fn take_done(&mut self, ticket: u64) -> Option<Result<Advanced>> {
        self.done.remove(&ticket)
    }

    /// The change that made the current ring, and those before.
    pub(super) fn known(&self) -> (String, String) {
        (self.writer.clone(), self.writers.clone())
    }

    pub(super) fn fresh(&self) -> Option<Times> {
        self.fresh
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed
    }

    pub(super) fn pause(&self, times: Times) -> f64 {
        self.backoff.remaining(times)
    }

    /// The error to report if the ring cannot be used.
    pub(super) fn unavailable(&self) -> Error {
        match &self.failed {
            Some(error) => error.clone(),
            None if self.fresh.is_some() => unavailable("could not be read anew in time"),
            None => unavailable("was not read yet"),
        }
    }
}
