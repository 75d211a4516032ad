//! `Key`. What arrives here of a secret is wiped when the core has read it; what UniFFI itself copies on the way is out of reach.

use std::sync::Arc;

use tokenseal::{Algorithm, ContentEncryption, GenerateOptions, JwkOptions, KeyOptions, Password, ThumbprintHash};
use zeroize::Zeroizing;

use crate::boundary::call;
use crate::error::TokenError;

/// A key, with what it may do: made once, bound to its algorithm, immutable and safe to share between threads.
///
/// A token never chooses more than the key permits. No description of a key shows its secret.
#[derive(Debug, PartialEq, Eq, Hash, uniffi::Object)]
#[uniffi::export(Debug, Eq, Hash)]
pub struct Key(pub(crate) tokenseal::Key);

#[uniffi::export]
impl Key {
    /// A new key. An asymmetric one has its thumbprint as key_id, unless the options say otherwise.
    #[uniffi::constructor]
    pub fn generate(algorithm: Algorithm, options: GenerateOptions) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Key::generate(algorithm, &options))
    }

    /// A key from the text of a JWK (RFC 7517). `alg` binds a key whose JWK names no algorithm, `enc` a `dir` key.
    #[uniffi::constructor(name = "from_jwk_text", default(alg = None, enc = None))]
    pub fn from_jwk_text(jwk: String, alg: Option<Algorithm>, enc: Option<ContentEncryption>) -> Result<Arc<Self>, TokenError> {
        let jwk = Zeroizing::new(jwk);
        made(|| tokenseal::Key::from_jwk(&jwk, &JwkOptions { alg, enc }))
    }

    /// A public or private key from PEM: PKCS#8 (encrypted: with `password`), SPKI, PKCS#1 or SEC 1.
    #[uniffi::constructor(default(password = None, key_id = None))]
    pub fn from_pem(pem: String, algorithm: Algorithm, password: Option<Vec<u8>>, key_id: Option<String>) -> Result<Arc<Self>, TokenError> {
        let pem = Zeroizing::new(pem);
        made(|| tokenseal::Key::from_pem(pem.as_bytes(), algorithm, &options(password, key_id)))
    }

    /// A public or private key from DER: PKCS#8 (encrypted: with `password`), SPKI, PKCS#1 or SEC 1.
    #[uniffi::constructor(default(password = None, key_id = None))]
    pub fn from_der(
        der: Vec<u8>,
        algorithm: Algorithm,
        password: Option<Vec<u8>>,
        key_id: Option<String>,
    ) -> Result<Arc<Self>, TokenError> {
        let der = Zeroizing::new(der);
        made(|| tokenseal::Key::from_der(&der, algorithm, &options(password, key_id)))
    }

    /// The public key of an X.509 certificate, in PEM (of a chain, the first) or DER. Whether to trust the certificate is for the caller to find out.
    #[uniffi::constructor(default(key_id = None))]
    pub fn from_certificate(certificate: Vec<u8>, algorithm: Algorithm, key_id: Option<String>) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Key::from_certificate(&certificate, algorithm, &options(None, key_id)))
    }

    /// A key from the bytes of a shared secret. `enc` is the content encryption of a `dir` key.
    #[uniffi::constructor(default(enc = None, key_id = None))]
    pub fn from_secret(
        secret: Vec<u8>,
        algorithm: Algorithm,
        enc: Option<ContentEncryption>,
        key_id: Option<String>,
    ) -> Result<Arc<Self>, TokenError> {
        let secret = Zeroizing::new(secret);
        made(|| tokenseal::Key::from_secret(&secret, algorithm, &KeyOptions { enc, key_id, password: None }))
    }

    /// A key from a password, for encryption (PBES2; RFC 7518, section 4.8). `PBES2-HS512+A256KW` if no algorithm is given.
    #[uniffi::constructor(default(algorithm = None, key_id = None))]
    pub fn from_password(password: Vec<u8>, algorithm: Option<Algorithm>, key_id: Option<String>) -> Result<Arc<Self>, TokenError> {
        let password = Zeroizing::new(password);
        let algorithm = algorithm.unwrap_or(tokenseal::Key::DEFAULT_PASSWORD_ALGORITHM);
        made(|| tokenseal::Key::from_password(&password, algorithm, &options(None, key_id)))
    }

    /// The algorithm that the key is bound to. Without one it checks and opens with every algorithm of its family, and makes nothing.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.0.algorithm()
    }

    /// The content encryption that a `dir` key is bound to.
    pub fn content_encryption(&self) -> Option<ContentEncryption> {
        self.0.content_encryption()
    }

    /// The key's `kid`: written into tokens that it makes, and what selects it for tokens that it checks.
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

    /// Whether the key holds what must be kept secret. True for every shared secret.
    pub fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The public half. A shared secret has none: `ERR_KEY_MISMATCH`.
    pub fn public_key(&self) -> Result<Arc<Self>, TokenError> {
        made(|| self.0.public())
    }

    /// The key as the text of a JWK: the public half, unless `private` is true. A shared secret is only given with `private`.
    #[uniffi::method(default(private = false))]
    pub fn jwk_text(&self, private: bool) -> Result<String, TokenError> {
        call(|| self.0.to_jwk(private))
    }

    /// The key as PEM: SPKI, or PKCS#8 if `private` is true.
    #[uniffi::method(default(private = false))]
    pub fn pem(&self, private: bool) -> Result<String, TokenError> {
        call(|| self.0.to_pem(private))
    }

    /// The key as DER: SPKI, or PKCS#8 if `private` is true.
    #[uniffi::method(default(private = false))]
    pub fn der(&self, private: bool) -> Result<Vec<u8>, TokenError> {
        call(|| self.0.to_der(private))
    }

    /// The JWK thumbprint (RFC 7638).
    pub fn thumbprint(&self, hash: ThumbprintHash) -> Result<String, TokenError> {
        call(|| self.0.thumbprint(hash))
    }

    /// The thumbprint as a URI (RFC 9278).
    pub fn thumbprint_uri(&self, hash: ThumbprintHash) -> Result<String, TokenError> {
        call(|| self.0.thumbprint_uri(hash))
    }
}

fn made(make: impl FnOnce() -> tokenseal::Result<tokenseal::Key>) -> Result<Arc<Key>, TokenError> {
    call(make).map(|key| Arc::new(Key(key)))
}

fn options(password: Option<Vec<u8>>, key_id: Option<String>) -> KeyOptions {
    KeyOptions { enc: None, key_id, password: password.map(|bytes| Password::from(Zeroizing::new(bytes).as_slice())) }
}
