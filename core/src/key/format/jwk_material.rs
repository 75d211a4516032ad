//! The numbers of JWKs (RFC 7518, section 6; RFC 8037; RFC 9964), in every spelling with only one
//! possible meaning.

use zeroize::Zeroizing;

use super::der;
use super::jwk_members::Members;
use crate::algorithm::{Algorithm, Curve};
use crate::error::{Error, Result};
use crate::key::error::{invalid, mismatch};
use crate::key::material::rsa_numbers::{PrivateNumbers, PublicNumbers, without_leading_zeros};
use crate::key::material::{AkpKey, EcKey, Material, OkpKey, RsaKey, ec};

pub(super) fn rsa(jwk: Members<'_>) -> Result<Material> {
    if jwk.has("oth") {
        return Err(der::more_primes());
    }
    let public = PublicNumbers::new(&jwk.required_bytes("n")?, &jwk.required_bytes("e")?)?;
    let present = PrivateNumbers::NAMES.map(|name| jwk.has(name));
    let private = match present {
        [false, false, false, false, false, false] => return Ok(Material::Rsa(RsaKey::public(public))),
        [true, false, false, false, false, false] => {
            PrivateNumbers::completed(&jwk.required_bytes("d")?, None, &public)?
        }
        [true, true, true, false, false, false] => {
            let (p, q) = (jwk.required_bytes("p")?, jwk.required_bytes("q")?);
            PrivateNumbers::completed(&jwk.required_bytes("d")?, Some((&p, &q)), &public)?
        }
        [true, true, true, true, true, true] => {
            let mut numbers: [Zeroizing<Vec<u8>>; 6] = Default::default();
            for (number, name) in numbers.iter_mut().zip(PrivateNumbers::NAMES) {
                *number = jwk.required_bytes(name)?;
            }
            PrivateNumbers::new(numbers.each_ref().map(|number| number.as_slice()), &public)?
        }
        _ => return Err(incomplete(present)),
    };
    Ok(Material::Rsa(RsaKey::private(public, private)?))
}

/// The error for a private RSA key with only some of its members.
fn incomplete(present: [bool; 6]) -> Error {
    let missing = PrivateNumbers::NAMES
        .iter()
        .zip(present)
        .filter(|(_, is_present)| !is_present)
        .map(|(name, _)| format!("`{name}`"));
    let missing = missing.collect::<Vec<_>>().join(", ");
    invalid(format!(
        "the private RSA JWK has no {missing}: give all of d, p, q, dp, dq and qi, or d, p and q, or d alone"
    ))
}

pub(super) fn ec(jwk: Members<'_>) -> Result<Material> {
    let curve: Curve = jwk.required_text("crv")?.parse()?;
    if ec::signature_algorithm(curve).is_none() {
        return Err(invalid(format!(
            "{curve} is a curve of OKP keys, and the JWK is an EC key: its kty must be OKP"
        )));
    }
    let (x, y) = (
        full_length(jwk.required_bytes("x")?, curve, "x")?,
        full_length(jwk.required_bytes("y")?, curve, "y")?,
    );
    let point = [&[4], x.as_slice(), &y].concat();
    Ok(Material::Ec(match jwk.bytes("d")? {
        Some(number) => EcKey::private(curve, full_length(number, curve, "d")?, Some(&point))?,
        None => EcKey::public(curve, &point)?,
    }))
}

/// A number padded or trimmed to the length of its curve (RFC 7518, section 6.2.1.2). Libraries
/// with big integers write numbers that begin with zeros too short, and numbers that begin with a
/// set bit too long.
fn full_length(number: Zeroizing<Vec<u8>>, curve: Curve, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    let length = ec::coordinate_length(curve);
    if number.len() == length {
        return Ok(number);
    }
    let digits = without_leading_zeros(&number);
    let wrong = || {
        invalid(format!(
            "`{name}` of the JWK is not a number of {curve}, which has {length} bytes"
        ))
    };
    let zeros = length
        .checked_sub(digits.len())
        .filter(|_| !digits.is_empty())
        .ok_or_else(wrong)?;
    let mut full = Zeroizing::new(vec![0; length]);
    full.get_mut(zeros..).ok_or_else(wrong)?.copy_from_slice(digits);
    Ok(full)
}

pub(super) fn okp(jwk: Members<'_>) -> Result<Material> {
    let curve: Curve = jwk.required_text("crv")?.parse()?;
    let public = jwk.required_bytes("x")?;
    Ok(Material::Okp(match jwk.bytes("d")? {
        Some(private) => OkpKey::private(curve, private, Some(&public))?,
        None => OkpKey::public(curve, &public)?,
    }))
}

pub(super) fn akp(jwk: Members<'_>, algorithm: Option<Algorithm>) -> Result<Material> {
    let Some(Algorithm::Signature(algorithm)) = algorithm else {
        return Err(mismatch(
            "the alg of an AKP key must be ML-DSA-44, ML-DSA-65 or ML-DSA-87",
        ));
    };
    let public = jwk.required_bytes("pub")?;
    Ok(Material::Akp(match jwk.bytes("priv")? {
        Some(seed) => AkpKey::private(algorithm, seed, Some(&public))?,
        None => AkpKey::public(algorithm, &public)?,
    }))
}
