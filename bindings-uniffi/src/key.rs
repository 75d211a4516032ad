//! `Key`. The copy of a secret that arrives here is wiped when the core has read it; copies that
//! UniFFI itself makes on the way are out of reach.

use std::sync::Arc;

use tokenseal::{ExportOptions, KeyOptions, Password};
use zeroize::Zeroizing;

use crate::boundary::{call, options};
use crate::error::TokenError;

/// A key, with what it may do: made once, bound to its algorithm, immutable and safe to share
/// between threads.
///
/// A token can never choose more than the key permits. No description of a key shows its secret.
#[derive(Debug, PartialEq, Eq, Hash, uniffi::Object)]
#[uniffi::export(Debug, Eq, Hash)]
pub struct Key(pub(crate) tokenseal::Key);

#[uniffi::export]
impl Key {
    /// A new key. An asymmetric one has its thumbprint as key_id, unless the options say otherwise.
    #[uniffi::constructor]
    pub fn generate(algorithm: String, given: String) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Key::generate(algorithm.parse()?, &options(&given)?))
    }

    /// A key from the text of a JWK (RFC 7517).
    #[uniffi::constructor]
    pub fn from_jwk_text(jwk: String, given: String) -> Result<Arc<Self>, TokenError> {
        let jwk = Zeroizing::new(jwk);
        made(|| tokenseal::Key::from_jwk(&jwk, &options(&given)?))
    }

    /// A public or private key from PEM: PKCS#8 (with `password` if encrypted), SPKI, PKCS#1 or
    /// SEC 1.
    #[uniffi::constructor]
    pub fn from_pem(
        pem: String,
        algorithm: String,
        password: Option<Vec<u8>>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        let (pem, password) = (Zeroizing::new(pem), password.map(Zeroizing::new));
        made(|| {
            tokenseal::Key::from_pem(
                pem.as_bytes(),
                algorithm.parse()?,
                &key_options(&given, password)?,
            )
        })
    }

    /// A public or private key from DER: PKCS#8 (with `password` if encrypted), SPKI, PKCS#1 or
    /// SEC 1.
    #[uniffi::constructor]
    pub fn from_der(
        der: Vec<u8>,
        algorithm: String,
        password: Option<Vec<u8>>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        let (der, password) = (Zeroizing::new(der), password.map(Zeroizing::new));
        made(|| tokenseal::Key::from_der(&der, algorithm.parse()?, &key_options(&given, password)?))
    }

    /// The public key of an X.509 certificate, in PEM (the first of a chain) or DER. Whether to
    /// trust the certificate is for the caller to decide.
    #[uniffi::constructor]
    pub fn from_certificate(
        certificate: Vec<u8>,
        algorithm: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Key::from_certificate(&certificate, algorithm.parse()?, &options(&given)?))
    }

    /// A key from the bytes of a shared secret.
    #[uniffi::constructor]
    pub fn from_secret(secret: Vec<u8>, algorithm: String, given: String) -> Result<Arc<Self>, TokenError> {
        let secret = Zeroizing::new(secret);
        made(|| tokenseal::Key::from_secret(secret.as_slice(), algorithm.parse()?, &options(&given)?))
    }

    /// A key from a secret that is text; the options say how the text is encoded.
    #[uniffi::constructor]
    pub fn from_secret_text(
        secret: String,
        algorithm: String,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        let secret = Zeroizing::new(secret);
        made(|| tokenseal::Key::from_secret(secret.as_str(), algorithm.parse()?, &options(&given)?))
    }

    /// A key from a password, for encryption (PBES2; RFC 7518, section 4.8). `PBES2-HS512+A256KW`
    /// if no algorithm is given.
    #[uniffi::constructor]
    pub fn from_password(
        password: Vec<u8>,
        algorithm: Option<String>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        let password = Zeroizing::new(password);
        made(|| {
            let named = algorithm.map(|name| name.parse()).transpose()?;
            tokenseal::Key::from_password(
                &password,
                named.unwrap_or(tokenseal::Key::DEFAULT_PASSWORD_ALGORITHM),
                &options(&given)?,
            )
        })
    }

    /// The same key with another `kid`, or without one.
    pub fn with_key_id(&self, key_id: Option<String>) -> Arc<Self> {
        Arc::new(Self(self.0.with_key_id(key_id.as_deref())))
    }

    /// The algorithm that the key is bound to. A key without one verifies and decrypts with every
    /// algorithm of its family, and cannot sign or encrypt.
    pub fn algorithm(&self) -> Option<String> {
        self.0.algorithm().map(|algorithm| algorithm.as_str().to_owned())
    }

    /// The content encryption that a `dir` key is bound to.
    pub fn content_encryption(&self) -> Option<String> {
        self.0.content_encryption().map(|enc| enc.as_str().to_owned())
    }

    /// The key's `kid`: it is written into the tokens that the key makes, and selects the key for
    /// the tokens that it checks.
    pub fn key_id(&self) -> Option<String> {
        self.0.key_id().map(str::to_owned)
    }

    /// The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    pub fn key_type(&self) -> String {
        self.0.key_type().to_owned()
    }

    /// The `use` of RFC 7517, `sig` or `enc`, if the key says so.
    pub fn key_use(&self) -> Option<String> {
        self.0.key_use().map(str::to_owned)
    }

    /// Whether the key holds something that must be kept secret. True for every shared secret.
    pub fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The public half. A shared secret has none: `ERR_KEY_MISMATCH`.
    pub fn public_key(&self) -> Result<Arc<Self>, TokenError> {
        made(|| self.0.public())
    }

    /// The key as the text of a JWK: the public half, unless `private` is true. A shared secret is
    /// only returned with `private`.
    pub fn jwk_text(&self, given: String) -> Result<String, TokenError> {
        call(|| self.0.to_jwk(is_private(&given)?))
    }

    /// The key as PEM: SPKI, or PKCS#8 if `private` is true.
    pub fn pem(&self, given: String) -> Result<String, TokenError> {
        call(|| self.0.to_pem(is_private(&given)?))
    }

    /// The key as DER: SPKI, or PKCS#8 if `private` is true.
    pub fn der(&self, given: String) -> Result<Vec<u8>, TokenError> {
        call(|| self.0.to_der(is_private(&given)?))
    }

    /// The JWK thumbprint (RFC 7638).
    pub fn thumbprint(&self, hash: String) -> Result<String, TokenError> {
        call(|| self.0.thumbprint(hash.parse()?))
    }

    /// The thumbprint as a URI (RFC 9278).
    pub fn thumbprint_uri(&self, hash: String) -> Result<String, TokenError> {
        call(|| self.0.thumbprint_uri(hash.parse()?))
    }
}

fn made(make: impl FnOnce() -> tokenseal::Result<tokenseal::Key>) -> Result<Arc<Key>, TokenError> {
    call(make).map(|key| Arc::new(Key(key)))
}

pub(crate) fn key_options(
    given: &str,
    password: Option<Zeroizing<Vec<u8>>>,
) -> tokenseal::Result<KeyOptions> {
    Ok(KeyOptions {
        password: password.map(|bytes| Password::from(bytes.as_slice())),
        ..options(given)?
    })
}

pub(crate) fn is_private(given: &str) -> tokenseal::Result<bool> {
    Ok(options::<ExportOptions>(given)?.private)
}
