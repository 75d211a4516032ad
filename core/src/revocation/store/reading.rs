//! Reads the list: onward from the cursor, or from the beginning, page by page.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::super::ends::Lifetime;
use super::super::list::{Batch, List};
use super::super::record::Record;
use super::super::stamp::Stamp;
use super::super::state::Known;
use super::packing::Packed;
use super::policy::Policy;
use super::reply::{Entry, Page};
use super::script::Header;
use super::state::State;
use crate::machine::{Event, Failure, Store, Times, Turn, Value, error_word};

/// The last record that was read in order: its ID and all of its text, since a store that lost it
/// may give its ID to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) id: Stamp,
    pub(super) text: String,
}

pub(super) struct Reading {
    pub(super) id: u64,
    /// How many readings had begun, including this one.
    pub(super) number: u64,
    /// Where this page begins.
    cursor: Option<Cursor>,
    /// Where the reading began, unless that is the beginning.
    from: Option<Stamp>,
    /// When this page was requested.
    pub(super) sent: Times,
    began: Times,
    /// Whether the newest record named in the header was read, now or earlier.
    has_last: bool,
    /// The restoration after which it began, once that is known. All of it must be read after the
    /// same restoration.
    pub(super) restoration: Option<String>,
    /// What the store has, if that is compared with what this process has.
    pub(super) found: Option<Found>,
    /// No entry without a known stamp was later than this when it began.
    pub(super) bound: Stamp,
    kept: usize,
    /// What is kept, until all of the log has been read: its stamps say nothing about those that
    /// come on the next pages.
    held: Vec<Record>,
    pub(super) packed: Packed,
    /// How many records of the log were read, not counting those of a snapshot.
    pub(super) count: usize,
}

/// What a reading has found in the store.
pub(super) enum Found {
    /// All of the log, and what is kept.
    All(List),
    /// What is kept, and what is new. The log continues from the cursor, so that everything before
    /// it is there.
    Kept(List),
}

impl Found {
    pub(super) fn list(&self) -> &List {
        match self {
            Found::All(list) | Found::Kept(list) => list,
        }
    }
}

impl Reading {
    /// From where the last one ended, after the same restoration.
    pub(super) fn new(id: u64, number: u64, from: Option<(Cursor, String)>, times: Times) -> Self {
        let (cursor, restoration) = from.unzip();
        let from = cursor.as_ref().map(|cursor: &Cursor| cursor.id);
        Self {
            id,
            number,
            cursor,
            from,
            sent: times,
            began: times,
            has_last: false,
            restoration,
            found: None,
            bound: Stamp::default(),
            kept: 0,
            held: Vec::new(),
            packed: Packed::Unasked,
            count: 0,
        }
    }

    /// All of the list, read by a process that has it.
    pub(super) fn anew(id: u64, number: u64, list: &List, times: Times) -> Self {
        Self {
            found: Some(Found::All(empty(list))),
            bound: list.state.ledger().cursor,
            ..Self::new(id, number, None, times)
        }
    }

    /// From where the last one ended, plus what is kept, after whatever restoration there was.
    pub(super) fn kept(id: u64, number: u64, from: Cursor, list: &List, times: Times) -> Self {
        let reading = Self::new(id, number, Some((from, String::new())), times);
        Self {
            found: Some(Found::Kept(empty(list))),
            restoration: None,
            bound: list.state.ledger().cursor,
            ..reading
        }
    }

    fn is_of_all(&self) -> bool {
        matches!(self.found, Some(Found::All(_)))
    }

    /// Onward from the cursor of a snapshot, as if everything before it had been read.
    pub(super) fn go_on_from(&mut self, cursor: Cursor) {
        self.from = Some(cursor.id);
        self.cursor = Some(cursor);
        (self.has_last, self.count) = (false, 0);
    }

    /// Whether nothing of it was read yet.
    fn begins(&self) -> bool {
        self.cursor.as_ref().map(|cursor| cursor.id) == self.from
    }

    /// A page. If nothing is known, the list is created first, if the caller asked for that.
    pub(super) fn command(&self, policy: &Policy, is_first: bool) -> Store {
        if self.packed.is_reading() {
            return Store {
                id: self.id,
                commands: vec![policy.keys.unpack(self.packed.next())],
                timeout: policy.timeout,
            };
        }
        let with_kept = self.cursor.is_none() || self.begins() && self.found.is_some();
        let read = policy.keys.read(
            self.cursor.as_ref().map(|cursor| cursor.id),
            policy.page,
            with_kept,
            policy.beat_every(),
        );
        let create = policy
            .create
            .filter(|_| is_first)
            .and_then(|longest| policy.keys.create(longest).ok());
        Store {
            id: self.id,
            commands: create.into_iter().chain([read]).collect(),
            timeout: policy.timeout,
        }
    }
}

