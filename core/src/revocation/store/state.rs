//! What the machine remembers from one step to the next, and what it does next.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::super::change::RevocationChange;
use super::super::ends::Lifetime;
use super::super::list::List;
use super::super::record::{Record, unavailable};
use super::super::stamp::Stamp;
use super::listing::Listings;
use super::packing::Packing;
use super::policy::Policy;
use super::reading::{Cursor, Reading};
use super::script::Header;
use super::writing::Writing;
use crate::error::{Error, Result};
use crate::machine::{Answer, Backoff, Epoch, Event, Failure, GRACE, Store, Times, Turn, Value};

/// The longest pause after failures, in seconds: a store that is back must be noticed.
const LONGEST_PAUSE: f64 = 2.0;

pub(super) struct State {
    pub(super) header: Option<Header>,
    /// Where the next reading begins; None: at the beginning.
    pub(super) cursor: Option<Cursor>,
    /// The restoration after which everything up to the cursor was read.
    pub(super) restoration: Option<String>,
    pub(super) reading: Option<Reading>,
    pub(super) writing: Option<Writing>,
    pub(super) packing: Option<Packing>,
    /// Changes waiting to be written, by ticket.
    pub(super) outbox: VecDeque<(u64, RevocationChange)>,
    /// The results of those that were.
    pub(super) done: HashMap<u64, Result<Record>>,
    /// The tickets whose callers are still waiting.
    pub(super) awaited: HashSet<u64>,
    /// Whether the store has refused a change: the list is read before the next one is written.
    pub(super) is_refused: bool,
    /// What this process has written and not read back, by its ID, with how many readings had begun
    /// by then.
    pub(super) unread: BTreeMap<Stamp, (Record, u64)>,
    /// What the store has lost.
    pub(super) lost: VecDeque<Record>,
    /// When the store last lost something, no entry without a known stamp was later than this.
    pub(super) last_loss: Stamp,
    /// The same for a loss that has not been read completely yet.
    pub(super) loss: Option<Stamp>,
    /// Whether something is no longer kept, as far as the header knows.
    pub(super) doubts_kept: bool,
    /// Whether the store must be told that the list is complete again.
    pub(super) must_seal: bool,
    /// Whether the header gives a shorter longest lifetime than was read before.
    must_raise: bool,
    pub(super) listings: Listings,
    pub(super) fresh: Option<Times>,
    pub(super) was_whole: bool,
    pub(super) beat: Option<(String, Times)>,
    pub(super) failed: Option<(Failure, Option<String>)>,
    pub(super) begun: u64,
    pub(super) landed: u64,
    pub(super) restored: usize,
    asked: bool,
    backoff: Backoff,
    last_id: u64,
    last_ticket: u64,
    epoch: Epoch,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            header: None,
            cursor: None,
            restoration: None,
            reading: None,
            writing: None,
            packing: None,
            outbox: VecDeque::new(),
            done: HashMap::new(),
            awaited: HashSet::new(),
            is_refused: false,
            unread: BTreeMap::new(),
            lost: VecDeque::new(),
            last_loss: Stamp::default(),
            loss: None,
            doubts_kept: false,
            must_seal: false,
            must_raise: false,
            listings: Listings::default(),
            fresh: None,
            was_whole: false,
            beat: None,
            failed: None,
            begun: 0,
            landed: 0,
            restored: 0,
            asked: false,
            backoff: Backoff::new(LONGEST_PAUSE),
            last_id: 0,
            last_ticket: 0,
            epoch: Epoch::now(),
        }
    }

    /// Does everything there is reason for: at most one writing and one reading at a time.
    pub(super) fn poll(&mut self, list: &ArcSwap<List>, policy: &Policy, times: Times) -> Turn {
        self.forget_what_nobody_carries(policy, times);
        self.close_listings();
        let mut turn = Turn::default();
        if self.pause(times) <= 0.0 {
            if self.writing.is_none() {
                turn.stores.extend(self.write(&list.load(), policy, times));
            }
            // What is written back is read once all of it is there; what must be written back waits
            // only for what is being written.
            let owes = self.must_seal || !self.lost.is_empty();
            let restores = self
                .writing
                .as_ref()
                .is_some_and(|writing| owes || matches!(writing, Writing::Restore { .. }));
            if self.reading.is_none() && !restores && self.wants_to_read(policy, times) {
                turn.stores.push(self.begin_reading(&list.load(), policy, times));
            }
            turn.stores.extend(self.list_pages(policy, times));
            // One driver may carry all of it, one after the other: what keeps the list fresh comes
            // first.
            if self.writing.is_none() && self.reading.is_none() {
                turn.stores.extend(self.pack(&list.load(), policy, times));
            }
        }
        self.with_wake(turn, policy, times)
    }

    pub(super) fn tell(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        answer: Answer,
    ) -> Turn {
        self.forget_what_nobody_carries(policy, times);
        let id = answer.id();
        let values = match answer {
            Answer::Reply { values, .. } => Ok(values),
            Answer::Failed { why, .. } => Err(why),
            Answer::Response { .. } => Err(Failure::Unreadable),
        };
        let mut turn = Turn::default();
        if self.reading.as_ref().is_some_and(|reading| reading.id == id) {
            self.end_page(list, policy, times, values, &mut turn);
        } else if self.writing.as_ref().is_some_and(|writing| writing.id() == id) {
            self.end_writing(list, policy, times, values, &mut turn);
        } else if let Some(ticket) = self.listings.asked_for(id) {
            self.end_listed_page(&list.load(), times, ticket, values, &mut turn);
        }
        let next = self.poll(list, policy, times);
        turn.stores.extend(next.stores);
        Turn {
            wake: next.wake,
            ..turn
        }
    }

    fn wants_to_read(&self, policy: &Policy, times: Times) -> bool {
        let is_due = self.fresh.is_none_or(|fresh| times.since(fresh) >= policy.due());
        self.asked || is_due
    }

    /// Has the list read as soon as possible.
    pub(super) fn ask(&mut self) {
        self.asked = true;
    }

    fn begin_reading(&mut self, list: &List, policy: &Policy, times: Times) -> Store {
        self.asked = false;
        self.begun += 1;
        let (id, doubts) = (self.next_id(), list.state.ledger().has_doubts());
        let reading = match (self.cursor.clone(), self.restoration.clone()) {
            (Some(_), _) if doubts && self.was_whole => Reading::anew(id, self.begun, list, times),
            (Some(cursor), Some(restoration)) if !self.doubts_kept => {
                Reading::new(id, self.begun, Some((cursor, restoration)), times)
            }
            (Some(cursor), _) => Reading::kept(id, self.begun, cursor, list, times),
            // If nothing was in the log, nothing shows that it has been lost since: all of it is
            // compared with what is known here.
            (None, _) if self.was_whole => Reading::anew(id, self.begun, list, times),
            (None, _) => Reading::new(id, self.begun, None, times),
        };
        let mut store = reading.command(policy, self.header.is_none());
        if let Some(header) = self.header.as_ref().filter(|_| self.must_raise) {
            store.commands.insert(0, policy.keys.raise(header));
        }
        self.reading = Some(reading);
        store
    }

    /// A driver that is silent for longer than its limit is gone: its process was suspended or
    /// forked.
    pub(super) fn forget_what_nobody_carries(&mut self, policy: &Policy, times: Times) {
        let is_forked = self.epoch != Epoch::now();
        let is_lost = |sent: Times| is_forked || times.since(sent) > policy.timeout + GRACE;
        if self.reading.as_ref().is_some_and(|reading| is_lost(reading.sent)) {
            self.reading = None;
            self.is_refused = false;
            self.landed += 1;
        }
        if self
            .writing
            .as_ref()
            .is_some_and(|writing| is_lost(writing.sent()))
        {
            // What was to be written back still has to be.
            match self.writing.take() {
                Some(Writing::Restore { records, .. }) => records
                    .into_iter()
                    .rev()
                    .for_each(|record| self.lost.push_front(record)),
                Some(Writing::Pack { .. }) => self.packing = None,
                Some(Writing::Change { .. }) | None => {}
            }
        }
        self.listings.forget(is_lost);
        if is_forked {
            self.epoch = Epoch::now();
            self.listings.forget_all();
            // What the parent's callers are waiting for is theirs.
            self.outbox.clear();
            self.done.clear();
            self.packing = None;
            self.awaited.clear();
            self.backoff.draw_anew(times);
        }
    }

    pub(super) fn succeed(&mut self) {
        self.backoff.succeeded();
        self.failed = None;
    }

    pub(super) fn fail(&mut self, times: Times, why: Failure, word: Option<String>, turn: &mut Turn) {
        // A server may close a connection that is fine: a process that has just had an answer asks
        // again at once.
        let may_be_well = why == Failure::Connect && self.was_whole && self.failed.is_none();
        let retry_in = if may_be_well {
            0.0
        } else {
            self.backoff.failed(times, None)
        };
        self.failed = Some((why, word));
        turn.events.push(Event::Failed {
            why,
            status: None,
            retry_in,
        });
    }

    fn with_wake(&self, turn: Turn, policy: &Policy, times: Times) -> Turn {
        let age = self.fresh.map_or(f64::INFINITY, |fresh| times.since(fresh));
        let due = if self.listings.are_waiting() {
            0.0
        } else {
            (policy.max_staleness / 2.0 - age).max(0.0)
        };
        // It is read on time while a change is waiting for replicas.
        let restores = matches!(self.writing, Some(Writing::Restore { .. }));
        let wait = if self.reading.is_some() || restores {
            policy.timeout
        } else {
            due.max(self.pause(times))
        };
        Turn {
            wake: Some(wait),
            ..turn
        }
    }

    /// A different hash key means a different list. The longest lifetime ever read counts: what was
    /// written with it lasts that long.
    pub(super) fn adopt(&mut self, list: &ArcSwap<List>, header: Header) {
        let longest = self
            .header
            .as_ref()
            .map_or(header.longest, |own| header.longest_of(own));
        self.must_raise = longest != header.longest;
        let header = Header { longest, ..header };
        let lifetime = Lifetime::of_seconds(header.longest);
        match &self.header {
            Some(_) => list.load().set_lifetime(lifetime),
            None => list.store(Arc::new(List::with_key(header.key.clone(), lifetime))),
        }
        self.header = Some(header);
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// In a process that was just forked, what is waiting is forgotten first, or this would be
    /// forgotten with it.
    pub(super) fn enqueue(&mut self, policy: &Policy, times: Times, change: RevocationChange) -> u64 {
        self.forget_what_nobody_carries(policy, times);
        self.last_ticket += 1;
        self.awaited.insert(self.last_ticket);
        self.outbox.push_back((self.last_ticket, change));
        self.last_ticket
    }

    /// Nobody is waiting for it any more. If it was sent, it may still have been written.
    pub(super) fn cancel(&mut self, ticket: u64) {
        self.awaited.remove(&ticket);
        self.outbox.retain(|(own, _)| *own != ticket);
        self.done.remove(&ticket);
    }

    /// The result of a change, for the caller that is waiting for it.
    pub(super) fn finish(&mut self, ticket: u64, result: Result<Record>) {
        if self.awaited.contains(&ticket) {
            self.done.insert(ticket, result);
        }
    }

    pub(super) fn fresh(&self) -> Option<Times> {
        self.fresh
    }

    pub(super) fn beat_seen(&self) -> Option<Times> {
        self.beat.as_ref().map(|(_, seen)| *seen)
    }

    pub(super) fn was_whole(&self) -> bool {
        self.was_whole
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed
    }

    pub(super) fn pause(&self, times: Times) -> f64 {
        self.backoff.remaining(times)
    }

    /// The error to report if the list cannot be used.
    pub(super) fn unavailable(&self) -> Error {
        match &self.failed {
            Some((why, Some(word))) => unavailable(format!("{} ({word})", why.told())),
            Some((why, None)) => unavailable(why.told()),
            None if self.was_whole => {
                unavailable("is older than max_staleness, and could not be renewed in time")
            }
            None => unavailable("was not read yet"),
        }
    }
}

/// The first value, if the store returned one.
pub(super) fn first(values: &[Value]) -> Result<&Value, Failure> {
    values.first().ok_or(Failure::Unreadable)
}
