//! josekit, which does its cryptography with OpenSSL.

use anyhow::{Result, bail};
use josekit::jwe::{self, JweHeader};
use josekit::jws::{self, JwsHeader};
use josekit::jwt::{self, JwtPayload};
use serde_json::{Map, Value};
use tokenseal::{Algorithm, SignatureAlgorithm};

use crate::case::{Case, Form};
use crate::josekit_json;
use crate::josekit_keys::{Managing, Signing};
use crate::library::{Format, Half, KeyPair, Library, Role};
use crate::ours::INNER_SECRET;

/// josekit.
pub struct Josekit;

impl Library for Josekit {
    fn name(&self) -> &'static str {
        "josekit"
    }

    fn lacks(&self, case: Case, _: Role, _: Format) -> Option<&'static str> {
        use SignatureAlgorithm as S;
        match case.subject.algorithm {
            Algorithm::Signature(S::Ed25519) => Some("josekit knows Ed25519 by the name EdDSA only"),
            Algorithm::Signature(S::ML_DSA_44 | S::ML_DSA_65 | S::ML_DSA_87) => Some("josekit has no ML-DSA"),
            _ => None,
        }
    }

    fn generate(&self, case: Case) -> Result<Option<KeyPair>> {
        Ok(Some(match case.subject.algorithm {
            Algorithm::KeyManagement(algorithm) => Managing::of(algorithm).generate(case)?,
            Algorithm::Signature(algorithm) => match Signing::of(algorithm) {
                Some(signing) => signing.generate()?,
                None => return Ok(None),
            },
        }))
    }

    fn produce(&self, case: Case, key: Half<'_>, content: &[u8]) -> Result<String> {
        let mut signed = JwsHeader::new();
        let mut encrypted = JweHeader::new();
        if let Some(enc) = case.enc {
            encrypted.set_content_encryption(enc.as_str());
        }
        if case.form.has_claims() {
            signed.set_token_type("JWT");
            encrypted.set_token_type("JWT");
        }
        if let Some(token) = josekit_json::produce(case, key, content)? {
            return Ok(token);
        }
        let claims = || {
            Ok::<_, anyhow::Error>(JwtPayload::from_map(
                serde_json::from_slice::<Map<String, Value>>(content)?,
            )?)
        };
        Ok(match (case.form, case.subject.algorithm) {
            (Form::SignedBytes, Algorithm::Signature(algorithm)) => {
                jws::serialize_compact(content, &signed, signing(algorithm)?.signer(key)?.as_ref())?
            }
            (Form::SignedClaims, Algorithm::Signature(algorithm)) => {
                jwt::encode_with_signer(&claims()?, &signed, signing(algorithm)?.signer(key)?.as_ref())?
            }
            (Form::EncryptedBytes | Form::CompressedBytes, Algorithm::KeyManagement(algorithm)) => {
                if case.form == Form::CompressedBytes {
                    encrypted.set_compression("DEF");
                }
                jwe::serialize_compact(
                    content,
                    &encrypted,
                    Managing::of(algorithm).encrypter(case, key)?.as_ref(),
                )?
            }
            (Form::EncryptedClaims, Algorithm::KeyManagement(algorithm)) => jwt::encode_with_encrypter(
                &claims()?,
                &encrypted,
                Managing::of(algorithm).encrypter(case, key)?.as_ref(),
            )?,
            (Form::NestedClaims, Algorithm::KeyManagement(algorithm)) => {
                let inner = jwt::encode_with_signer(
                    &claims()?,
                    &signed,
                    &jws::HS256.signer_from_bytes(INNER_SECRET)?,
                )?;
                encrypted.set_content_type("JWT");
                jwe::serialize_compact(
                    inner.as_bytes(),
                    &encrypted,
                    Managing::of(algorithm).encrypter(case, key)?.as_ref(),
                )?
            }
            _ => bail!("an algorithm of the wrong kind"),
        })
    }

    fn consume(&self, case: Case, key: Half<'_>, token: &str) -> Result<Vec<u8>> {
        if let Some(content) = josekit_json::consume(case, key, token)? {
            return Ok(content);
        }
        Ok(match (case.form, case.subject.algorithm) {
            (Form::SignedBytes, Algorithm::Signature(algorithm)) => {
                jws::deserialize_compact(token, signing(algorithm)?.verifier(key)?.as_ref())?.0
            }
            (Form::SignedClaims, Algorithm::Signature(algorithm)) => {
                text(&jwt::decode_with_verifier(token, signing(algorithm)?.verifier(key)?.as_ref())?.0)
            }
            (Form::EncryptedBytes | Form::CompressedBytes, Algorithm::KeyManagement(algorithm)) => {
                jwe::deserialize_compact(token, Managing::of(algorithm).decrypter(key)?.as_ref())?.0
            }
            (Form::EncryptedClaims, Algorithm::KeyManagement(algorithm)) => {
                text(&jwt::decode_with_decrypter(token, Managing::of(algorithm).decrypter(key)?.as_ref())?.0)
            }
            (Form::NestedClaims, Algorithm::KeyManagement(algorithm)) => {
                let (inner, header) =
                    jwe::deserialize_compact(token, Managing::of(algorithm).decrypter(key)?.as_ref())?;
                if header.content_type() != Some("JWT") {
                    bail!("the outer header has no cty");
                }
                text(&jwt::decode_with_verifier(&inner, &jws::HS256.verifier_from_bytes(INNER_SECRET)?)?.0)
            }
            _ => bail!("an algorithm of the wrong kind"),
        })
    }
}

pub(crate) fn signing(algorithm: SignatureAlgorithm) -> Result<Signing> {
    match Signing::of(algorithm) {
        Some(signing) => Ok(signing),
        None => bail!("josekit lacks {algorithm}"),
    }
}

fn text(payload: &JwtPayload) -> Vec<u8> {
    payload.to_string().into_bytes()
}
