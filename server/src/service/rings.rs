//! Rings that are kept here, and the key that protects them.

use std::time::Duration;

use tokenseal::{
    Algorithm, Followed, KeyManagement, KeyRing, KeySet, RingOptions, RingStoreOptions, SignatureAlgorithm,
};

use tokio::runtime::Handle;

use super::{Around, core_problem, key_set, place, state, store};
use crate::config::{Config, Problem, Store};

/// A published ring.
#[derive(Debug)]
pub(crate) struct Ring {
    pub(crate) name: String,
    pub(crate) ring: KeyRing,
}

/// The rings of the configuration.
pub(super) fn open(config: &Config, around: &Around<'_>) -> (Vec<Ring>, Vec<Problem>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (index, given) in config.rings.iter().enumerate() {
        let opened = || {
            let wrong = |message: String| Problem::new(place("ring", index), message);
            let keys = match &given.protect_with {
                Some(path) => key_set(&around.path(path), None),
                None => protecting(config, around),
            };
            let keys = keys.map_err(|message| wrong(format!("protect_with: {message}")))?;
            let path = around.followed_path(&given.file);
            let of = format!("ring {} {}", path.display(), marks(&keys, around));
            around
                .kept
                .get(&of, || tokenseal_files::open(&path, keys, around.now))
                .map_err(core_problem("ring", index))
        };
        match opened() {
            Ok(ring) => good.push(Ring {
                name: given.name.clone(),
                ring,
            }),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

/// The program's own ring, with a name in the store or the state folder; created at the first
/// start. Without either it is in memory.
pub(super) fn own(
    name: &str,
    algorithm: SignatureAlgorithm,
    config: &Config,
    around: &Around<'_>,
) -> Result<KeyRing, Unusable> {
    let of_core = |error: tokenseal::Error| format!("{} ({})", error.message(), error.code());
    let new = || {
        let options = RingOptions {
            rotate_every: Some("1d".into()),
            token_lifetime: Some("1h".into()),
            ..RingOptions::default()
        };
        KeyRing::create(&[Algorithm::Signature(algorithm)], None, &options, around.now).map_err(of_core)
    };
    if let (Some(shared), Some(_), false) = (&config.store, &config.protect_with, around.is_trial) {
        return stored(name, new, shared, protecting(config, around)?, around);
    }
    let folder = state::folder(config, around).map_err(|problem| problem.message().to_owned())?;
    let path = folder
        .map(|folder| folder.join(name))
        .filter(|path| path.exists() || !around.is_trial);
    let Some(path) = path else {
        return Ok(around.kept.get(&format!("own ring {name} {algorithm}"), new)?);
    };
    let keys = protecting(config, around)?;
    let open = || -> Result<KeyRing, String> {
        if !path.exists() {
            let first = keys
                .iter()
                .next()
                .ok_or("the file of the protecting key has none")?;
            // If two start at once, one creates it, and both open it.
            match tokenseal_files::save(&new()?, &path, first, None) {
                Err(error) if !path.exists() => return Err(of_core(error)),
                _ => {}
            }
        }
        tokenseal_files::open(&path, keys.clone(), around.now).map_err(of_core)
    };
    Ok(around.kept.get(
        &format!("own ring {} {}", path.display(), marks(&keys, around)),
        open,
    )?)
}

/// Why a ring cannot be used.
pub(super) struct Unusable {
    pub(super) message: String,
    /// Whether it may become usable without a change.
    pub(super) is_passing: bool,
}

impl From<String> for Unusable {
    fn from(message: String) -> Self {
        Self {
            message,
            is_passing: false,
        }
    }
}

/// A ring that all instances share. Nothing can be issued before it has been read.
fn stored(
    name: &str,
    new: impl FnOnce() -> Result<KeyRing, String>,
    shared: &Store,
    keys: KeySet,
    around: &Around<'_>,
) -> Result<KeyRing, Unusable> {
    let of_core = |error: tokenseal::Error| format!("{} ({})", error.message(), error.code());
    let url = store::url(shared, around)?;
    let namespace = format!("{}:{name}", shared.namespace);
    let of = format!(
        "stored ring {namespace} {} {} {}",
        around.kept.mark(&url),
        marks(&keys, around),
        shared.create
    );
    if let Some(ring) = around.kept.find(&of) {
        return Ok(ring);
    }
    let options = RingStoreOptions {
        namespace: Some(namespace),
        ..RingStoreOptions::default()
    };
    let first = if shared.create { Some(new()?) } else { None };
    let ring = KeyRing::redis(&options, keys, first.as_ref(), around.now).map_err(of_core)?;
    let driver = &around.kept.driver;
    driver.follow_ring(&ring, store::open(&url)?);
    let longest = Duration::from_secs_f64(ring.longest_wait());
    if let Err(error) = Handle::current().block_on(driver.ready_all(&[Followed::Ring(ring.clone())], longest))
    {
        driver.forget(ring.id());
        return Err(Unusable {
            message: of_core(error),
            is_passing: true,
        });
    }
    around.kept.keep_machine(&of, ring.clone(), ring.id());
    Ok(ring)
}

/// The keys that protect rings: the configuration's, or one that was made at the first start.
fn protecting(config: &Config, around: &Around<'_>) -> Result<KeySet, String> {
    match (
        &config.protect_with,
        state::folder(config, around).map_err(|problem| problem.message().to_owned())?,
    ) {
        (Some(path), _) => key_set(&around.path(path), None),
        (None, Some(folder)) => state::key(
            &folder,
            "protect.jwk",
            KeyManagement::A256KW.into(),
            around.is_trial,
        ),
        (None, None) => Err(
            "is missing: the file of a key that opens the ring, as `tokenseal keygen A256KW` makes one"
                .into(),
        ),
    }
}

/// A value that stands for keys, so that a ring is opened again with different ones.
fn marks(keys: &KeySet, around: &Around<'_>) -> u64 {
    let text = keys
        .to_jwks(true)
        .map(zeroize::Zeroizing::new)
        .unwrap_or_default();
    around.kept.mark(&text)
}
