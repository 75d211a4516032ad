//! Reading the list: on from the cursor, or from the beginning, page by page.

use arc_swap::ArcSwap;

use super::super::ends::Lifetime;
use super::super::list::{Batch, List};
use super::super::name::{Group, Name};
use super::super::record::Record;
use super::super::stamp::Stamp;
use super::super::state::has_not_ended;
use super::policy::{PAGE, Policy};
use super::reply::{Entry, Page, word};
use super::script::Header;
use super::state::State;
use crate::machine::{Event, Failure, Store, Times, Turn, Value};

/// The last record that was read in order: its id and all of its text, since a store that lost it may give its id to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) id: Stamp,
    pub(super) text: String,
}

pub(super) struct Reading {
    pub(super) id: u64,
    /// How many had begun, this one among them.
    pub(super) number: u64,
    /// Where this page begins.
    cursor: Option<Cursor>,
    /// Where it began, unless that is the beginning.
    from: Option<Stamp>,
    /// When this page was asked for.
    pub(super) sent: Times,
    began: Times,
    /// Whether the newest record that the header names was read, now or before.
    has_last: bool,
    /// The restoration after which it began, once that is known. All of it must be read after the same.
    restoration: Option<String>,
    /// Of a reading from the beginning: what the store has, to be held against what this process has.
    found: Option<List>,
    /// What every entry without a known stamp was no later than, when it began.
    bound: Stamp,
    kept: usize,
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
        }
    }

    /// All of the list, by one that has it.
    pub(super) fn anew(id: u64, number: u64, list: &List, times: Times) -> Self {
        let found = List::with_key(list.key.clone(), Lifetime::of_seconds(0));
        Self { found: Some(found), bound: list.state.ledger().cursor, ..Self::new(id, number, None, times) }
    }

    /// A page. Where nothing is known, the list is made first, if the caller has said so.
    pub(super) fn command(&self, policy: &Policy, is_first: bool) -> Store {
        let read = policy.keys.read(self.cursor.as_ref().map(|cursor| cursor.id), PAGE, self.cursor.is_none(), policy.beat_every());
        let create = policy.create.filter(|_| is_first).and_then(|longest| policy.keys.create(longest).ok());
        Store { id: self.id, commands: create.into_iter().chain([read]).collect(), timeout: policy.timeout }
    }
}

impl State {
    /// Takes one page, and asks for the next or ends the reading.
    pub(super) fn end_page(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        let Some(mut reading) = self.reading.take() else { return };
        let word = values.as_ref().ok().and_then(|values| word(values));
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
        let is_same = page
            .header
            .as_ref()
            .is_none_or(|header| reading.restoration.get_or_insert_with(|| header.restored.clone()) == &header.restored);
        if !is_same || !is_unbroken(reading.cursor.as_ref(), &page.entries) {
            // The log was trimmed under the cursor, or lost, or restored: all of it is read again, and merged.
            return self.begin_again(list, policy, times, &reading, turn);
        }
        let is_last_page = page.entries.len() < PAGE;
        self.merge(list, &mut reading, &page);
        if let Some(header) = &page.header {
            self.notice_beat(header, reading.sent);
        }
        if !is_last_page {
            reading.id = self.next_id();
            reading.sent = times;
            turn.stores.push(reading.command(policy, false));
            self.reading = Some(reading);
            return;
        }
        self.end_reading(list, times, &reading, page.header.as_ref(), turn);
    }

    /// A list must stay the one that it was.
    fn meet(&mut self, list: &ArcSwap<List>, header: Option<&Header>) -> Result<(), Failure> {
        match (header, &self.header) {
            (Some(header), None) => self.adopt(list, header.clone()),
            (Some(header), Some(own)) if header.epoch == own.epoch && header.key == own.key => self.adopt(list, header.clone()),
            // Who held the list whole brings it back.
            (None, Some(_)) if self.was_whole => {}
            _ => return Err(Failure::NoList),
        }
        Ok(())
    }

    fn begin_again(&mut self, list: &ArcSwap<List>, policy: &Policy, times: Times, before: &Reading, turn: &mut Turn) {
        let list = list.load();
        // The cursor stays where it was until all was read: whoever is interrupted begins again.
        self.loss.get_or_insert(list.state.ledger().cursor);
        let reading = Reading { began: before.began, ..Reading::anew(self.next_id(), before.number, &list, times) };
        turn.stores.push(reading.command(policy, false));
        self.reading = Some(reading);
    }

    fn merge(&mut self, list: &ArcSwap<List>, reading: &mut Reading, page: &Page) {
        let list = list.load();
        let is_known = |entry: &Entry| reading.cursor.as_ref().is_some_and(|cursor| cursor.id == entry.id);
        let last = page.header.as_ref().map(|header| header.last);
        let mut batch = Batch::new(&list);
        let mut found = reading.found.as_ref().map(Batch::new);
        let fresh = page.entries.iter().filter(|entry| !is_known(entry));
        let records = page.kept.iter().chain(fresh.clone().map(|entry| &entry.record));
        for record in records {
            batch.add(record.clone());
            found.iter_mut().for_each(|found| found.add(record.clone()));
        }
        batch.merge();
        found.iter_mut().for_each(Batch::merge);
        // What is no later than where it began was read before.
        reading.has_last |= reading.from.is_some() && reading.from >= last || page.entries.iter().any(|entry| Some(entry.id) == last);
        for entry in fresh {
            if let Some((record, _)) = self.unread.remove(&entry.id) {
                list.state.confirm(&mut list.state.ledger(), &record);
            }
        }
        reading.kept = page.kept_count;
        if let Some(entry) = page.entries.last() {
            let cursor = Cursor { id: entry.id, text: entry.text.clone() };
            reading.cursor = Some(cursor);
        }
    }

