//! What is followed elsewhere, whatever it is: keys and status lists that are fetched, and what a
//! store keeps. What carries requests is JavaScript; what there is to ask is said here.

use napi::bindgen_prelude::{Either, ToNapiValue, Uint8Array};
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::machine::{Times, Turn};
use tokenseal::{Followed as Machine, RemoteStatusList};
use tokenseal_bridge::{machine, steps, times_or};

use crate::boundary::{Outcome, guarded};
use crate::task::{Done, run};

/// The time of a machine: nothing for the system's, one time of a test's clock for both, or what a
/// transcript says: wall, monotonic, jitter.
pub(crate) type When = Option<Either<f64, Vec<f64>>>;

pub(crate) fn times(when: When) -> Times {
    match when {
        None => times_or(None),
        Some(Either::A(time)) => times_or(Some(time)),
        Some(Either::B(told)) => match told.as_slice() {
            [wall, monotonic, jitter, ..] => machine::times(*wall, *monotonic, Some(*jitter)),
            _ => Times::of_test(f64::NAN),
        },
    }
}

/// A machine of the core.
#[napi]
pub struct Followed(pub(crate) Machine);

#[napi]
impl Followed {
    /// Which one it is, in this process: no two have the same, of whatever kind.
    #[napi(catch_unwind)]
    pub fn id(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.id() as f64))
    }

    /// What there is to do, as JSON text.
    #[napi(catch_unwind)]
    pub fn poll(&self, when: When) -> Outcome<String> {
        guarded(|| {
            let turn = match &self.0 {
                Machine::Keys(set) => steps::poll(set, times(when)),
                other => other.poll(times(when)),
            };
            Ok(machine::turn(&turn))
        })
    }

    /// Takes the outcome of a request, which is read on the thread pool, and says what to do next.
    #[napi(catch_unwind)]
    pub fn tell(&self, later: bool, answer: String, body: Uint8Array, when: When) -> Done<Turn, TurnText> {
        let (followed, body, times) = (self.0.clone(), body.to_vec(), times(when));
        run(later, move || {
            let answer = machine::answer(&answer, body)?;
            Ok(match &followed {
                Machine::Keys(set) => steps::tell(set, times, answer),
                other => other.tell(times, answer),
            })
        })
    }

    /// How many requests have ended, however they did.
    #[napi(catch_unwind)]
    pub fn landed(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.landed() as f64))
    }

    /// How long a call may wait for it, in seconds.
    #[napi(catch_unwind)]
    pub fn longest_wait(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.longest_wait()))
    }

    /// Whether a check could use it now.
    #[napi(catch_unwind)]
    pub fn is_ready(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.0.is_ready(times(when))))
    }

    /// Whether the maker of a token should wait for it.
    #[napi(catch_unwind)]
    pub fn would_wait(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.0.would_wait(times(when))))
    }

    /// The error where it could not be used.
    #[napi(catch_unwind)]
    pub fn unavailable(&self) -> Outcome<()> {
        guarded(|| Err(self.0.unavailable()))
    }

    /// Which StatusLists it belongs to, if it is a status list.
    #[napi(catch_unwind)]
    pub fn lists_id(&self) -> Outcome<Option<f64>> {
        guarded(|| Ok(self.list().map(|list| list.lists_id() as f64)))
    }

    /// Where it is published, if it is a status list.
    #[napi(catch_unwind)]
    pub fn uri(&self) -> Outcome<Option<String>> {
        guarded(|| Ok(self.list().map(|list| list.uri().to_owned())))
    }

    /// How it is, as JSON text, if it is a status list. Everything else has a class of its own,
    /// which says so.
    #[napi(catch_unwind)]
    pub fn status(&self, when: When) -> Outcome<Option<String>> {
        guarded(|| Ok(self.list().map(|list| list.status(times(when)))))
    }
}

impl Followed {
    fn list(&self) -> Option<&RemoteStatusList> {
        match &self.0 {
            Machine::StatusList(list) => Some(list),
            _ => None,
        }
    }
}

/// What there is to do, as JSON text.
pub struct TurnText(String);

impl From<Turn> for TurnText {
    fn from(turn: Turn) -> Self {
        Self(machine::turn(&turn))
    }
}

impl ToNapiValue for TurnText {
    unsafe fn to_napi_value(env: sys::napi_env, Self(text): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { String::to_napi_value(env, text) }
    }
}
