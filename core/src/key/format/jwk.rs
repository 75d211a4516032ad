//! Keys from JWK text (RFC 7517; RFC 7518, section 6; RFC 8037; RFC 9964).

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::certificate;
use super::jwk_members::Members;
use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement};
use crate::error::{Error, Result};
use crate::json::{self, Refused};
use crate::key::error::{invalid, mismatch, not_supported};
use crate::key::material::rsa_numbers::{PrivateNumbers, PublicNumbers};
use crate::key::material::{AkpKey, EcKey, Material, OkpKey, RsaKey, SecretKey, ec};
use crate::key::{Carried, Inner, JwkOptions, Key, Permissions, binding};
use crate::limits::exceeded;

/// The longest JWK that is read.
const MAX_BYTES: usize = 64 * 1024;
/// How deep a JWK, or a set of them, may nest.
pub(in crate::key) const MAX_DEPTH: u32 = 32;

impl Key {
    /// A key from JWK text. It is bound to the JWK's `alg`, or to the option's where the JWK has none; where both are given they have to
    /// agree (`ERR_KEY_MISMATCH`). Without either, an asymmetric key checks and opens with every algorithm of its family and makes
    /// nothing, and an `oct` key is `ERR_OPTION_INVALID`. `use` and `key_ops` are honoured; public and private members are checked
    /// against each other, and what is said of certificates (`x5c`, `x5t#S256`) against the key. No certificate is ever trusted. Members that
    /// mean nothing to the library are kept for [`to_jwk`](Key::to_jwk).
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
        let mut members = json::strict_object(jwk.as_bytes(), MAX_DEPTH).map_err(|refused| match refused {
            Refused::TooDeep => exceeded("the JWK is nested too deeply"),
            Refused::Malformed => invalid("the JWK is not a strict JSON object"),
        })?;
        let key = Key::of_members(&members, options);
        json::wipe(&mut members);
        key
    }

    /// A key from the members of a JWK that passed the strict pass.
    pub(in crate::key) fn of_members(members: &Map<String, Value>, options: &JwkOptions) -> Result<Key> {
        let jwk = Members::new(members);
        let key_type = KeyType::parse(jwk.required_text("kty")?)?;
        let permissions = permissions(jwk)?;
        let key_id = jwk.text("kid")?.map(String::from);
        let (algorithm, enc) = algorithm(jwk, key_type, options)?;
        if key_type == KeyType::Oct {
            let algorithm = algorithm.ok_or_else(|| Error::option("an oct key needs an algorithm"))?;
            binding::check_enc(Some(algorithm), enc)?;
            let carried = Carried::new(members, true, |name| key_type.reads(name));
            let secret = SecretKey::new(jwk.required_bytes("k")?, algorithm, enc, options.allow_weak_secret)?;
            let material = Material::Secret(secret);
            certificate::check_members(jwk, &material)?;
            return Key::bound(Inner {
                material: material.into(),
                algorithm: Some(algorithm),
                content_encryption: enc,
                key_id,
                permissions,
                carried,
            });
        }
        let material = match key_type {
            KeyType::Oct | KeyType::Rsa => rsa(jwk)?,
            KeyType::Ec => ec(jwk)?,
            KeyType::Okp => okp(jwk)?,
            KeyType::Akp => akp(jwk, algorithm)?,
        };
        certificate::check_members(jwk, &material)?;
        let carried = Carried::new(members, material.is_private(), |name| key_type.reads(name));
        Key::bound(Inner { material: material.into(), algorithm, content_encryption: enc, key_id, permissions, carried })
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
            _ => Err(not_supported("this key type is not supported")),
        }
    }
}

