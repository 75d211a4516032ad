//! A list as bytes, for another process, and merging two lists with the same hash.
//!
//! | bytes | |
//! | --- | --- |
//! | 8 | the type and its version |
//! | 16 | the key of the hash |
//! | 8 | the longest lifetime in seconds; 0: unknown |
//! | 16, 16 | the latest stamp that was seen; the cursor |
//! | 1 | whether a token without `jti` was ever revoked |
//! | 8 and each 21 | entries: their letter, hash, end and cut-off |
//! | 8 and each 51 | names that were ever withdrawn: letter, hash, end, and two stamps, each preceded by a byte that says whether it is present |
//! | 8 and each 4 and more | records with who and why, if the list keeps them |
//! | 32 | the SHA-256 of everything before |

use std::collections::HashMap;
use std::sync::PoisonError;

use aws_lc_rs::digest::{SHA256, digest};

use super::ends::Lifetime;
use super::list::List;
use super::name::{Group, HashKey, Name};
use super::record::{Reader, Record, unavailable};
use super::stamp::Stamp;
use super::state::{Known, Ledger};
use super::table::Hash96;
use super::{Kept, Revocations};
use crate::error::{Error, Result};

const MAGIC: &[u8; 8] = b"tsrevsn\x01";
const DIGEST_BYTES: usize = 32;

/// What a snapshot contains.
struct Content {
    key: HashKey,
    lifetime: Lifetime,
    latest: Stamp,
    cursor: Stamp,
    has_digests: bool,
    entries: [Vec<(Hash96, u32, u32)>; 5],
    known: Vec<(Name, Known)>,
    records: Vec<Record>,
}

impl Revocations {
    /// The list as bytes, which [`from_snapshot`](Self::from_snapshot) and [`merge`](Self::merge)
    /// accept. Keep them where nobody else can write: they are protected against damage, not
    /// against forgery. They also contain the key with which IDs can be recognized in them.
    pub fn snapshot(&self) -> Vec<u8> {
        let list = self.0.list.load();
        let audit = self.0.kept.audit().map(|audit| audit.clone());
        let ledger = list.state.ledger();
        let mut bytes = Vec::with_capacity(128 + 21 * list.state.len());
        bytes.extend(MAGIC);
        bytes.extend(list.key.bytes());
        bytes.extend(list.lifetime().seconds().to_le_bytes());
        [ledger.latest, ledger.cursor]
            .into_iter()
            .for_each(|stamp| write_stamp(&mut bytes, stamp));
        bytes.push(list.state.has_digests().into());
        write_entries(&mut bytes, &list);
        write_known(&mut bytes, &ledger);
        write_records(&mut bytes, audit.as_deref().unwrap_or_default());
        let digest = digest(&SHA256, &bytes);
        bytes.extend(digest.as_ref());
        bytes
    }

    /// A list in memory that starts with the contents of a snapshot, and can be merged with its
    /// source.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the snapshot is damaged, or was made by a newer version.
    pub fn from_snapshot(snapshot: &[u8], audit: bool) -> Result<Self> {
        let content = Content::read(snapshot)?;
        let revocations = Self::of(
            List::with_key(content.key.clone(), content.lifetime),
            Kept::in_memory(audit),
        );
        revocations.take(content);
        Ok(revocations)
    }

    /// Adds the contents of a snapshot: for each entry, the later of the two. This never forgets
    /// anything that was revoked.
    ///
    /// If something was withdrawn here, but is still revoked in a list that was written to since,
    /// it is revoked again, unless that list keeps its records.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the snapshot is damaged, or was made by a newer version;
    /// `ERR_OPTION_INVALID` if it is from a list with another hash, so that nothing in it could be
    /// recognized, or if this list is kept in a log.
    pub fn merge(&self, snapshot: &[u8]) -> Result<()> {
        if !self.is_quick() {
            return Err(Error::option(
                "a list that is kept in a log or a store takes what is written there, and no snapshots",
            ));
        }
        let content = Content::read(snapshot)?;
        if content.key != self.0.list.load().key {
            return Err(Error::option(
                "the snapshot is of another list, in which this one could recognise nothing: make one of the two from a snapshot of the other",
            ));
        }
        self.take(content);
        Ok(())
    }

    fn take(&self, content: Content) {
        let Content {
            latest,
            cursor,
            has_digests,
            entries,
            known,
            records,
            ..
        } = content;
        let _held = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let list = self.0.list.load();
        let state = &list.state;
        let mut ledger = state.ledger();
        if has_digests {
            state.set_has_digests();
        }
        // Records know the stamps that tables do not keep.
        let own = self
            .0
            .kept
            .audit()
            .map(|audit| stamps(&audit))
            .unwrap_or_default();
        let stamps = stamps(&records);
        for (name, known) in &known {
            if let Some(stamp) = own.get(name) {
                let held = state.ends(name.group).get(name.hash).unwrap_or_default();
                ledger.known.entry(*name).or_insert(Known {
                    revoked: Some(*stamp),
                    withdrawn: None,
                    end: held,
                    lasts: 0,
                });
            }
            known
                .withdrawn
                .iter()
                .for_each(|stamp| state.apply(&mut ledger, &Record::bare(*name, *stamp, true, known.end)));
            if let Some(own) = ledger.known.get_mut(name) {
                own.revoked = own.revoked.max(known.revoked);
            }
        }
        let theirs: HashMap<Name, Known> = known.into_iter().collect();
        for (group, entries) in Group::ALL.into_iter().zip(entries) {
            let (met, fresh): (Vec<_>, Vec<_>) = entries
                .into_iter()
                .partition(|(hash, ..)| ledger.known.contains_key(&Name { group, hash: *hash }));
            for (hash, end, before) in met {
                let name = Name { group, hash };
                let stamp = theirs
                    .get(&name)
                    .and_then(|known| known.revoked)
                    .or_else(|| stamps.get(&name).copied())
                    .unwrap_or(cursor);
                state.apply(
                    &mut ledger,
                    &Record {
                        before,
                        ..Record::bare(name, stamp, false, end)
                    },
                );
            }
            if self.0.kept.audit().is_some() {
                // Where there is no record, only the bound is known, and it stays when an older
                // record arrives.
                for (hash, end, _) in &fresh {
                    let name = Name { group, hash: *hash };
                    let of_record = || (!stamps.contains_key(&name)).then_some(cursor);
                    if let Some(bound) = theirs
                        .get(&name)
                        .and_then(|known| known.revoked)
                        .or_else(of_record)
                    {
                        let revoked = own.get(&name).copied().max(Some(bound));
                        ledger.known.insert(
                            name,
                            Known {
                                revoked,
                                withdrawn: None,
                                end: *end,
                                lasts: 0,
                            },
                        );
                    }
                }
            }
            state.put_all(group, fresh.into_iter());
        }
        ledger.latest = ledger.latest.max(latest);
        ledger.cursor = ledger.cursor.max(cursor).max(ledger.latest);
        drop(ledger);
        if let Some(mut audit) = self.0.kept.audit() {
            let fresh: Vec<Record> = records
                .into_iter()
                .filter(|record| !audit.contains(record))
                .collect();
            audit.extend(fresh);
        }
    }
}