impl State {
    /// Takes one page, and requests the next one or ends the reading.
    pub(super) fn end_page(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        if reading.packed.is_reading() {
            return self.end_piece(list, policy, times, reading, values, turn);
        }
        let word = values.as_ref().ok().and_then(|values| error_word(values));
        let page = values.and_then(|values| match word {
            Some(_) => Err(Failure::Store),
            None => Page::read(values.last().ok_or(Failure::Unreadable)?),
        });
        let page = match page {
            Ok(page) => page,
            Err(why) => return self.land(times, Err((why, word)), turn),
        };
        if let Err(why) = self.meet(list, page.header.as_ref()) {
            return self.land(times, Err((why, None)), turn);
        }
        let is_same = page.header.as_ref().is_none_or(|header| {
            reading.restoration.get_or_insert_with(|| header.restored.clone()) == &header.restored
        });
        let is_unbroken = is_unbroken(reading.cursor.as_ref(), &page.entries);
        if !is_same || !is_unbroken {
            return self.begin_again(list, policy, times, &reading, is_unbroken, turn);
        }
        let is_last_page = page.entries.len() < policy.page;
        self.merge(list, &mut reading, &page, is_last_page);
        if let Some(header) = &page.header {
            self.notice_beat(header, reading.sent);
        }
        if !is_last_page {
            // What is compared with the store must be read from the store, all of it.
            let may_skip = reading.from.is_none() && reading.found.is_none() && !self.was_whole;
            if may_skip && matches!(reading.packed, Packed::Unasked) {
                reading.packed = Packed::Read(None);
            }
            reading.id = self.next_id();
            reading.sent = times;
            turn.stores.push(reading.command(policy, false));
            self.reading = Some(reading);
            return;
        }
        self.end_reading(list, policy, times, &reading, page.header.as_ref(), turn);
    }

    /// A list must remain the same list.
    fn meet(&mut self, list: &ArcSwap<List>, header: Option<&Header>) -> Result<(), Failure> {
        match (header, &self.header) {
            (Some(header), None) => self.adopt(list, header.clone()),
            (Some(header), Some(own)) if header.epoch == own.epoch && header.key == own.key => {
                self.adopt(list, header.clone())
            }
            // A process that had the complete list brings it back.
            (None, Some(_)) if self.was_whole => {}
            _ => return Err(Failure::NoList),
        }
        Ok(())
    }

    /// The log was trimmed past the cursor, or lost: all of it is read again, and merged. If it was
    /// only restored, what is before the cursor is known, and what was kept may be news that is
    /// nowhere else.
    fn begin_again(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        before: &Reading,
        is_unbroken: bool,
        turn: &mut Turn,
    ) {
        let id = self.next_id();
        if let Packed::Asked(head) = &before.packed
            && !self.was_whole
        {
            // A snapshot led to something that is not there: everything that it said is forgotten.
            let own = list.load();
            list.store(Arc::new(List::with_key(own.key.clone(), own.lifetime())));
            self.last_loss = Stamp::default();
            let reading = Reading {
                packed: Packed::Asked(head.clone()),
                began: before.began,
                ..Reading::new(id, before.number, None, times)
            };
            turn.stores.push(reading.command(policy, false));
            self.reading = Some(reading);
            return;
        }
        let list = list.load();
        // The cursor stays where it was until everything has been read: an interrupted reading
        // begins again.
        let reading = match self
            .cursor
            .clone()
            .filter(|_| is_unbroken && before.from.is_some())
        {
            Some(cursor) => Reading::kept(id, before.number, cursor, &list, times),
            None => {
                self.loss.get_or_insert(list.state.ledger().cursor);
                Reading::anew(id, before.number, &list, times)
            }
        };
        let reading = Reading {
            began: before.began,
            ..reading
        };
        turn.stores.push(reading.command(policy, false));
        self.reading = Some(reading);
    }

    fn merge(&mut self, list: &ArcSwap<List>, reading: &mut Reading, page: &Page, is_last_page: bool) {
        let list = list.load();
        let is_known = |entry: &Entry| {
            reading
                .cursor
                .as_ref()
                .is_some_and(|cursor| cursor.id == entry.id)
        };
        let last = page.header.as_ref().map(|header| header.last);
        let mut batch = Batch::new(&list);
        let mut found = reading.found.as_ref().map(|found| Batch::new(found.list()));
        let fresh = page.entries.iter().filter(|entry| !is_known(entry));
        reading.held.extend(page.kept.iter().cloned());
        let held = if is_last_page {
            std::mem::take(&mut reading.held)
        } else {
            Vec::new()
        };
        let records = held.iter().chain(fresh.clone().map(|entry| &entry.record));
        for record in records {
            batch.add(record.clone());
            found.iter_mut().for_each(|found| found.add(record.clone()));
        }
        batch.merge();
        found.iter_mut().for_each(Batch::merge);
        // What is no later than where it began was read before.
        reading.has_last |= reading.from.is_some() && reading.from >= last
            || page.entries.iter().any(|entry| Some(entry.id) == last);
        for entry in fresh {
            if let Some((record, _)) = self.unread.remove(&entry.id) {
                list.state.confirm(&mut list.state.ledger(), &record);
            }
        }
        reading.count += page.entries.len();
        reading.kept = page.kept_count;
        if let Some(entry) = page.entries.last() {
            let cursor = Cursor {
                id: entry.id,
                text: entry.text.clone(),
            };
            reading.cursor = Some(cursor);
        }
    }

