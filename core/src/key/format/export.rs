//! Public halves, and keys as JWK, PEM and DER.

use std::io;

use serde_json::Value;
use zeroize::Zeroizing;

use super::pem;
use crate::algorithm::{Algorithm, KeyManagement};
use crate::base64url;
use crate::error::{Error, Result};
use crate::key::error::{mismatch, refused};
use crate::key::{Inner, Key, Material};

impl Key {
    /// The public half. It permits the counterparts of the private half's `key_ops`: `verify` for
    /// `sign`, `encrypt` for `decrypt`, `wrapKey` for `unwrapKey`. A shared secret has no public
    /// half: `ERR_KEY_MISMATCH`.
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
            Material::Secret(_) => {
                return Err(mismatch(
                    "a shared secret has no public half: only asymmetric keys have one",
                ));
            }
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

    /// The key as JWK text (RFC 7517). Without `private` it is the public half; with `private`, the
    /// key must be a private one. A shared secret is only written with `private`. Asking for
    /// something the key does not have is `ERR_KEY_MISMATCH`.
    ///
    /// Members that the library does not know are kept when a JWK is read, and written back at the
    /// end. For a private key or a shared secret they are written only with `private`, except those
    /// that are registered as public: nobody can tell whether an unknown member is secret.
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
                key.private_numbers()
                    .into_iter()
                    .flat_map(|numbers| numbers.iter())
                    .for_each(|(name, number)| jwk.bytes(name, number));
            }
            Material::Ec(key) => {
                let (x, y) = key.coordinates();
                jwk.text("crv", key.curve().as_str());
                jwk.bytes("x", x);
                jwk.bytes("y", y);
                key.private_bytes()
                    .into_iter()
                    .for_each(|number| jwk.bytes("d", number));
            }
            Material::Okp(key) => {
                jwk.text("crv", key.curve().as_str());
                jwk.bytes("x", key.public_bytes());
                key.private_bytes()
                    .into_iter()
                    .for_each(|number| jwk.bytes("d", number));
            }
            Material::Akp(key) => {
                jwk.bytes("pub", key.public_bytes());
                key.seed().into_iter().for_each(|seed| jwk.bytes("priv", seed));
            }
        }
        self.key_use()
            .into_iter()
            .for_each(|key_use| jwk.text("use", key_use));
        self.permissions()
            .operations
            .iter()
            .for_each(|operations| jwk.list("key_ops", operations));
        self.algorithm_name()
            .into_iter()
            .for_each(|name| jwk.text("alg", name));
        self.key_id()
            .into_iter()
            .for_each(|key_id| jwk.text("kid", key_id));
        self.carried()
            .iter()
            .for_each(|(name, value)| jwk.value(name, value));
        jwk.finish()
    }

    /// The key as PEM: PKCS#8 (`PRIVATE KEY`) with `private`, SPKI (`PUBLIC KEY`) without. Asking
    /// for something the key does not have, or for a shared secret, is `ERR_KEY_MISMATCH`.
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
        pem::write(
            if private { "PRIVATE KEY" } else { "PUBLIC KEY" },
            &self.encode(private)?,
        )
    }

    /// The key as DER: PKCS#8 with `private`, SPKI without. Asking for something the key does not
    /// have, or for a shared secret, is `ERR_KEY_MISMATCH`.
    pub fn to_der(&self, private: bool) -> Result<Vec<u8>> {
        Ok(self.encode(private)?.to_vec())
    }

    fn encode(&self, private: bool) -> Result<Zeroizing<Vec<u8>>> {
        self.check_private(private)?;
        let none = || mismatch("a shared secret has no PEM or DER form: export it with to_jwk");
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
        if private && !self.is_private() {
            Err(lacks_private())
        } else {
            Ok(())
        }
    }

    /// The `alg` of the JWK. A `dir` key names its content encryption, the only one that it can be
    /// used with.
    fn algorithm_name(&self) -> Option<&'static str> {
        match (self.algorithm(), self.content_encryption()) {
            (Some(Algorithm::KeyManagement(KeyManagement::Dir)), Some(enc)) => Some(enc.as_str()),
            (algorithm, _) => algorithm.map(|algorithm| algorithm.as_str()),
        }
    }
}

fn lacks_private() -> Error {
    mismatch("this is a public key: it has no private half to export")
}

/// JSON text that grows one member at a time, and is overwritten if it must be reallocated to grow.
struct Members(Zeroizing<Vec<u8>>);

impl Members {
    /// Enough room for nearly every key.
    const ROOM: usize = 8 * 1024;

    fn new(key_type: &str) -> Self {
        let mut members = Self(Zeroizing::new(Vec::with_capacity(Self::ROOM)));
        members.push("{");
        members.text("kty", key_type);
        members
    }

    fn push(&mut self, text: &str) {
        let length = self.0.len() + text.len();
        if length > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(length.saturating_mul(2)));
            larger.extend_from_slice(&self.0);
            self.0 = larger; // which overwrites the smaller one
        }
        self.0.extend_from_slice(text.as_bytes());
    }

    /// None of the library's own names needs escaping.
    fn name(&mut self, name: &str) {
        self.push(if self.0.len() > 1 { ",\"" } else { "\"" });
        self.push(name);
        self.push("\":");
    }

    /// A member, written back as it was read.
    fn value(&mut self, name: &str, value: &Value) {
        self.push(",");
        self.json(&Value::from(name));
        self.push(":");
        self.json(value);
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.name(name);
        self.push("\"");
        self.push(&Zeroizing::new(base64url::encode(bytes)));
        self.push("\"");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.json(&Value::from(text));
    }

    fn list(&mut self, name: &str, texts: &[String]) {
        self.name(name);
        self.json(&Value::from(texts));
    }

    /// Piece by piece, without an intermediate buffer.
    fn json(&mut self, value: &Value) {
        struct Pieces<'a>(&'a mut Members);

        impl io::Write for Pieces<'_> {
            fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
                self.0
                    .push(std::str::from_utf8(piece).map_err(|_| io::ErrorKind::InvalidData)?);
                Ok(piece.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let _ = serde_json::to_writer(Pieces(self), value); // it writes whole characters, so nothing fails
    }

    fn finish(mut self) -> Result<String> {
        self.push("}");
        String::from_utf8(std::mem::take(&mut *self.0)).map_err(|_| refused())
    }
}
