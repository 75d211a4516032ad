//! Keys from JWK text (RFC 7517; RFC 7518, section 6; RFC 8037; RFC 9964).

use std::fmt::Display;

use serde_json::{Map, Value};

use super::jwk_members::Members;
use super::{certificate, jwk_material, mistakes};
use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement};
use crate::error::{Error, Result};
use crate::json::{Refused, SecretObject};
use crate::key::error::{invalid, mismatch, not_supported};
use crate::key::material::{Material, SecretKey};
use crate::key::{Carried, Inner, JwkOptions, Key, Permissions, binding};
use crate::limits::exceeded;

/// The longest JWK to read.
const MAX_BYTES: usize = 64 * 1024;
/// How deeply a JWK, or a set of them, may be nested.
pub(in crate::key) const MAX_DEPTH: u32 = 32;

impl Key {
    /// A key from JWK text. It is bound to the `alg` of the JWK, or to that of the options if the
    /// JWK has none; if both are given, they must agree (`ERR_KEY_MISMATCH`). Without either, an
    /// asymmetric key can only verify and decrypt, with any algorithm of its family, and an `oct`
    /// key is `ERR_OPTION_INVALID`.
    ///
    /// `use` and `key_ops` are honoured, and must not contradict each other (`ERR_KEY_MISMATCH`). A
    /// `use` other than `sig` and `enc` is `ERR_JOSE_NOT_SUPPORTED`, unless `signature_uses` lists
    /// it. Public and private members are checked against each other, and the first certificate in
    /// `x5c`, if it can be read, is checked against the key; no certificate is ever trusted. `exp`
    /// and `nbf` are not honoured: a key works for as long as the program keeps it. Members that
    /// mean nothing to the library are kept for [`to_jwk`](Key::to_jwk).
    ///
    /// Input with only one possible meaning is accepted, and written back in canonical form: RSA
    /// and EC numbers with more or fewer leading zeros than RFC 7518 prescribes, private RSA keys
    /// without their primes or their CRT numbers, and null in place of an absent `alg`, `use`,
    /// `kid`, `key_ops`, `x5u`, `x5c` and `x5t`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{JwkOptions, Key};
    ///
    /// let jwk = r#"{"kty":"oct","alg":"HS256","kid":"1","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#;
    /// let key = Key::from_jwk(jwk, &JwkOptions::default())?;
    /// assert_eq!(key.key_id(), Some("1"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_jwk(jwk: &str, options: &JwkOptions) -> Result<Key> {
        if jwk.len() > MAX_BYTES {
            return Err(exceeded("the JWK is longer than 64 KiB"));
        }
        let members = SecretObject::parse(jwk, MAX_DEPTH).map_err(|refused| match refused {
            Refused::TooDeep => exceeded("the JWK is nested too deeply"),
            Refused::Malformed => mistakes::in_jwk(jwk),
        })?;
        Key::of_members(&members, options)
    }

    /// A key from the members of a JWK that has passed the strict pass.
    pub(in crate::key) fn of_members(members: &Map<String, Value>, options: &JwkOptions) -> Result<Key> {
        check_signature_uses(options.signature_uses.as_deref())?;
        let jwk = Members::new(members);
        let key_type = KeyType::parse(jwk.required_text("kty")?)?;
        let permissions = permissions(jwk, options)?;
        let key_id = jwk.text("kid")?.map(String::from);
        let (algorithm, enc) = algorithm(jwk, key_type, options)?;
        let material = match key_type {
            KeyType::Oct => {
                let algorithm = algorithm.ok_or_else(|| {
                    Error::option("an oct JWK without alg needs the option alg, such as HS256")
                })?;
                Material::Secret(SecretKey::new(
                    jwk.required_bytes("k")?,
                    algorithm,
                    enc,
                    options.allow_weak_secret,
                )?)
            }
            KeyType::Rsa => jwk_material::rsa(jwk)?,
            KeyType::Ec => jwk_material::ec(jwk)?,
            KeyType::Okp => jwk_material::okp(jwk)?,
            KeyType::Akp => jwk_material::akp(jwk, algorithm)?,
        };
        certificate::check_members(jwk, &material)?;
        let carried = Carried::new(members, material.is_private(), |name| key_type.reads(name));
        Key::bound(Inner {
            material: material.into(),
            algorithm,
            content_encryption: enc,
            key_id,
            permissions,
            carried,
        })
    }
}

