//! A list of revocations that is open, wherever it is kept.

use tokenseal::{EntriesOptions, FileOptions, RevocationChange, RevocationEntry, Revocations, StoreOptions};
use tokenseal_files::open_revocations;

use crate::arguments::Place;
use crate::failure::Result;
use crate::fetching::{Fetching, StoredList};

pub(super) enum Opened<'a> {
    File(Revocations),
    Stored(StoredList<'a>),
}

impl<'a> Opened<'a> {
    /// A list that is not there is an error, and never an empty one.
    pub(super) fn open(place: Place<'_>, fetching: &'a Fetching<'a>) -> Result<Self> {
        Ok(match place {
            Place::File(path) => Opened::File(open_revocations(path, &FileOptions::default())?),
            Place::Store(address) => Opened::Stored(fetching.open(address, &StoreOptions::default())?),
        })
    }

    pub(super) fn list(&self) -> &Revocations {
        match self {
            Opened::File(list) => list,
            Opened::Stored(stored) => &stored.list,
        }
    }

    pub(super) fn stored(&self) -> Option<&StoredList<'a>> {
        match self {
            Opened::File(_) => None,
            Opened::Stored(stored) => Some(stored),
        }
    }

    pub(super) fn change(&self, change: RevocationChange) -> Result<RevocationEntry> {
        match self {
            Opened::File(list) => Ok(list.change(&change)?),
            Opened::Stored(stored) => stored.change(change),
        }
    }

    pub(super) fn entries(&self, options: &EntriesOptions) -> Result<Vec<RevocationEntry>> {
        match self {
            Opened::File(list) => Ok(list.entries(options)?),
            Opened::Stored(stored) => stored.entries(options),
        }
    }
}
