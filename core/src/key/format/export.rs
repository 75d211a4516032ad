//! Public halves, and keys as JWK, PEM and DER.

use zeroize::Zeroizing;

use super::pem;
use crate::algorithm::{Algorithm, KeyManagement};
use crate::base64url;
use crate::error::{Error, Result};
use crate::key::error::mismatch;
use crate::key::{Inner, Key, Material};

impl Key {
    /// The public half. It permits what complements the private half's `key_ops`: `verify` for `sign`, `encrypt` for `decrypt`,
    /// `wrapKey` for `unwrapKey`. A shared secret has none: `ERR_KEY_MISMATCH`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm};
    ///
    /// let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
    /// let public = key.public()?;
    /// assert!(!public.is_private());
    /// assert_eq!(public.key_id(), key.key_id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn public(&self) -> Result<Key> {
        let material = match self.material() {
            Material::Secret(_) => return Err(mismatch("a shared secret has no public half")),
            _ if !self.is_private() => return Ok(self.clone()),
            Material::Rsa(key) => Material::Rsa(key.to_public()),
            Material::Ec(key) => Material::Ec(key.to_public()),
            Material::Okp(key) => Material::Okp(key.to_public()),
            Material::Akp(key) => Material::Akp(key.to_public()),
        };
        Key::bound(Inner {
            material: material.into(),
            algorithm: self.algorithm(),
            content_encryption: None,
            key_id: self.key_id().map(String::from),
            permissions: self.permissions().of_public_half(),
            carried: self.carried().of_public_half(),
        })
    }

    /// The key as JWK text (RFC 7517). Without `private` it is the public half; with it, the key has to be a private one. A shared
    /// secret is only written with `private`. Asking for what the key lacks is `ERR_KEY_MISMATCH`.
    ///
    /// Members that the library does not know are kept when a JWK is read, and written again at the end. Of a private key and of a shared
    /// secret they are written with `private` only, save those that are registered as public: nobody can tell whether an unknown one is secret.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{JwkOptions, Key};
    ///
    /// let text = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA","kid":"1"}"#;
    /// assert_eq!(Key::from_jwk(text, &JwkOptions::default())?.to_jwk(false)?, text);
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_jwk(&self, private: bool) -> Result<String> {
        if !private && self.is_private() {
            return self.public()?.to_jwk(false);
        }
        self.check_private(private)?;
        let mut jwk = Members::new(self.key_type());
        match self.material() {
            Material::Secret(key) => jwk.bytes("k", key.bytes()),
            Material::Rsa(key) => {
                jwk.bytes("n", key.numbers().n());
                jwk.bytes("e", key.numbers().e());
                key.private_numbers().into_iter().flat_map(|numbers| numbers.iter()).for_each(|(name, number)| jwk.bytes(name, number));
            }
            Material::Ec(key) => {
                let (x, y) = key.coordinates();
                jwk.text("crv", key.curve().as_str());
                jwk.bytes("x", x);
                jwk.bytes("y", y);
                key.private_bytes().into_iter().for_each(|number| jwk.bytes("d", number));
            }
            Material::Okp(key) => {
                jwk.text("crv", key.curve().as_str());
                jwk.bytes("x", key.public_bytes());
                key.private_bytes().into_iter().for_each(|number| jwk.bytes("d", number));
            }
            Material::Akp(key) => {
                jwk.bytes("pub", key.public_bytes());
                key.seed().into_iter().for_each(|seed| jwk.bytes("priv", seed));
            }
        }
        self.key_use().into_iter().for_each(|key_use| jwk.text("use", key_use));
        self.permissions().operations.iter().for_each(|operations| jwk.list("key_ops", operations));
        self.algorithm_name().into_iter().for_each(|name| jwk.text("alg", name));
        self.key_id().into_iter().for_each(|key_id| jwk.text("kid", key_id));
        self.carried().iter().for_each(|(name, value)| jwk.value(name, value));
        Ok(jwk.finish())
    }

    /// The key as PEM: PKCS#8 (`PRIVATE KEY`) with `private`, SPKI (`PUBLIC KEY`) without. Asking for what the key lacks, and any
    /// shared secret, is `ERR_KEY_MISMATCH`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm};
    ///
    /// let key = Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default())?;
    /// assert!(key.to_pem(false)?.starts_with("-----BEGIN PUBLIC KEY-----\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_pem(&self, private: bool) -> Result<String> {
        pem::write(if private { "PRIVATE KEY" } else { "PUBLIC KEY" }, &self.encode(private)?)
    }

    /// The key as DER: PKCS#8 with `private`, SPKI without. Asking for what the key lacks, and any shared secret, is
    /// `ERR_KEY_MISMATCH`.
    pub fn to_der(&self, private: bool) -> Result<Vec<u8>> {
        Ok(self.encode(private)?.to_vec())
    }

    fn encode(&self, private: bool) -> Result<Zeroizing<Vec<u8>>> {
        self.check_private(private)?;
        let none = || mismatch("a shared secret has no PEM or DER form");
        if private {
            let pkcs8 = match self.material() {
                Material::Secret(_) => return Err(none()),
                Material::Rsa(key) => key.to_pkcs8(),
                Material::Ec(key) => key.to_pkcs8(),
                Material::Okp(key) => key.to_pkcs8(),
                Material::Akp(key) => key.to_pkcs8(),
            };
            return pkcs8.unwrap_or_else(|| Err(lacks_private()));
        }
        let spki = match self.material() {
            Material::Secret(_) => return Err(none()),
            Material::Rsa(key) => key.to_spki(),
            Material::Ec(key) => key.to_spki(),
            Material::Okp(key) => key.to_spki(),
            Material::Akp(key) => key.to_spki(),
        };
        spki.map(Zeroizing::new)
    }

    fn check_private(&self, private: bool) -> Result<()> {
        if private && !self.is_private() { Err(lacks_private()) } else { Ok(()) }
    }

    /// The `alg` of the JWK. A `dir` key names its content encryption, the only one that it can be used with.
    fn algorithm_name(&self) -> Option<&'static str> {
        match (self.algorithm(), self.content_encryption()) {
            (Some(Algorithm::KeyManagement(KeyManagement::Dir)), Some(enc)) => Some(enc.as_str()),
            (algorithm, _) => algorithm.map(|algorithm| algorithm.as_str()),
        }
    }
}

fn lacks_private() -> Error {
    mismatch("the key has no private half")
}

/// JSON text that grows by one member at a time, with room for nearly every key, so that growing leaves no copies of a secret behind.
struct Members(String);

impl Members {
    fn new(key_type: &str) -> Self {
        let mut members = Self(String::with_capacity(8 * 1024));
        members.0.push('{');
        members.text("kty", key_type);
        members
    }

    /// None of the library's own names needs escaping.
    fn name(&mut self, name: &str) {
        self.0.push_str(if self.0.len() > 1 { ",\"" } else { "\"" });
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    /// A member that is written as it was read.
    fn value(&mut self, name: &str, value: &serde_json::Value) {
        self.0.push(',');
        self.0.push_str(&serde_json::Value::from(name).to_string());
        self.0.push(':');
        self.0.push_str(&Zeroizing::new(value.to_string()));
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.name(name);
        self.0.push('"');
        base64url::encode_append(bytes, &mut self.0);
        self.0.push('"');
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.0.push_str(&serde_json::Value::from(text).to_string());
    }

    fn list(&mut self, name: &str, texts: &[String]) {
        self.name(name);
        self.0.push_str(&serde_json::Value::from(texts).to_string());
    }

    fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}
