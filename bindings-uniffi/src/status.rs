//! Status lists: `StatusList`, which is published, and `StatusLists`, in which tokens are looked
//! up. If no time is given, it is the system's.

use std::sync::Arc;

use tokenseal::{StatusListsOptions, StatusTokenOptions};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::followed::Followed;
use crate::keys::{Keys, SigningKey};
use crate::remote::Times;

/// One status for each of many tokens, as their issuer keeps them.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct StatusList(tokenseal::StatusList);

#[uniffi::export]
impl StatusList {
    /// A list for this many tokens, with this many bits for each.
    #[uniffi::constructor]
    pub fn new(capacity: u64, bits: u32) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::StatusList::new(capacity, bits))
    }

    /// The list that `to_state` wrote.
    #[uniffi::constructor]
    pub fn from_state(state: String) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::StatusList::from_state(&state))
    }

    /// How many tokens it is for.
    pub fn capacity(&self) -> u64 {
        self.0.capacity()
    }

    /// How many bits a status has.
    pub fn bits(&self) -> u32 {
        self.0.bits()
    }

    /// How many indexes are still free.
    pub fn free(&self) -> u64 {
        self.0.free()
    }

    /// Returns a free index.
    pub fn allocate(&self) -> Result<u64, TokenError> {
        call(|| self.0.allocate())
    }

    /// Sets a status. (`set` is a keyword in Swift.)
    pub fn set_status(&self, index: u64, status: u8) -> Result<(), TokenError> {
        call(|| self.0.set(index, status))
    }

    /// A status.
    pub fn get_status(&self, index: u64) -> Result<u8, TokenError> {
        call(|| self.0.get(index))
    }

    /// The `status` claim of a token, as JSON text.
    pub fn claim(&self, uri: String, index: u64) -> Result<String, TokenError> {
        call(|| self.0.claim(&uri, index).map(|claim| claim.to_string()))
    }

    /// Everything about it that must be stored, as text.
    pub fn to_state(&self) -> Result<String, TokenError> {
        call(|| self.0.to_state())
    }

    /// Its signed token.
    pub fn to_jwt(&self, key: SigningKey, uri: String, given: String) -> Result<String, TokenError> {
        call(|| {
            let options: StatusTokenOptions = options(&given)?;
            self.0.to_jwt(
                key,
                &uri,
                &StatusTokenOptions {
                    now: Some(now_or(options.now)),
                    ..options
                },
            )
        })
    }
}

fn made(
    make: impl FnOnce() -> tokenseal::Result<tokenseal::StatusList>,
) -> Result<Arc<StatusList>, TokenError> {
    call(make).map(|list| Arc::new(StatusList(list)))
}

/// The lists in which a verifier may look tokens up.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct StatusLists(pub(crate) tokenseal::StatusLists);

#[uniffi::export]
impl StatusLists {
    /// Compiles the options. `keys` verify the lists; if there are none, each verifier's own do.
    #[uniffi::constructor]
    pub fn new(keys: Option<Keys>, given: String) -> Result<Arc<Self>, TokenError> {
        let lists = call(|| {
            let options: StatusListsOptions = options(&given)?;
            tokenseal::StatusLists::new(keys.map(Into::into), &options)
        });
        lists.map(|lists| Arc::new(Self(lists)))
    }

    /// Identifies them, in this process: the `Followed.lists_id` of each of them.
    pub fn id(&self) -> u64 {
        self.0.id()
    }
}

/// A list that is followed.
#[derive(Debug, uniffi::Object)]
pub struct RemoteStatusList(pub(crate) tokenseal::RemoteStatusList);

#[uniffi::export]
impl RemoteStatusList {
    /// What a driver carries.
    pub fn followed(&self) -> Arc<Followed> {
        Followed::of(tokenseal::Followed::StatusList(self.0.clone()))
    }

    /// The state of the list, as JSON text.
    pub fn status(&self, at: Times) -> Result<String, TokenError> {
        call(|| Ok(self.0.status(at.into())))
    }
}
