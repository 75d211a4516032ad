//! A packed snapshot: the contents of a list at a moment when it was complete, in pieces.
//!
//! Whoever reads it becomes, as it were, the process that wrote it, at the moment when that had
//! read the log up to the cursor. So it contains everything that a process relies on: entries,
//! stamps of what was withdrawn, and the stamps that stand in for all others.
//!
//! | piece | bytes |
//! | --- | --- |
//! | the first | `s`; three stamps: the cursor, the latest, that of the last loss; whether a token without `jti` was ever revoked |
//! | names that were ever withdrawn | `w`; each: letter, hash, end, the withdrawal's end, and two stamps, each preceded by a byte that says whether it is present |
//! | entries | `e`; the letter of their group; each: hash, end, and for a cut-off, the time before which tokens are refused |

use std::ops::Range;

use super::super::list::List;
use super::super::name::{Group, Name};
use super::super::record::Reader;
use super::super::stamp::Stamp;
use super::super::state::Known;
use super::super::table::{Frozen, Hash96};
use super::reading::Cursor;
use super::reply::stamp;

/// What the snapshot says about itself, written once all pieces are there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Head {
    /// A random number that all of its pieces have.
    pub(super) number: String,
    pub(super) epoch: String,
    /// The restoration after which it was made.
    pub(super) restored: String,
    pub(super) pieces: usize,
    /// How far the log was read.
    pub(super) cursor: Cursor,
}

/// There was no restoration.
const NEVER_RESTORED: &str = "-";

impl Head {
    pub(super) fn to_text(&self) -> String {
        let Self {
            number,
            epoch,
            restored,
            pieces,
            cursor: Cursor { id, text },
        } = self;
        let restored = if restored.is_empty() {
            NEVER_RESTORED
        } else {
            restored
        };
        format!("1 {number} {epoch} {restored} {pieces} {id} {text}")
    }

    pub(super) fn read(head: &str) -> Option<Self> {
        let mut words = head.splitn(7, ' ');
        let mut word = || words.next();
        word().filter(|format| *format == "1")?;
        let (number, epoch, restored) = (word()?.to_owned(), word()?.to_owned(), word()?);
        let restored = if restored == NEVER_RESTORED {
            String::new()
        } else {
            restored.to_owned()
        };
        let pieces = word()?.parse().ok()?;
        Some(Self {
            number,
            epoch,
            restored,
            pieces,
            cursor: Cursor {
                id: stamp(word()?)?,
                text: word()?.to_owned(),
            },
        })
    }
}

/// A list as it was at one moment, to be written in pieces.
pub(super) struct Image {
    stamps: [Stamp; 3],
    has_digests: bool,
    known: Vec<(Name, Known)>,
    shards: Vec<(Group, Frozen)>,
    pieces: Vec<Piece>,
}

enum Piece {
    Start,
    Known(Range<usize>),
    Entries(Group, Range<usize>),
}

impl Image {
    /// Takes the image of a list that has just been read completely. Pieces have about `size`
    /// entries.
    pub(super) fn of(list: &List, last_loss: Stamp, size: usize) -> Self {
        let ledger = list.state.ledger();
        let known: Vec<_> = ledger.known.iter().map(|(name, known)| (*name, *known)).collect();
        let stamps = [ledger.cursor, ledger.latest, last_loss];
        let frozen = |group| {
            list.state
                .ends(group)
                .frozen()
                .into_iter()
                .map(move |shard| (group, shard))
        };
        let shards: Vec<_> = Group::ALL.into_iter().flat_map(frozen).collect();
        drop(ledger);
        let mut pieces = vec![Piece::Start];
        pieces.extend(
            (0..known.len())
                .step_by(size)
                .map(|from| Piece::Known(from..known.len().min(from + size))),
        );
        let mut at = 0;
        while let Some((group, _)) = shards.get(at) {
            let (from, mut entries) = (at, 0);
            while let Some((_, shard)) = shards.get(at).filter(|(own, _)| own == group && entries < size) {
                entries += shard.len();
                at += 1;
            }
            pieces.push(Piece::Entries(*group, from..at));
        }
        Self {
            stamps,
            has_digests: list.state.has_digests(),
            known,
            shards,
            pieces,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The bytes of a piece. Cut-offs are looked up now: later ones are in the log after the
    /// cursor.
    pub(super) fn piece(&self, index: usize, list: &List) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.pieces.get(index)? {
            Piece::Start => {
                bytes.push(b's');
                self.stamps
                    .into_iter()
                    .for_each(|stamp| push_stamp(&mut bytes, stamp));
                bytes.push(self.has_digests.into());
            }
            Piece::Known(range) => {
                bytes.push(b'w');
                for (Name { group, hash }, known) in self.known.get(range.clone())? {
                    bytes.push(group.letter());
                    bytes.extend(hash.to_bytes());
                    bytes.extend(known.end.to_le_bytes());
                    bytes.extend(known.lasts.to_le_bytes());
                    for stamp in [known.revoked, known.withdrawn] {
                        bytes.push(stamp.is_some().into());
                        push_stamp(&mut bytes, stamp.unwrap_or_default());
                    }
                }
            }
            Piece::Entries(group, range) => {
                bytes.extend([b'e', group.letter()]);
                for (_, shard) in self.shards.get(range.clone())? {
                    shard.for_each(|hash, end| {
                        bytes.extend(hash.to_bytes());
                        bytes.extend(end.to_le_bytes());
                        if group.is_cut_off() {
                            bytes.extend(list.state.before(Name { group: *group, hash }).to_le_bytes());
                        }
                    });
                }
            }
        }
        Some(bytes)
    }
}

fn push_stamp(bytes: &mut Vec<u8>, stamp: Stamp) {
    bytes.extend(stamp.milliseconds.to_le_bytes());
    bytes.extend(stamp.sequence.to_le_bytes());
}

/// Puts a piece into a list, and returns the stamp of the last loss if this piece has it. None: its
/// form is not known.
pub(super) fn unpack(bytes: &[u8], list: &List) -> Option<Option<Stamp>> {
    let mut rest = Reader(bytes);
    match rest.u8()? {
        b's' => {
            let (cursor, latest, last_loss) = (rest.stamp()?, rest.stamp()?, rest.stamp()?);
            if rest.u8()? != 0 {
                list.state.set_has_digests();
            }
            let mut ledger = list.state.ledger();
            (ledger.cursor, ledger.latest) = (cursor, latest);
            rest.0.is_empty().then_some(Some(last_loss))
        }
        b'w' => {
            let mut ledger = list.state.ledger();
            while !rest.0.is_empty() {
                let name = Name {
                    group: rest.group()?,
                    hash: rest.hash()?,
                };
                let (end, lasts) = (rest.u32()?, rest.u32()?);
                let mut stamp = || Some((rest.u8()? != 0).then_some(rest.stamp()?));
                ledger.known.insert(
                    name,
                    Known {
                        revoked: stamp()?,
                        withdrawn: stamp()?,
                        end,
                        lasts,
                    },
                );
            }
            Some(None)
        }
        b'e' => {
            let group = rest.group()?;
            let mut entries: Vec<(Hash96, u32, u32)> = Vec::with_capacity(rest.0.len() / 16);
            while !rest.0.is_empty() {
                entries.push((
                    rest.hash()?,
                    rest.u32()?,
                    if group.is_cut_off() { rest.u32()? } else { 0 },
                ));
            }
            list.state.put_all(group, entries.into_iter());
            Some(None)
        }
        _ => None,
    }
}
