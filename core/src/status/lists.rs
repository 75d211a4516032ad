//! The lists under one set of trusted keys, by address: those that are allowed, and are verified
//! with the same keys.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::policy::Policy;
use super::reader::{Lacks, Reader};
use super::remote::{Found, RemoteStatusList};
use crate::error::Error;
use crate::machine::Times;
use crate::remote::RemoteKeySet;

type Table = HashMap<String, RemoteStatusList>;

pub(crate) struct Lists {
    policy: Arc<Policy>,
    reader: Arc<dyn Reader>,
    table: ArcSwap<Table>,
    changing: Mutex<()>,
}

/// What a check learns about a token's status.
pub(crate) enum Answer {
    /// Its list is not among those that may be fetched.
    NotAllowed,
    /// The status, if the index is not past the end of its list; and the list and keys that need to
    /// be polled.
    Status {
        status: Option<u8>,
        due: Option<RemoteStatusList>,
        keys: Option<RemoteKeySet>,
    },
    /// The list must be fetched first.
    Waits {
        list: RemoteStatusList,
        landed: u64,
    },
    /// Keys must be fetched first.
    Lacks(Lacks),
    Unavailable(Error),
}

impl Lists {
    /// The lists that are named exactly exist from the start, so that a starting service can wait
    /// for them.
    pub(crate) fn new(policy: Arc<Policy>, reader: Arc<dyn Reader>) -> Self {
        let exact = policy.allowed.exact().iter();
        let table = exact
            .map(|uri| (uri.clone(), RemoteStatusList::new(uri, &policy, &reader)))
            .collect();
        Self {
            table: ArcSwap::from_pointee(table),
            policy,
            reader,
            changing: Mutex::new(()),
        }
    }

    /// The status at an index of the list at an address.
    pub(crate) fn ask(&self, uri: &str, index: u64, times: Times) -> Answer {
        if let Some(list) = self.table.load().get(uri) {
            return answer(list, index, times);
        }
        if !self.policy.allowed.allows(uri) {
            return Answer::NotAllowed;
        }
        answer(&self.add(uri, times), index, times)
    }

    /// Identifies the `StatusLists` that they belong to.
    pub(crate) fn id(&self) -> u64 {
        self.policy.id
    }

    /// All lists that are followed.
    pub(crate) fn followed(&self) -> Vec<RemoteStatusList> {
        self.table.load().values().cloned().collect()
    }

    /// The keys that verify the lists, if they are fetched.
    pub(crate) fn keys(&self) -> Option<&RemoteKeySet> {
        self.reader.remote()
    }

    /// Follows one more list. If there are too many, the least recently used one is dropped, except
    /// those that are named exactly.
    #[cold]
    fn add(&self, uri: &str, times: Times) -> RemoteStatusList {
        let _held = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = Table::clone(&self.table.load());
        if let Some(list) = table.get(uri) {
            return list.clone();
        }
        let exact = self.policy.allowed.exact();
        if table.len() >= self.policy.max_lists {
            let others = table.iter().filter(|(uri, _)| !exact.contains(uri));
            let oldest = others
                .min_by(|(_, one), (_, other)| one.last_used().total_cmp(&other.last_used()))
                .map(|(uri, _)| uri.clone());
            if let Some(oldest) = oldest {
                table.remove(&oldest);
            }
        }
        let list = RemoteStatusList::new(uri, &self.policy, &self.reader);
        list.note_use(times);
        table.insert(uri.to_owned(), list.clone());
        self.table.store(Arc::new(table));
        list
    }
}

#[inline]
fn answer(list: &RemoteStatusList, index: u64, times: Times) -> Answer {
    match list.find(index, times) {
        Found::Status { status, is_due, keys } => Answer::Status {
            status,
            due: is_due.then(|| list.clone()),
            keys,
        },
        Found::Waits { landed } => Answer::Waits {
            list: list.clone(),
            landed,
        },
        Found::Lacks(lacks) => Answer::Lacks(lacks),
        Found::Unavailable(error) => Answer::Unavailable(error),
    }
}

impl fmt::Debug for Lists {
    /// Leaves out their addresses.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Lists({})", self.table.load().len())
    }
}
