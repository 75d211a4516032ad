//! The material of a key: what aws-lc-rs prepared for it, and which algorithms its type and curve
//! support.

pub(super) mod akp;
pub(super) mod ec;
mod encoding;
pub(super) mod okp;
mod rsa;
mod rsa_completion;
pub(super) mod rsa_numbers;
pub(super) mod secret;
mod secret_guard;
mod small_order;

use crate::algorithm::{Curve, KeyManagement, SignatureAlgorithm};

pub(super) use akp::AkpKey;
pub(super) use ec::EcKey;
pub(super) use okp::OkpKey;
pub(crate) use rsa::RsaKey;
pub(super) use secret::SecretKey;

/// The key itself, by its `kty` (RFC 7517).
#[allow(clippy::large_enum_variant)] // a key is one allocation, whatever its type
pub(crate) enum Material {
    Secret(SecretKey),
    Rsa(RsaKey),
    Ec(EcKey),
    Okp(OkpKey),
    Akp(AkpKey),
}

impl Material {
    /// Whether it holds anything that must be kept secret.
    pub(in crate::key) fn is_private(&self) -> bool {
        match self {
            Material::Secret(_) => true,
            Material::Rsa(key) => key.is_private(),
            Material::Ec(key) => key.is_private(),
            Material::Okp(key) => key.is_private(),
            Material::Akp(key) => key.is_private(),
        }
    }

    /// Whether a key of this type and curve supports this algorithm at all.
    pub(crate) fn family_has_signature(&self, algorithm: SignatureAlgorithm) -> bool {
        use SignatureAlgorithm as S;
        match self {
            Material::Secret(_) => matches!(algorithm, S::HS256 | S::HS384 | S::HS512),
            Material::Rsa(key) => match key.only() {
                Some(only) => only.contains(&algorithm),
                None => matches!(
                    algorithm,
                    S::RS256 | S::RS384 | S::RS512 | S::PS256 | S::PS384 | S::PS512
                ),
            },
            Material::Ec(key) => matches!(
                (key.curve(), algorithm),
                (Curve::P256, S::ES256)
                    | (Curve::P384, S::ES384)
                    | (Curve::P521, S::ES512)
                    | (Curve::Secp256k1, S::ES256K)
            ),
            Material::Okp(key) => key.curve() == Curve::Ed25519 && matches!(algorithm, S::EdDSA | S::Ed25519),
            Material::Akp(key) => key.algorithm() == algorithm,
        }
    }

    /// The same for key management.
    pub(crate) fn family_has_key_management(&self, algorithm: KeyManagement) -> bool {
        use KeyManagement as K;
        let agreement = algorithm.is_key_agreement();
        match self {
            Material::Secret(_) => algorithm.is_symmetric(),
            Material::Rsa(key) => {
                key.only().is_none()
                    && matches!(
                        algorithm,
                        K::RSA_OAEP | K::RSA_OAEP_256 | K::RSA_OAEP_384 | K::RSA_OAEP_512
                    )
            }
            Material::Ec(key) => agreement && key.curve() != Curve::Secp256k1,
            Material::Okp(key) => agreement && key.curve() == Curve::X25519,
            Material::Akp(_) => false,
        }
    }
}
