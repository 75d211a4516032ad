//! The status list of a publisher.

use napi::bindgen_prelude::{ClassInstance, Either};
use napi_derive::napi;
use tokenseal::{SigningKey, StatusTokenOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::key::Key;
use crate::ring::KeyRing;
use crate::task::{Done, run};

/// A list of the core.
#[napi]
pub struct StatusList(tokenseal::StatusList);

/// A list for so many tokens. Numbers are whole, and from 0 on: JavaScript has made sure of it.
#[napi(catch_unwind)]
pub fn new_status_list(capacity: f64, bits: f64) -> Outcome<StatusList> {
    guarded(|| tokenseal::StatusList::new(capacity as u64, bits as u32).map(StatusList))
}

/// The list of a text.
#[napi(catch_unwind)]
pub fn status_list_from_state(state: String) -> Outcome<StatusList> {
    guarded(|| tokenseal::StatusList::from_state(&state).map(StatusList))
}

/// What a status may be, in the order of valid, invalid, suspended.
#[napi(catch_unwind)]
pub fn statuses() -> Outcome<Vec<u32>> {
    use tokenseal::StatusList as List;
    guarded(|| {
        Ok([List::VALID, List::INVALID, List::SUSPENDED]
            .map(u32::from)
            .to_vec())
    })
}

#[napi]
impl StatusList {
    /// How many tokens it is for, how many bits a status has, and how many indexes are free.
    #[napi(catch_unwind)]
    pub fn sizes(&self) -> Outcome<Vec<f64>> {
        guarded(|| {
            Ok(vec![
                self.0.capacity() as f64,
                f64::from(self.0.bits()),
                self.0.free() as f64,
            ])
        })
    }

    /// Gives a free index.
    #[napi(catch_unwind)]
    pub fn allocate(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.allocate()? as f64))
    }

    /// Sets a status.
    #[napi(catch_unwind)]
    pub fn set(&self, index: f64, status: u8) -> Outcome<()> {
        guarded(|| self.0.set(index as u64, status))
    }

    /// A status.
    #[napi(catch_unwind)]
    pub fn get(&self, index: f64) -> Outcome<u8> {
        guarded(|| self.0.get(index as u64))
    }

    /// The claim of a token, as JSON text.
    #[napi(catch_unwind)]
    pub fn claim(&self, uri: String, index: f64) -> Outcome<String> {
        guarded(|| Ok(self.0.claim(&uri, index as u64)?.to_string()))
    }

    /// All that there is to keep.
    #[napi(catch_unwind)]
    pub fn to_state(&self, later: bool) -> Done<String, String> {
        let list = self.0.clone();
        run(later, move || list.to_state())
    }

    /// The signed token of the list.
    #[napi(catch_unwind)]
    pub fn to_jwt(
        &self,
        later: bool,
        key: Either<ClassInstance<'_, Key>, ClassInstance<'_, KeyRing>>,
        uri: String,
        json: String,
    ) -> Done<String, String> {
        let key = match key {
            Either::A(key) => SigningKey::from(&key.0),
            Either::B(ring) => SigningKey::from(&ring.0),
        };
        let list = self.0.clone();
        run(later, move || {
            list.to_jwt(key, &uri, &options::<StatusTokenOptions>(&json)?)
        })
    }
}