    /// All of the log was read. Whether that is all of the list, the header tells.
    fn end_reading(&mut self, list: &ArcSwap<List>, times: Times, reading: &Reading, header: Option<&Header>, turn: &mut Turn) {
        self.cursor.clone_from(&reading.cursor);
        self.restoration.clone_from(&reading.restoration);
        let newest = reading.cursor.as_ref().map(|cursor| cursor.id).unwrap_or_default();
        let list = list.load();
        // First what is in doubt: who turns out to be withdrawn is not missing in the store, and must not come back by being written there.
        if let Some(found) = &reading.found {
            self.settle_doubts(&list, found);
        }
        if self.was_whole {
            self.find_lost(&list, reading, times.wall);
        }
        self.loss = None;
        let is_whole = header.is_some_and(|header| {
            let is_new = header.last == Stamp::default() && newest == Stamp::default();
            (reading.has_last || is_new) && header.kept == reading.kept
        });
        let is_sealed = is_whole && header.is_some_and(|header| header.last == newest);
        if !self.lost.is_empty() || !is_sealed && (is_whole || self.was_whole) {
            self.must_seal = true;
        }
        if !is_whole || !self.lost.is_empty() {
            let why = if header.is_none() { Failure::NoList } else { Failure::Incomplete };
            return match self.was_whole {
                // What is missing is written next, and then the list is read once more.
                true => self.ask(),
                false => self.land(times, Err((why, None)), turn),
            };
        }
        let is_new = self.fresh.is_none() || reading.found.is_some() && reading.cursor.is_some();
        self.was_whole = true;
        self.fresh = Some(reading.sent);
        if is_new {
            let seconds = times.since(reading.began);
            turn.events.push(Event::Read { entries: list.state.len(), seconds });
        }
        // One wrong clock must not make it forget what the store has.
        let now = times.wall.min(newest.seconds());
        list.state.sweep(&mut list.state.ledger(), now);
        if list.state.ledger().has_doubts() {
            self.ask();
        }
        self.land(times, Ok(()), turn);
    }

    /// What this process holds and the store does not. It has its own stamp, or one that it is no later than.
    fn find_lost(&mut self, list: &List, reading: &Reading, now: f64) {
        // The reading began after it was written, has read all there is, and did not find it.
        let is_gone = |(_, begun): &(Record, u64)| reading.number > *begun;
        let gone: Vec<Stamp> = self.unread.iter().filter(|(_, unread)| is_gone(unread)).map(|(id, _)| *id).collect();
        self.lost.extend(gone.into_iter().filter_map(|id| self.unread.remove(&id)).map(|(record, _)| record));
        let Some(found) = &reading.found else { return };
        let ledger = list.state.ledger();
        let theirs = found.state.ledger();
        for group in Group::ALL {
            list.state.ends(group).for_each(|hash, end| {
                if !has_not_ended(end, now) {
                    return;
                }
                let name = Name { group, hash };
                let before = list.state.before(name);
                let their_before = found.state.before(name);
                // What lasts longer, or cuts off more, was written later, and lost.
                if found.state.ends(group).get(hash).is_some_and(|theirs| theirs >= end && their_before >= before) {
                    return;
                }
                let stamp = ledger.known.get(&name).and_then(|known| known.revoked).unwrap_or(self.loss.unwrap_or(reading.bound));
                let is_digest = group == Group::Token && list.state.has_digests();
                self.lost.push_back(Record { before, is_digest, ..Record::bare(name, stamp, false, end) });
            });
        }
        // In one order: whoever plays a record again must give the same commands.
        let mut known: Vec<_> = ledger.known.iter().collect();
        known.sort_unstable_by_key(|(name, _)| **name);
        for (name, known) in known {
            let withdrawn = theirs.known.get(name).and_then(|known| known.withdrawn);
            if let Some(stamp) = known.withdrawn.filter(|_| has_not_ended(known.end, now) && known.withdrawn > withdrawn) {
                self.lost.push_back(Record::bare(*name, stamp, true, known.end));
            }
        }
    }

    /// Withdrawals that met entries without a known stamp: by now all stamps of these were read, but for what the store had lost before. Where
    /// that makes an entry the later one, `find_lost` writes it: whoever did not see the loss takes the withdrawal for it.
    fn settle_doubts(&mut self, list: &List, found: &List) {
        self.last_loss = self.last_loss.max(self.loss.unwrap_or_default());
        let stamps: Vec<(Name, Stamp)> = {
            let theirs = found.state.ledger();
            let doubted = list.state.ledger().take_doubts();
            doubted.into_iter().filter_map(|name| Some((name, theirs.known.get(&name)?.revoked?))).collect()
        };
        let mut ledger = list.state.ledger();
        for (name, stamp) in stamps {
            list.state.settle(&mut ledger, name, stamp.max(self.last_loss));
        }
    }

    fn notice_beat(&mut self, header: &Header, sent: Times) {
        if self.beat.as_ref().is_none_or(|(beat, _)| *beat != header.beat) && !header.beat.is_empty() {
            self.beat = Some((header.beat.clone(), sent));
        }
    }

    fn land(&mut self, times: Times, result: Result<(), (Failure, Option<String>)>, turn: &mut Turn) {
        self.landed += 1;
        self.is_refused = false;
        match result {
            Ok(()) => self.succeed(),
            Err((why, word)) => self.fail(times, why, word, turn),
        }
    }
}

/// Whether the log goes on from the cursor.
pub(super) fn is_unbroken(cursor: Option<&Cursor>, entries: &[Entry]) -> bool {
    match (cursor, entries.first()) {
        (None, _) => true,
        (Some(cursor), Some(first)) => first.id == cursor.id && first.text == cursor.text,
        (Some(_), None) => false,
    }
}
