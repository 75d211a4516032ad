//! Lists the contents of a store: its records, page by page, alongside the reading that checks rely
//! on.

use std::collections::BTreeMap;

use super::super::entries::Listing;
use super::super::list::List;
use super::super::record::unavailable;
use super::super::stamp::Stamp;
use super::policy::{PAGE, Policy};
use super::reading::{Cursor, is_unbroken};
use super::reply::Page;
use super::script::Header;
use super::state::State;
use crate::error::Result;
use crate::machine::{Failure, Store, Times, Turn, Value, error_word};
use crate::options::EntriesOptions;

/// A listing starts again if the log is trimmed, lost or restored during it, and at most this many
/// times.
const MOST_BEGINNINGS: u32 = 4;

/// Listings whose callers are waiting, by ticket.
#[derive(Default)]
pub(super) struct Listings {
    waiting: BTreeMap<u64, Waiting>,
    last_ticket: u64,
}

struct Waiting {
    options: EntriesOptions,
    /// The page that was requested, and when.
    asked: Option<(u64, Times)>,
    /// When it began, or when the last page arrived.
    progress: Times,
    /// How many times the list must have been read before a page is requested.
    after: u64,
    beginnings: u32,
    pages: u64,
    found: Option<Found>,
    /// When everything was found. It is returned only after the list has been read again, so that
    /// what is listed can be withdrawn at once.
    whole: Option<Times>,
    done: Option<Result<Listing>>,
}

/// What was found up to the cursor.
struct Found {
    listing: Listing,
    cursor: Option<Cursor>,
    /// The restoration after which all of it is read.
    restoration: String,
    /// The newest record when it began: what is written later need not be included.
    last: Stamp,
}

enum Step {
    More,
    Done,
    /// What was read does not all belong to one list.
    Again,
}

impl Listings {
    /// Whether it is decided. One that is no longer known counts as decided.
    pub(super) fn is_done(&self, ticket: u64) -> bool {
        self.waiting
            .get(&ticket)
            .is_none_or(|waiting| waiting.done.is_some())
    }

    /// When it began, or when the last page arrived.
    pub(super) fn progress(&self, ticket: u64) -> Option<Times> {
        self.waiting.get(&ticket).map(|waiting| waiting.progress)
    }

    /// How many pages have arrived.
    pub(super) fn pages(&self, ticket: u64) -> u64 {
        self.waiting.get(&ticket).map_or(0, |waiting| waiting.pages)
    }

    /// Nobody is waiting for it any more. Returns what was found, if it is complete.
    pub(super) fn end(&mut self, ticket: u64) -> Option<Result<Listing>> {
        self.waiting.remove(&ticket)?.done
    }

    pub(super) fn forget_all(&mut self) {
        self.waiting.clear();
    }

    /// A page that nobody is carrying any more is requested again.
    pub(super) fn forget(&mut self, is_lost: impl Fn(Times) -> bool) {
        self.waiting
            .values_mut()
            .for_each(|waiting| _ = waiting.asked.take_if(|(_, sent)| is_lost(*sent)));
    }

    /// Whether any listing needs a page.
    pub(super) fn are_waiting(&self) -> bool {
        self.waiting.values().any(|waiting| waiting.done.is_none())
    }

    pub(super) fn asked_for(&self, id: u64) -> Option<u64> {
        let is_it = |waiting: &Waiting| waiting.asked.is_some_and(|(asked, _)| asked == id);
        self.waiting
            .iter()
            .find(|(_, waiting)| is_it(waiting))
            .map(|(ticket, _)| *ticket)
    }
}

impl State {
    /// Starts a listing of the list as it is from now on.
    pub(super) fn begin_listing(&mut self, policy: &Policy, times: Times, options: EntriesOptions) -> u64 {
        self.forget_what_nobody_carries(policy, times);
        let is_young = self.fresh.is_some_and(|fresh| times.since(fresh) < policy.due());
        let after = self.landed + u64::from(!is_young);
        let waiting = Waiting {
            options,
            asked: None,
            progress: times,
            after,
            beginnings: 0,
            pages: 0,
            found: None,
            whole: None,
            done: None,
        };
        self.listings.last_ticket += 1;
        self.listings.waiting.insert(self.listings.last_ticket, waiting);
        self.listings.last_ticket
    }

