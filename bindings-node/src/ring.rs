//! Rings of keys that rotate. What there is to choose of a time is done in JavaScript, and
//! everything else in the core.

use napi::bindgen_prelude::{ClassInstance, Uint8Array};
use napi_derive::napi;
use serde_json::Value;
use tokenseal::{
    Algorithm, Followed as Machine, Result, RingAction, RingKey, RingOptions, RingStoreOptions,
    SignatureAlgorithm,
};
use tokenseal_bridge::message;
use tokenseal_bridge::options::{NoOptions, javascript_options as options};

use crate::boundary::{Outcome, Text, guarded, owned};
use crate::followed::{Followed, When, times};
use crate::key::Key;
use crate::key_set::KeySet;
use crate::revocations::Revocations;

/// A ring of the core.
#[napi]
pub struct KeyRing(pub(crate) tokenseal::KeyRing);

/// A new ring.
#[napi(catch_unwind)]
pub fn create_key_ring(
    algorithms: Vec<String>,
    keys: Option<ClassInstance<'_, KeySet>>,
    now: f64,
    json: String,
) -> Outcome<KeyRing> {
    guarded(|| {
        let options: RingOptions = options(&json)?;
        let algorithms = algorithms
            .iter()
            .map(|name| name.parse())
            .collect::<Result<Vec<Algorithm>>>()?;
        tokenseal::KeyRing::create(&algorithms, keys.map(|keys| keys.0.clone()), &options, now).map(KeyRing)
    })
}

/// The ring that a file keeps.
#[napi(catch_unwind)]
pub fn open_key_ring(path: String, protect_with: &KeySet, now: f64, json: String) -> Outcome<KeyRing> {
    guarded(|| {
        options::<NoOptions>(&json)?;
        tokenseal_files::open(path, protect_with.0.clone(), now).map(KeyRing)
    })
}

/// The ring that a store keeps. Nothing of it was read yet.
#[napi(catch_unwind)]
pub fn key_ring_in_store(
    protect_with: &KeySet,
    create: Option<ClassInstance<'_, KeyRing>>,
    now: f64,
    json: String,
) -> Outcome<KeyRing> {
    guarded(|| {
        let options: RingStoreOptions = options(&json)?;
        tokenseal::KeyRing::redis(
            &options,
            protect_with.0.clone(),
            create.as_ref().map(|ring| &ring.0),
            now,
        )
        .map(KeyRing)
    })
}

/// The ring of a text.
#[napi(catch_unwind)]
pub fn key_ring_from_jwe(text: Text<'_>, protect_with: &KeySet, now: f64, json: String) -> Outcome<KeyRing> {
    let text = owned(text);
    guarded(|| {
        options::<NoOptions>(&json)?;
        tokenseal::KeyRing::from_jwe(&text, protect_with.0.clone(), now).map(KeyRing)
    })
}

/// What a KMS made of the key that protects the ring in a file.
#[napi(catch_unwind)]
pub fn key_ring_wrapped_key(path: String) -> Outcome<Option<Uint8Array>> {
    guarded(|| Ok(tokenseal_files::wrapped_key(path)?.map(Uint8Array::from)))
}

/// The error for a ring where its keys cannot be followed.
#[napi(catch_unwind)]
pub fn ring_refused() -> Outcome<()> {
    guarded(|| Err(message::ring_needs_holder()))
}

#[napi]
impl KeyRing {
    /// Keeps the ring in a new file.
    #[napi(catch_unwind)]
    pub fn save(
        &self,
        path: String,
        protect_with: &Key,
        wrapped_key: Option<&[u8]>,
        json: String,
    ) -> Outcome<()> {
        guarded(|| {
            options::<NoOptions>(&json)?;
            tokenseal_files::save(&self.0, path, &protect_with.0, wrapped_key)
        })
    }

    /// The ring as one encrypted token.
    #[napi(catch_unwind)]
    pub fn to_jwe(&self, protect_with: &Key, wrapped_key: Option<&[u8]>, json: String) -> Outcome<String> {
        guarded(|| {
            options::<NoOptions>(&json)?;
            self.0.to_jwe(&protect_with.0, wrapped_key)
        })
    }

    /// Protects what is kept by another key.
    #[napi(catch_unwind)]
    pub fn rewrap(&self, protect_with: &Key, wrapped_key: Option<&[u8]>, now: f64) -> Outcome<()> {
        guarded(|| {
            self.at_once(self.0.is_followed())?
                .rewrap(&protect_with.0, wrapped_key, now)
        })
    }

    /// Begins the same, for a ring in a store.
    #[napi(catch_unwind)]
    pub fn begin_rewrap(
        &self,
        protect_with: &Key,
        wrapped_key: Option<&[u8]>,
        now: f64,
        when: When,
    ) -> Outcome<PendingAction> {
        self.begin(RingAction::rewrap(&protect_with.0, wrapped_key, now), when)
    }

    /// Does what is due, and says what that was, as JSON text.
    #[napi(catch_unwind)]
    pub fn advance(&self, now: f64) -> Outcome<String> {
        guarded(|| {
            Ok(self
                .at_once(self.0.is_followed())?
                .advance(now)?
                .to_json()
                .to_string())
        })
    }

