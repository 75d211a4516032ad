//! Keys.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::{Algorithm, KeyOptions, Result, ThumbprintHash};
use zeroize::Zeroizing;

use crate::boundary::{ExportOptions, Outcome, Text, guarded, options, text_bytes};
use crate::keyset::KeySet;

/// A key of the core.
#[napi]
pub struct Key(pub(crate) tokenseal::Key);

/// A new key.
#[napi]
pub fn generate_key(algorithm: String, json: String) -> Outcome<Key> {
    guarded(|| tokenseal::Key::generate(algorithm.parse()?, &options(&json)?).map(Key))
}

/// A key from JWK text.
#[napi]
pub fn key_from_jwk(jwk: String, json: String) -> Outcome<Key> {
    let jwk = Zeroizing::new(jwk);
    guarded(|| tokenseal::Key::from_jwk(&jwk, &options(&json)?).map(Key))
}

/// A key from PEM.
#[napi]
pub fn key_from_pem(pem: Text<'_>, algorithm: String, password: Option<&[u8]>, json: String) -> Outcome<Key> {
    let pem = Zeroizing::new(text_bytes(&pem).to_vec());
    guarded(|| tokenseal::Key::from_pem(&pem, algorithm.parse()?, &with_password(password, &json)?).map(Key))
}

/// A key from DER.
#[napi]
pub fn key_from_der(der: &[u8], algorithm: String, password: Option<&[u8]>, json: String) -> Outcome<Key> {
    guarded(|| tokenseal::Key::from_der(der, algorithm.parse()?, &with_password(password, &json)?).map(Key))
}

/// A key from an X.509 certificate.
#[napi]
pub fn key_from_certificate(certificate: Text<'_>, algorithm: String, json: String) -> Outcome<Key> {
    guarded(|| tokenseal::Key::from_certificate(text_bytes(&certificate), algorithm.parse()?, &options(&json)?).map(Key))
}

fn with_password(password: Option<&[u8]>, json: &str) -> Result<KeyOptions> {
    Ok(KeyOptions { password: password.map(Into::into), ..options(json)? })
}

/// A key from the bytes of a shared secret.
#[napi]
pub fn key_from_secret(secret: &[u8], algorithm: String, json: String) -> Outcome<Key> {
    guarded(|| tokenseal::Key::from_secret(secret, algorithm.parse()?, &options(&json)?).map(Key))
}

/// A key from a password.
#[napi]
pub fn key_from_password(password: &[u8], algorithm: Option<String>, json: String) -> Outcome<Key> {
    guarded(|| {
        let algorithm = algorithm.map_or(Ok(tokenseal::Key::DEFAULT_PASSWORD_ALGORITHM), |name| name.parse())?;
        tokenseal::Key::from_password(password, algorithm, &options(&json)?).map(Key)
    })
}

#[napi]
impl Key {
    /// The algorithm that the key is bound to.
    #[napi]
    pub fn algorithm(&self) -> Option<&'static str> {
        self.0.algorithm().map(Algorithm::as_str)
    }

    /// The content encryption that a `dir` key is bound to.
    #[napi]
    pub fn content_encryption(&self) -> Option<&'static str> {
        self.0.content_encryption().map(|enc| enc.as_str())
    }

    /// The key's `kid`.
    #[napi]
    pub fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    /// The `kty` of RFC 7517.
    #[napi]
    pub fn key_type(&self) -> &'static str {
        self.0.key_type()
    }

    /// The `use` of RFC 7517.
    #[napi]
    pub fn key_use(&self) -> Option<&'static str> {
        self.0.key_use()
    }

    /// Whether the key holds what must be kept secret.
    #[napi]
    pub fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The public half.
    #[napi]
    pub fn public_key(&self) -> Outcome<Key> {
        guarded(|| self.0.public().map(Key))
    }

    /// The key as JWK text.
    #[napi]
    pub fn to_jwk(&self, json: String) -> Outcome<String> {
        guarded(|| self.0.to_jwk(options::<ExportOptions>(&json)?.private))
    }

    /// The key as PEM.
    #[napi]
    pub fn to_pem(&self, json: String) -> Outcome<String> {
        guarded(|| self.0.to_pem(options::<ExportOptions>(&json)?.private))
    }

    /// The key as DER.
    #[napi]
    pub fn to_der(&self, json: String) -> Outcome<Uint8Array> {
        guarded(|| self.0.to_der(options::<ExportOptions>(&json)?.private).map(Uint8Array::from))
    }

    /// The thumbprint.
    #[napi]
    pub fn thumbprint(&self, hash: Option<String>) -> Outcome<String> {
        guarded(|| self.0.thumbprint(thumbprint_hash(hash)?))
    }

    /// The thumbprint as a URI.
    #[napi]
    pub fn thumbprint_uri(&self, hash: Option<String>) -> Outcome<String> {
        guarded(|| self.0.thumbprint_uri(thumbprint_hash(hash)?))
    }

    /// Whether both are the same key.
    #[napi]
    pub fn equals(&self, other: &Key) -> Outcome<bool> {
        guarded(|| Ok(self.0 == other.0))
    }

    /// The set of this key alone.
    #[napi]
    pub fn to_set(&self) -> KeySet {
        KeySet((&self.0).into())
    }
}

fn thumbprint_hash(name: Option<String>) -> Result<ThumbprintHash> {
    name.map_or(Ok(ThumbprintHash::default()), |name| name.parse())
}
