//! Keys from files, whose contents show what kind of file they are.

use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokenseal::{
    Algorithm, ContentEncryption, Error, ErrorCode, JwkOptions, JwksOptions, Key, KeyOptions, KeySet,
    Password,
};
use zeroize::Zeroizing;

use crate::arguments::KeyFiles;
use crate::failure::{Failure, Result};
use crate::input::Input;
use crate::json;

/// How a block of PEM begins (RFC 7468).
const PEM: &[u8] = b"-----BEGIN ";

/// Every key in the files, to check tokens with. Anything but good keys in a set is set aside, as
/// in the core.
pub(crate) fn all(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<KeySet> {
    gather(files, false, input)
}

/// Every key in the files, to show or publish. Nothing in a set is silently left out.
pub(crate) fn every(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<KeySet> {
    gather(files, true, input)
}

/// The one key in the files, to make a token with.
pub(crate) fn one(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<Key> {
    match <[Key; 1]>::try_from(makers(files, input)?) {
        Ok([key]) => Ok(key),
        Err(_) => Err(Failure::usage("one key makes a token, and several were given")),
    }
}

/// The keys in the files, one from each, to make a token with.
pub(crate) fn makers(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<Vec<Key>> {
    if files.key_id.is_some() && files.keys().count() > 1 {
        return Err(Failure::usage("a key_id names one key, and several were given"));
    }
    let mut reader = Reader::new(files, false, input)?;
    let mut keys = reader.shared(files)?;
    for path in files.files {
        keys.push(match reader.read(path)? {
            Contents::Key(key) => key,
            Contents::Set(set) => reader.binding.bind(&chosen(&set, files.key_id)?)?,
        });
    }
    reader.finish()?;
    Ok(keys)
}

fn gather(files: &KeyFiles<'_>, strict: bool, input: &mut Input<'_>) -> Result<KeySet> {
    let mut reader = Reader::new(files, strict, input)?;
    let mut keys = reader.shared(files)?;
    let mut only_sets = keys.is_empty();
    for path in files.files {
        match reader.read(path)? {
            Contents::Key(key) => {
                only_sets = false;
                keys.push(key);
            }
            Contents::Set(set) if files.key_id.is_some() => keys.push(chosen(&set, files.key_id)?),
            Contents::Set(set) => keys.extend(set),
        }
    }
    reader.finish()?;
    if only_sets && files.alg.is_some() {
        return Err(Failure::usage(
            "an algorithm for keys that do not say theirs, and only sets of keys, which do",
        ));
    }
    Ok(keys.into())
}

/// What a file of keys holds.
enum Contents {
    Key(Key),
    Set(KeySet),
}

/// The algorithm of keys that do not name their own. The name of a content encryption means that
/// the key is used with it directly, as in a JWK.
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
        Ok(Self {
            alg: alg.map(json::name).transpose()?,
            enc,
        })
    }

    fn required(self, path: &Path) -> Result<Algorithm> {
        self.alg.ok_or_else(|| {
            Failure::usage(format!(
                "{} does not say its algorithm: give it with the option for that",
                path.display()
            ))
        })
    }

    /// Binds a key of a set, if there is something to bind it to.
    fn bind(self, key: &Key) -> Result<Key> {
        if self.alg.is_none() {
            return Ok(key.clone());
        }
        let jwk = Zeroizing::new(key.to_jwk(key.is_private())?);
        Ok(Key::from_jwk(
            &jwk,
            &JwkOptions {
                alg: self.alg,
                enc: self.enc,
                ..JwkOptions::default()
            },
        )?)
    }

    fn options(self, key_id: Option<&str>) -> KeyOptions {
        KeyOptions {
            enc: self.enc,
            key_id: key_id.map(str::to_owned),
            ..KeyOptions::default()
        }
    }
}

/// Reads files of keys, all of them with what the options say about keys that do not say it
/// themselves.
struct Reader<'a, 'i> {
    binding: Binding,
    /// Names a key whose format has no place for a name; a key that can have one must have this
    /// one.
    key_id: Option<&'a str>,
    /// The password of encrypted private keys.
    password: Option<Password>,
    password_used: bool,
    strict: bool,
    input: &'a mut Input<'i>,
}

impl<'a, 'i> Reader<'a, 'i> {
    fn new(files: &KeyFiles<'a>, strict: bool, input: &'a mut Input<'i>) -> Result<Self> {
        let binding = Binding::of(files.alg)?;
        let password = files.key_password_file.map(|path| input.key(path)).transpose()?;
        let password = password.map(|password| Password::from(line(&password)));
        Ok(Self {
            binding,
            key_id: files.key_id,
            password,
            password_used: false,
            strict,
            input,
        })
    }

    fn read(&mut self, path: &Path) -> Result<Contents> {
        let bytes = self.input.key(path)?;
        let of_file = |error: Error| {
            Failure::Refused(Error::new(
                error.code(),
                format!("{}: {}", path.display(), error.message()),
            ))
        };
        let invalid = |message: &'static str| of_file(Error::new(ErrorCode::JwkInvalid, message));
        let binding = self.binding;
        let text = bytes.trim_ascii_start();
        let key = match (text, pem_label(text)) {
            ([b'{', ..], _) => {
                let text = std::str::from_utf8(&bytes).map_err(|_| invalid("the JSON is not UTF-8"))?;
                if is_set(text) {
                    return KeySet::from_jwks(
                        text,
                        &JwksOptions {
                            strict: self.strict,
                            ..JwksOptions::default()
                        },
                    )
                    .map(Contents::Set)
                    .map_err(of_file);
                }
                Key::from_jwk(
                    text,
                    &JwkOptions {
                        alg: binding.alg,
                        enc: binding.enc,
                        ..JwkOptions::default()
                    },
                )
            }
            (_, Some(label)) => {
                let alg = binding.required(path)?;
                match label.starts_with(b"CERTIFICATE") {
                    true => Key::from_certificate(&bytes, alg, &binding.options(self.key_id)),
                    false => self.with_password(|options| Key::from_pem(&bytes, alg, options)),
                }
            }
            // A DER file is a SEQUENCE.
            ([0x30, ..], None) => {
                let (alg, options) = (binding.required(path)?, binding.options(self.key_id));
                let key = self.with_password(|options| Key::from_der(&bytes, alg, options));
                key.or_else(|error| match Key::from_certificate(&bytes, alg, &options) {
                    Err(other) if other.code() == ErrorCode::JwkInvalid => Err(error), // not a certificate either
                    key => key,
                })
            }
            _ => return Err(invalid("neither a JWK nor a JWK Set, neither PEM nor DER")),
        };
        match key.map_err(of_file)? {
            key if self.key_id.is_some() && key.key_id() != self.key_id => {
                Err(Failure::usage(format!("{} has another key_id", path.display())))
            }
            key => Ok(Contents::Key(key)),
        }
    }

    /// Gives the password only to a key that needs one, as the core says.
    fn with_password(
        &mut self,
        make: impl Fn(&KeyOptions) -> tokenseal::Result<Key>,
    ) -> tokenseal::Result<Key> {
        let options = self.binding.options(self.key_id);
        match (make(&options), &self.password) {
            (Err(error), Some(password)) if error.code() == ErrorCode::OptionInvalid => {
                self.password_used = true;
                make(&KeyOptions {
                    password: Some(password.clone()),
                    ..options
                })
            }
            (key, _) => key,
        }
    }

    /// Keys that are shared secrets and passwords, which have no format of their own.
    fn shared(&mut self, files: &KeyFiles<'_>) -> Result<Vec<Key>> {
        let mut keys = Vec::new();
        if let Some(path) = files.secret_file {
            let secret = self.input.key(path)?;
            keys.push(Key::from_secret(
                secret.as_slice(),
                self.binding.required(path)?,
                &self.binding.options(self.key_id),
            )?);
        }
        if let Some(path) = files.password_file {
            let password = self.input.key(path)?;
            let algorithm = self.binding.alg.unwrap_or(Key::DEFAULT_PASSWORD_ALGORITHM);
            keys.push(Key::from_password(
                line(&password),
                algorithm,
                &self.binding.options(self.key_id),
            )?);
        }
        Ok(keys)
    }

    /// Nobody should believe that an unencrypted file is encrypted.
    fn finish(self) -> Result<()> {
        match self.password.is_some() && !self.password_used {
            true => Err(Failure::usage(
                "a password for encrypted private keys, and none is encrypted",
            )),
            false => Ok(()),
        }
    }
}

/// The label of the first PEM block (RFC 7468); None if there is none.
fn pem_label(text: &[u8]) -> Option<&[u8]> {
    let begin = text.windows(PEM.len()).position(|window| window == PEM)?;
    text.get(begin + PEM.len()..)
}

/// Whether JSON is a JWK Set (RFC 7517, section 5) and not a JWK, which has a `kty`. It looks only
/// at names, so that no secret is copied.
fn is_set(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Members {
        keys: Option<IgnoredAny>,
        kty: Option<IgnoredAny>,
    }

    serde_json::from_str(text).is_ok_and(|members: Members| members.keys.is_some() && members.kty.is_none())
}

/// A password without the line break that an editor adds at the end of a file.
fn line(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

fn chosen(set: &KeySet, key_id: Option<&str>) -> Result<Key> {
    let key = match (key_id, set.keys()) {
        (Some(key_id), _) => set
            .get(key_id)
            .ok_or_else(|| Failure::usage("the set has no key with this key_id")),
        (None, [key]) => Ok(key),
        (None, []) => Err(Failure::usage("the set has no key")),
        (None, _) => Err(Failure::usage(
            "the set has several keys: choose one by its key_id",
        )),
    };
    key.cloned()
}
