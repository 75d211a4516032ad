//! Keys: made once, bound to what they may do, and cheap to clone.

mod binding;
mod carried;
mod error;
mod format;
mod generate;
mod identity;
mod material;
mod permission;
mod set;
mod shape;
#[cfg(test)]
mod tests;
mod thumbprint;

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::error::Result;

pub(crate) use crate::options::{GenerateOptions, JwkOptions, KeyOptions, Password};
pub(crate) use carried::Carried;
pub(crate) use error::mismatch;
pub use format::Secret;
pub(crate) use format::certificate_thumbprint;
pub(crate) use identity::Identity;
pub(crate) use material::{Material, RsaKey};
pub(crate) use permission::Permissions;
pub(crate) use set::Mark;
pub(crate) use set::{Fitting, Standing, Wanted};
pub use set::{KeySet, RejectedKey};
pub use thumbprint::ThumbprintHash;

/// A key, together with what it may do: immutable, thread-safe and cheap to clone.
#[derive(Clone)]
pub struct Key(Arc<Shared>);

/// What the clones of a key share.
struct Shared {
    inner: Inner,
    /// Computed when a token first asks for it, since most keys check no tokens.
    identity: OnceLock<Arc<Identity>>,
}

impl Deref for Shared {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

/// Everything about a key. The material contains what aws-lc-rs prepared, so nothing is parsed per
/// token.
pub(crate) struct Inner {
    /// Shared with the same key under another key ID.
    pub(crate) material: Arc<Material>,
    /// The algorithm that the key is bound to. A key with None verifies and decrypts with every
    /// algorithm of its family, and neither signs nor encrypts.
    pub(crate) algorithm: Option<Algorithm>,
    /// The one content encryption of a `dir` key; None for every other key.
    pub(crate) content_encryption: Option<ContentEncryption>,
    pub(crate) key_id: Option<String>,
    pub(crate) permissions: Permissions,
    /// Members of the JWK that mean nothing to the library.
    pub(crate) carried: Carried,
}

impl Key {
    /// The algorithm for passwords in languages that let the caller leave the algorithm out.
    pub const DEFAULT_PASSWORD_ALGORITHM: Algorithm =
        Algorithm::KeyManagement(KeyManagement::PBES2_HS512_A256KW);

    /// The algorithm that the key is bound to, if any.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.0.algorithm
    }

    /// The content encryption that a `dir` key is bound to.
    pub fn content_encryption(&self) -> Option<ContentEncryption> {
        self.0.content_encryption
    }

    /// The key's `kid`, which is written into tokens made with it and selects it for tokens to
    /// check.
    pub fn key_id(&self) -> Option<&str> {
        self.0.key_id.as_deref()
    }