/// The `kty` of RFC 7517, section 4.1.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyType {
    Akp,
    Ec,
    Oct,
    Okp,
    Rsa,
}

impl KeyType {
    fn parse(name: &str) -> Result<Self> {
        match name {
            "AKP" => Ok(KeyType::Akp),
            "EC" => Ok(KeyType::Ec),
            "oct" => Ok(KeyType::Oct),
            "OKP" => Ok(KeyType::Okp),
            "RSA" => Ok(KeyType::Rsa),
            _ => Err(not_supported(
                "the kty of the JWK is none of RSA, EC, OKP, AKP and oct",
            )),
        }
    }

    /// Whether the library understands this member in a key of this type.
    fn reads(self, name: &str) -> bool {
        let own: &[&str] = match self {
            KeyType::Akp => &["pub", "priv"],
            KeyType::Ec => &["crv", "x", "y", "d"],
            KeyType::Oct => &["k"],
            KeyType::Okp => &["crv", "x", "d"],
            KeyType::Rsa => &["n", "e", "d", "p", "q", "dp", "dq", "qi"],
        };
        ["kty", "use", "key_ops", "alg", "kid"].contains(&name) || own.contains(&name)
    }
}

/// Refuses the uses defined by RFC 7517, whose meaning is fixed.
pub(in crate::key) fn check_signature_uses(names: Option<&[String]>) -> Result<()> {
    match names
        .unwrap_or_default()
        .iter()
        .any(|name| name == "sig" || name == "enc")
    {
        true => Err(Error::option(
            "signature_uses is for uses other than sig and enc, which need no option",
        )),
        false => Ok(()),
    }
}

fn permissions(jwk: Members<'_>, options: &JwkOptions) -> Result<Permissions> {
    let for_signatures = options.signature_uses.as_deref().unwrap_or_default();
    let (signs, named) = match jwk.text("use")? {
        None => (None, None),
        Some("sig") => (Some(true), None),
        Some("enc") => (Some(false), None),
        Some(other) if for_signatures.iter().any(|name| name == other) => {
            (Some(true), Some(other.to_owned()))
        }
        Some(_) => {
            return Err(not_supported(
                "the use of the key is neither sig nor enc: if it means signatures, name it in signature_uses",
            ));
        }
    };
    let permissions = Permissions {
        signs,
        named,
        operations: jwk.distinct_texts("key_ops")?,
    };
    if permissions.contradict() {
        return Err(mismatch(
            "the use and the key_ops of the key contradict each other (RFC 7517, section 4.3): leave one of them out",
        ));
    }
    Ok(permissions)
}

/// The algorithm that the JWK and the options determine together.
fn algorithm(
    jwk: Members<'_>,
    key_type: KeyType,
    options: &JwkOptions,
) -> Result<(Option<Algorithm>, Option<ContentEncryption>)> {
    let (own, own_enc) = match jwk.text("alg")? {
        None => (None, None),
        Some(name) => match ContentEncryption::find(name) {
            // The name of a content encryption says that the key is used with it directly.
            Some(enc) if key_type != KeyType::Oct => {
                return Err(mismatch(format!(
                    "the alg of the JWK is {enc}, which is for keys of type oct only"
                )));
            }
            Some(enc) => (Some(Algorithm::KeyManagement(KeyManagement::Dir)), Some(enc)),
            None => (Some(name.parse()?), None),
        },
    };
    if key_type == KeyType::Akp && own.is_none() {
        return Err(invalid("the JWK has no `alg`, which a key of type AKP needs"));
    }
    let algorithm = agreed(own, options.alg, "alg")?;
    let enc = agreed(own_enc, options.enc, "enc")?;
    // An oct key without an algorithm is refused for that reason, whatever its enc.
    if algorithm.is_some() || enc.is_none() || key_type != KeyType::Oct {
        binding::check_enc(algorithm, enc)?;
    }
    Ok((algorithm, enc))
}

fn agreed<T: PartialEq + Display>(own: Option<T>, wanted: Option<T>, option: &str) -> Result<Option<T>> {
    match (own, wanted) {
        (Some(own), Some(wanted)) if own != wanted => Err(mismatch(format!(
            "the alg of the JWK says {own}, and the option {option} is {wanted}: they must agree"
        ))),
        (own, wanted) => Ok(own.or(wanted)),
    }
}
