//! Server nonces (RFC 9449, sections 8 and 9): none is stored, so every instance with the same key
//! recognizes them all.

use crate::algorithm::SignatureAlgorithm;
use crate::base64url;
use crate::error::{Error, Result};
use crate::key::Key;

/// How long a generation of nonces lasts, in seconds. The current generation and the previous one
/// are valid.
const GENERATION: f64 = 300.0;
/// Separates the authenticated text from anything else that the key may sign.
const CONTEXT: &[u8] = b"tokenseal DPoP nonce\0";
/// The length of the generation number at the start of a nonce.
const NUMBER: usize = 8;
/// More than the longest nonce, that of HS512.
const MAX_BYTES: usize = 128;

/// Nonces under a shared key: each is the number of its generation and a MAC over it.
#[derive(Clone, Debug)]
pub(crate) struct Nonces {
    key: Key,
    algorithm: SignatureAlgorithm,
}

impl Nonces {
    /// Nonces under this key.
    pub(crate) fn new(key: &Key) -> Result<Self> {
        let algorithm = key.mac_algorithm().ok_or_else(|| {
            Error::option("nonce_key must be a secret for HMAC, such as HS256, whose use and key_ops allow signing and verifying")
        })?;
        Ok(Self {
            key: key.clone(),
            algorithm,
        })
    }

    /// The nonce for this time.
    pub(crate) fn at(&self, now: f64) -> Result<String> {
        let number = generation(now).to_be_bytes();
        let mac = self.key.sign(self.algorithm, &authenticated(&number))?;
        Ok(base64url::encode(&[number.as_slice(), &mac].concat()))
    }

    /// Whether a nonce is from the generation of this time or from the one before.
    pub(super) fn is_valid(&self, nonce: &str, now: f64) -> bool {
        if nonce.len() > MAX_BYTES {
            return false;
        }
        let Some(bytes) = base64url::decode(nonce.as_bytes()) else {
            return false;
        };
        let Some((number, mac)) = bytes.split_first_chunk::<NUMBER>() else {
            return false;
        };
        let age = generation(now).checked_sub(i64::from_be_bytes(*number));
        matches!(age, Some(0 | 1)) && self.key.verify(self.algorithm, &authenticated(number), mac)
    }
}

fn generation(now: f64) -> i64 {
    (now / GENERATION).floor() as i64
}

fn authenticated(number: &[u8; NUMBER]) -> Vec<u8> {
    [CONTEXT, number].concat()
}
