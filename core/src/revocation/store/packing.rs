//! Packed snapshots of long lists: a process that has read a long log writes one, and a process
//! that starts later reads that, and then the log from there on.
//!
//! A snapshot makes reading faster, and proves nothing. If anything is wrong with it, the log is
//! read instead; and what is read through it is complete for the same reasons as what is read from
//! a cursor.

use arc_swap::ArcSwap;

use super::super::list::List;
use super::super::stamp::Stamp;
use super::packed::{Head, Image, unpack};
use super::policy::Policy;
use super::reading::{Cursor, Reading};
use super::reply::{Written, snapshot, written};
use super::script::random_text;
use super::state::State;
use super::writing::Writing;
use crate::base64url;
use crate::machine::{Failure, Store, Times, Turn, Value, error_word};

/// How many pieces are sent at once.
const TOGETHER: usize = 8;

/// What a reading from the beginning knows about the snapshot in the store.
pub(super) enum Packed {
    /// It was not looked for: most lists need none.
    Unasked,
    /// It is being read.
    Read(Option<Box<Unpacking>>),
    /// It was read, or is of no use. This is its head, or empty.
    Asked(String),
}

/// A snapshot that is being read.
pub(super) struct Unpacking {
    text: String,
    head: Head,
    next: usize,
    list: List,
    last_loss: Stamp,
}

/// A snapshot that is being written.
pub(super) struct Packing {
    image: Image,
    head: Head,
    /// What it replaces.
    before: String,
    next: usize,
}

impl Packed {
    pub(super) fn is_reading(&self) -> bool {
        matches!(self, Packed::Read(_))
    }

    /// Which piece comes next.
    pub(super) fn next(&self) -> usize {
        match self {
            Packed::Read(Some(unpacking)) => unpacking.next,
            _ => 0,
        }
    }
}

impl Unpacking {
    /// Begins with a snapshot that was made from the list that is being read.
    fn new(text: &str, epoch: &str, restored: &str, own: &List) -> Option<Self> {
        let head = Head::read(text).filter(|head| head.epoch == epoch && head.restored == restored)?;
        let list = List::with_key(own.key.clone(), own.lifetime());
        Some(Self {
            text: text.to_owned(),
            head,
            next: 0,
            list,
            last_loss: Stamp::default(),
        })
    }

    /// Takes the next piece. None: the snapshot is incomplete, or another one has replaced it.
    fn take(mut self, text: &str, piece: &str) -> Option<Self> {
        let piece = piece
            .strip_prefix(self.head.number.as_str())?
            .strip_prefix(' ')
            .filter(|_| text == self.text)?;
        let last_loss = unpack(&base64url::decode(piece.as_bytes())?, &self.list)?;
        // Only the first piece has stamps.
        if last_loss.is_some() != (self.next == 0) {
            return None;
        }
        self.last_loss = last_loss.unwrap_or(self.last_loss);
        self.next += 1;
        Some(self)
    }
}

impl State {
    /// Takes one piece of a snapshot, and continues with the next one or with the log.
    pub(super) fn end_piece(
        &mut self,
        list: &ArcSwap<List>,
        policy: &Policy,
        times: Times,
        mut reading: Reading,
        values: Result<Vec<Value>, Failure>,
        turn: &mut Turn,
    ) {
        let values = match values {
            Ok(values) => values,
            Err(why) => return self.land(times, Err((why, None)), turn),
        };
        // If the store refuses, for example because it gives no access to the key, the log is read.
        let told = if error_word(&values).is_some() {
            None
        } else {
            values.first().and_then(snapshot)
        };
        let text = told.map(|(text, _)| text.to_owned()).unwrap_or_default();
        let unpacking = told.and_then(|(text, piece)| {
            let begun = match std::mem::replace(&mut reading.packed, Packed::Unasked) {
                Packed::Read(Some(unpacking)) => Some(*unpacking),
                _ => Unpacking::new(
                    text,
                    &self.header.as_ref()?.epoch,
                    reading.restoration.as_deref()?,
                    &list.load(),
                ),
            };
            begun?.take(text, piece)
        });
        reading.packed = match unpacking {
            Some(unpacking) if unpacking.next < unpacking.head.pieces => Packed::Read(Some(unpacking.into())),
            Some(unpacking) => {
                reading.go_on_from(unpacking.head.cursor);
                self.last_loss = unpacking.last_loss;
                list.store(unpacking.list.into());
                Packed::Asked(unpacking.text)
            }
            None => Packed::Asked(text),
        };
        reading.id = self.next_id();
        reading.sent = times;
        turn.stores.push(reading.command(policy, false));
        self.reading = Some(reading);
    }

    /// Begins writing a snapshot, if a list that needs one was just read: a process that starts had
    /// to read a long log.
    pub(super) fn begin_packing(&mut self, list: &List, policy: &Policy, reading: &Reading) {
        let Packed::Asked(before) = &reading.packed else {
            return;
        };
        let (Some(header), Some(cursor)) = (&self.header, &self.cursor) else {
            return;
        };
        let is_long = reading.count >= policy.pack_after && reading.count >= list.state.len() / 8;
        let is_settled = list.state.ledger().is_settled() && self.unread.is_empty();
        let Some(number) = random_text().ok().filter(|_| is_long && is_settled) else {
            return;
        };
        let image = Image::of(list, self.last_loss, policy.piece);
        let restored = reading.restoration.clone().unwrap_or_default();
        let head = Head {
            number,
            epoch: header.epoch.clone(),
            restored,
            pieces: image.len(),
            cursor: Cursor::clone(cursor),
        };
        self.packing = Some(Packing {
            image,
            head,
            before: before.clone(),
            next: 0,
        });
    }

    /// The next pieces to write.
    pub(super) fn pack(&mut self, list: &List, policy: &Policy, times: Times) -> Option<Store> {
        let packing = self.packing.as_ref()?;
        let longest = self.header.as_ref()?.longest;
        let range = packing.next..packing.head.pieces.min(packing.next + TOGETHER);
        let count = range.len();
        let command = |index| {
            let piece = packing.image.piece(index, list)?;
            let is_last = index + 1 == packing.head.pieces;
            Some(policy.keys.pack(
                &packing.head,
                longest,
                &packing.before,
                index,
                is_last,
                &base64url::encode(&piece),
            ))
        };
        let commands = range.map(command).collect::<Option<_>>()?;
        let id = self.next_id();
        self.writing = Some(Writing::Pack {
            id,
            sent: times,
            count,
        });
        Some(Store {
            id,
            commands,
            timeout: policy.timeout,
        })
    }

    /// If it cannot be written, that is left to the next process that starts.
    pub(super) fn end_packing(&mut self, count: usize, values: Result<Vec<Value>, Failure>) {
        let is_done = values.is_ok_and(|values| {
            values.len() == count
                && values
                    .iter()
                    .all(|value| matches!(written(value, 0), Ok(Written::Done(_))))
        });
        self.packing = self.packing.take().filter(|_| is_done).and_then(|packing| {
            let next = packing.next + count;
            (next < packing.head.pieces).then_some(Packing { next, ..packing })
        });
    }
}
