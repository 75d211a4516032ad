//! Signing with a key that never leaves its hardware or service: the token is prepared here, signed there, and completed here.

use std::fmt;

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use serde::Serialize;

use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::jws;
use crate::jwt::payload::{payload, write_claims};
use crate::jwt::resolved_options::{ResolvedOptions, token_type};
use crate::key::{Key, mismatch};
use crate::made::check_made;
use crate::options::TokenOptions;

/// Prepares a token whose signature is made elsewhere: by a KMS, an HSM, a Secure Enclave or an Android Keystore.
///
/// `public_key` is the public half of the key that signs, bound to its algorithm; its key_id becomes the `kid`. Claims and options are those of
/// [`sign`](crate::sign), with the same checks.
///
/// # Errors
/// As [`sign`](crate::sign); `ERR_KEY_MISMATCH` if the key is not for signatures, or is a shared secret, which has no public half.
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
pub fn prepare<C: Serialize + ?Sized>(claims: &C, public_key: &Key, options: &TokenOptions) -> Result<Unsigned> {
    let claims = write_claims(claims)?;
    let options = ResolvedOptions::from(options);
    options.check_unencrypted()?;
    let (key, algorithm) = verifying_half(public_key)?;
    let typ = token_type(&options)?;
    let payload = payload(&claims, &options)?;
    let extra = jws::Extra { typ: Some(typ), header: options.header, ..jws::Extra::default() };
    let signing_input = jws::unsigned_compact(payload.as_bytes(), &key, algorithm, &extra)?;
    check_made(&signing_input, false)?;
    Ok(Unsigned { signing_input, key, algorithm })
}

/// The public half, and the one algorithm that it verifies by.
fn verifying_half(key: &Key) -> Result<(Key, SignatureAlgorithm)> {
    let public = key.public()?;
    match public.algorithm() {
        Some(Algorithm::KeyManagement(_)) => Err(mismatch("the key is for encryption, not for signing")),
        _ if !public.permissions().may_verify() => Err(mismatch("use or key_ops of the key do not allow verifying")),
        Some(Algorithm::Signature(algorithm)) => Ok((public, algorithm)),
        None => Err(Error::option("the key is not bound to an algorithm: give alg when it is made")),
    }
}

/// A token that lacks its signature.
#[derive(Clone)]
pub struct Unsigned {
    signing_input: String,
    key: Key,
    algorithm: SignatureAlgorithm,
}

impl Unsigned {
    /// What is to be signed: the header, a dot and the payload (RFC 7515, section 5.1). A service that signs digests gets the digest of this.
    pub fn signing_input(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// The token with its signature, which is verified first.
    ///
    /// An ECDSA signature is r and s, each of the field's length (RFC 7518, section 3.4), as WebCrypto, PKCS#11 and CryptoKit's
    /// `rawRepresentation` give it. The DER that most services give has to be converted.
    ///
    /// # Errors
    /// `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if the signature is not that of the public key. Another may then be given.
    pub fn complete(&self, signature: impl AsRef<[u8]>) -> Result<String> {
        let signature = signature.as_ref();
        if !self.key.verify(self.algorithm, self.signing_input(), signature) {
            return Err(self.refusal(signature));
        }
        let mut token = String::with_capacity(self.signing_input.len() + signature.len() * 4 / 3 + 4);
        token.push_str(&self.signing_input);
        token.push('.');
        base64url::encode_append(signature, &mut token);
        check_made(&token, false).map(|()| token)
    }
}

impl Unsigned {
    /// Says what most probably went wrong, by the signature's form.
    fn refusal(&self, signature: &[u8]) -> Error {
        let length = ecdsa_length(self.algorithm);
        let message = match length {
            Some(_) if is_der_of_ecdsa(signature) => {
                "the signature is in DER, as most services give it: convert it to r and s, each of the field's length, one after the other".to_owned()
            }
            Some(length) if signature.len() != length => {
                format!("the signature has {} bytes, and {} takes {length}: r and s, each of the field's length", signature.len(), self.algorithm)
            }
            _ => "the signature is not that of the public key over the signing input: sign signing_input itself, or its digest where a service takes digests"
                .to_owned(),
        };
        Error::new(ErrorCode::SignatureVerificationFailed, message)
    }
}

/// How long an ECDSA signature is (RFC 7518, section 3.4; RFC 8812); None for other algorithms.
fn ecdsa_length(algorithm: SignatureAlgorithm) -> Option<usize> {
    match algorithm {
        SignatureAlgorithm::ES256 | SignatureAlgorithm::ES256K => Some(64),
        SignatureAlgorithm::ES384 => Some(96),
        SignatureAlgorithm::ES512 => Some(132),
        _ => None,
    }
}

/// Whether bytes are an ECDSA signature in DER: a sequence of two integers, and nothing else.
fn is_der_of_ecdsa(bytes: &[u8]) -> bool {
    let sequence = AnyRef::from_der(bytes).ok().filter(|any| any.tag() == Tag::Sequence);
    let Some(mut reader) = sequence.and_then(|any| SliceReader::new(any.value()).ok()) else { return false };
    let mut integer = || AnyRef::decode(&mut reader).is_ok_and(|any| any.tag() == Tag::Integer);
    integer() && integer() && reader.is_finished()
}

impl fmt::Debug for Unsigned {
    /// Shows the key and not the claims.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Unsigned").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::key::{GenerateOptions, JwkOptions};
    use crate::{VerifyOptions, verify};

