//! jsonwebtoken, configured here to do its cryptography with RustCrypto's crates.

use std::sync::Once;

use anyhow::{Context, Result, bail};
use jsonwebtoken::crypto::rust_crypto;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::Value;
use tokenseal::{Algorithm, SignatureAlgorithm};

use crate::case::{Case, Form};
use crate::library::{Format, Half, KeyPair, Library, Role};

/// jsonwebtoken.
pub struct Jsonwebtoken(());

impl Jsonwebtoken {
    /// Chooses the provider by name: left to itself the library takes the one that its features
    /// leave, and the benchmarks enable another.
    pub fn new() -> Self {
        static INSTALL: Once = Once::new();
        INSTALL.call_once(|| {
            let _ = rust_crypto::DEFAULT_PROVIDER.install_default();
        });
        Self(())
    }

    /// The JWK that it makes of a key in PEM: the public half.
    ///
    /// # Errors
    /// What jsonwebtoken says.
    pub fn public_jwk(&self, algorithm: SignatureAlgorithm, private_pem: &str) -> Result<String> {
        let algorithm = algorithm.as_str().parse()?;
        Ok(serde_json::to_string(&Jwk::from_encoding_key(
            &private(algorithm, private_pem)?,
            algorithm,
        )?)?)
    }
}

impl Default for Jsonwebtoken {
    fn default() -> Self {
        Self::new()
    }
}

impl Library for Jsonwebtoken {
    fn name(&self) -> &'static str {
        "jsonwebtoken"
    }

    fn lacks(&self, case: Case, role: Role, format: Format) -> Option<&'static str> {
        use SignatureAlgorithm as S;
        match (case.form, case.subject.algorithm) {
            (_, Algorithm::KeyManagement(_)) => Some("jsonwebtoken does not encrypt"),
            (Form::SignedFlattened | Form::SignedGeneral, _) => {
                Some("jsonwebtoken makes and reads compact tokens only")
            }
            (Form::SignedBytes, _) => Some("jsonwebtoken signs claims only"),
            (_, Algorithm::Signature(S::Ed25519)) => {
                Some("jsonwebtoken knows Ed25519 by the name EdDSA only")
            }
            (_, Algorithm::Signature(S::ES512 | S::ES256K)) => {
                Some("jsonwebtoken has neither ES512 nor ES256K")
            }
            (_, Algorithm::Signature(S::ML_DSA_44 | S::ML_DSA_65 | S::ML_DSA_87)) => {
                Some("jsonwebtoken has no ML-DSA")
            }
            _ if format == Format::Jwk && role == Role::Produce && !case.subject.is_symmetric() => {
                Some("jsonwebtoken reads private keys in PEM only")
            }
            _ => None,
        }
    }

    fn generate(&self, _: Case) -> Result<Option<KeyPair>> {
        Ok(None)
    }

    fn produce(&self, case: Case, key: Half<'_>, content: &[u8]) -> Result<String> {
        let algorithm = name(case)?.parse()?;
        let claims: Value = serde_json::from_slice(content)?;
        let key = match key.format {
            Format::Jwk => EncodingKey::from_secret(&secret(key.text)?),
            Format::Pem => private(algorithm, key.text)?,
        };
        Ok(encode(&Header::new(algorithm), &claims, &key)?)
    }

    fn consume(&self, case: Case, key: Half<'_>, token: &str) -> Result<Vec<u8>> {
        let algorithm: jsonwebtoken::Algorithm = name(case)?.parse()?;
        let key = match key.format {
            Format::Jwk => DecodingKey::from_jwk(&serde_json::from_str(key.text)?)?,
            Format::Pem => match algorithm.family() {
                AlgorithmFamily::Ec => DecodingKey::from_ec_pem(key.text.as_bytes())?,
                AlgorithmFamily::Ed => DecodingKey::from_ed_pem(key.text.as_bytes())?,
                AlgorithmFamily::Rsa => DecodingKey::from_rsa_pem(key.text.as_bytes())?,
                AlgorithmFamily::Hmac => bail!("a secret in PEM"),
            },
        };
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&["https://issuer.example"]);
        validation.set_audience(&["https://api.example"]);
        Ok(serde_json::to_vec(
            &decode::<Value>(token, &key, &validation)?.claims,
        )?)
    }
}

fn name(case: Case) -> Result<&'static str> {
    match case.subject.algorithm {
        Algorithm::Signature(algorithm) => Ok(algorithm.as_str()),
        Algorithm::KeyManagement(_) => bail!("jsonwebtoken does not encrypt"),
    }
}

fn private(algorithm: jsonwebtoken::Algorithm, pem: &str) -> Result<EncodingKey> {
    Ok(match algorithm.family() {
        AlgorithmFamily::Ec => EncodingKey::from_ec_pem(pem.as_bytes())?,
        AlgorithmFamily::Ed => EncodingKey::from_ed_pem(pem.as_bytes())?,
        AlgorithmFamily::Rsa => EncodingKey::from_rsa_pem(pem.as_bytes())?,
        AlgorithmFamily::Hmac => bail!("a secret in PEM"),
    })
}

fn secret(jwk: &str) -> Result<Vec<u8>> {
    let jwk: Jwk = serde_json::from_str(jwk)?;
    let AlgorithmParameters::OctetKey(key) = jwk.algorithm else {
        bail!("the JWK is not of a secret")
    };
    base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(key.value)
        .ok()
        .context("the secret is not base64url")
}
