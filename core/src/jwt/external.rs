//! Tokens that are signed by a key that never leaves its hardware or service: prepared here, signed
//! there, and completed here.

use serde::Serialize;

use crate::error::Result;
use crate::jws::{self, Unsigned};
use crate::jwt::payload::{payload, with_text};
use crate::jwt::resolved_options::{ResolvedOptions, token_type};
use crate::key::Key;
use crate::options::TokenOptions;

/// Prepares a token whose signature is made elsewhere: in a KMS, an HSM, a Secure Enclave or an
/// Android Keystore.
///
/// `public_key` is the public half of the key that signs, bound to its algorithm; its key_id
/// becomes the `kid`. Claims and options are those of
/// [`sign`](crate::sign), with the same checks.
///
/// # Errors
/// As [`sign`](crate::sign); `ERR_KEY_MISMATCH` if the key is not for signatures, or is a shared
/// secret, which has no public half.
///
/// ```
/// # use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
/// # use serde_json::json;
/// use tokenseal::{JwkOptions, Key, TokenOptions, VerifyOptions};
///
/// # let hardware = Ed25519KeyPair::generate().unwrap();
/// # let x = base64_simd::URL_SAFE_NO_PAD.encode_to_string(hardware.public_key().as_ref());
/// let public_key = Key::from_jwk(&json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "alg": "EdDSA" }).to_string(), &JwkOptions::default())?;
/// # let now = Some(1_700_000_000.0);
/// let options = TokenOptions { expires_in: Some("15m".into()), now, ..TokenOptions::default() };
/// let unsigned = tokenseal::prepare(&json!({ "sub": "alice" }), &public_key, &options)?;
/// let signature = hardware.sign(unsigned.signing_input());
/// let token = unsigned.complete(signature)?;
/// # tokenseal::verify(token, public_key, &VerifyOptions { now, ..VerifyOptions::default() })?;
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn prepare<C: Serialize + ?Sized>(
    claims: &C,
    public_key: &Key,
    options: &TokenOptions,
) -> Result<Unsigned> {
    with_text(claims, |claims| prepare_text(claims, public_key, &options.into()))
}

fn prepare_text(claims: &str, public_key: &Key, options: &ResolvedOptions<'_>) -> Result<Unsigned> {
    options.check_unencrypted()?;
    let (key, algorithm) = jws::verifying_half(public_key)?;
    let typ = token_type(options)?;
    let payload = payload(claims, options)?;
    let extra = jws::Extra {
        typ: Some(typ),
        header: options.header,
        ..jws::Extra::default()
    };
    Unsigned::new(payload.as_bytes(), key, algorithm, &extra)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::algorithm::SignatureAlgorithm;
    use crate::error::ErrorCode;
    use crate::key::{GenerateOptions, JwkOptions};
    use crate::{VerifyOptions, verify};

    fn options() -> TokenOptions {
        TokenOptions {
            expires_in: Some("15m".into()),
            now: Some(1_700_000_000.0),
            ..TokenOptions::default()
        }
    }

    #[test]
    fn every_asymmetric_algorithm() {
        for &algorithm in SignatureAlgorithm::ALL {
            let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
            if key.key_type() == "oct" {
                assert_eq!(
                    prepare(&json!({}), &key, &options()).unwrap_err().code(),
                    ErrorCode::KeyMismatch
                );
                continue;
            }
            let unsigned = prepare(&json!({ "sub": "alice" }), &key.public().unwrap(), &options()).unwrap();
            assert_eq!(
                prepare(&json!({ "sub": "alice" }), &key, &options())
                    .unwrap()
                    .signing_input(),
                unsigned.signing_input()
            );
            assert!(!format!("{unsigned:?}").contains("alice"));
            let mut signature = key.sign(algorithm, unsigned.signing_input()).unwrap();
            let token = unsigned.complete(&signature).unwrap();
            let checked = verify(
                &token,
                &key,
                &VerifyOptions {
                    now: Some(1_700_000_000.0),
                    ..VerifyOptions::default()
                },
            )
            .unwrap();
            assert_eq!(checked.key_id(), key.key_id());
            signature[7] ^= 1;
            for wrong in [signature.as_slice(), &signature[1..], &[]] {
                assert_eq!(
                    unsigned.complete(wrong).unwrap_err().code(),
                    ErrorCode::SignatureVerificationFailed,
                    "{algorithm}"
                );
            }
        }
    }

    #[test]
    fn the_same_checks_as_for_signing() {
        let key = Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default()).unwrap();
        let code = |key: &Key, options: &TokenOptions| {
            prepare(&json!({}), key, options)
                .map(drop)
                .map_err(|error| error.code())
        };
        assert_eq!(
            code(
                &key,
                &TokenOptions {
                    now: Some(0.0),
                    ..TokenOptions::default()
                }
            ),
            Err(ErrorCode::OptionInvalid)
        );
        assert_eq!(
            code(
                &key,
                &TokenOptions {
                    compress: true,
                    ..options()
                }
            ),
            Err(ErrorCode::OptionInvalid)
        );
        assert_eq!(
            code(
                &key,
                &TokenOptions {
                    header: json!({ "kid": "other" }).as_object().cloned(),
                    ..options()
                }
            ),
            Err(ErrorCode::OptionInvalid)
        );
        let with = |name: &str, value: serde_json::Value| {
            let mut jwk: serde_json::Value = serde_json::from_str(&key.to_jwk(false).unwrap()).unwrap();
            jwk[name] = value;
            jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            Key::from_jwk(&jwk.to_string(), &JwkOptions::default()).unwrap()
        };
        assert_eq!(
            code(&with("alg", json!(null)), &options()),
            Err(ErrorCode::OptionInvalid)
        );
        assert_eq!(
            code(&with("key_ops", json!(["sign"])), &options()),
            Err(ErrorCode::KeyMismatch)
        );
        assert_eq!(code(&with("key_ops", json!(["verify"])), &options()), Ok(()));
        let encryption = Key::generate("ECDH-ES".parse().unwrap(), &GenerateOptions::default()).unwrap();
        assert_eq!(code(&encryption, &options()), Err(ErrorCode::KeyMismatch));
    }
}
