//! Listing what a store has: its records, page by page, beside the reading that checks go by.

use std::collections::BTreeMap;

use super::super::entries::Listing;
use super::super::list::List;
use super::super::record::unavailable;
use super::super::stamp::Stamp;
use super::policy::{PAGE, Policy};
use super::reading::{Cursor, is_unbroken};
use super::reply::{Page, word};
use super::script::Header;
use super::state::State;
use crate::error::Result;
use crate::machine::{Failure, Store, Times, Turn, Value};
use crate::options::EntriesOptions;

/// A log that is trimmed, lost or restored under a listing has it begin again, and at most so many times.
const MOST_BEGINNINGS: u32 = 4;

/// Listings whose callers wait, by their tickets.
#[derive(Default)]
pub(super) struct Listings {
    waiting: BTreeMap<u64, Waiting>,
    last_ticket: u64,
}

struct Waiting {
    options: EntriesOptions,
    /// The page that was asked for, and when.
    asked: Option<(u64, Times)>,
    /// When it began, or the last page came.
    progress: Times,
    /// How many times the list must have been read before a page is asked for.
    after: u64,
    beginnings: u32,
    pages: u64,
    found: Option<Found>,
    done: Option<Result<Listing>>,
}

/// What was found up to the cursor.
struct Found {
    listing: Listing,
    cursor: Option<Cursor>,
    /// The restoration that all of it is read after.
    restoration: String,
    /// The newest record when it began: what is written later need not be in it.
    last: Stamp,
}

enum Step {
    More,
    Done,
    /// What was read is not all of one list.
    Again,
}

impl Listings {
    /// Whether it is decided. One that nobody knows of any more is.
    pub(super) fn is_done(&self, ticket: u64) -> bool {
        self.waiting.get(&ticket).is_none_or(|waiting| waiting.done.is_some())
    }

    /// When it began, or the last page came.
    pub(super) fn progress(&self, ticket: u64) -> Option<Times> {
        self.waiting.get(&ticket).map(|waiting| waiting.progress)
    }

    /// How many pages came.
    pub(super) fn pages(&self, ticket: u64) -> u64 {
        self.waiting.get(&ticket).map_or(0, |waiting| waiting.pages)
    }

    /// Nobody waits for it any more. What was found, if all of it was.
    pub(super) fn end(&mut self, ticket: u64) -> Option<Result<Listing>> {
        self.waiting.remove(&ticket)?.done
    }

    pub(super) fn forget_all(&mut self) {
        self.waiting.clear();
    }

    /// A page that nobody carries any more is asked for again.
    pub(super) fn forget(&mut self, is_lost: impl Fn(Times) -> bool) {
        self.waiting.values_mut().for_each(|waiting| _ = waiting.asked.take_if(|(_, sent)| is_lost(*sent)));
    }

    /// Whether any wants a page.
    pub(super) fn are_waiting(&self) -> bool {
        self.waiting.values().any(|waiting| waiting.done.is_none())
    }

    pub(super) fn asked_for(&self, id: u64) -> Option<u64> {
        let is_it = |waiting: &Waiting| waiting.asked.is_some_and(|(asked, _)| asked == id);
        self.waiting.iter().find(|(_, waiting)| is_it(waiting)).map(|(ticket, _)| *ticket)
    }
}

impl State {
    /// Takes a listing up, which is of the list as it is from now on.
    pub(super) fn begin_listing(&mut self, policy: &Policy, times: Times, options: EntriesOptions) -> u64 {
        self.forget_what_nobody_carries(policy, times);
        let is_young = self.fresh.is_some_and(|fresh| times.since(fresh) < policy.due());
        let after = self.landed + u64::from(!is_young);
        let waiting = Waiting { options, asked: None, progress: times, after, beginnings: 0, pages: 0, found: None, done: None };
        self.listings.last_ticket += 1;
        self.listings.waiting.insert(self.listings.last_ticket, waiting);
        self.listings.last_ticket
    }

