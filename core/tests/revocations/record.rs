//! Records as a store has them, read according to their documented form: which name, which stamp,
//! and by whom.

use std::collections::HashMap;

use crate::Value;
use crate::server::{Data, Id, id};

/// The letter and the hash of what a record names.
pub(crate) type Hash = Vec<u8>;

/// The latest stamps of a name: of its revocations, and of its withdrawals.
pub(crate) type Stamps = HashMap<Hash, [Id; 2]>;

pub(crate) struct Read {
    pub(crate) hash: Hash,
    pub(crate) is_withdrawal: bool,
    stamp: Option<Id>,
    pub(crate) end: f64,
    /// In these simulations: which operation wrote it, unless it was written back.
    pub(crate) by: Option<usize>,
}

pub(crate) fn read(text: &str) -> Read {
    let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).unwrap();
    let number = |from: usize| u64::from_le_bytes(bytes[from..from + 8].try_into().unwrap());
    let by = &bytes[39..39 + usize::from(bytes[38])];
    Read {
        hash: [&bytes[..1], &bytes[2..14]].concat(),
        is_withdrawal: bytes[1] & 1 != 0,
        stamp: (bytes[1] & 2 != 0).then(|| (number(22), number(30))),
        end: match u32::from_le_bytes(bytes[14..18].try_into().unwrap()) {
            u32::MAX => f64::INFINITY,
            end => end.into(),
        },
        by: std::str::from_utf8(by).unwrap().parse().ok(),
    }
}

fn note(stamps: &mut Stamps, record: Read, stamp: Id) {
    let both = stamps.entry(record.hash).or_default();
    let own = &mut both[usize::from(record.is_withdrawal)];
    *own = stamp.max(*own);
}

fn note_entry(stamps: &mut Stamps, at: Id, fields: &str) {
    let record = read(fields.split(' ').nth(1).unwrap());
    let stamp = record.stamp.unwrap_or(at);
    note(stamps, record, stamp);
}

fn note_kept(stamps: &mut Stamps, kept: &str) {
    let (at, record) = kept.split_once(' ').unwrap();
    note(stamps, read(record), id(at));
}

/// What a store contains.
pub(crate) fn stamps_of(data: &Data) -> Stamps {
    let mut stamps = Stamps::new();
    data.log
        .iter()
        .for_each(|(at, fields)| note_entry(&mut stamps, *at, fields));
    data.kept.values().for_each(|kept| note_kept(&mut stamps, kept));
    stamps
}

/// Adds what the reply to a reading contains.
pub(crate) fn note_reply(stamps: &mut Stamps, reply: &Value) {
    let Value::List(parts) = reply else { return };
    let [_, Value::List(entries), Value::List(kept), _] = parts.as_slice() else {
        return;
    };
    for pair in entries.chunks(2) {
        if let [Value::Text(at), Value::Text(fields)] = pair {
            note_entry(stamps, id(at), fields);
        }
    }
    for kept in kept {
        if let Value::Text(kept) = kept {
            note_kept(stamps, kept);
        }
    }
}
