//! `KeyRing`. If no time is given, it is the system's.

use std::sync::{Arc, Mutex, PoisonError};

use tokenseal::{RingAction, RingOptions, RingStoreOptions};
use tokenseal_bridge::message;

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::followed::Followed;
use crate::key::Key;
use crate::key_set::KeySet;
use crate::remote::Times;
use crate::revocations::Revocations;

/// Keys that rotate, and the file that they are saved in, if any.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct KeyRing(pub(crate) tokenseal::KeyRing);

/// A key of a ring, and its times in seconds since the epoch.
#[derive(uniffi::Record)]
pub struct RingKey {
    /// Its `kid`.
    pub key_id: String,
    /// The algorithm that it is for.
    pub algorithm: String,
    /// Its state, such as `verify-only`.
    pub state: String,
    /// Whether its private half is elsewhere.
    pub is_external: bool,
    /// When it was published.
    pub published: f64,
    /// When its turn begins.
    pub active_from: Option<f64>,
    /// When its turn ends.
    pub active_until: Option<f64>,
    /// From when nothing made with it can still be valid.
    pub retires: Option<f64>,
    /// When it was revoked.
    pub revoked: Option<f64>,
}

/// A change of a key.
#[derive(uniffi::Record)]
pub struct RingChange {
    /// Which key.
    pub key_id: String,
    /// The algorithm that it is for.
    pub algorithm: String,
    /// Its state before; None if it is new.
    pub was: Option<String>,
    /// Its state now; None if it is forgotten. (`is` is a keyword in both languages.)
    pub state: Option<String>,
}

/// The result of advancing a ring.
#[derive(uniffi::Record)]
pub struct Advanced {
    /// The changes of keys.
    pub changes: Vec<RingChange>,
    /// When something will be due again, in seconds since the epoch.
    pub next: Option<f64>,
    /// The algorithms that need another key.
    pub needs_key: Vec<String>,
}

