//! What a driver does alike whether it blocks or not.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokenseal::machine::{Fetch, Store, is_public_address};
use tokenseal::{Error, ErrorCode};

/// A waiting caller checks at least this often, in seconds, whether it is done: another driver may
/// have fetched what it waits for.
pub(crate) const LOOK_AGAIN: f64 = 0.1;

/// Found in an error if it was us who refused.
pub(crate) const NOT_PUBLIC: &str = "the address is not public";

/// One request of a machine, of any kind.
#[derive(Clone)]
pub(crate) enum Request {
    Fetch(Fetch),
    Store(Store),
}

impl Request {
    #[cfg(feature = "async")]
    pub(crate) fn id(&self) -> u64 {
        match self {
            Request::Fetch(fetch) => fetch.id,
            Request::Store(store) => store.id,
        }
    }
}

pub(crate) fn requests(fetches: Vec<Fetch>, stores: Vec<Store>) -> impl Iterator<Item = Request> {
    fetches
        .into_iter()
        .map(Request::Fetch)
        .chain(stores.into_iter().map(Request::Store))
}

/// Refuses a name that resolves to any address that is not public.
pub(crate) fn require_public<'a>(found: impl IntoIterator<Item = &'a SocketAddr>) -> io::Result<()> {
    match found
        .into_iter()
        .all(|address| is_public_address(&address.ip().to_string()))
    {
        true => Ok(()),
        false => Err(io::Error::new(io::ErrorKind::PermissionDenied, NOT_PUBLIC)),
    }
}

/// The headers of an answer as text.
pub(crate) fn texts<'a>(headers: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<(String, String)> {
    headers
        .map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value).into_owned()))
        .collect()
}

/// How much of a time is left, in seconds.
pub(crate) fn left(timeout: Duration, began: Instant) -> Option<f64> {
    timeout
        .checked_sub(began.elapsed())
        .filter(|left| !left.is_zero())
        .map(|left| left.as_secs_f64())
}

/// The error for a driver option that cannot be used.
pub(crate) fn unusable(what: &str) -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        format!("{what} cannot be read: give PEM text"),
    )
}
