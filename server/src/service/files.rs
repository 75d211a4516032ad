//! Keys and secrets from files.

use std::path::Path;

use tokenseal::{JwkOptions, JwksOptions, Key, KeyOptions, KeySet};
use zeroize::Zeroizing;

/// A longer file holds no key or secret.
const MOST_BYTES: u64 = 1 << 20;

/// The keys of a file: a JWK Set, a JWK, or one key in PEM, whose algorithm is given besides.
pub(crate) fn key_set(path: &Path, alg: Option<&str>) -> Result<KeySet, String> {
    let text = read(path)?;
    let of_core = |error: tokenseal::Error| format!("{}: {} ({})", path.display(), error.message(), error.code());
    let is_set = || serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.get("keys").is_some());
    if text.trim_start().starts_with('{') {
        return match is_set() {
            true => KeySet::from_jwks(&*text, &JwksOptions { strict: true, ..JwksOptions::default() }).map_err(of_core),
            false => Key::from_jwk(&text, &JwkOptions::default()).map(KeySet::from).map_err(of_core),
        };
    }
    let algorithm = alg.ok_or_else(|| format!("{}: a key in PEM does not say its algorithm: give alg", path.display()))?;
    let algorithm = algorithm.parse().map_err(|_| format!("alg {algorithm:?} is no algorithm (RFC 7518, section 3.1)"))?;
    Key::from_pem(text.as_bytes(), algorithm, &KeyOptions::default()).map(KeySet::from).map_err(of_core)
}

/// The text of a file without the end of its line.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>, String> {
    let text = read(path)?;
    let line = text.trim_end_matches(['\n', '\r']);
    match line.is_empty() || line.contains('\n') {
        true => Err(format!("{}: a secret is one line, and not empty", path.display())),
        false => Ok(Zeroizing::new(line.to_owned())),
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, String> {
    let fault = |error: std::io::Error| format!("{}: the file cannot be read: {error}", path.display());
    let length = std::fs::metadata(path).map_err(fault)?.len();
    if length > MOST_BYTES {
        return Err(format!("{}: the file is longer than 1 MiB", path.display()));
    }
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(fault)
}