    /// The pages to request. While something must still be written back, the log is not complete.
    pub(super) fn list_pages(&mut self, policy: &Policy, times: Times) -> Vec<Store> {
        if self.header.is_none() || self.fresh.is_none() || self.must_seal || !self.lost.is_empty() {
            return Vec::new();
        }
        let mut stores = Vec::new();
        let mut listings = std::mem::take(&mut self.listings);
        for waiting in listings.waiting.values_mut() {
            if waiting.whole.is_none()
                && waiting.done.is_none()
                && waiting.asked.is_none()
                && waiting.after <= self.landed
            {
                let id = self.next_id();
                waiting.asked = Some((id, times));
                let cursor = waiting
                    .found
                    .as_ref()
                    .and_then(|found| found.cursor.as_ref())
                    .map(|cursor| cursor.id);
                let command = policy.keys.read(cursor, PAGE, waiting.found.is_none(), None);
                stores.push(Store {
                    id,
                    commands: vec![command],
                    timeout: policy.timeout,
                });
            }
        }
        self.listings = listings;
        stores
    }

    /// Ends the listings that are complete, if the list was read since.
    pub(super) fn close_listings(&mut self) {
        let Some(fresh) = self.fresh else { return };
        for waiting in self.listings.waiting.values_mut() {
            if waiting
                .whole
                .take_if(|whole| fresh.monotonic >= whole.monotonic)
                .is_some()
            {
                waiting.done = waiting.found.take().map(|found| Ok(found.listing));
            }
        }
    }

