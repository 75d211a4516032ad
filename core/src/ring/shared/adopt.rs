//! What is accepted from a store: the same ring, and only changes that continue from what is known.
//! A key that was used must not be lost, nor a revocation.

use std::collections::BTreeSet;

use super::super::KeyRing;
use super::super::data::Data;
use super::super::format::{self, Protection, unavailable};
use super::reply::Found;
use super::script::{FORMAT, REMEMBERED};
use super::state::State;
use crate::error::{Error, Result};
use crate::machine::{Event, Failure, Times, Turn};

impl State {
    /// Takes the ring from a store, if it differs from before.
    pub(super) fn adopt(
        &mut self,
        ring: &KeyRing,
        found: &Found,
        times: Times,
        turn: &mut Turn,
    ) -> Result<(), (Failure, Error)> {
        if found.writer.is_empty() {
            return Err(gone());
        }
        if found.format != FORMAT {
            return Err((
                Failure::Unreadable,
                unavailable("has a form in its store that this version does not know"),
            ));
        }
        if found.writer == self.writer {
            self.writers.clone_from(&found.writers);
            return Ok(());
        }
        let (data, protection) =
            format::open(found.ring.as_bytes(), &self.keys).map_err(|error| (Failure::Unreadable, error))?;
        if data.generation.to_string() != found.generation {
            return Err((
                Failure::Unreadable,
                unavailable("is not of the generation that its store says: it is damaged"),
            ));
        }
        if !self.writer.is_empty() {
            self.check_newer(&ring.data(), &data, found)
                .map_err(|(why, what)| (why, unavailable(what)))?;
        }
        self.have(
            ring,
            (data, protection),
            (&found.writer, &found.writers),
            times,
            turn,
        );
        Ok(())
    }

    /// Refuses a ring that does not continue from what is known.
    fn check_newer(&self, own: &Data, data: &Data, found: &Found) -> Result<(), (Failure, &'static str)> {
        if data.id != own.id {
            return Err((
                Failure::NoList,
                "was replaced in its store by another: it is not used, and not overwritten",
            ));
        }
        if data.generation < own.generation {
            let what = "is older in its store than what was read before, as after a backup: it is not used, and not overwritten";
            return Err((Failure::Incomplete, what));
        }
        let is_same = || matches!((format::content(own), format::content(data)), (Ok(own), Ok(theirs)) if *own == *theirs);
        let goes_on =
            found.follows(&self.writer) || data.generation - own.generation >= REMEMBERED || is_same();
        match goes_on {
            true => Ok(()),
            false => Err((
                Failure::Incomplete,
                "goes on in its store from an older state than what was read before, as after a backup: it is not used, and not overwritten",
            )),
        }
    }

    /// Makes this the current ring.
    pub(super) fn have(
        &mut self,
        ring: &KeyRing,
        (data, protection): (Data, Protection),
        (writer, writers): (&str, &str),
        times: Times,
        turn: &mut Turn,
    ) {
        if !self.keys.iter().any(|key| *key == protection.key) {
            self.keys = std::iter::once(protection.key.clone())
                .chain(self.keys.iter().cloned())
                .collect();
        }
        self.protection = Some(protection);
        writer.clone_into(&mut self.writer);
        writers.clone_into(&mut self.writers);
        turn.events.extend(rotated(&ring.data(), &data));
        ring.take(data, times.wall);
    }
}

/// The error to report if there is none.
pub(super) fn gone() -> (Failure, Error) {
    (
        Failure::NoList,
        unavailable("is not in its store: it was never put there, or was lost. No other is made instead"),
    )
}

fn rotated(before: &Data, after: &Data) -> Option<Event> {
    let key_ids = |data: &Data| -> BTreeSet<String> {
        data.lines
            .iter()
            .flat_map(|line| line.line.entries.iter().map(|entry| entry.key_id.clone()))
            .collect()
    };
    let (was, is) = (key_ids(before), key_ids(after));
    let added: Vec<String> = is.difference(&was).cloned().collect();
    let removed: Vec<String> = was.difference(&is).cloned().collect();
    (!was.is_empty() && (!added.is_empty() || !removed.is_empty()))
        .then_some(Event::Rotated { added, removed })
}