/// When each name was last revoked.
fn stamps(records: &[Record]) -> HashMap<Name, Stamp> {
    let mut stamps: HashMap<Name, Stamp> = HashMap::new();
    for record in records.iter().filter(|record| !record.is_withdrawal) {
        let stamp = stamps.entry(record.name).or_default();
        *stamp = (*stamp).max(record.stamp);
    }
    stamps
}

fn write_stamp(bytes: &mut Vec<u8>, stamp: Stamp) {
    bytes.extend(stamp.milliseconds.to_le_bytes());
    bytes.extend(stamp.sequence.to_le_bytes());
}

fn write_entries(bytes: &mut Vec<u8>, list: &List) {
    bytes.extend((list.state.len() as u64).to_le_bytes());
    for group in Group::ALL {
        list.state.ends(group).for_each(|hash, end| {
            bytes.push(group.letter());
            bytes.extend(hash.to_bytes());
            bytes.extend(end.to_le_bytes());
            bytes.extend(list.state.before(Name { group, hash }).to_le_bytes());
        });
    }
}

fn write_known(bytes: &mut Vec<u8>, ledger: &Ledger) {
    bytes.extend((ledger.known.len() as u64).to_le_bytes());
    // Sorted, so that two snapshots of the same list are identical.
    let mut known: Vec<_> = ledger.known.iter().collect();
    known.sort_by_key(|(name, _)| **name);
    for (name, known) in known {
        bytes.push(name.group.letter());
        bytes.extend(name.hash.to_bytes());
        bytes.extend(known.end.to_le_bytes());
        for stamp in [known.revoked, known.withdrawn] {
            bytes.push(stamp.is_some().into());
            write_stamp(bytes, stamp.unwrap_or_default());
        }
    }
}

fn write_records(bytes: &mut Vec<u8>, records: &[Record]) {
    bytes.extend((records.len() as u64).to_le_bytes());
    for record in records {
        let record = record.to_bytes();
        bytes.extend((record.len() as u32).to_le_bytes());
        bytes.extend(record);
    }
}

impl Content {
    fn read(snapshot: &[u8]) -> Result<Self> {
        let damaged =
            || unavailable("cannot be read from this snapshot: it is damaged, or a newer version made it");
        let (content, checksum) = snapshot
            .split_at_checked(snapshot.len().saturating_sub(DIGEST_BYTES))
            .ok_or_else(damaged)?;
        let rest = content.strip_prefix(MAGIC).ok_or_else(damaged)?;
        if digest(&SHA256, content).as_ref() != checksum {
            return Err(damaged());
        }
        let mut rest = Reader(rest);
        Self::read_from(&mut rest)
            .filter(|_| rest.0.is_empty())
            .ok_or_else(damaged)
    }

    fn read_from(rest: &mut Reader<'_>) -> Option<Self> {
        let key = HashKey::from_bytes(rest.array()?);
        let lifetime = Lifetime::of_seconds(rest.u64()?);
        let (latest, cursor) = (rest.stamp()?, rest.stamp()?);
        let has_digests = rest.u8()? != 0;
        let mut entries: [Vec<(Hash96, u32, u32)>; 5] = Default::default();
        for _ in 0..rest.u64()? {
            let group = rest.group()?;
            let entry = (rest.hash()?, rest.u32()?, rest.u32()?);
            Group::ALL
                .into_iter()
                .zip(&mut entries)
                .find(|(own, _)| *own == group)?
                .1
                .push(entry);
        }
        let mut known = Vec::new();
        for _ in 0..rest.u64()? {
            let name = Name {
                group: rest.group()?,
                hash: rest.hash()?,
            };
            let end = rest.u32()?;
            let mut stamp = || Some((rest.u8()? != 0).then_some(rest.stamp()?));
            known.push((
                name,
                Known {
                    revoked: stamp()?,
                    withdrawn: stamp()?,
                    end,
                    lasts: end,
                },
            ));
        }
        let mut records = Vec::new();
        for _ in 0..rest.u64()? {
            let length = usize::try_from(rest.u32()?).ok()?;
            records.push(Record::from_bytes(rest.bytes(length)?).ok()?);
        }
        Some(Self {
            key,
            lifetime,
            latest,
            cursor,
            has_digests,
            entries,
            known,
            records,
        })
    }
}
