//! EC keys (RFC 7518, section 6.2; RFC 8812, section 3.1). aws-lc-rs checks every point and every
//! private number.

use aws_lc_rs::agreement;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, KeyPair, ParsedPublicKey,
};
use sec1::EcPrivateKey;
use sec1::der::Encode;
use zeroize::Zeroizing;

use super::encoding;
use crate::algorithm::{Curve, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::key::error::{invalid, mismatch, refused};

/// A key on one of the four curves. Each curve has one signature algorithm, so one prepared key of
/// each kind is enough.
pub(crate) struct EcKey {
    curve: Curve,
    /// Uncompressed: 0x04, x, y.
    point: Vec<u8>,
    verifier: ParsedPublicKey,
    private: Option<EcPrivate>,
}

struct EcPrivate {
    number: Zeroizing<Vec<u8>>,
    pair: EcdsaKeyPair,
    /// None for secp256k1, which is for ES256K only.
    agreement: Option<agreement::PrivateKey>,
}

impl EcKey {
    /// A public key, from a point in one of the encodings of SEC 1.
    pub(in crate::key) fn public(curve: Curve, point: &[u8]) -> Result<Self> {
        let (_, verification) = parameters(curve)?;
        let off = || {
            invalid(format!(
                "the public key is not a point on {curve}: was it cut off or altered?"
            ))
        };
        let parsed = ParsedPublicKey::new(verification, point).map_err(|_| off())?;
        if point.len() == 1 + 2 * coordinate_length(curve) && point.first() == Some(&4) {
            return Ok(Self {
                curve,
                point: point.to_vec(),
                verifier: parsed,
                private: None,
            });
        }
        // Compressed: aws-lc-rs computes the other coordinate. Anything else that it accepts (an
        // SPKI) is not a point.
        if point.len() != 1 + coordinate_length(curve) {
            return Err(off());
        }
        let spki: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| off())?;
        let start = spki
            .as_ref()
            .len()
            .checked_sub(1 + 2 * coordinate_length(curve))
            .ok_or_else(off)?;
        match spki.as_ref().get(start..) {
            Some(full) if full.first() == Some(&4) => Self::public(curve, full),
            _ => Err(off()),
        }
    }

    /// A private key, from its number, big-endian and as long as the field. If a point is given, it
    /// must belong to the number.
    pub(in crate::key) fn private(
        curve: Curve,
        number: Zeroizing<Vec<u8>>,
        point: Option<&[u8]>,
    ) -> Result<Self> {
        let (signing, _) = parameters(curve)?;
        if number.len() != coordinate_length(curve) {
            return Err(invalid(format!(
                "the private key must have {} bytes on {curve}, and has {}",
                coordinate_length(curve),
                number.len()
            )));
        }
        let given = point.map(|point| Self::public(curve, point)).transpose()?;
        let derived = derive_point(curve, signing, &number)?;
        let key = match given {
            Some(given) if given.point != derived => {
                return Err(mismatch(
                    "the public key is that of another private key: export the pair again",
                ));
            }
            Some(given) => given,
            None => Self::public(curve, &derived)?,
        };
        let out_of_range = |_| out_of_range(curve);
        let pair = EcdsaKeyPair::from_private_key_and_public_key(signing, &number, &derived)
            .map_err(out_of_range)?;
        let agreement = agreement_algorithm(curve)
            .map(|algorithm| {
                agreement::PrivateKey::from_private_key(algorithm, &number).map_err(out_of_range)
            })
            .transpose()?;
        Ok(Self {
            private: Some(EcPrivate {
                number,
                pair,
                agreement,
            }),
            ..key
        })
    }

    pub(in crate::key) fn generate(curve: Curve) -> Result<Self> {
        use aws_lc_rs::encoding::{AsBigEndian, EcPrivateKeyBin};
        let (signing, _) = parameters(curve)?;
        let pair = EcdsaKeyPair::generate(signing).map_err(|_| refused())?;
        let number: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().map_err(|_| refused())?;
        Self::private(
            curve,
            Zeroizing::new(number.as_ref().to_vec()),
            Some(pair.public_key().as_ref()),
        )
    }

    /// The same key without its private half.
    pub(in crate::key) fn to_public(&self) -> Self {
        Self {
            curve: self.curve,
            point: self.point.clone(),
            verifier: self.verifier.clone(),
            private: None,
        }
    }

    pub(crate) fn curve(&self) -> Curve {
        self.curve
    }

    pub(crate) fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// The point, uncompressed (SEC 1, section 2.3.3).
    pub(crate) fn public_bytes(&self) -> &[u8] {
        &self.point
    }

    /// x and y, each as long as the field.
    pub(in crate::key) fn coordinates(&self) -> (&[u8], &[u8]) {
        self.point
            .get(1..)
            .and_then(|both| both.split_at_checked(coordinate_length(self.curve)))
            .unwrap_or_default()
    }

    pub(in crate::key) fn private_bytes(&self) -> Option<&[u8]> {
        self.private.as_ref().map(|private| private.number.as_slice())
    }

    /// The prepared key for ECDH; None for a public key, and on secp256k1.
    pub(crate) fn agreement_private(&self) -> Option<&agreement::PrivateKey> {
        self.private.as_ref()?.agreement.as_ref()
    }

    /// Signs in the fixed form of RFC 7518, section 3.4: r and s, each as long as the field.
    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, input: &[u8]) -> Result<Vec<u8>> {
        if signature_algorithm(self.curve) != Some(algorithm) {
            return Err(mismatch(format!(
                "{algorithm} is not the algorithm of keys on {}",
                self.curve
            )));
        }
        let private = self
            .private
            .as_ref()
            .ok_or_else(|| mismatch("a public key cannot sign"))?;
        let signature = private
            .pair
            .sign(&SystemRandom::new(), input)
            .map_err(|_| refused())?;
        Ok(signature.as_ref().to_vec())
    }

    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        signature_algorithm(self.curve) == Some(algorithm)
            && self.verifier.verify_sig(input, signature).is_ok()
    }

    pub(in crate::key) fn to_spki(&self) -> Result<Vec<u8>> {
        encoding::spki(&self.verifier)
    }

    /// PKCS#8 with the public key inside; None for a public key.
    pub(in crate::key) fn to_pkcs8(&self) -> Option<Result<Zeroizing<Vec<u8>>>> {
        self.private
            .as_ref()
            .map(|private| encoding::pkcs8(private.pair.to_pkcs8v1()))
    }
}

