//! DER: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), SEC 1 (RFC 5915) and SPKI (RFC 5280), distinguished
//! by their structure.

use pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use pkcs8::{PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};
use zeroize::Zeroizing;

use super::kind::{Kind, curve, kind};
use super::{encrypted, mistakes};
use crate::algorithm::{Algorithm, Curve, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::key::error::{invalid, mismatch, not_supported};
use crate::key::material::rsa_numbers::{PrivateNumbers, PublicNumbers};
use crate::key::material::{AkpKey, EcKey, Material, OkpKey, RsaKey, akp, ec};
use crate::key::shape::{Shape, malformed, shape};
use crate::key::{Carried, Inner, Key, KeyOptions, Permissions, binding};
use crate::limits::exceeded;

/// The largest key to read, as PEM or as DER.
pub(super) const MAX_BYTES: usize = 64 * 1024;

impl Key {
    /// A public or private key from DER: PKCS#8, PKCS#1, SEC 1 or SPKI, whichever it is. The key
    /// must fit the algorithm (`ERR_KEY_MISMATCH`), and is then bound to it. An RSA key that is
    /// marked for PSS only (id-RSASSA-PSS, RFC 4055) fits the PS algorithm whose hash its
    /// parameters name, or every PS algorithm if it has no parameters.
    ///
    /// PKCS#8 may be encrypted with PBES2 (PBKDF2 and AES in CBC mode, at most 1,000,000
    /// iterations) and the `password` in the options. A wrong password is `ERR_JWK_INVALID`; a
    /// missing one, or one for a key that is not encrypted, is `ERR_OPTION_INVALID`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{GenerateOptions, Key, KeyOptions, SignatureAlgorithm};
    ///
    /// let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
    /// let der = key.to_der(true)?;
    /// let options = KeyOptions { key_id: key.key_id().map(String::from), ..KeyOptions::default() };
    /// assert_eq!(Key::from_der(&der, SignatureAlgorithm::ES256.into(), &options)?, key);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_der(der: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        Key::of_shaped_der(der, None, algorithm, options)
    }

    /// The same if the structure is known in advance.
    pub(super) fn of_shaped_der(
        der: &[u8],
        expected: Option<Shape>,
        algorithm: Algorithm,
        options: &KeyOptions,
    ) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        binding::check_no_secret_options(options)?;
        if der.len() > MAX_BYTES {
            return Err(exceeded("the key is longer than 64 KiB"));
        }
        let found = shape(der).ok_or_else(|| mistakes::in_der(der))?;
        if expected.is_some_and(|expected| expected != found) {
            return Err(invalid(
                "the label of the PEM block does not fit what it encloses: export the key again",
            ));
        }
        if found == Shape::Certificate {
            return Err(mistakes::certificate_for_key());
        }
        encrypted::check_password(found == Shape::EncryptedPkcs8, options.password.as_ref())?;
        let material = match found {
            Shape::Pkcs8 => pkcs8(der),
            Shape::Pkcs1Private => pkcs1(der),
            Shape::Sec1 => sec1(EcPrivateKey::from_der(der).map_err(|_| malformed())?, None),
            Shape::Spki => spki(der),
            Shape::Pkcs1Public => rsa_public(der),
            Shape::EncryptedPkcs8 => pkcs8(&encrypted::decrypt(
                der,
                options.password.as_ref().ok_or_else(malformed)?,
            )?),
            Shape::Certificate => Err(malformed()),
        }?;
        Key::bound(Inner {
            material: material.into(),
            algorithm: Some(algorithm),
            content_encryption: None,
            key_id: options.key_id.clone(),
            permissions: Permissions::default(),
            carried: Carried::default(),
        })
    }
}

pub(in crate::key) fn pkcs8(der: &[u8]) -> Result<Material> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| malformed())?;
    let private = info.private_key.as_bytes();
    let public = match &info.public_key {
        Some(public) => Some(public.as_bytes().ok_or_else(malformed)?),
        None => None,
    };
    match kind(&info.algorithm)? {
        Kind::Rsa { only } => {
            let key = pkcs1_key(private)?;
            if public
                .map(rsa_public_numbers)
                .transpose()?
                .is_some_and(|public| public != *key.numbers())
            {
                return Err(disagree());
            }
            Ok(restricted(key, only))
        }
        Kind::Ec(curve) => {
            let key = sec1(
                EcPrivateKey::from_der(private).map_err(|_| malformed())?,
                Some(curve),
            )?;
            match (&key, public) {
                (Material::Ec(key), Some(public))
                    if EcKey::public(curve, public)?.public_bytes() != key.public_bytes() =>
                {
                    Err(disagree())
                }
                _ => Ok(key),
            }
        }
        Kind::Okp(curve) => {
            let private = <&OctetStringRef>::from_der(private).map_err(|_| malformed())?;
            Ok(Material::Okp(OkpKey::private(
                curve,
                secret(private.as_bytes()),
                public,
            )?))
        }
        Kind::Akp(algorithm) => akp_private(algorithm, private, public),
    }
}

