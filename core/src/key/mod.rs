//! Keys: made once, bound to what they may do, and cheap to clone.

mod akp;
mod binding;
mod carried;
mod certificate;
mod der;
mod ec;
mod encrypted;
mod export;
mod fit;
mod generate;
mod jwk;
mod jwk_members;
mod okp;
mod pem;
mod permission;
mod rsa;
mod rsa_numbers;
mod secret;
mod secret_guard;
mod set;
mod small_order;
#[cfg(test)]
mod tests;
mod thumbprint;

use std::fmt;
use std::sync::Arc;

use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, ErrorCode, Result};

pub(crate) use crate::options::{GenerateOptions, JwkOptions, KeyOptions, Password};
pub(crate) use akp::AkpKey;
pub(crate) use carried::Carried;
pub(crate) use ec::EcKey;
pub(crate) use fit::{Fitting, Wanted};
pub(crate) use okp::OkpKey;
pub(crate) use permission::Permissions;
pub(crate) use rsa::RsaKey;
pub(crate) use secret::Secret;
pub use set::{KeySet, RejectedKey};
pub use thumbprint::ThumbprintHash;

/// A key, with what it may do: immutable, thread-safe and cheap to clone.
#[derive(Clone)]
pub struct Key(Arc<Inner>);

/// Everything about a key. The material holds what aws-lc-rs has prepared, so that nothing is parsed per token.
pub(crate) struct Inner {
    pub(crate) material: Material,
    /// The one algorithm that the key is bound to. None: it checks and opens with every algorithm of its family, and makes nothing.
    pub(crate) algorithm: Option<Algorithm>,
    /// The one content encryption of a `dir` key; None for every other key.
    pub(crate) content_encryption: Option<ContentEncryption>,
    pub(crate) key_id: Option<String>,
    pub(crate) permissions: Permissions,
    /// Members of the JWK that mean nothing to the library.
    pub(crate) carried: Carried,
}

/// The key itself, by the `kty` of RFC 7517.
#[allow(clippy::large_enum_variant)] // a key is one allocation, whatever its type
pub(crate) enum Material {
    Secret(Secret),
    Rsa(RsaKey),
    Ec(EcKey),
    Okp(OkpKey),
    Akp(AkpKey),
}

impl Key {
    /// What a password is for, where a language lets its caller leave the algorithm out.
    pub const DEFAULT_PASSWORD_ALGORITHM: Algorithm = Algorithm::KeyManagement(KeyManagement::PBES2_HS512_A256KW);

