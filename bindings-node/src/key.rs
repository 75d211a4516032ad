//! Keys.

use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;
use tokenseal::{Algorithm, ErrorCode, ExportOptions, KeyOptions, Password, Result, Secret, ThumbprintHash};
use tokenseal_bridge::options::javascript_options as options;
use zeroize::Zeroizing;

use crate::boundary::{Outcome, Text, guarded, owned, secret_json};
use crate::key_set::KeySet;
use crate::task::{Done, run};

/// A key of the core.
#[napi]
pub struct Key(pub(crate) tokenseal::Key);

impl From<tokenseal::Key> for Key {
    fn from(key: tokenseal::Key) -> Self {
        Self(key)
    }
}

/// A new key.
#[napi(catch_unwind)]
pub fn generate_key(later: bool, algorithm: String, json: String) -> Done<tokenseal::Key, Key> {
    run(later, move || {
        tokenseal::Key::generate(algorithm.parse()?, &options(&json)?)
    })
}

/// A key from JWK text.
#[napi(catch_unwind)]
pub fn key_from_jwk(jwk: Text<'_>, json: String) -> Outcome<Key> {
    guarded(|| tokenseal::Key::from_jwk(&secret_json(jwk, ErrorCode::JwkInvalid)?, &options(&json)?).map(Key))
}

/// A key from PEM.
#[napi(catch_unwind)]
pub fn key_from_pem(
    later: bool,
    pem: Text<'_>,
    algorithm: String,
    password: Option<&[u8]>,
    json: String,
) -> Done<tokenseal::Key, Key> {
    let (pem, password) = (Zeroizing::new(owned(pem)), password.map(Password::from));
    run(later, move || {
        tokenseal::Key::from_pem(&pem, algorithm.parse()?, &with_password(password, &json)?)
    })
}

/// A key from DER.
#[napi(catch_unwind)]
pub fn key_from_der(
    later: bool,
    der: &[u8],
    algorithm: String,
    password: Option<&[u8]>,
    json: String,
) -> Done<tokenseal::Key, Key> {
    let (der, password) = (Zeroizing::new(der.to_vec()), password.map(Password::from));
    run(later, move || {
        tokenseal::Key::from_der(&der, algorithm.parse()?, &with_password(password, &json)?)
    })
}

/// A key from an X.509 certificate.
#[napi(catch_unwind)]
pub fn key_from_certificate(certificate: Text<'_>, algorithm: String, json: String) -> Outcome<Key> {
    guarded(|| {
        tokenseal::Key::from_certificate(&owned(certificate), algorithm.parse()?, &options(&json)?).map(Key)
    })
}

fn with_password(password: Option<Password>, json: &str) -> Result<KeyOptions> {
    let options: KeyOptions = options(json)?;
    // One that stands among the options is not dropped: the core refuses it where nothing is
    // encrypted.
    Ok(KeyOptions {
        password: password.or(options.password),
        ..options
    })
}

/// A key from a shared secret: bytes, or text whose encoding the options name.
#[napi(catch_unwind)]
pub fn key_from_secret(secret: Text<'_>, algorithm: String, json: String) -> Outcome<Key> {
    let text: Zeroizing<String>;
    let secret = match secret {
        Either::A(given) => {
            text = Zeroizing::new(given);
            Secret::from(&*text)
        }
        Either::B(bytes) => Secret::from(bytes),
    };
    guarded(|| tokenseal::Key::from_secret(secret, algorithm.parse()?, &options(&json)?).map(Key))
}

/// A key from a password.
#[napi(catch_unwind)]
pub fn key_from_password(password: &[u8], algorithm: Option<String>, json: String) -> Outcome<Key> {
    guarded(|| {
        let algorithm = algorithm.map_or(Ok(tokenseal::Key::DEFAULT_PASSWORD_ALGORITHM), |name| {
            name.parse()
        })?;
        tokenseal::Key::from_password(password, algorithm, &options(&json)?).map(Key)
    })
}

#[napi]
impl Key {
    /// The algorithm that the key is bound to.
    #[napi(catch_unwind)]
    pub fn algorithm(&self) -> Outcome<Option<&'static str>> {
        guarded(|| Ok(self.0.algorithm().map(Algorithm::as_str)))
    }

    /// The content encryption that a `dir` key is bound to.
    #[napi(catch_unwind)]
    pub fn content_encryption(&self) -> Outcome<Option<&'static str>> {
        guarded(|| Ok(self.0.content_encryption().map(|enc| enc.as_str())))
    }

    /// The key's `kid`.
    #[napi(catch_unwind)]
    pub fn key_id(&self) -> Outcome<Option<&str>> {
        guarded(|| Ok(self.0.key_id()))
    }

    /// The `kty` of RFC 7517.
    #[napi(catch_unwind)]
    pub fn key_type(&self) -> Outcome<&'static str> {
        guarded(|| Ok(self.0.key_type()))
    }

    /// The `use` of RFC 7517.
    #[napi(catch_unwind)]
    pub fn key_use(&self) -> Outcome<Option<String>> {
        guarded(|| Ok(self.0.key_use().map(str::to_owned)))
    }

    /// Whether the key holds what must be kept secret.
    #[napi(catch_unwind)]
    pub fn is_private(&self) -> Outcome<bool> {
        guarded(|| Ok(self.0.is_private()))
    }

    /// The public half.
    #[napi(catch_unwind)]
    pub fn public_key(&self) -> Outcome<Key> {
        guarded(|| self.0.public().map(Key))
    }

    /// The same key with another `kid`, or with none.
    #[napi(catch_unwind)]
    pub fn with_key_id(&self, key_id: Option<String>) -> Outcome<Key> {
        guarded(|| Ok(Key(self.0.with_key_id(key_id.as_deref()))))
    }

    /// The key as JWK text.
    #[napi(catch_unwind)]
    pub fn to_jwk(&self, json: String) -> Outcome<String> {
        guarded(|| self.0.to_jwk(options::<ExportOptions>(&json)?.private))
    }

    /// The key as PEM.
    #[napi(catch_unwind)]
    pub fn to_pem(&self, json: String) -> Outcome<String> {
        guarded(|| self.0.to_pem(options::<ExportOptions>(&json)?.private))
    }

    /// The key as DER.
    #[napi(catch_unwind)]
    pub fn to_der(&self, json: String) -> Outcome<Uint8Array> {
        guarded(|| {
            self.0
                .to_der(options::<ExportOptions>(&json)?.private)
                .map(Uint8Array::from)
        })
    }

    /// The thumbprint.
    #[napi(catch_unwind)]
    pub fn thumbprint(&self, hash: Option<String>) -> Outcome<String> {
        guarded(|| self.0.thumbprint(thumbprint_hash(hash)?))
    }

    /// The thumbprint as a URI.
    #[napi(catch_unwind)]
    pub fn thumbprint_uri(&self, hash: Option<String>) -> Outcome<String> {
        guarded(|| self.0.thumbprint_uri(thumbprint_hash(hash)?))
    }

    /// Whether both are the same key.
    #[napi(catch_unwind)]
    pub fn equals(&self, other: &Key) -> Outcome<bool> {
        guarded(|| Ok(self.0 == other.0))
    }

    /// The set of this key alone.
    #[napi(catch_unwind)]
    pub fn to_set(&self) -> Outcome<KeySet> {
        guarded(|| Ok(KeySet((&self.0).into())))
    }
}

fn thumbprint_hash(name: Option<String>) -> Result<ThumbprintHash> {
    name.map_or(Ok(ThumbprintHash::default()), |name| name.parse())
}
