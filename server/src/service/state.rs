//! The state folder, for what is kept on this machine.

use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use tokenseal::{Algorithm, GenerateOptions, Key, KeySet};
use zeroize::Zeroizing;

use super::{Around, key_set};
use crate::config::{Config, Problem};

/// The mode bits that let others than the owner create, replace and remove files there.
const OTHERS_WRITE: u32 = 0o022;

/// The folder, created for its owner alone at the first start. None if none is configured, or if it
/// does not exist yet and the configuration is only checked.
pub(crate) fn folder(config: &Config, around: &Around<'_>) -> Result<Option<PathBuf>, Problem> {
    let Some(state) = &config.state else {
        return Ok(None);
    };
    let path = around.followed_path(state);
    let wrong = |message: String| Problem::new(["state".into()], format!("{}: {message}", path.display()));
    if !path.exists() {
        if around.is_trial {
            return Ok(None);
        }
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(|error| wrong(format!("the folder cannot be made: {error}")))?;
    }
    let found = std::fs::metadata(&path)
        .map_err(|error| wrong(format!("the folder cannot be looked at: {error}")))?;
    if !found.is_dir() {
        return Err(wrong("this is no folder: name one, for what is kept".to_owned()));
    }
    match found.mode() & OTHERS_WRITE {
        0 => Ok(Some(path)),
        _ => Err(wrong(
            "users other than its owner may write there: set its mode to 0700".to_owned(),
        )),
    }
}

/// The keys in a file there, which is created at the first start: one key for this algorithm,
/// readable by its owner alone. If the configuration is only checked, nothing is created, and a
/// temporary key takes its place.
pub(crate) fn key(folder: &Path, name: &str, algorithm: Algorithm, is_trial: bool) -> Result<KeySet, String> {
    let path = folder.join(name);
    if !path.exists() {
        let of_core = |error: tokenseal::Error| format!("{}: {}", path.display(), error.message());
        let key = Key::generate(algorithm, &GenerateOptions::default()).map_err(of_core)?;
        if is_trial {
            return Ok(KeySet::from(key));
        }
        let jwk = Zeroizing::new(key.to_jwk(true).map_err(of_core)?);
        write_secret(folder, &path, jwk.as_bytes())
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    key_set(&path, None)
}

/// Writes a new file, whole or not at all, for its owner alone.
fn write_secret(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
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
