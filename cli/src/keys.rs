//! Keys from files: what kind of file it is, its contents tell.

use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokenseal::{Algorithm, ContentEncryption, Error, ErrorCode, JwkOptions, Key, KeySet};
use zeroize::Zeroizing;

use crate::arguments::KeyFiles;
use crate::failure::{Failure, Result};
use crate::input::Input;
use crate::json;

/// What a block of PEM begins with (RFC 7468).
const PEM: &[u8] = b"-----BEGIN ";

/// Every key of the files, to check tokens with. What a set holds beside good keys is set aside, as the core does.
pub(crate) fn all(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<KeySet> {
    gather(files, false, input)
}

/// Every key of the files, to show or publish. Nothing in a set is left out in silence.
pub(crate) fn every(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<KeySet> {
    gather(files, true, input)
}

/// The one key of the files, to make a token with.
pub(crate) fn one(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<Key> {
    let binding = Binding::of(files.alg)?;
    let Some(path) = files.files.first() else {
        return shared(files, binding, input)?.pop().ok_or_else(|| Failure::usage("there is no key"));
    };
    match read(path, binding, files.key_id, false, input)? {
        Contents::Key(key) => Ok(key),
        Contents::Set(set) => binding.bind(&chosen(&set, files.key_id)?),
    }
}

fn gather(files: &KeyFiles<'_>, strict: bool, input: &mut Input<'_>) -> Result<KeySet> {
    let binding = Binding::of(files.alg)?;
    let mut keys = shared(files, binding, input)?;
    let mut only_sets = keys.is_empty();
    for path in files.files {
        match read(path, binding, files.key_id, strict, input)? {
            Contents::Key(key) => {
                only_sets = false;
                keys.push(key);
            }
            Contents::Set(set) if files.key_id.is_some() => keys.push(chosen(&set, files.key_id)?),
            Contents::Set(set) => keys.extend(set),
        }
    }
    if only_sets && files.alg.is_some() {
        return Err(Failure::usage("an algorithm for keys that do not say theirs, and only sets of keys, which do"));
    }
    Ok(keys.into())
}

/// What a file of keys holds.
enum Contents {
    Key(Key),
    Set(KeySet),
}

/// The algorithm of keys that do not say their own. The name of a content encryption says that the key is used with it directly, as in a JWK.
#[derive(Clone, Copy)]
struct Binding {
    alg: Option<Algorithm>,
    enc: Option<ContentEncryption>,
}

impl Binding {
    fn of(name: Option<&str>) -> Result<Self> {
        let enc = name.and_then(|name| name.parse().ok());
        let alg = match (name, enc) {
            (_, Some(_)) => Some("dir"),
            (name, None) => name,
        };
        Ok(Self { alg: alg.map(json::name).transpose()?, enc })
    }

    fn required(self, path: &Path) -> Result<Algorithm> {
        self.alg.ok_or_else(|| Failure::usage(format!("{} does not say its algorithm: give it with the option for that", path.display())))
    }

    /// Binds a key of a set, if there is something to bind it to.
    fn bind(self, key: &Key) -> Result<Key> {
        if self.alg.is_none() {
            return Ok(key.clone());
        }
        let jwk = Zeroizing::new(key.to_jwk(key.is_private())?);
        Ok(Key::from_jwk(&jwk, &JwkOptions { alg: self.alg, enc: self.enc })?)
    }

    fn options(self, key_id: Option<&str>) -> tokenseal::KeyOptions {
        tokenseal::KeyOptions { enc: self.enc, key_id: key_id.map(str::to_owned), ..tokenseal::KeyOptions::default() }
    }
}

/// Reads a file of keys. `key_id` names a key that has no place for a name of its own; one that has must bear it.
fn read(path: &Path, binding: Binding, key_id: Option<&str>, strict: bool, input: &mut Input<'_>) -> Result<Contents> {
    let bytes = input.key(path)?;
    let of_file = |error: Error| Failure::Refused(Error::new(error.code(), format!("{}: {}", path.display(), error.message())));
    let invalid = |message: &'static str| of_file(Error::new(ErrorCode::JwkInvalid, message));
    let key = match bytes.trim_ascii_start() {
        [b'{', ..] => {
            let text = std::str::from_utf8(&bytes).map_err(|_| invalid("the JSON is not UTF-8"))?;
            if is_set(text) {
                return KeySet::from_jwks(text, strict).map(Contents::Set).map_err(of_file);
            }
            Key::from_jwk(text, &JwkOptions { alg: binding.alg, enc: binding.enc })
        }
        text if text.windows(PEM.len()).any(|window| window == PEM) => {
            Key::from_pem(&bytes, binding.required(path)?, &binding.options(key_id))
        }
        // A DER file is a SEQUENCE.
        [0x30, ..] => Key::from_der(&bytes, binding.required(path)?, &binding.options(key_id)),
        _ => return Err(invalid("neither a JWK nor a JWK Set, neither PEM nor DER")),
    };
    match key.map_err(of_file)? {
        key if key_id.is_some() && key.key_id() != key_id => Err(Failure::usage(format!("{} has another key_id", path.display()))),
        key => Ok(Contents::Key(key)),
    }
}

/// Whether JSON is a JWK Set (RFC 7517, section 5) and not a JWK, which has a `kty`. Looks at names only, so that no secret is copied.
fn is_set(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Members {
        keys: Option<IgnoredAny>,
        kty: Option<IgnoredAny>,
    }

    serde_json::from_str(text).is_ok_and(|members: Members| members.keys.is_some() && members.kty.is_none())
}

/// The keys that are shared secrets and passwords, without a form of their own.
fn shared(files: &KeyFiles<'_>, binding: Binding, input: &mut Input<'_>) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    if let Some(path) = files.secret_file {
        let secret = input.key(path)?;
        keys.push(Key::from_secret(&secret, binding.required(path)?, &binding.options(files.key_id))?);
    }
    if let Some(path) = files.password_file {
        let password = input.key(path)?;
        let algorithm = binding.alg.unwrap_or(Key::DEFAULT_PASSWORD_ALGORITHM);
        keys.push(Key::from_password(line(&password), algorithm, &binding.options(files.key_id))?);
    }
    Ok(keys)
}

/// A password without the line break that an editor puts at the end of a file.
fn line(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

fn chosen(set: &KeySet, key_id: Option<&str>) -> Result<Key> {
    let key = match (key_id, set.keys()) {
        (Some(key_id), _) => set.get(key_id).ok_or_else(|| Failure::usage("the set has no key with this key_id")),
        (None, [key]) => Ok(key),
        (None, []) => Err(Failure::usage("the set has no key")),
        (None, _) => Err(Failure::usage("the set has several keys: choose one by its key_id")),
    };
    key.cloned()
}
