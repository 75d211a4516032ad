//! Sets of keys that are fetched. The fetching is done in JavaScript.

use napi::bindgen_prelude::ClassInstance;
use napi_derive::napi;
use tokenseal::{Followed as Machine, RemoteOptions, Result};
use tokenseal_bridge::options::javascript_options as options;
use tokenseal_bridge::{machine, message, steps};

use crate::boundary::{Outcome, guarded};
use crate::followed::{Followed, When, times};
use crate::key::Key;
use crate::key_set::KeySet;

/// A set of keys of the core that is fetched.
#[napi]
pub struct RemoteKeySet(pub(crate) tokenseal::RemoteKeySet);

/// A set for which nothing was fetched yet, apart from its snapshot.
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
            Some(key) => {
                tokenseal::RemoteKeySet::with_snapshot(url.as_deref(), &options, &key.0, times(when))
            }
            None => tokenseal::RemoteKeySet::new(url.as_deref(), &options),
        };
        set.map(RemoteKeySet)
    })
}

#[napi]
impl RemoteKeySet {
    /// What carries its requests asks this.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(Machine::Keys(self.0.clone()))))
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
