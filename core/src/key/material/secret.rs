//! Shared secrets: the keys of HMAC, `dir`, AES key wrapping and PBES2 (RFC 7518, section 6.4).

use std::borrow::Cow;

use aws_lc_rs::{constant_time, hmac};
use zeroize::Zeroizing;

use super::secret_guard;
use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, ErrorCode, Result};
use crate::key::error::{invalid, mismatch};
use crate::limits::exceeded;
use crate::primitive::aead::ContentKey;
use crate::primitive::key_wrap::Kek;
use crate::secrecy;

/// Longer than any secret needs to be.
pub(in crate::key) const MAX_BYTES: usize = 64 * 1024;
/// The shortest password that PBES2 accepts.
const MIN_PASSWORD_BYTES: usize = 8;

/// A secret, with the prepared key that its one algorithm uses.
pub(crate) struct SecretKey {
    bytes: Zeroizing<Vec<u8>>,
    prepared: Prepared,
}

enum Prepared {
    Content(ContentKey),
    Kek(Kek),
    Mac(Box<hmac::Key>),
    Password,
}

impl SecretKey {
    /// With `allow_weak`, an HMAC secret may have any length except 0.
    pub(in crate::key) fn new(
        bytes: Zeroizing<Vec<u8>>,
        algorithm: Algorithm,
        enc: Option<ContentEncryption>,
        allow_weak: bool,
    ) -> Result<Self> {
        if bytes.len() > MAX_BYTES {
            return Err(exceeded(
                "the secret is longer than 64 KiB: give the secret itself, of 32 to 64 bytes",
            ));
        }
        if secret_guard::holds_another_key(&bytes) {
            return Err(mismatch(
                "the secret is or holds a key (PEM, DER, JWK, SSH or another encoding of one): anyone who has its public half could sign with it. Read it with from_pem, from_der or from_jwk",
            ));
        }
        let prepared = match algorithm {
            Algorithm::Signature(algorithm) => {
                let hash = hash(algorithm).ok_or_else(|| not_for_secrets(algorithm.as_str()))?;
                let least = if allow_weak {
                    1
                } else {
                    hash.digest_algorithm().output_len()
                };
                if bytes.len() < least {
                    return Err(too_short(
                        &bytes,
                        algorithm.as_str(),
                        "at least ",
                        least,
                        ", or allow_weak_secret if it is not yours to choose",
                    ));
                }
                check_zeros(&bytes)?;
                Prepared::Mac(Box::new(hmac::Key::new(hash, &bytes)))
            }
            Algorithm::KeyManagement(_) if is_password_based(algorithm) => {
                if bytes.len() < MIN_PASSWORD_BYTES {
                    return Err(weak(format!(
                        "the password has {} bytes, and needs at least {MIN_PASSWORD_BYTES}: choose a longer one",
                        bytes.len()
                    )));
                }
                check_zeros(&bytes)?;
                Prepared::Password
            }
            Algorithm::KeyManagement(KeyManagement::Dir) => {
                let enc =
                    enc.ok_or_else(|| Error::option("a key for dir needs the option enc, such as A256GCM"))?;
                check_exact(&bytes, enc.as_str(), enc.key_length())?;
                Prepared::Content(ContentKey::new(enc, &bytes)?)
            }
            Algorithm::KeyManagement(algorithm) => {
                let length = wrapping_length(algorithm).ok_or_else(|| not_for_secrets(algorithm.as_str()))?;
                check_exact(&bytes, algorithm.as_str(), length)?;
                Prepared::Kek(Kek::new(algorithm, &bytes)?)
            }
        };
        Ok(Self { bytes, prepared })
    }

    /// The secret itself: a password, or what the prepared keys were made from.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The prepared key for `dir`.
    pub(crate) fn content_key(&self) -> Option<&ContentKey> {
        if let Prepared::Content(key) = &self.prepared {
            Some(key)
        } else {
            None
        }
    }

    /// The prepared key for the A*KW and A*GCMKW algorithms.
    pub(crate) fn kek(&self) -> Option<&Kek> {
        if let Prepared::Kek(key) = &self.prepared {
            Some(key)
        } else {
            None
        }
    }

    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, input: &[u8]) -> Result<Vec<u8>> {
        let key = self
            .mac(algorithm)
            .ok_or_else(|| mismatch("the key is not for this algorithm"))?;
        let signature = hmac::sign(key, input);
        secrecy::public(signature.as_ref());
        Ok(signature.as_ref().to_vec())
    }

    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        self.mac(algorithm)
            .is_some_and(|key| hmac::verify(key, input, signature).is_ok())
    }

    /// Whether both are the same secret, in time that depends only on their lengths.
    pub(in crate::key) fn equals(&self, other: &SecretKey) -> bool {
        constant_time::verify_slices_are_equal(&self.bytes, &other.bytes).is_ok()
    }

    fn mac(&self, algorithm: SignatureAlgorithm) -> Option<&hmac::Key> {
        match &self.prepared {
            Prepared::Mac(key) if hash(algorithm) == Some(key.algorithm()) => Some(key),
            _ => None,
        }
    }
}

/// The length of the key that the algorithm wraps with.
pub(in crate::key) fn wrapping_length(algorithm: KeyManagement) -> Option<usize> {
    match algorithm {
        KeyManagement::A128KW | KeyManagement::A128GCMKW => Some(16),
        KeyManagement::A192KW | KeyManagement::A192GCMKW => Some(24),
        KeyManagement::A256KW | KeyManagement::A256GCMKW => Some(32),
        _ => None,
    }
}

pub(in crate::key) fn hash(algorithm: SignatureAlgorithm) -> Option<hmac::Algorithm> {
    match algorithm {
        SignatureAlgorithm::HS256 => Some(hmac::HMAC_SHA256),
        SignatureAlgorithm::HS384 => Some(hmac::HMAC_SHA384),
        SignatureAlgorithm::HS512 => Some(hmac::HMAC_SHA512),
        _ => None,
    }
}

/// Whether it is a PBES2 algorithm.
pub(in crate::key) fn is_password_based(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::KeyManagement(algorithm) if algorithm.is_password_based())
}

fn check_exact(secret: &[u8], algorithm: &str, length: usize) -> Result<()> {
    if secret.len() > length {
        let found = secret.len();
        return Err(invalid(format!(
            "{algorithm} needs a secret of exactly {length} bytes, and this one has {found}: if it is text in base64 or hex, give it as text with its encoding"
        )));
    }
    if secret.len() < length {
        return Err(too_short(secret, algorithm, "exactly ", length, ""));
    }
    check_zeros(secret)
}

fn check_zeros(secret: &[u8]) -> Result<()> {
    // An array that was never filled.
    if secret.iter().all(|byte| *byte == 0) {
        return Err(weak(
            "the secret is nothing but zeros: it was never filled with random bytes",
        ));
    }
    secrecy::secret(secret); // this was the last look at it
    Ok(())
}

fn too_short(secret: &[u8], algorithm: &str, how: &str, length: usize, or: &str) -> Error {
    if secret.is_empty() {
        return weak("the secret is empty: is the variable or the file that it comes from set?");
    }
    weak(format!(
        "{algorithm} needs a secret of {how}{length} bytes, and this one has {}: use a longer random one{or}",
        secret.len()
    ))
}

#[cold]
fn not_for_secrets(algorithm: &str) -> Error {
    mismatch(format!(
        "{algorithm} needs an asymmetric key, and this is a shared secret: read the key with from_pem, from_der or from_jwk, or use HS256"
    ))
}

fn weak(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::KeyWeak, message)
}