/// The length of a coordinate, and of the private number, in bytes.
pub(crate) fn coordinate_length(curve: Curve) -> usize {
    match curve {
        Curve::P384 => 48,
        Curve::P521 => 66,
        Curve::P256 | Curve::Secp256k1 | Curve::Ed25519 | Curve::X25519 => 32,
    }
}

/// The one signature algorithm of a curve.
pub(in crate::key) fn signature_algorithm(curve: Curve) -> Option<SignatureAlgorithm> {
    match curve {
        Curve::P256 => Some(SignatureAlgorithm::ES256),
        Curve::P384 => Some(SignatureAlgorithm::ES384),
        Curve::P521 => Some(SignatureAlgorithm::ES512),
        Curve::Secp256k1 => Some(SignatureAlgorithm::ES256K),
        Curve::Ed25519 | Curve::X25519 => None,
    }
}

/// The point for a private number, which must be between 1 and the order of the curve.
fn derive_point(curve: Curve, signing: &'static EcdsaSigningAlgorithm, number: &[u8]) -> Result<Vec<u8>> {
    let out_of_range = || out_of_range(curve);
    // An ECPrivateKey without its public half is the only form for which aws-lc-rs computes the
    // point on every curve.
    let der = EcPrivateKey {
        private_key: number,
        parameters: None,
        public_key: None,
    }
    .to_der()
    .map(Zeroizing::new);
    let der = der.map_err(|_| out_of_range())?;
    let pair = EcdsaKeyPair::from_private_key_der(signing, &der).map_err(|_| out_of_range())?;
    Ok(pair.public_key().as_ref().to_vec())
}

fn out_of_range(curve: Curve) -> Error {
    invalid(format!(
        "the private key must be greater than zero and less than the order of {curve}"
    ))
}

fn parameters(
    curve: Curve,
) -> Result<(
    &'static EcdsaSigningAlgorithm,
    &'static EcdsaVerificationAlgorithm,
)> {
    match curve {
        Curve::P256 => Ok((
            &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            &signature::ECDSA_P256_SHA256_FIXED,
        )),
        Curve::P384 => Ok((
            &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
            &signature::ECDSA_P384_SHA384_FIXED,
        )),
        Curve::P521 => Ok((
            &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
            &signature::ECDSA_P521_SHA512_FIXED,
        )),
        Curve::Secp256k1 => Ok((
            &signature::ECDSA_P256K1_SHA256_FIXED_SIGNING,
            &signature::ECDSA_P256K1_SHA256_FIXED,
        )),
        Curve::Ed25519 | Curve::X25519 => Err(invalid(format!(
            "{curve} is a curve of OKP keys and not of EC keys"
        ))),
    }
}

fn agreement_algorithm(curve: Curve) -> Option<&'static agreement::Algorithm> {
    match curve {
        Curve::P256 => Some(&agreement::ECDH_P256),
        Curve::P384 => Some(&agreement::ECDH_P384),
        Curve::P521 => Some(&agreement::ECDH_P521),
        Curve::Secp256k1 | Curve::Ed25519 | Curve::X25519 => None,
    }
}