    /// The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    pub fn key_type(&self) -> &'static str {
        match self.material() {
            Material::Secret(_) => "oct",
            Material::Rsa(_) => "RSA",
            Material::Ec(_) => "EC",
            Material::Okp(_) => "OKP",
            Material::Akp(_) => "AKP",
        }
    }

    /// The `use` of RFC 7517, section 4.2, if the key has one: `sig`, `enc`, or a name that
    /// `signature_uses` allowed.
    pub fn key_use(&self) -> Option<&str> {
        self.0.permissions.key_use()
    }

    /// Whether the key contains anything that must be kept secret. True for every `oct` key.
    pub fn is_private(&self) -> bool {
        self.0.material.is_private()
    }

    /// Whether using the key takes about a microsecond: true for all symmetric algorithms except
    /// those with passwords. For callers that would otherwise yield the thread to others.
    pub fn is_quick(&self) -> bool {
        match (self.material(), self.0.algorithm) {
            (Material::Secret(_), Some(Algorithm::KeyManagement(algorithm))) => {
                !algorithm.is_password_based()
            }
            (Material::Secret(_), _) => true,
            _ => false,
        }
    }

    /// The same key with another `kid`, or with none: for example, the JWK in the header of an ACME
    /// request (RFC 8555, section 6.2) must have none.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm};
    ///
    /// let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
    /// assert_eq!(key.with_key_id(Some("2026-11")).key_id(), Some("2026-11"));
    /// assert!(!key.with_key_id(None).public()?.to_jwk(false)?.contains("kid"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_key_id(&self, key_id: Option<&str>) -> Key {
        Key::new(Inner {
            material: Arc::clone(&self.0.material),
            algorithm: self.0.algorithm,
            content_encryption: self.0.content_encryption,
            key_id: key_id.map(String::from),
            permissions: self.0.permissions.clone(),
            carried: self.0.carried.clone(),
        })
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(Shared {
            inner,
            identity: OnceLock::new(),
        }))
    }

    /// What a token may remember about the key.
    pub(crate) fn identity(&self) -> Arc<Identity> {
        Arc::clone(self.0.identity.get_or_init(|| Arc::new(Identity::of(&self.0))))
    }

    /// How many references to the key exist: for tests that show who does not hold one.
    #[cfg(test)]
    pub(crate) fn holders(&self) -> usize {
        Arc::strong_count(&self.0)
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

    /// The algorithm of an HMAC secret that may both sign and verify; None for any other key.
    pub(crate) fn mac_algorithm(&self) -> Option<SignatureAlgorithm> {
        let permissions = self.permissions();
        match self.algorithm() {
            Some(Algorithm::Signature(algorithm))
                if self.key_type() == "oct" && permissions.may_sign() && permissions.may_verify() =>
            {
                Some(algorithm)
            }
            _ => None,
        }
    }

    /// Signs with an algorithm that the caller knows the key allows.
    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, input: &[u8]) -> Result<Vec<u8>> {
        match self.material() {
            Material::Secret(key) => key.sign(algorithm, input),
            Material::Rsa(key) => key.sign(algorithm, input),
            Material::Ec(key) => key.sign(algorithm, input),
            Material::Okp(key) => key.sign(input),
            Material::Akp(key) => key.sign(input),
        }
    }

    /// Verifies a signature with an algorithm that the caller knows the key allows. Constant-time
    /// for HMAC.
    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        match self.material() {
            Material::Secret(key) => key.verify(algorithm, input, signature),
            Material::Rsa(key) => key.verify(algorithm, input, signature),
            Material::Ec(key) => key.verify(algorithm, input, signature),
            Material::Okp(key) => key.verify(input, signature),
            Material::Akp(key) => key.verify(input, signature),
        }
    }

    /// Whether the key's type and curve, and the algorithm it is bound to if any, allow this
    /// signature algorithm.
    pub(crate) fn allows_signature(&self, algorithm: SignatureAlgorithm) -> bool {
        match self.0.algorithm {
            Some(bound) => bound == Algorithm::Signature(algorithm),
            None => self.0.material.family_has_signature(algorithm),
        }
    }

    /// Whether the key verifies signatures of any algorithm.
    pub(crate) fn can_verify(&self) -> bool {
        self.permissions().may_verify()
            && SignatureAlgorithm::ALL
                .iter()
                .any(|&algorithm| self.allows_signature(algorithm))
    }

    /// Whether the key encrypts with any asymmetric algorithm, which is what a published key can be
    /// for besides verifying.
    pub(crate) fn can_encrypt(&self) -> bool {
        let may = |algorithm: &KeyManagement| {
            !algorithm.is_symmetric()
                && self.allows_key_management(*algorithm, ContentEncryption::A256GCM)
                && self.permissions().may_encrypt(*algorithm, self.is_private())
        };
        KeyManagement::ALL.iter().any(may)
    }

    /// The key bound to this algorithm, if it says by `use`, `alg` or `key_ops` that it is for
    /// encryption, and allows the algorithm. A published key that says nothing may be for
    /// signatures.
    pub(crate) fn published_to_encrypt_by(&self, algorithm: KeyManagement) -> Option<Key> {
        let permissions = self.permissions();
        let says_so = permissions.key_use() == Some("enc")
            || self.0.algorithm.is_some()
            || permissions.operations.is_some();
        let may = says_so
            && self.allows_key_management(algorithm, ContentEncryption::A256GCM)
            && permissions.may_encrypt(algorithm, self.is_private());
        let bound = || {
            Key::bound(Inner {
                material: Arc::clone(&self.0.material),
                algorithm: Some(Algorithm::KeyManagement(algorithm)),
                content_encryption: None,
                key_id: self.0.key_id.clone(),
                permissions: permissions.clone(),
                carried: self.0.carried.clone(),
            })
        };
        may.then(bound)?.ok()
    }

    /// The same for key management; a `dir` key also allows only its own content encryption.
    pub(crate) fn allows_key_management(&self, algorithm: KeyManagement, enc: ContentEncryption) -> bool {
        match self.0.algorithm {
            Some(bound) => {
                bound == Algorithm::KeyManagement(algorithm)
                    && self.0.content_encryption.is_none_or(|own| own == enc)
            }
            None => self.0.material.family_has_key_management(algorithm),
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
