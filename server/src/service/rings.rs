//! Rings that are kept here, and the key that protects them.

use std::path::{Path, PathBuf};

use tokenseal::{Algorithm, GenerateOptions, Key, KeyManagement, KeyRing, KeySet, RingOptions, SignatureAlgorithm};

use super::{Around, core_problem, key_set, place};
use crate::config::{Config, Problem};

/// A ring that is published.
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
                Some(path) => key_set(&around.path(path), None).map_err(|message| wrong(format!("protect_with: {message}")))?,
                None => protecting(config, around).map_err(|message| wrong(format!("protect_with: {message}")))?,
            };
            let path = around.path(&given.file);
            let of = format!("ring {}", path.display());
            around.kept.get(&of, || tokenseal_files::open(&path, keys, around.now)).map_err(core_problem("ring", index))
        };
        match opened() {
            Ok(ring) => good.push(Ring { name: given.name.clone(), ring }),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

/// The ring of the program's own, of a name in the state folder; made with the first start. Without a folder it is in memory.
pub(super) fn own(name: &str, algorithm: SignatureAlgorithm, config: &Config, around: &Around<'_>) -> Result<KeyRing, String> {
    let of_core = |error: tokenseal::Error| format!("{} ({})", error.message(), error.code());
    let new = || {
        let options = RingOptions { rotate_every: Some("1d".into()), token_lifetime: Some("1h".into()), ..RingOptions::default() };
        KeyRing::create(&[Algorithm::Signature(algorithm)], None, &options, around.now).map_err(of_core)
    };
    let Some(state) = &config.state else {
        return around.kept.get(&format!("own ring {name} {algorithm}"), new);
    };
    let path = around.path(state).join(name);
    let keys = protecting(config, around)?;
    around.kept.get(&format!("own ring {}", path.display()), || {
        if !path.exists() {
            let first = keys.iter().next().ok_or("the file of the protecting key has none")?;
            // Of two that start at once, one makes it, and both open it.
            match tokenseal_files::save(&new()?, &path, first, None) {
                Err(error) if !path.exists() => return Err(of_core(error)),
                _ => {}
            }
        }
        tokenseal_files::open(&path, keys, around.now).map_err(of_core)
    })
}

/// The keys that protect rings: those of the configuration, or one that was made with the first start.
fn protecting(config: &Config, around: &Around<'_>) -> Result<KeySet, String> {
    match (&config.protect_with, &config.state) {
        (Some(path), _) => key_set(&around.path(path), None),
        (None, Some(state)) => made(&around.path(state)),
        (None, None) => Err("is missing: the file of a key that opens the ring, as `tokenseal keygen A256KW` makes one".into()),
    }
}

fn made(state: &Path) -> Result<KeySet, String> {
    let path: PathBuf = state.join("protect.jwk");
    if !path.exists() {
        let key = Key::generate(KeyManagement::A256KW.into(), &GenerateOptions::default()).map_err(|error| error.message().to_owned())?;
        let jwk = zeroize::Zeroizing::new(key.to_jwk(true).map_err(|error| error.message().to_owned())?);
        write_secret(state, &path, jwk.as_bytes()).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    key_set(&path, None)
}

/// Writes a file that is not there yet, whole or not at all, for its owner alone.
pub(crate) fn write_secret(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        // Another process came first.
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
        Ok(_) => Ok(()),
    }
}
