//! Keys and secrets from files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use tokenseal::{JwkOptions, JwksOptions, Key, KeyOptions, KeySet};
use zeroize::Zeroizing;

/// No key or secret takes a longer file.
const MOST_BYTES: u64 = 1 << 20;

/// The keys in a file: a JWK Set, a JWK, or one key in PEM, whose algorithm is given separately.
/// Only the owner may be able to read secret and private keys.
pub(crate) fn key_set(path: &Path, alg: Option<&str>) -> Result<KeySet, String> {
    let (text, file) = read(path)?;
    let of_core =
        |error: tokenseal::Error| format!("{}: {} ({})", path.display(), error.message(), error.code());
    let is_set =
        || serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.get("keys").is_some());
    let keys = if text.trim_start().starts_with('{') {
        match is_set() {
            true => KeySet::from_jwks(
                &text,
                &JwksOptions {
                    strict: true,
                    ..JwksOptions::default()
                },
            )
            .map_err(of_core)?,
            false => Key::from_jwk(&text, &JwkOptions::default())
                .map(KeySet::from)
                .map_err(of_core)?,
        }
    } else {
        let algorithm = alg.ok_or_else(|| {
            format!(
                "{}: a key in PEM does not say its algorithm: give alg",
                path.display()
            )
        })?;
        let algorithm = algorithm
            .parse()
            .map_err(|_| format!("alg {algorithm:?} is no algorithm (RFC 7518, section 3.1)"))?;
        Key::from_pem(text.as_bytes(), algorithm, &KeyOptions::default())
            .map(KeySet::from)
            .map_err(of_core)?
    };
    if keys.is_empty() {
        return Err(format!("{}: the set has no keys", path.display()));
    }
    if keys.iter().any(|key| key.is_private()) {
        require_private(path, &file)?;
    }
    Ok(keys)
}

/// The text of a file without its trailing line break. Only the owner may be able to read it.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>, String> {
    let (text, file) = read(path)?;
    require_private(path, &file)?;
    let line = text.trim_end_matches(['\n', '\r']);
    match line.is_empty() || line.contains('\n') {
        true => Err(format!("{}: a secret is one line, and not empty", path.display())),
        false => Ok(Zeroizing::new(line.to_owned())),
    }
}

fn require_private(path: &Path, file: &File) -> Result<(), String> {
    tokenseal_files::require_private(file).map_err(|error| format!("{}: {error}", path.display()))
}

fn read(path: &Path) -> Result<(Zeroizing<String>, File), String> {
    let fault = |error: std::io::Error| format!("{}: the file cannot be read: {error}", path.display());
    // Opening a pipe would block.
    if !std::fs::metadata(path).map_err(fault)?.is_file() {
        return Err(format!("{}: this is no file", path.display()));
    }
    let file = File::open(path).map_err(fault)?;
    let mut text = Zeroizing::new(String::new());
    (&file)
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(fault)?;
    match text.len() as u64 > MOST_BYTES {
        true => Err(format!("{}: the file is longer than 1 MiB", path.display())),
        false => Ok((text, file)),
    }
}
