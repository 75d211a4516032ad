//! tokenseal itself.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use tokenseal::{
    Algorithm, GenerateOptions, JsonText, JwkOptions, Key, KeyOptions, Serialization, TokenOptions,
    VerifyOptions, jwe, jws,
};

use crate::case::{AAD, Case, Form};
use crate::library::{Format, Half, KeyPair, KeyTexts, Library, Role};

/// The time of every check, in seconds since the epoch: libraries that ask the system's clock find
/// the tokens valid too.
const NOW: f64 = 1_700_000_000.0;

/// The secret of the signature inside of nested tokens.
pub(crate) const INNER_SECRET: &[u8; 32] = b"the inner signature's own secret";

/// tokenseal, by its public API.
pub struct Tokenseal;

impl Library for Tokenseal {
    fn name(&self) -> &'static str {
        "tokenseal"
    }

    fn lacks(&self, _: Case, _: Role, _: Format) -> Option<&'static str> {
        None
    }

    fn generate(&self, case: Case) -> Result<Option<KeyPair>> {
        let Case { subject, .. } = case;
        if subject.is_password() {
            let key = Key::from_password(
                b"correct horse battery staple",
                subject.algorithm,
                &KeyOptions::default(),
            )?;
            return Ok(Some(KeyPair::secret(key.to_jwk(true)?)));
        }
        let options = GenerateOptions {
            enc: case.enc_of_key(),
            curve: subject.curve,
            ..GenerateOptions::default()
        };
        let key = Key::generate(subject.algorithm, &options)?;
        if subject.is_symmetric() {
            return Ok(Some(KeyPair::secret(key.to_jwk(true)?)));
        }
        let public = key.public()?;
        Ok(Some(KeyPair {
            private: KeyTexts {
                jwk: key.to_jwk(true)?,
                pem: Some(key.to_pem(true)?),
            },
            public: KeyTexts {
                jwk: public.to_jwk(false)?,
                pem: Some(public.to_pem(false)?),
            },
        }))
    }

    fn produce(&self, case: Case, key: Half<'_>, content: &[u8]) -> Result<String> {
        let key = import(case, key)?;
        let header = case.parties().map(|(apu, apv)| {
            let member = |name: &str, text: &str| {
                (
                    name.to_owned(),
                    Value::from(base64_simd::URL_SAFE_NO_PAD.encode_to_string(text)),
                )
            };
            Map::from_iter([member("apu", apu), member("apv", apv)])
        });
        let options = TokenOptions {
            now: Some(NOW),
            ..TokenOptions::default()
        };
        let encrypted = TokenOptions {
            enc: case.enc,
            header: header.clone(),
            ..options.clone()
        };
        let text = || {
            std::str::from_utf8(content)
                .map(JsonText)
                .context("the content is not text")
        };
        Ok(match case.form {
            Form::SignedBytes => jws::sign(content, &key, &jws::SignOptions::default())?,
            Form::EncryptedBytes => jwe::encrypt(
                content,
                &key,
                &jwe::EncryptOptions {
                    enc: case.enc,
                    header,
                    ..jwe::EncryptOptions::default()
                },
            )?,
            Form::CompressedBytes => jwe::encrypt(
                content,
                &key,
                &jwe::EncryptOptions {
                    enc: case.enc,
                    header,
                    compress: true,
                    ..jwe::EncryptOptions::default()
                },
            )?,
            Form::SignedFlattened => jws::sign(content, &key, &signed_as(Serialization::Flattened))?,
            Form::SignedGeneral => {
                let (algorithm, secret) = case.other_signature();
                let other = Key::from_secret(secret, algorithm.into(), &KeyOptions::default())?;
                jws::sign(content, vec![other, key], &signed_as(Serialization::General))?
            }
            Form::EncryptedFlattened => jwe::encrypt(
                content,
                &key,
                &encrypted_as(case, header, Serialization::Flattened),
            )?,
            Form::EncryptedGeneral => {
                let mut keys = Vec::new();
                if let Some((algorithm, secret)) = case.other_recipient() {
                    keys.push(Key::from_secret(
                        secret,
                        algorithm.into(),
                        &KeyOptions::default(),
                    )?);
                }
                keys.push(key);
                jwe::encrypt(content, keys, &encrypted_as(case, header, Serialization::General))?
            }
            Form::SignedClaims => tokenseal::sign(&text()?, &key, &options)?,
            Form::EncryptedClaims => tokenseal::encrypt(&text()?, &key, &encrypted)?,
            Form::NestedClaims => tokenseal::seal(
                &text()?,
                &inner_key()?,
                &key,
                &TokenOptions {
                    enc: case.enc,
                    ..options
                },
            )?,
        })
    }

    fn consume(&self, case: Case, key: Half<'_>, token: &str) -> Result<Vec<u8>> {
        let key = import(case, key)?;
        let options = VerifyOptions {
            issuer: Some("https://issuer.example".into()),
            audience: Some("https://api.example".into()),
            now: Some(NOW),
            ..VerifyOptions::default()
        };
        Ok(match case.form {
            Form::SignedBytes | Form::SignedFlattened | Form::SignedGeneral => {
                jws::verify(token, key, &jws::VerifyOptions::default())?
                    .payload()
                    .to_vec()
            }
            Form::EncryptedBytes | Form::CompressedBytes => {
                jwe::decrypt(token, key, &jwe::DecryptOptions::default())?.into_plaintext()
            }
            Form::EncryptedFlattened | Form::EncryptedGeneral => {
                let decrypted = jwe::decrypt(token, key, &jwe::DecryptOptions::default())?;
                ensure!(
                    decrypted.aad() == Some(AAD),
                    "the aad is not what was authenticated"
                );
                decrypted.into_plaintext()
            }
            Form::SignedClaims => tokenseal::verify(token, key, &options)?.claims_json().into(),
            Form::EncryptedClaims => {
                let options = VerifyOptions {
                    allow_unsigned: !case.subject.is_symmetric(),
                    ..options
                };
                tokenseal::decrypt(token, key, &options)?.claims_json().into()
            }
            Form::NestedClaims => tokenseal::unseal(token, key, inner_key()?, &options)?
                .claims_json()
                .into(),
        })
    }
}

fn signed_as(serialization: Serialization) -> jws::SignOptions {
    jws::SignOptions {
        serialization,
        ..jws::SignOptions::default()
    }
}

fn encrypted_as(
    case: Case,
    header: Option<Map<String, Value>>,
    serialization: Serialization,
) -> jwe::EncryptOptions {
    jwe::EncryptOptions {
        enc: case.enc,
        header,
        aad: Some(AAD.to_vec()),
        serialization,
        allow_shared_content_key: true,
        ..jwe::EncryptOptions::default()
    }
}

fn inner_key() -> Result<Key> {
    Ok(Key::from_secret(
        INNER_SECRET,
        tokenseal::SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )?)
}

fn import(case: Case, half: Half<'_>) -> Result<Key> {
    let algorithm: Algorithm = case.subject.algorithm;
    let key = match half.format {
        Format::Jwk => Key::from_jwk(
            half.text,
            &JwkOptions {
                alg: Some(algorithm),
                enc: case.enc_of_key(),
                ..JwkOptions::default()
            },
        ),
        Format::Pem => Key::from_pem(half.text.as_bytes(), algorithm, &KeyOptions::default()),
    };
    key.with_context(|| format!("tokenseal refuses the key as {:?}", half.format))
}