    fn options() -> TokenOptions {
        TokenOptions { expires_in: Some("15m".into()), now: Some(1_700_000_000.0), ..TokenOptions::default() }
    }

    #[test]
    fn a_signature_of_the_wrong_form_is_explained() {
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let unsigned = prepare(&json!({}), &key.public().unwrap(), &options()).unwrap();
        let refused = |signature: &[u8]| {
            let error = unsigned.complete(signature).unwrap_err();
            assert_eq!(error.code(), ErrorCode::SignatureVerificationFailed);
            error.message().to_owned()
        };
        assert!(refused(&[0x30, 6, 2, 1, 1, 2, 1, 1]).contains("in DER"));
        assert!(refused(&[0; 63]).contains("63 bytes, and ES256 takes 64"));
        assert!(refused(&[1; 64]).contains("sign signing_input itself"));
        for other in [&[][..], &[0x30], &[0x30, 0], &[0x30, 3, 2, 1, 1], &[0x30, 6, 2, 1, 1, 2, 1, 1, 0], &[0x31, 6, 2, 1, 1, 2, 1, 1]] {
            assert!(!is_der_of_ecdsa(other));
        }
    }

    #[test]
    fn every_asymmetric_algorithm() {
        for &algorithm in SignatureAlgorithm::ALL {
            let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
            if key.key_type() == "oct" {
                assert_eq!(prepare(&json!({}), &key, &options()).unwrap_err().code(), ErrorCode::KeyMismatch);
                continue;
            }
            let unsigned = prepare(&json!({ "sub": "alice" }), &key.public().unwrap(), &options()).unwrap();
            assert_eq!(prepare(&json!({ "sub": "alice" }), &key, &options()).unwrap().signing_input(), unsigned.signing_input());
            assert!(!format!("{unsigned:?}").contains("alice"));
            let mut signature = key.sign(algorithm, unsigned.signing_input()).unwrap();
            let token = unsigned.complete(&signature).unwrap();
            let checked = verify(&token, &key, &VerifyOptions { now: Some(1_700_000_000.0), ..VerifyOptions::default() }).unwrap();
            assert_eq!(checked.key_id(), key.key_id());
            signature[7] ^= 1;
            for wrong in [signature.as_slice(), &signature[1..], &[]] {
                assert_eq!(unsigned.complete(wrong).unwrap_err().code(), ErrorCode::SignatureVerificationFailed, "{algorithm}");
            }
        }
    }

    #[test]
    fn the_same_checks_as_for_signing() {
        let key = Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default()).unwrap();
        let code = |key: &Key, options: &TokenOptions| prepare(&json!({}), key, options).map(drop).map_err(|error| error.code());
        assert_eq!(code(&key, &TokenOptions { now: Some(0.0), ..TokenOptions::default() }), Err(ErrorCode::OptionInvalid));
        assert_eq!(code(&key, &TokenOptions { compress: true, ..options() }), Err(ErrorCode::OptionInvalid));
        assert_eq!(
            code(&key, &TokenOptions { header: json!({ "kid": "other" }).as_object().cloned(), ..options() }),
            Err(ErrorCode::OptionInvalid)
        );
        let with = |name: &str, value: serde_json::Value| {
            let mut jwk: serde_json::Value = serde_json::from_str(&key.to_jwk(false).unwrap()).unwrap();
            jwk[name] = value;
            jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            Key::from_jwk(&jwk.to_string(), &JwkOptions::default()).unwrap()
        };
        assert_eq!(code(&with("alg", json!(null)), &options()), Err(ErrorCode::OptionInvalid));
        assert_eq!(code(&with("key_ops", json!(["sign"])), &options()), Err(ErrorCode::KeyMismatch));
        assert_eq!(code(&with("key_ops", json!(["verify"])), &options()), Ok(()));
        let encryption = Key::generate("ECDH-ES".parse().unwrap(), &GenerateOptions::default()).unwrap();
        assert_eq!(code(&encryption, &options()), Err(ErrorCode::KeyMismatch));
    }
}