/// The seed of an ML-DSA key, alone or with the expanded key (RFC 9881, section 6).
fn akp_private(algorithm: SignatureAlgorithm, private: &[u8], public: Option<&[u8]>) -> Result<Material> {
    let any = AnyRef::from_der(private).map_err(|_| malformed())?;
    let seed = match any.tag() {
        Tag::ContextSpecific {
            constructed: false,
            number,
        } if number.value() == 0 => any.value(),
        Tag::OctetString => return Err(not_supported("ML-DSA keys without their seed are not supported")),
        Tag::Sequence => return akp_private_both(algorithm, any.value(), public),
        _ => return Err(malformed()),
    };
    Ok(Material::Akp(AkpKey::private(algorithm, secret(seed), public)?))
}

fn akp_private_both(algorithm: SignatureAlgorithm, both: &[u8], public: Option<&[u8]>) -> Result<Material> {
    let mut reader = SliceReader::new(both).map_err(|_| malformed())?;
    let seed = <&OctetStringRef>::decode(&mut reader).map_err(|_| malformed())?;
    let expanded = <&OctetStringRef>::decode(&mut reader).map_err(|_| malformed())?;
    if !reader.is_finished() || seed.as_bytes().len() != akp::SEED_LENGTH {
        return Err(malformed());
    }
    let key = AkpKey::private(algorithm, secret(seed.as_bytes()), public)?;
    if key.is_expanded_to(expanded.as_bytes()) {
        Ok(Material::Akp(key))
    } else {
        Err(disagree())
    }
}

fn pkcs1(der: &[u8]) -> Result<Material> {
    pkcs1_key(der).map(Material::Rsa)
}

fn pkcs1_key(der: &[u8]) -> Result<RsaKey> {
    let key = RsaPrivateKeyRef::from_der(der).map_err(|_| malformed())?;
    if key.other_prime_infos.is_some() {
        return Err(more_primes());
    }
    let public = PublicNumbers::new(key.modulus.as_bytes(), key.public_exponent.as_bytes())?;
    let numbers = [
        key.private_exponent,
        key.prime1,
        key.prime2,
        key.exponent1,
        key.exponent2,
        key.coefficient,
    ];
    let private = PrivateNumbers::new(numbers.each_ref().map(|number| number.as_bytes()), &public)?;
    RsaKey::private(public, private)
}

fn rsa_public(der: &[u8]) -> Result<Material> {
    rsa_public_numbers(der).map(RsaKey::public).map(Material::Rsa)
}

fn rsa_public_numbers(der: &[u8]) -> Result<PublicNumbers> {
    let key = RsaPublicKeyRef::from_der(der).map_err(|_| malformed())?;
    PublicNumbers::new(key.modulus.as_bytes(), key.public_exponent.as_bytes())
}

fn restricted(key: RsaKey, only: Option<&'static [SignatureAlgorithm]>) -> Material {
    Material::Rsa(match only {
        Some(only) => key.restricted_to(only),
        None => key,
    })
}

/// An ECPrivateKey, which names its curve itself unless it is inside a PKCS#8 that does.
fn sec1(key: EcPrivateKey<'_>, outer: Option<Curve>) -> Result<Material> {
    let inner = key
        .parameters
        .and_then(EcParameters::named_curve)
        .map(curve)
        .transpose()?;
    let curve = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => return Err(disagree()),
        (outer, inner) => outer
            .or(inner)
            .ok_or_else(|| invalid("the EC key does not name its curve: convert it to PKCS#8"))?,
    };
    // Early versions of OpenSSL left out leading zeros.
    let length = ec::coordinate_length(curve);
    let missing = length.checked_sub(key.private_key.len()).ok_or_else(|| {
        invalid(format!(
            "the private key is longer than the {length} bytes of {curve}"
        ))
    })?;
    let mut number = Zeroizing::new(vec![0; length]);
    number
        .get_mut(missing..)
        .ok_or_else(malformed)?
        .copy_from_slice(key.private_key);
    Ok(Material::Ec(EcKey::private(curve, number, key.public_key)?))
}

pub(super) fn spki(der: &[u8]) -> Result<Material> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| malformed())?;
    let public = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    match kind(&info.algorithm)? {
        Kind::Rsa { only } => Ok(restricted(RsaKey::public(rsa_public_numbers(public)?), only)),
        Kind::Ec(curve) => Ok(Material::Ec(EcKey::public(curve, public)?)),
        Kind::Okp(curve) => Ok(Material::Okp(OkpKey::public(curve, public)?)),
        Kind::Akp(algorithm) => Ok(Material::Akp(AkpKey::public(algorithm, public)?)),
    }
}

fn secret(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(bytes.to_vec())
}

fn disagree() -> Error {
    mismatch("the public key inside the private one belongs to another key")
}

/// The error for multi-prime RSA.
pub(super) fn more_primes() -> Error {
    invalid("the RSA key has more than two primes, which is not supported: use a key with two")
}