#[uniffi::export]
impl KeyRing {
    /// A new ring.
    #[uniffi::constructor]
    pub fn create(
        algorithms: Vec<String>,
        keys: Option<Arc<KeySet>>,
        given: String,
        now: Option<f64>,
    ) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let algorithms = algorithms
                .iter()
                .map(|name| name.parse())
                .collect::<tokenseal::Result<Vec<_>>>()?;
            let options: RingOptions = options(&given)?;
            tokenseal::KeyRing::create(
                &algorithms,
                keys.map(|keys| keys.0.clone()),
                &options,
                now_or(now),
            )
        })
    }

    /// The ring in a file.
    #[uniffi::constructor]
    pub fn open_file(
        path: String,
        protect_with: Arc<KeySet>,
        now: Option<f64>,
    ) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal_files::open(path, protect_with.0.clone(), now_or(now)))
    }

    /// The ring in Redis or Valkey. Nothing is read yet.
    #[uniffi::constructor]
    pub fn in_store(
        protect_with: Arc<KeySet>,
        create: Option<Arc<KeyRing>>,
        given: String,
        now: Option<f64>,
    ) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: RingStoreOptions = options(&given)?;
            tokenseal::KeyRing::redis(
                &options,
                protect_with.0.clone(),
                create.as_ref().map(|ring| &ring.0),
                now_or(now),
            )
        })
    }

    /// What a driver carries for a ring in a store; None for others.
    pub fn followed(&self) -> Option<Arc<Followed>> {
        self.0
            .is_followed()
            .then(|| Followed::of(tokenseal::Followed::Ring(self.0.clone())))
    }

    /// Whether revoking has to wait for a store: the ring's, or that of the list that it uses.
    pub fn revokes_in_store(&self) -> bool {
        self.0.revokes_in_store()
    }

    /// Begins to advance a ring in a store.
    pub fn begin_advance(&self, now: Option<f64>, at: Times) -> Result<Arc<PendingAction>, TokenError> {
        self.begin(RingAction::advance(now_or(now)), at)
    }

    /// Begins to revoke a key of a ring in a store, or of one that uses a list there.
    pub fn begin_revoke(
        &self,
        key_id: String,
        now: Option<f64>,
        at: Times,
    ) -> Result<Arc<PendingAction>, TokenError> {
        self.begin(RingAction::revoke(&key_id, now_or(now)), at)
    }

    /// Begins to add a key to a ring in a store.
    pub fn begin_add(
        &self,
        key: Arc<Key>,
        now: Option<f64>,
        at: Times,
    ) -> Result<Arc<PendingAction>, TokenError> {
        self.begin(RingAction::add(&key.0, now_or(now)), at)
    }

    /// Begins to protect a ring in a store with another key.
    pub fn begin_rewrap(
        &self,
        protect_with: Arc<Key>,
        wrapped_key: Option<Vec<u8>>,
        now: Option<f64>,
        at: Times,
    ) -> Result<Arc<PendingAction>, TokenError> {
        self.begin(
            RingAction::rewrap(&protect_with.0, wrapped_key.as_deref(), now_or(now)),
            at,
        )
    }

    /// A ring from the text that `to_jwe` returned.
    #[uniffi::constructor]
    pub fn from_jwe(
        text: String,
        protect_with: Arc<KeySet>,
        now: Option<f64>,
    ) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::KeyRing::from_jwe(text, protect_with.0.clone(), now_or(now)))
    }

    /// Saves the ring in a new file.
    pub fn save(
        &self,
        path: String,
        protect_with: Arc<Key>,
        wrapped_key: Option<Vec<u8>>,
    ) -> Result<(), TokenError> {
        call(|| tokenseal_files::save(&self.0, path, &protect_with.0, wrapped_key.as_deref()))
    }

    /// The ring as one encrypted token.
    pub fn to_jwe(&self, protect_with: Arc<Key>, wrapped_key: Option<Vec<u8>>) -> Result<String, TokenError> {
        call(|| self.0.to_jwe(&protect_with.0, wrapped_key.as_deref()))
    }

    /// Protects the saved ring with another key.
    pub fn rewrap(
        &self,
        protect_with: Arc<Key>,
        wrapped_key: Option<Vec<u8>>,
        now: Option<f64>,
    ) -> Result<(), TokenError> {
        call(|| {
            self.0
                .rewrap(&protect_with.0, wrapped_key.as_deref(), now_or(now))
        })
    }

    /// Does what is due.
    pub fn advance(&self, now: Option<f64>) -> Result<Advanced, TokenError> {
        call(|| self.0.advance(now_or(now)).map(Advanced::from))
    }

    /// Refuses the tokens of a key from now on.
    pub fn revoke(&self, key_id: String, now: Option<f64>) -> Result<Advanced, TokenError> {
        call(|| self.0.revoke(&key_id, now_or(now)).map(Advanced::from))
    }

    /// From now on, also writes to a list of revocations when a key is revoked.
    pub fn use_revocations(&self, revocations: Arc<Revocations>, issuer: String) -> Result<(), TokenError> {
        call(|| self.0.use_revocations(&revocations.0, &issuer))
    }

    /// Adds a key.
    pub fn add(&self, key: Arc<Key>, now: Option<f64>) -> Result<Advanced, TokenError> {
        call(|| self.0.add(&key.0, now_or(now)).map(Advanced::from))
    }

    /// The keys that are published, as the text of a JWK Set.
    pub fn jwks_text(&self, now: Option<f64>) -> Result<String, TokenError> {
        call(|| self.0.to_jwks(now_or(now)))
    }

    /// The `Cache-Control` that belongs to them.
    pub fn cache_control(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.cache_control()))
    }

    /// The keys and their times, in the order of their turns.
    pub fn keys(&self, now: Option<f64>) -> Result<Vec<RingKey>, TokenError> {
        call(|| Ok(self.0.keys(now_or(now))?.into_iter().map(RingKey::from).collect()))
    }

    /// The state of the ring, as JSON text.
    pub fn status(&self, now: Option<f64>) -> Result<String, TokenError> {
        call(|| self.0.status(now_or(now)))
    }

    /// The key that signs now.
    pub fn signing_key(&self, algorithm: Option<String>, now: Option<f64>) -> Result<Arc<Key>, TokenError> {
        call(|| {
            let algorithm = algorithm.map(|name| name.parse()).transpose()?;
            Ok(Arc::new(Key(self.0.signing_key(algorithm, now_or(now))?)))
        })
    }

    /// The keys that verify now, as a set that does not change.
    pub fn key_set(&self, now: Option<f64>) -> Result<Arc<KeySet>, TokenError> {
        call(|| Ok(Arc::new(KeySet(self.0.to_key_set(now_or(now))?))))
    }
}

