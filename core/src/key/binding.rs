//! What ties a key to its algorithm: the checks that every way of making a key ends with.

use super::error::mismatch;
use super::material::{EcKey, Material, OkpKey, ec};
use super::{Carried, Inner, Key, KeyOptions, Permissions};
use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::serialization::list;

/// `enc` requires `dir`, and `dir` requires `enc`.
pub(super) fn check_enc(algorithm: Option<Algorithm>, enc: Option<ContentEncryption>) -> Result<()> {
    match (
        algorithm == Some(Algorithm::KeyManagement(KeyManagement::Dir)),
        enc,
    ) {
        (true, None) => Err(Error::option(
            "a key for dir needs the option enc, such as A256GCM",
        )),
        (false, Some(_)) => Err(Error::option(
            "the option enc is for keys of dir only: leave it out",
        )),
        _ => Ok(()),
    }
}

/// Refuses options that are only for shared secrets if they are given for another key.
pub(super) fn check_no_secret_options(options: &KeyOptions) -> Result<()> {
    if options.encoding.is_some() {
        return Err(Error::option("encoding is for from_secret only"));
    }
    if options.allow_weak_secret {
        Err(Error::option("allow_weak_secret is for HMAC secrets only"))
    } else {
        Ok(())
    }
}

impl Key {
    /// A public key for key agreement that came with a token. It is not bound to an algorithm.
    pub(crate) fn of_peer(curve: Curve, public: &[u8]) -> Result<Key> {
        let material = match curve {
            Curve::X25519 => Material::Okp(OkpKey::public(curve, public)?),
            _ => Material::Ec(EcKey::public(curve, public)?),
        };
        let (permissions, carried) = (Permissions::default(), Carried::default());
        Key::bound(Inner {
            material: material.into(),
            algorithm: None,
            content_encryption: None,
            key_id: None,
            permissions,
            carried,
        })
    }

    /// Makes the key, if its material can do what it is bound to and its `use` does not forbid it.
    pub(super) fn bound(inner: Inner) -> Result<Key> {
        if let Some(algorithm) = inner.algorithm {
            if !inner.material.can_do(algorithm) {
                return Err(mismatch(inner.material.why_not(algorithm)));
            }
            let signs = matches!(algorithm, Algorithm::Signature(_));
            if inner
                .permissions
                .signs
                .is_some_and(|permitted| permitted != signs)
            {
                let (purpose, other) = if signs {
                    ("signatures", "encryption")
                } else {
                    ("encryption", "signatures")
                };
                return Err(mismatch(format!(
                    "{algorithm} is for {purpose}, and the use of the key is {other}: use another key or algorithm"
                )));
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

    /// Why the key is not for the algorithm: what the algorithm needs, what the key is, and what it
    /// is good for.
    fn why_not(&self, algorithm: Algorithm) -> String {
        format!(
            "{algorithm} needs {}, and this is {}, which is for {}",
            needed(algorithm),
            self.described(),
            self.good_for()
        )
    }

    /// What kind of key it is, for messages.
    pub(super) fn described(&self) -> String {
        match self {
            Material::Secret(_) => "a shared secret".to_owned(),
            Material::Rsa(key) if key.only().is_some() => "an RSA key for PSS".to_owned(),
            Material::Rsa(_) => "an RSA key".to_owned(),
            Material::Ec(key) => format!("an EC key on {}", key.curve()),
            Material::Okp(key) => format!("an OKP key on {}", key.curve()),
            Material::Akp(key) => format!("an AKP key of {}", key.algorithm()),
        }
    }

    fn good_for(&self) -> String {
        match self {
            Material::Secret(_) => "HS256, A256KW, dir and their like".to_owned(),
            Material::Rsa(key) => match key.only() {
                Some(only) => format!("{} only", list(only.iter().map(|algorithm| algorithm.as_str()))),
                None => "RS256, PS256, RSA-OAEP-256 and their like".to_owned(),
            },
            Material::Ec(key) => {
                let signs = ec::signature_algorithm(key.curve()).map_or("", |algorithm| algorithm.as_str());
                let agrees = if key.curve() == Curve::Secp256k1 {
                    ""
                } else {
                    " and ECDH-ES"
                };
                format!("{signs}{agrees}")
            }
            Material::Okp(key) if key.curve() == Curve::Ed25519 => "Ed25519 and EdDSA".to_owned(),
            Material::Okp(_) => "ECDH-ES".to_owned(),
            Material::Akp(key) => key.algorithm().to_string(),
        }
    }
}

/// The kind of key that an algorithm needs.
fn needed(algorithm: Algorithm) -> &'static str {
    use KeyManagement as K;
    use SignatureAlgorithm as S;
    match algorithm {
        Algorithm::Signature(S::RS256 | S::RS384 | S::RS512 | S::PS256 | S::PS384 | S::PS512) => "an RSA key",
        Algorithm::Signature(S::ES256) => "an EC key on P-256",
        Algorithm::Signature(S::ES384) => "an EC key on P-384",
        Algorithm::Signature(S::ES512) => "an EC key on P-521",
        Algorithm::Signature(S::ES256K) => "an EC key on secp256k1",
        Algorithm::Signature(S::EdDSA | S::Ed25519) => "an OKP key on Ed25519",
        Algorithm::Signature(S::ML_DSA_44 | S::ML_DSA_65 | S::ML_DSA_87) => {
            "an AKP key with its own parameters"
        }
        Algorithm::Signature(S::HS256 | S::HS384 | S::HS512) => "a shared secret",
        Algorithm::KeyManagement(K::RSA_OAEP | K::RSA_OAEP_256 | K::RSA_OAEP_384 | K::RSA_OAEP_512) => {
            "an RSA key"
        }
        Algorithm::KeyManagement(of) if of.is_key_agreement() => {
            "an EC key on P-256, P-384 or P-521, or an OKP key on X25519"
        }
        Algorithm::KeyManagement(of) if of.is_password_based() => "a password",
        Algorithm::KeyManagement(_) => "a shared secret",
    }
}