    /// The algorithm that the key is bound to, if it is bound to one.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.0.algorithm
    }

    /// The content encryption that a `dir` key is bound to.
    pub fn content_encryption(&self) -> Option<ContentEncryption> {
        self.0.content_encryption
    }

    /// The key's `kid`, which goes into tokens that it makes and selects it for tokens that it checks.
    pub fn key_id(&self) -> Option<&str> {
        self.0.key_id.as_deref()
    }

    /// The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    pub fn key_type(&self) -> &'static str {
        match &self.0.material {
            Material::Secret(_) => "oct",
            Material::Rsa(_) => "RSA",
            Material::Ec(_) => "EC",
            Material::Okp(_) => "OKP",
            Material::Akp(_) => "AKP",
        }
    }

    /// The `use` of RFC 7517, section 4.2: `sig` or `enc`, if the key says so.
    pub fn key_use(&self) -> Option<&'static str> {
        self.0.permissions.key_use()
    }

    /// Whether the key holds what must be kept secret. True for every `oct` key.
    pub fn is_private(&self) -> bool {
        self.0.material.is_private()
    }

    /// Whether what the key does takes about a microsecond: all symmetric work but a password's. For those who would else leave the thread to others.
    pub fn is_quick(&self) -> bool {
        match (&self.0.material, self.0.algorithm) {
            (Material::Secret(_), Some(Algorithm::KeyManagement(algorithm))) => !algorithm.is_password_based(),
            (Material::Secret(_), _) => true,
            _ => false,
        }
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(crate) fn material(&self) -> &Material {
        &self.0.material
    }

    pub(super) fn carried(&self) -> &Carried {
        &self.0.carried
    }

    pub(crate) fn permissions(&self) -> &Permissions {
        &self.0.permissions
    }

    /// Signs with an algorithm that the caller has found the key to allow.
    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, input: &[u8]) -> Result<Vec<u8>> {
        match &self.0.material {
            Material::Secret(key) => key.sign(algorithm, input),
            Material::Rsa(key) => key.sign(algorithm, input),
            Material::Ec(key) => key.sign(algorithm, input),
            Material::Okp(key) => key.sign(input),
            Material::Akp(key) => key.sign(input),
        }
    }

    /// Whether the signature is the key's, by an algorithm that the caller has found the key to allow. Constant-time for HMAC.
    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        match &self.0.material {
            Material::Secret(key) => key.verify(algorithm, input, signature),
            Material::Rsa(key) => key.verify(algorithm, input, signature),
            Material::Ec(key) => key.verify(algorithm, input, signature),
            Material::Okp(key) => key.verify(input, signature),
            Material::Akp(key) => key.verify(input, signature),
        }
    }

    /// Whether the key's type and curve, and the algorithm it is bound to if it is bound, allow this signature algorithm.
    pub(crate) fn allows_signature(&self, algorithm: SignatureAlgorithm) -> bool {
        match self.0.algorithm {
            Some(bound) => bound == Algorithm::Signature(algorithm),
            None => self.0.material.family_has_signature(algorithm),
        }
    }

    /// The same for key management; a `dir` key also allows its own content encryption only.
    pub(crate) fn allows_key_management(&self, algorithm: KeyManagement, enc: ContentEncryption) -> bool {
        match self.0.algorithm {
            Some(bound) => bound == Algorithm::KeyManagement(algorithm) && self.0.content_encryption.is_none_or(|own| own == enc),
            None => self.0.material.family_has_key_management(algorithm),
        }
    }
}

impl Material {
    /// Whether it holds what must be kept secret.
    pub(super) fn is_private(&self) -> bool {
        match self {
            Material::Secret(_) => true,
            Material::Rsa(key) => key.is_private(),
            Material::Ec(key) => key.is_private(),
            Material::Okp(key) => key.is_private(),
            Material::Akp(key) => key.is_private(),
        }
    }

    /// Whether a key of this type and curve can do this algorithm at all.
    pub(crate) fn family_has_signature(&self, algorithm: SignatureAlgorithm) -> bool {
        use SignatureAlgorithm as S;
        match self {
            Material::Secret(_) => matches!(algorithm, S::HS256 | S::HS384 | S::HS512),
            Material::Rsa(_) => matches!(algorithm, S::RS256 | S::RS384 | S::RS512 | S::PS256 | S::PS384 | S::PS512),
            Material::Ec(key) => matches!(
                (key.curve(), algorithm),
                (Curve::P256, S::ES256) | (Curve::P384, S::ES384) | (Curve::P521, S::ES512) | (Curve::Secp256k1, S::ES256K)
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
            Material::Rsa(_) => matches!(algorithm, K::RSA_OAEP | K::RSA_OAEP_256 | K::RSA_OAEP_384 | K::RSA_OAEP_512),
            Material::Ec(key) => agreement && key.curve() != Curve::Secp256k1,
            Material::Okp(key) => agreement && key.curve() == Curve::X25519,
            Material::Akp(_) => false,
        }
    }
}

impl fmt::Debug for Key {
    /// Names the key without showing any of it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Key")
            .field("key_type", &self.key_type())
            .field("algorithm", &self.algorithm().map(Algorithm::as_str))
            .field("key_id", &self.key_id())
            .field("is_private", &self.is_private())
            .finish()
    }
}

/// A key that is malformed.
pub(crate) fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwkInvalid, message)
}

/// What aws-lc-rs refuses although everything was checked: no input is known to cause it.
fn refused() -> Error {
    Error::new(ErrorCode::Internal, "the cryptographic library refused a checked key")
}

/// For making, exporting and using a key to make a token: never for a token that is read.
pub(crate) fn mismatch(message: &'static str) -> Error {
    Error::new(ErrorCode::KeyMismatch, message)
}