    /// Takes a page, or why there is none: in that case it is requested again after a pause, for as
    /// long as its caller waits.
    pub(super) fn end_listed_page(
        &mut self,
        list: &List,
        times: Times,
        ticket: u64,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        let Some(mut waiting) = self.listings.waiting.remove(&ticket) else {
            return;
        };
        waiting.asked = None;
        let word = values.as_ref().ok().and_then(|values| error_word(values));
        let page = values.and_then(|values| match word {
            Some(_) => Err(Failure::Store),
            None => Page::read(values.last().ok_or(Failure::Unreadable)?),
        });
        let own = self.header.as_ref().map(|header| header.epoch.clone());
        match page {
            Err(why) => self.fail(times, why, word, turn),
            Ok(Page {
                header: Some(header), ..
            }) if Some(&header.epoch) != own.as_ref() => self.fail(times, Failure::NoList, None, turn),
            Ok(page) => {
                waiting.progress = times;
                waiting.pages += 1;
                match waiting.take(list, &page) {
                    Step::More => {}
                    Step::Done => {
                        waiting.whole = Some(times);
                        self.ask();
                    }
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
        let Some(header) = &page.header else {
            return Step::Again;
        };
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
        page.kept
            .iter()
            .chain(page.entries.iter().map(|entry| &entry.record))
            .for_each(|record| found.listing.take(record));
        found.cursor = page.entries.last().map(|entry| Cursor {
            id: entry.id,
            text: entry.text.clone(),
        });
        let has_last =
            found.last == Stamp::default() || page.entries.iter().any(|entry| entry.id == found.last);
        match has_last {
            true => Step::Done,
            // Nothing comes after this page, and the newest record was not in it.
            false if page.entries.len() < PAGE => Step::Again,
            false => Step::More,
        }
    }

    fn begin_again(&mut self, after: u64) {
        (self.found, self.after) = (None, after);
        self.beginnings += 1;
        if self.beginnings >= MOST_BEGINNINGS {
            self.done = Some(Err(unavailable(
                "changed again and again while it was listed: ask once more",
            )));
        }
    }
}

/// Whether the number of kept records is what the header says.
fn is_sound(header: &Header, page: &Page) -> bool {
    header.kept == page.kept_count
}

#[cfg(test)]
mod tests {
    use super::super::super::name::{Group, HashKey};
    use super::super::super::record::{NEVER, Record};
    use super::*;
    use crate::machine::Answer;
    use crate::{ErrorCode, PendingEntries, Revocations, StoreOptions, base64url};

    const NOW: f64 = 1_700_000_000.0;

    fn at(seconds: f64) -> Times {
        Times {
            jitter: Some(0.5),
            ..Times::of_test(NOW + seconds)
        }
    }

    fn text(text: impl ToString) -> Value {
        Value::Text(text.to_string())
    }

    fn stamp(milliseconds: u64) -> Stamp {
        Stamp {
            milliseconds,
            sequence: 0,
        }
    }

    /// A revocation of a session, as it appears in the log.
    fn record(id: &str, milliseconds: u64, by: Option<&str>) -> Record {
        let name = HashKey::from_bytes([0; 16]).name(Group::Session, None, id);
        Record {
            by: by.map(String::from),
            ..Record::bare(name, stamp(milliseconds), false, NEVER)
        }
    }

    /// The reply of a store that has these records in its log, and the first of them kept.
    fn page(records: &[Record], last: u64, restored: &str) -> Value {
        let header = ["1", "epoch", "AAAAAAAAAAAAAAAAAAAAAA", "0"]
            .map(text)
            .into_iter();
        let header = header
            .chain([
                text(stamp(last)),
                text(records.len().min(1)),
                text(""),
                text(restored),
            ])
            .collect();
        let shown = |record: &Record| base64url::encode(&record.to_bytes());
        let entries = records
            .iter()
            .flat_map(|record| [text(record.stamp), text(format!("r {} n x", shown(record)))])
            .collect();
        let kept: Vec<Value> = records
            .iter()
            .take(1)
            .map(|record| text(format!("{} {}", record.stamp, shown(record))))
            .collect();
        let count = text(kept.len());
        Value::List(vec![
            Value::List(header),
            Value::List(entries),
            Value::List(kept),
            count,
        ])
    }

    /// A list that was read, and a listing that was begun at that point.
    fn begun(read: Value) -> (Revocations, PendingEntries) {
        let list = Revocations::redis(&StoreOptions {
            namespace: Some("n".into()),
            ..StoreOptions::default()
        })
        .unwrap();
        reply(&list, list.poll(at(0.0)), 0.0, read);
        let options = EntriesOptions {
            now: Some(NOW),
            ..EntriesOptions::default()
        };
        let pending = list.begin_entries(&options, at(0.0)).unwrap();
        (list, pending)
    }

    /// Answers the only request of a turn.
    fn reply(list: &Revocations, turn: Turn, seconds: f64, value: Value) -> Turn {
        let [store] = turn.stores.try_into().unwrap();
        list.tell(
            at(seconds),
            Answer::Reply {
                id: store.id,
                values: vec![value],
            },
        )
    }

    #[test]
    fn what_is_kept_and_in_the_log_is_listed_once_and_as_it_is_said_best() {
        let records = [
            record("a", 5, Some("ops")),
            record("a", 5, None),
            record("b", 7, None),
        ];
        let (list, pending) = begun(page(&records, 7, ""));
        let again = reply(&list, list.poll(at(0.1)), 0.1, page(&records, 7, ""));
        assert!(
            !pending.is_settled(at(0.1)),
            "the list is read once more, so that what is listed can be withdrawn"
        );
        reply(&list, again, 0.2, page(&records[2..], 7, ""));
        assert!(pending.is_settled(at(0.2)));
        assert_eq!(pending.pages(), 1);
        let entries = pending.finish().unwrap();
        let shown: Vec<_> = entries
            .iter()
            .map(|entry| (entry.at, entry.by.as_deref()))
            .collect();
        assert_eq!(shown, [(0.005, Some("ops")), (0.007, None)]);
    }

    #[test]
    fn a_list_that_changes_again_and_again_is_given_up() {
        let records = [record("a", 5, None)];
        let (list, pending) = begun(page(&records, 5, ""));
        let mut turn = list.poll(at(0.1));
        for round in 1.. {
            assert!(round < 50, "it has no end");
            if pending.is_settled(at(0.1)) {
                break;
            }
            let is_page = turn.stores[0].commands[0][6] == "-";
            // The newest record is not in the log although the header says so, whenever everything
            // is listed.
            let value = if is_page {
                page(&records, 9, "")
            } else {
                page(&records, 5, "")
            };
            turn = reply(&list, turn, 0.1, value);
            if turn.stores.is_empty() {
                turn = list.poll(at(0.1));
            }
        }
        let error = pending.finish().unwrap_err();
        assert_eq!(error.code(), ErrorCode::RevocationUnavailable);
        assert!(error.message().contains("again and again"), "{error}");
    }

    #[test]
    fn a_listing_that_nobody_answers_ends_with_its_time() {
        let records = [record("a", 5, None)];
        let (list, pending) = begun(page(&records, 5, ""));
        assert_eq!(list.poll(at(0.1)).stores.len(), 1);
        assert!(!pending.is_settled(at(2.9)) && pending.is_settled(at(3.1)));
        assert_eq!(
            pending.finish().unwrap_err().code(),
            ErrorCode::RevocationUnavailable
        );
        assert!(
            list.begin_entries(&EntriesOptions::default(), at(0.0)).is_err(),
            "without a time"
        );
    }
}
