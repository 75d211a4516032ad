//! What ties a key to its algorithm: the checks that every way of making a key ends in.

use super::error::mismatch;
use super::material::{EcKey, Material, OkpKey};
use super::{Carried, Inner, Key, KeyOptions, Permissions};
use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement};
use crate::error::{Error, Result};

/// `enc` goes with `dir`, and `dir` with `enc`.
pub(super) fn check_enc(algorithm: Option<Algorithm>, enc: Option<ContentEncryption>) -> Result<()> {
    match (algorithm == Some(Algorithm::KeyManagement(KeyManagement::Dir)), enc) {
        (true, None) => Err(Error::option("a key for dir needs enc")),
        (false, Some(_)) => Err(Error::option("enc is for keys of dir only")),
        _ => Ok(()),
    }
}

/// What only a shared secret can be given, given for another key.
pub(super) fn check_no_secret_options(options: &KeyOptions) -> Result<()> {
    if options.encoding.is_some() {
        return Err(Error::option("encoding is for from_secret only"));
    }
    if options.allow_weak_secret { Err(Error::option("allow_weak_secret is for HMAC secrets only")) } else { Ok(()) }
}

impl Key {
    /// A public key for key agreement that came with a token. It is bound to nothing.
    pub(crate) fn of_peer(curve: Curve, public: &[u8]) -> Result<Key> {
        let material = match curve {
            Curve::X25519 => Material::Okp(OkpKey::public(curve, public)?),
            _ => Material::Ec(EcKey::public(curve, public)?),
        };
        let (permissions, carried) = (Permissions::default(), Carried::default());
        Key::bound(Inner { material: material.into(), algorithm: None, content_encryption: None, key_id: None, permissions, carried })
    }

    /// Makes the key, if its material can do what it is bound to and its `use` does not speak against it.
    pub(super) fn bound(inner: Inner) -> Result<Key> {
        if let Some(algorithm) = inner.algorithm {
            if !inner.material.can_do(algorithm) {
                return Err(mismatch("the algorithm does not fit the type of the key"));
            }
            let signs = matches!(algorithm, Algorithm::Signature(_));
            if inner.permissions.signs.is_some_and(|permitted| permitted != signs) {
                return Err(mismatch("the use of the key contradicts its algorithm"));
            }
            if let Material::Rsa(key) = &*inner.material {
                key.prepare(algorithm)?;
            }
        }
        Ok(Key::new(inner))
    }
}

impl Material {
    fn can_do(&self, algorithm: Algorithm) -> bool {
        match algorithm {
            Algorithm::Signature(algorithm) => self.family_has_signature(algorithm),
            Algorithm::KeyManagement(algorithm) => self.family_has_key_management(algorithm),
        }
    }
}