impl KeyRing {
    fn begin(
        &self,
        action: tokenseal::Result<RingAction>,
        at: Times,
    ) -> Result<Arc<PendingAction>, TokenError> {
        call(|| {
            self.0
                .begin(action?, at.into())
                .map(|pending| Arc::new(PendingAction(Mutex::new(Some(pending)))))
        })
    }
}

/// A change to a ring that was sent to a store, until it is finished.
#[derive(Debug, uniffi::Object)]
pub struct PendingAction(Mutex<Option<tokenseal::PendingAction>>);

impl PendingAction {
    fn with<T>(&self, look: impl FnOnce(&tokenseal::PendingAction) -> T) -> Result<T, TokenError> {
        call(|| {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .map(look)
                .ok_or_else(message::defect)
        })
    }
}

#[uniffi::export]
impl PendingAction {
    /// The machine that must be polled now: the ring, or the list that it uses.
    pub fn followed_id(&self) -> Result<u64, TokenError> {
        self.with(|pending| pending.followed().id())
    }

    /// Whether it can be finished.
    pub fn is_settled(&self, at: Times) -> Result<bool, TokenError> {
        self.with(|pending| pending.is_settled(at.into()))
    }

    /// How much longer it may wait for what it waits for now, in seconds.
    pub fn time_left(&self, at: Times) -> Result<f64, TokenError> {
        self.with(|pending| pending.time_left(at.into()))
    }

    /// Its outcome. Can be called once.
    pub fn finish(&self) -> Result<Advanced, TokenError> {
        call(|| {
            let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            pending.ok_or_else(message::defect)?.finish().map(Advanced::from)
        })
    }
}

/// The key that protects the ring in a file, as wrapped by a KMS, if one wrapped it.
#[uniffi::export]
pub fn wrapped_key(path: String) -> Result<Option<Vec<u8>>, TokenError> {
    call(|| tokenseal_files::wrapped_key(path))
}

/// Throws the error for a call that may not wait for a ring in a store.
#[uniffi::export]
pub fn ring_must_be_awaited() -> Result<(), TokenError> {
    call(|| Err(message::ring_needs_async()))
}

fn state(state: tokenseal::KeyState) -> String {
    state.as_str().to_owned()
}

fn made(make: impl FnOnce() -> tokenseal::Result<tokenseal::KeyRing>) -> Result<Arc<KeyRing>, TokenError> {
    call(make).map(|ring| Arc::new(KeyRing(ring)))
}

impl From<tokenseal::Advanced> for Advanced {
    fn from(advanced: tokenseal::Advanced) -> Self {
        let change = |change: tokenseal::RingChange| RingChange {
            key_id: change.key_id,
            algorithm: change.algorithm.to_string(),
            was: change.was.map(state),
            state: change.is.map(state),
        };
        Self {
            changes: advanced.changes.into_iter().map(change).collect(),
            next: advanced.next,
            needs_key: advanced.needs_key.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<tokenseal::RingKey> for RingKey {
    fn from(key: tokenseal::RingKey) -> Self {
        Self {
            key_id: key.key_id,
            algorithm: key.algorithm.to_string(),
            state: state(key.state),
            is_external: key.is_external,
            published: key.published,
            active_from: key.active_from,
            active_until: key.active_until,
            retires: key.retires,
            revoked: key.revoked,
        }
    }
}