    /// The pages that there are to ask for. While something is to be written back, the log is not all there is.
    pub(super) fn list_pages(&mut self, policy: &Policy, times: Times) -> Vec<Store> {
        if self.header.is_none() || self.fresh.is_none() || self.must_seal || !self.lost.is_empty() {
            return Vec::new();
        }
        let mut stores = Vec::new();
        let mut listings = std::mem::take(&mut self.listings);
        for waiting in listings.waiting.values_mut() {
            if waiting.done.is_none() && waiting.asked.is_none() && waiting.after <= self.landed {
                let id = self.next_id();
                waiting.asked = Some((id, times));
                let cursor = waiting.found.as_ref().and_then(|found| found.cursor.as_ref()).map(|cursor| cursor.id);
                let command = policy.keys.read(cursor, PAGE, waiting.found.is_none(), None);
                stores.push(Store { id, commands: vec![command], timeout: policy.timeout });
            }
        }
        self.listings = listings;
        stores
    }

    /// Takes a page, or why there is none: then it is asked for again after a pause, for as long as its caller waits.
    pub(super) fn end_listed_page(&mut self, list: &List, times: Times, ticket: u64, values: Result<Vec<Value>, Failure>, turn: &mut Turn) {
        let Some(mut waiting) = self.listings.waiting.remove(&ticket) else { return };
        waiting.asked = None;
        let word = values.as_ref().ok().and_then(|values| word(values));
        let page = values.and_then(|values| match word {
            Some(_) => Err(Failure::Store),
            None => Page::read(values.last().ok_or(Failure::Unreadable)?),
        });
        let own = self.header.as_ref().map(|header| header.epoch.clone());
        match page {
            Err(why) => self.fail(times, why, word, turn),
            Ok(Page { header: Some(header), .. }) if Some(&header.epoch) != own.as_ref() => self.fail(times, Failure::NoList, None, turn),
            Ok(page) => {
                waiting.progress = times;
                waiting.pages += 1;
                match waiting.take(list, &page) {
                    Step::More => {}
                    Step::Done => waiting.done = waiting.found.take().map(|found| Ok(found.listing)),
                    Step::Again => {
                        waiting.begin_again(self.landed + 1);
                        self.ask();
                    }
                }
            }
        }
        self.listings.waiting.insert(ticket, waiting);
    }
}

impl Waiting {
    fn take(&mut self, list: &List, page: &Page) -> Step {
        let Some(header) = &page.header else { return Step::Again };
        let is_first = self.found.is_none();
        if is_first && !is_sound(header, page) {
            return Step::Again;
        }
        let found = self.found.get_or_insert_with(|| Found {
            listing: Listing::new(&self.options, &list.key),
            cursor: None,
            restoration: header.restored.clone(),
            last: header.last,
        });
        if found.restoration != header.restored || !is_unbroken(found.cursor.as_ref(), &page.entries) {
            return Step::Again;
        }
        page.kept.iter().chain(page.entries.iter().map(|entry| &entry.record)).for_each(|record| found.listing.take(record));
        found.cursor = page.entries.last().map(|entry| Cursor { id: entry.id, text: entry.text.clone() });
        let has_last = found.last == Stamp::default() || page.entries.iter().any(|entry| entry.id == found.last);
        match has_last {
            true => Step::Done,
            // Nothing comes after this page, and the newest record was not there.
            false if page.entries.len() < PAGE => Step::Again,
            false => Step::More,
        }
    }

    fn begin_again(&mut self, after: u64) {
        (self.found, self.after) = (None, after);
        self.beginnings += 1;
        if self.beginnings >= MOST_BEGINNINGS {
            self.done = Some(Err(unavailable("changed again and again while it was listed: ask once more")));
        }
    }
}

/// Whether as many are kept as the header says.
fn is_sound(header: &Header, page: &Page) -> bool {
    header.kept == page.kept_count
}
