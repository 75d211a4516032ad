//! New keys, from the random numbers of aws-lc-rs.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use zeroize::Zeroizing;

use super::error::refused;
use super::format::der;
use super::material::{AkpKey, EcKey, Material, OkpKey, akp, secret};
use super::{Carried, GenerateOptions, Inner, Key, KeyOptions, Permissions, ThumbprintHash, binding};
use crate::algorithm::{Algorithm, Curve, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, Result};

/// How to make a key for an algorithm.
enum Recipe {
    Akp(SignatureAlgorithm),
    Curve(Curve),
    Rsa(KeySize),
    Secret(usize),
}

impl Key {
    /// A new key for the algorithm. An asymmetric key gets its thumbprint as key ID, unless
    /// `key_id` says otherwise. An option that does not apply to the algorithm is
    /// `ERR_OPTION_INVALID`, and so is every PBES2 algorithm, since passwords are made by people.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Curve, GenerateOptions, Key, KeyManagement, SignatureAlgorithm};
    ///
    /// let signing = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
    /// assert!(signing.is_private() && signing.key_id().is_some());
    ///
    /// let options = GenerateOptions { curve: Some(Curve::X25519), ..GenerateOptions::default() };
    /// let encryption = Key::generate(KeyManagement::ECDH_ES_A256KW.into(), &options)?;
    /// assert_eq!(encryption.key_type(), "OKP");
    /// # Ok(())
    /// # }
    /// ```
    pub fn generate(algorithm: Algorithm, options: &GenerateOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        let recipe = recipe(algorithm, options)?;
        if options.bits.is_some() && !matches!(recipe, Recipe::Rsa(_)) {
            return Err(Error::option(format!(
                "bits is for RSA keys, and {algorithm} needs another kind: leave it out"
            )));
        }
        if options.curve.is_some() && !matches!(recipe, Recipe::Curve(_)) {
            return Err(Error::option(format!(
                "curve is for EC and OKP keys, and {algorithm} needs another kind: leave it out"
            )));
        }
        let material = match recipe {
            Recipe::Secret(length) => {
                let options = KeyOptions {
                    enc: options.enc,
                    key_id: options.key_id.clone(),
                    ..KeyOptions::default()
                };
                return Key::from_secret(random(length)?.as_slice(), algorithm, &options);
            }
            Recipe::Rsa(size) => return generate_rsa(size, algorithm, options),
            Recipe::Curve(curve @ (Curve::Ed25519 | Curve::X25519)) => {
                Material::Okp(OkpKey::private(curve, random(32)?, None)?)
            }
            Recipe::Curve(curve) => Material::Ec(EcKey::generate(curve)?),
            Recipe::Akp(algorithm) => {
                Material::Akp(AkpKey::private(algorithm, random(akp::SEED_LENGTH)?, None)?)
            }
        };
        named(material, algorithm, options)
    }
}

fn recipe(algorithm: Algorithm, options: &GenerateOptions) -> Result<Recipe> {
    use KeyManagement as K;
    use SignatureAlgorithm as S;
    match algorithm {
        Algorithm::Signature(of @ (S::HS256 | S::HS384 | S::HS512)) => {
            let hash = secret::hash(of).ok_or_else(refused)?;
            Ok(Recipe::Secret(hash.digest_algorithm().output_len()))
        }
        Algorithm::Signature(S::ES256) => only(Curve::P256, options),
        Algorithm::Signature(S::ES384) => only(Curve::P384, options),
        Algorithm::Signature(S::ES512) => only(Curve::P521, options),
        Algorithm::Signature(S::ES256K) => only(Curve::Secp256k1, options),
        Algorithm::Signature(S::EdDSA | S::Ed25519) => only(Curve::Ed25519, options),
        Algorithm::Signature(of @ (S::ML_DSA_44 | S::ML_DSA_65 | S::ML_DSA_87)) => Ok(Recipe::Akp(of)),
        Algorithm::Signature(S::RS256 | S::RS384 | S::RS512 | S::PS256 | S::PS384 | S::PS512)
        | Algorithm::KeyManagement(K::RSA_OAEP | K::RSA_OAEP_256 | K::RSA_OAEP_384 | K::RSA_OAEP_512) => {
            Ok(Recipe::Rsa(size(options)?))
        }
        Algorithm::KeyManagement(K::ECDH_ES | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW) => {
            match options.curve {
                Some(Curve::Secp256k1 | Curve::Ed25519) => Err(Error::option(format!(
                    "{algorithm} needs a key on P-256, P-384, P-521 or X25519: the other curves are for signatures"
                ))),
                curve => Ok(Recipe::Curve(curve.unwrap_or(Curve::P256))),
            }
        }
        Algorithm::KeyManagement(of) => {
            let length = secret::wrapping_length(of).or(options.enc.map(|enc| enc.key_length()));
            length.map(Recipe::Secret).ok_or_else(|| {
                Error::option(format!(
                    "{algorithm} takes a password, which people choose: use from_password"
                ))
            })
        }
    }
}

/// An algorithm whose curve can be given, but not chosen.
fn only(curve: Curve, options: &GenerateOptions) -> Result<Recipe> {
    match options.curve {
        Some(other) if other != curve => Err(Error::option(format!(
            "the algorithm has a curve of its own, {curve}, and curve is {other}: leave it out"
        ))),
        _ => Ok(Recipe::Curve(curve)),
    }
}

fn size(options: &GenerateOptions) -> Result<KeySize> {
    match options.bits.unwrap_or(2048) {
        2048 => Ok(KeySize::Rsa2048),
        3072 => Ok(KeySize::Rsa3072),
        4096 => Ok(KeySize::Rsa4096),
        8192 => Ok(KeySize::Rsa8192),
        _ => Err(Error::option("bits must be 2048, 3072, 4096 or 8192")),
    }
}

fn generate_rsa(size: KeySize, algorithm: Algorithm, options: &GenerateOptions) -> Result<Key> {
    let der: Pkcs8V1Der<'_> = KeyPair::generate(size)
        .map_err(|_| refused())?
        .as_der()
        .map_err(|_| refused())?;
    let material = der::pkcs8(der.as_ref())?;
    named(material, algorithm, options)
}

/// Binds the key, with its thumbprint as key ID unless another was given.
fn named(material: Material, algorithm: Algorithm, options: &GenerateOptions) -> Result<Key> {
    let key_id = options
        .key_id
        .clone()
        .unwrap_or_else(|| material.thumbprint(ThumbprintHash::Sha256));
    Key::bound(Inner {
        material: material.into(),
        algorithm: Some(algorithm),
        content_encryption: None,
        key_id: Some(key_id),
        permissions: Permissions::default(),
        carried: Carried::default(),
    })
}

fn random(length: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    rand::fill(&mut bytes).map_err(|_| refused())?;
    Ok(bytes)
}