    /// Begins the same, for a ring in a store.
    #[napi(catch_unwind)]
    pub fn begin_advance(&self, now: f64, when: When) -> Outcome<PendingAction> {
        self.begin(RingAction::advance(now), when)
    }

    /// Refuses the tokens of a key.
    #[napi(catch_unwind)]
    pub fn revoke(&self, key_id: String, now: f64) -> Outcome<String> {
        guarded(|| {
            Ok(self
                .at_once(self.0.revokes_in_store())?
                .revoke(&key_id, now)?
                .to_json()
                .to_string())
        })
    }

    /// Begins the same, for a ring in a store, or one that uses a list there.
    #[napi(catch_unwind)]
    pub fn begin_revoke(&self, key_id: String, now: f64, when: When) -> Outcome<PendingAction> {
        self.begin(RingAction::revoke(&key_id, now), when)
    }

    /// Also writes to a list which keys are revoked.
    #[napi(catch_unwind)]
    pub fn use_revocations(&self, revocations: &Revocations, issuer: String) -> Outcome<()> {
        guarded(|| self.0.use_revocations(&revocations.0, &issuer))
    }

    /// Adds a key.
    #[napi(catch_unwind)]
    pub fn add(&self, key: &Key, now: f64) -> Outcome<String> {
        guarded(|| {
            Ok(self
                .at_once(self.0.is_followed())?
                .add(&key.0, now)?
                .to_json()
                .to_string())
        })
    }

    /// Begins the same, for a ring in a store.
    #[napi(catch_unwind)]
    pub fn begin_add(&self, key: &Key, now: f64, when: When) -> Outcome<PendingAction> {
        self.begin(RingAction::add(&key.0, now), when)
    }

    /// What carries its requests asks this.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(Machine::Ring(self.0.clone()))))
    }

    /// The published keys, as JWK Set text.
    #[napi(catch_unwind)]
    pub fn to_jwks(&self, now: f64) -> Outcome<String> {
        guarded(|| self.0.to_jwks(now))
    }

    /// The header that belongs to them.
    #[napi(catch_unwind)]
    pub fn cache_control(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.cache_control()))
    }

    /// The keys and their times, as JSON text.
    #[napi(catch_unwind)]
    pub fn keys(&self, now: f64) -> Outcome<String> {
        guarded(|| Ok(Value::Array(self.0.keys(now)?.iter().map(RingKey::to_json).collect()).to_string()))
    }

    /// How the ring is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self, now: f64) -> Outcome<String> {
        guarded(|| self.0.status(now))
    }

    /// The key that signs.
    #[napi(catch_unwind)]
    pub fn signing_key(&self, algorithm: Option<String>, now: f64) -> Outcome<Key> {
        guarded(|| {
            let algorithm = algorithm
                .map(|name| name.parse::<SignatureAlgorithm>())
                .transpose()?;
            self.0.signing_key(algorithm, now).map(Key)
        })
    }

    /// What a console shows.
    #[napi(catch_unwind)]
    pub fn shown(&self) -> Outcome<String> {
        guarded(|| Ok(format!("{:?}", self.0)))
    }

    /// The keys that verify.
    #[napi(catch_unwind)]
    pub fn to_key_set(&self, now: f64) -> Outcome<KeySet> {
        guarded(|| self.0.to_key_set(now).map(KeySet))
    }
}

impl KeyRing {
    /// The ring, where a change need not wait for a store.
    fn at_once(&self, is_in_store: bool) -> Result<&tokenseal::KeyRing> {
        match is_in_store {
            true => Err(message::ring_needs_async()),
            false => Ok(&self.0),
        }
    }

    fn begin(&self, action: Result<RingAction>, when: When) -> Outcome<PendingAction> {
        guarded(|| {
            self.0
                .begin(action?, times(when))
                .map(|pending| PendingAction(Some(pending)))
        })
    }
}

/// A change that a store was told of, until it is finished.
#[napi]
pub struct PendingAction(Option<tokenseal::PendingAction>);

impl PendingAction {
    fn waiting(&self) -> Result<&tokenseal::PendingAction> {
        self.0.as_ref().ok_or_else(message::defect)
    }
}

#[napi]
impl PendingAction {
    /// Which machine needs polling now: the ring, or the list that it uses.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.followed().id() as f64))
    }

    /// Whether it can be finished.
    #[napi(catch_unwind)]
    pub fn is_settled(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.waiting()?.is_settled(times(when))))
    }

    /// How much longer it may wait for what it waits for now, in seconds.
    #[napi(catch_unwind)]
    pub fn time_left(&self, when: When) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.time_left(times(when))))
    }

    /// Its outcome, as JSON text.
    #[napi(catch_unwind)]
    pub fn finish(&mut self) -> Outcome<String> {
        let pending = self.0.take();
        guarded(|| {
            Ok(pending
                .ok_or_else(message::defect)?
                .finish()?
                .to_json()
                .to_string())
        })
    }
}
