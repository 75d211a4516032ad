//! Sets of keys that are fetched. The fetching is done in JavaScript; what there is to fetch is said here.

use napi::bindgen_prelude::{ClassInstance, Either, ToNapiValue, Uint8Array};
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::machine::{Times, Turn};
use tokenseal::{RemoteOptions, Result};
use tokenseal_bridge::options::javascript_options as options;
use tokenseal_bridge::{machine, message, steps, times_or};

use crate::boundary::{Outcome, guarded};
use crate::key::Key;
use crate::key_set::KeySet;
use crate::task::{Done, run};

/// The time of a machine: nothing for the system's, one time of a test's clock for both, or what a transcript says: wall, monotonic, jitter.
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

/// A set of keys of the core that is fetched.
#[napi]
pub struct RemoteKeySet(pub(crate) tokenseal::RemoteKeySet);

/// A set that nothing was fetched of yet, but for its snapshot.
#[napi(catch_unwind)]
pub fn new_remote_key_set(
    url: Option<String>,
    snapshot_key: Option<ClassInstance<'_, Key>>,
    json: String,
    when: When,
) -> Outcome<RemoteKeySet> {
    guarded(|| {
        let options: RemoteOptions = options(&json)?;
        let set = match snapshot_key {
            Some(key) => tokenseal::RemoteKeySet::with_snapshot(url.as_deref(), &options, &key.0, times(when)),
            None => tokenseal::RemoteKeySet::new(url.as_deref(), &options),
        };
        set.map(RemoteKeySet)
    })
}

#[napi]
impl RemoteKeySet {
    /// Which set it is, in this process.
    #[napi(catch_unwind)]
    pub fn id(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.id() as f64))
    }

    /// What there is to do, as JSON text.
    #[napi(catch_unwind)]
    pub fn poll(&self, when: When) -> Outcome<String> {
        guarded(|| Ok(machine::turn(&steps::poll(&self.0, times(when)))))
    }

    /// Takes what came of a request, of which the body is read on the thread pool, and says what to do next.
    #[napi(catch_unwind)]
    pub fn tell(&self, later: bool, answer: String, body: Uint8Array, when: When) -> Done<Turn, TurnText> {
        let (set, body, times) = (self.0.clone(), body.to_vec(), times(when));
        run(later, move || Ok(steps::tell(&set, times, machine::answer(&answer, body)?)))
    }

    /// How long a call may wait for its keys, in seconds.
    #[napi(catch_unwind)]
    pub fn longest_wait(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.longest_wait()))
    }

    /// Whether there are keys that may be used.
    #[napi(catch_unwind)]
    pub fn is_ready(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.0.is_ready(times(when))))
    }

    /// The error where there are none.
    #[napi(catch_unwind)]
    pub fn unavailable(&self) -> Outcome<()> {
        guarded(|| Err(self.0.unavailable()))
    }

    /// The keys.
    #[napi(catch_unwind)]
    pub fn keys(&self) -> Outcome<KeySet> {
        guarded(|| Ok(KeySet(self.0.keys())))
    }

    /// How the set is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self, when: When) -> Outcome<String> {
        guarded(|| Ok(steps::status(&self.0, times(when))))
    }

    /// The keys for another process, signed.
    #[napi(catch_unwind)]
    pub fn snapshot(&self, key: &Key) -> Outcome<String> {
        guarded(|| self.0.snapshot(&key.0))
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

/// How long `ready` waits, in seconds.
#[napi(catch_unwind)]
pub fn ready_seconds(json: String) -> Outcome<f64> {
    guarded(|| options::<machine::ReadyOptions>(&json)?.seconds())
}

/// The error for fetched keys where they cannot stand.
#[napi(catch_unwind)]
pub fn remote_refused(what: String) -> Outcome<()> {
    let refused: Result<()> = Err(match what.as_str() {
        "decryptionKeys" => message::remote_decryption_keys(),
        _ => message::remote_needs_verifier(),
    });
    guarded(|| refused)
}