    /// All of the log was read. The header tells whether that is all of the list.
    fn end_reading(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        reading: &Reading,
        header: Option<&Header>,
        turn: &mut Turn,
    ) {
        self.cursor.clone_from(&reading.cursor);
        self.restoration.clone_from(&reading.restoration);
        let newest = reading
            .cursor
            .as_ref()
            .map(|cursor| cursor.id)
            .unwrap_or_default();
        let list = list.load();
        // First resolve what is in doubt: a name that turns out to be withdrawn is not missing from
        // the store, and must not return by being written there.
        if let Some(Found::All(found)) = &reading.found {
            self.settle_doubts(&list, found);
        }
        let is_in_doubt = list.state.ledger().has_doubts();
        if self.was_whole {
            self.find_lost(&list, reading, times.wall);
            self.lengthen(&list, times.wall);
        }
        self.loss = None;
        let keeps_all = header.is_some_and(|header| header.kept == reading.kept);
        let is_whole = keeps_all
            && header.is_some_and(|header| {
                let is_new = header.last == Stamp::default() && newest == Stamp::default();
                reading.has_last || is_new
            });
        let is_sealed = is_whole && header.is_some_and(|header| header.last == newest);
        // If something is no longer kept, the log may still have it, and be trimmed later: only
        // looking at what is kept can tell.
        self.doubts_kept = self.was_whole
            && !keeps_all
            && self.cursor.is_some()
            && !matches!(reading.found, Some(Found::Kept(_)));
        // What is in doubt may also be missing: the list is read once more.
        if !self.doubts_kept
            && !is_in_doubt
            && (!self.lost.is_empty() || !is_sealed && (is_whole || self.was_whole))
        {
            self.must_seal = true;
        }
        if !is_whole || !self.lost.is_empty() {
            let why = if header.is_none() {
                Failure::NoList
            } else {
                Failure::Incomplete
            };
            return match self.was_whole {
                // What is missing is written next, and then the list is read once more.
                true => self.ask(),
                false => self.land(times, Err((why, None)), turn),
            };
        }
        let is_new = self.fresh.is_none() || reading.is_of_all() && reading.cursor.is_some();
        if !self.was_whole {
            self.begin_packing(&list, policy, reading);
        }
        self.was_whole = true;
        self.fresh = Some(reading.sent);
        if is_new {
            let seconds = times.since(reading.began);
            turn.events.push(Event::Read {
                entries: list.state.len(),
                seconds,
            });
        }
        // One wrong clock must not make it forget what the store has.
        let now = times.wall.min(newest.seconds());
        list.state.sweep(&mut list.state.ledger(), now);
        if is_in_doubt {
            self.ask();
        }
        self.land(times, Ok(()), turn);
    }

    fn notice_beat(&mut self, header: &Header, sent: Times) {
        if self.beat.as_ref().is_none_or(|(beat, _)| *beat != header.beat) && !header.beat.is_empty() {
            self.beat = Some((header.beat.clone(), sent));
        }
    }

    pub(super) fn land(
        &mut self,
        times: Times,
        result: Result<(), (Failure, Option<String>)>,
        turn: &mut Turn,
    ) {
        self.landed += 1;
        self.is_refused = false;
        match result {
            Ok(()) => self.succeed(),
            Err((why, word)) => self.fail(times, why, word, turn),
        }
    }
}

/// A list with the same hash, for what the store has: with the stamps of all names whose stamps
/// count here, on whichever page they are.
fn empty(list: &List) -> List {
    let found = List::with_key(list.key.clone(), Lifetime::of_seconds(0));
    found.state.ledger().known.extend(
        list.state
            .ledger()
            .known
            .keys()
            .map(|name| (*name, Known::default())),
    );
    found
}

/// Whether the log continues from the cursor.
pub(super) fn is_unbroken(cursor: Option<&Cursor>, entries: &[Entry]) -> bool {
    match (cursor, entries.first()) {
        (None, _) => true,
        (Some(cursor), Some(first)) => first.id == cursor.id && first.text == cursor.text,
        (Some(_), None) => false,
    }
}