impl KeyType {
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

fn permissions(jwk: Members<'_>) -> Result<Permissions> {
    let signs = match jwk.text("use")? {
        None => None,
        Some("sig") => Some(true),
        Some("enc") => Some(false),
        Some(_) => return Err(invalid("the use of the key is neither sig nor enc")),
    };
    Ok(Permissions { signs, operations: jwk.distinct_texts("key_ops")? })
}

/// The algorithm that the JWK and the options give together.
fn algorithm(jwk: Members<'_>, key_type: KeyType, options: &JwkOptions) -> Result<(Option<Algorithm>, Option<ContentEncryption>)> {
    let (own, own_enc) = match jwk.text("alg")? {
        None => (None, None),
        Some(name) => match name.parse::<ContentEncryption>() {
            // The name of a content encryption says that the key is used with it directly.
            Ok(_) if key_type != KeyType::Oct => return Err(mismatch("the algorithm does not fit the type of the key")),
            Ok(enc) => (Some(Algorithm::KeyManagement(KeyManagement::Dir)), Some(enc)),
            Err(_) => (Some(name.parse()?), None),
        },
    };
    if key_type == KeyType::Akp && own.is_none() {
        return Err(invalid("an AKP key needs alg"));
    }
    let algorithm = agreed(own, options.alg, "the alg of the JWK is not the one asked for")?;
    let enc = agreed(own_enc, options.enc, "the alg of the JWK is not the enc asked for")?;
    // An oct key without an algorithm is refused for that, whatever its enc.
    if algorithm.is_some() || enc.is_none() || key_type != KeyType::Oct {
        binding::check_enc(algorithm, enc)?;
    }
    Ok((algorithm, enc))
}

fn agreed<T: PartialEq>(own: Option<T>, wanted: Option<T>, message: &'static str) -> Result<Option<T>> {
    match (own, wanted) {
        (Some(own), Some(wanted)) if own != wanted => Err(mismatch(message)),
        (own, wanted) => Ok(own.or(wanted)),
    }
}

fn rsa(jwk: Members<'_>) -> Result<Material> {
    if jwk.has("oth") {
        return Err(invalid("RSA keys of more than two primes are refused"));
    }
    let public = PublicNumbers::new(&jwk.required_bytes("n")?, &jwk.required_bytes("e")?)?;
    if !PrivateNumbers::NAMES.iter().any(|name| jwk.has(name)) {
        return Ok(Material::Rsa(RsaKey::public(public)));
    }
    let mut numbers: [Zeroizing<Vec<u8>>; 6] = Default::default();
    for (number, name) in numbers.iter_mut().zip(PrivateNumbers::NAMES) {
        *number = jwk.required_bytes(name)?;
    }
    let private = PrivateNumbers::new(numbers.each_ref().map(|number| number.as_slice()), &public)?;
    Ok(Material::Rsa(RsaKey::private(public, private)?))
}

fn ec(jwk: Members<'_>) -> Result<Material> {
    let curve: Curve = jwk.required_text("crv")?.parse()?;
    if ec::signature_algorithm(curve).is_none() {
        return Err(invalid("the curve is not one of EC keys"));
    }
    let (x, y) = (jwk.required_bytes("x")?, jwk.required_bytes("y")?);
    let length = ec::coordinate_length(curve);
    if x.len() != length || y.len() != length {
        return Err(invalid("a coordinate does not have its curve's length"));
    }
    let point = [&[4], x.as_slice(), &y].concat();
    Ok(Material::Ec(match jwk.bytes("d")? {
        Some(number) => EcKey::private(curve, number, Some(&point))?,
        None => EcKey::public(curve, &point)?,
    }))
}

fn okp(jwk: Members<'_>) -> Result<Material> {
    let curve: Curve = jwk.required_text("crv")?.parse()?;
    let public = jwk.required_bytes("x")?;
    Ok(Material::Okp(match jwk.bytes("d")? {
        Some(private) => OkpKey::private(curve, private, Some(&public))?,
        None => OkpKey::public(curve, &public)?,
    }))
}

fn akp(jwk: Members<'_>, algorithm: Option<Algorithm>) -> Result<Material> {
    let Some(Algorithm::Signature(algorithm)) = algorithm else {
        return Err(mismatch("the algorithm does not fit the type of the key"));
    };
    let public = jwk.required_bytes("pub")?;
    Ok(Material::Akp(match jwk.bytes("priv")? {
        Some(seed) => AkpKey::private(algorithm, seed, Some(&public))?,
        None => AkpKey::public(algorithm, &public)?,
    }))
}
