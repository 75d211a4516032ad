//! Signing with a key that never leaves its hardware or service: what must be signed, and
//! completing the token with the result.

use std::fmt;

use pkcs8::der::asn1::{AnyRef, UintRef};
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};

use super::sign::{Extra, unsigned_compact};
use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::key::{Key, mismatch};
use crate::made::check_made;
use crate::options::{CompleteOptions, SignatureFormat};

/// A token or a DPoP proof that still lacks its signature.
#[derive(Clone)]
pub struct Unsigned {
    signing_input: String,
    key: Key,
    algorithm: SignatureAlgorithm,
}

impl Unsigned {
    /// The bytes to sign: the header, a dot and the payload (RFC 7515, section 5.1). A service that
    /// signs digests gets the digest of this.
    pub fn signing_input(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// The token with its signature, which is verified first.
    ///
    /// An ECDSA signature is r and s, each padded to the length of the field (RFC 7518, section
    /// 3.4), as WebCrypto, PKCS#11 and CryptoKit's `rawRepresentation` return it. For the DER that
    /// most services return, use [`complete_with`](Self::complete_with).
    ///
    /// # Errors
    /// `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if the signature was not made by the private half of
    /// the key. You may then try another one.
    pub fn complete(&self, signature: impl AsRef<[u8]>) -> Result<String> {
        self.complete_with(signature, &CompleteOptions::default())
    }

    /// The same, for a signature in the format that the options name.
    ///
    /// # Errors
    /// Those of [`complete`](Self::complete); `ERR_OPTION_INVALID` for the format `der` if the
    /// algorithm is not ECDSA, since its signatures have only one form.
    ///
    /// ```
    /// # use serde_json::json;
    /// use tokenseal::{CompleteOptions, JwkOptions, Key, SignatureFormat, TokenOptions};
    ///
    /// # use aws_lc_rs::{rand::SystemRandom, signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair}};
    /// # let service = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
    /// # let encode = |bytes: &[u8]| base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes);
    /// # let (x, y) = service.public_key().as_ref()[1..].split_at(32);
    /// # let jwk = json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y), "alg": "ES256" });
    /// # let public_key = Key::from_jwk(&jwk.to_string(), &JwkOptions::default())?;
    /// # let options = TokenOptions { expires_in: Some("15m".into()), now: Some(1_700_000_000.0), ..TokenOptions::default() };
    /// let unsigned = tokenseal::prepare(&json!({ "sub": "alice" }), &public_key, &options)?;
    /// let signature = service.sign(&SystemRandom::new(), unsigned.signing_input()).unwrap();
    /// let token = unsigned.complete_with(signature, &CompleteOptions { format: SignatureFormat::Der })?;
    /// # assert_eq!(token.split('.').count(), 3);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn complete_with(&self, signature: impl AsRef<[u8]>, options: &CompleteOptions) -> Result<String> {
        let given = signature.as_ref();
        let converted;
        let signature = match options.format {
            SignatureFormat::Raw => given,
            SignatureFormat::Der => {
                converted = self.raw_of(given)?;
                &converted
            }
        };
        if !self.key.verify(self.algorithm, self.signing_input(), signature) {
            return Err(self.refusal(signature, options.format));
        }
        let mut token = String::with_capacity(self.signing_input.len() + signature.len() * 4 / 3 + 4);
        token.push_str(&self.signing_input);
        token.push('.');
        base64url::encode_append(signature, &mut token);
        check_made(&token, false).map(|()| token)
    }
}

impl Unsigned {
    /// Something for the private half of this key to sign.
    pub(crate) fn new(
        payload: &[u8],
        key: Key,
        algorithm: SignatureAlgorithm,
        extra: &Extra<'_>,
    ) -> Result<Self> {
        let signing_input = unsigned_compact(payload, &key, algorithm, extra)?;
        check_made(&signing_input, false)?;
        Ok(Self {
            signing_input,
            key,
            algorithm,
        })
    }

    /// r and s of a DER signature, each padded to the length of the field.
    fn raw_of(&self, signature: &[u8]) -> Result<Vec<u8>> {
        let length = ecdsa_length(self.algorithm).ok_or_else(|| {
            Error::option(format!(
                "format is for ECDSA, and {} has signatures of one form only: leave it out",
                self.algorithm
            ))
        })?;
        let failed = |message| Error::new(ErrorCode::SignatureVerificationFailed, message);
        if signature.len() == length && !is_der_of_ecdsa(signature) {
            return Err(failed(
                "the signature is r and s, one after the other, and no DER: leave format out".to_owned(),
            ));
        }
        raw_of_der(signature, length / 2).ok_or_else(|| {
            failed(format!(
                "the signature has {} bytes, and they are not DER of two integers that the curve has, as format says: give the bytes as the \
                 service gave them, and leave format out where they are r and s, {length} bytes for {}",
                signature.len(),
                self.algorithm
            ))
        })
    }

    /// Says what most likely went wrong, judging by the form of the signature.
    fn refusal(&self, signature: &[u8], format: SignatureFormat) -> Error {
        let length = ecdsa_length(self.algorithm);
        let message = match length {
            Some(_) if format == SignatureFormat::Raw && is_der_of_ecdsa(signature) => {
                "the signature is in DER, as most services give it: give format der, or convert it to r and s, each of the field's length, \
                 one after the other"
                    .to_owned()
            }
            Some(length) if signature.len() != length => {
                format!(
                    "the signature has {} bytes, and {} takes {length}: r and s, each of the field's length; or DER, with format der, which this \
                     is not. Give the bytes as the service gave them, neither as base64 nor as hexadecimal text",
                    signature.len(),
                    self.algorithm
                )
            }
            _ => "the signature is not that of the public key over the signing input: sign signing_input itself, or its digest where a service takes digests"
                .to_owned(),
        };
        Error::new(ErrorCode::SignatureVerificationFailed, message)
    }
}

/// The public half, and the one algorithm that it verifies with.
pub(crate) fn verifying_half(key: &Key) -> Result<(Key, SignatureAlgorithm)> {
    let public = key.public()?;
    match public.algorithm() {
        Some(Algorithm::KeyManagement(_)) => Err(mismatch("the key is for encryption, not for signing")),
        _ if !public.permissions().may_verify() => {
            Err(mismatch("use or key_ops of the key do not allow verifying"))
        }
        Some(Algorithm::Signature(algorithm)) => Ok((public, algorithm)),
        None => Err(Error::option(
            "the key is not bound to an algorithm: give alg when it is made",
        )),
    }
}

/// The length of an ECDSA signature (RFC 7518, section 3.4; RFC 8812); None for other algorithms.
fn ecdsa_length(algorithm: SignatureAlgorithm) -> Option<usize> {
    match algorithm {
        SignatureAlgorithm::ES256 | SignatureAlgorithm::ES256K => Some(64),
        SignatureAlgorithm::ES384 => Some(96),
        SignatureAlgorithm::ES512 => Some(132),
        _ => None,
    }
}

/// Whether bytes are an ECDSA signature in DER: a sequence of exactly two integers.
fn is_der_of_ecdsa(bytes: &[u8]) -> bool {
    let sequence = AnyRef::from_der(bytes)
        .ok()
        .filter(|any| any.tag() == Tag::Sequence);
    let Some(mut reader) = sequence.and_then(|any| SliceReader::new(any.value()).ok()) else {
        return false;
    };
    let mut integer = || AnyRef::decode(&mut reader).is_ok_and(|any| any.tag() == Tag::Integer);
    integer() && integer() && reader.is_finished()
}

/// r and s, each padded to `field` bytes. None unless the bytes are DER of exactly two integers
/// that fit.
fn raw_of_der(bytes: &[u8], field: usize) -> Option<Vec<u8>> {
    let sequence = AnyRef::from_der(bytes)
        .ok()
        .filter(|any| any.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(sequence.value()).ok()?;
    let mut raw = Vec::with_capacity(field.saturating_mul(2));
    for _ in 0..2 {
        let integer = UintRef::decode(&mut reader).ok()?;
        let padding = field.checked_sub(integer.as_bytes().len())?;
        raw.resize(raw.len().saturating_add(padding), 0);
        raw.extend_from_slice(integer.as_bytes());
    }
    reader.is_finished().then_some(raw)
}

impl fmt::Debug for Unsigned {
    /// Shows the key, but not the claims.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Unsigned")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::GenerateOptions;

    const DER: CompleteOptions = CompleteOptions {
        format: SignatureFormat::Der,
    };

    fn unsigned(algorithm: SignatureAlgorithm) -> (Key, Unsigned) {
        let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
        let unsigned = Unsigned::new(b"{}", key.public().unwrap(), algorithm, &Extra::default()).unwrap();
        (key, unsigned)
    }

    /// DER of two integers, each without superfluous leading zeros but with the one that it needs.
    fn der(raw: &[u8]) -> Vec<u8> {
        let (r, s) = raw.split_at(raw.len() / 2);
        let integer = |bytes: &[u8]| {
            let mut bytes: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
            if bytes.first().is_none_or(|first| *first >= 0x80) {
                bytes.insert(0, 0);
            }
            [vec![2, bytes.len() as u8], bytes].concat()
        };
        let both = [integer(r), integer(s)].concat();
        let length = if both.len() < 0x80 {
            vec![both.len() as u8]
        } else {
            vec![0x81, both.len() as u8]
        };
        [vec![0x30], length, both].concat()
    }

    #[test]
    fn a_signature_of_the_wrong_form_is_explained() {
        let (_, unsigned) = unsigned(SignatureAlgorithm::ES256);
        let refused = |signature: &[u8], options: &CompleteOptions| {
            let error = unsigned.complete_with(signature, options).unwrap_err();
            assert_eq!(error.code(), ErrorCode::SignatureVerificationFailed);
            error.message().to_owned()
        };
        let raw = CompleteOptions::default();
        assert!(refused(&[0x30, 6, 2, 1, 1, 2, 1, 1], &raw).contains("in DER"));
        let neither = refused(&[0; 63], &raw);
        assert!(
            neither.contains("63 bytes, and ES256 takes 64")
                && neither.contains("or DER, with format der, which this is not")
        );
        assert!(refused(&[1; 64], &raw).contains("sign signing_input itself"));
        assert!(refused(&[1; 64], &DER).contains("no DER: leave format out"));
        assert!(refused(&[0x30, 6, 2, 1, 1, 2, 1, 1], &DER).contains("sign signing_input itself"));
        for other in [
            &[][..],
            &[0x30],
            &[0x30, 0],
            &[0x30, 3, 2, 1, 1],
            &[0x30, 6, 2, 1, 1, 2, 1, 1, 0],
            &[0x31, 6, 2, 1, 1, 2, 1, 1],
        ] {
            assert!(!is_der_of_ecdsa(other));
            let neither = refused(other, &DER);
            assert!(
                neither.contains("not DER of two integers")
                    && neither.contains("leave format out where they are r and s, 64 bytes for ES256")
            );
        }
        // Negative, longer than necessary, and too long for the curve.
        for other in [
            &[0x30, 6, 2, 1, 0x80, 2, 1, 1][..],
            &[0x30, 7, 2, 2, 0, 1, 2, 1, 1],
            &der(&[0xff; 66]),
        ] {
            assert!(
                refused(other, &DER).contains("not DER of two integers"),
                "{other:?}"
            );
        }
    }

    #[test]
    fn der_is_the_same_signature() {
        for algorithm in [
            SignatureAlgorithm::ES256,
            SignatureAlgorithm::ES256K,
            SignatureAlgorithm::ES384,
            SignatureAlgorithm::ES512,
        ] {
            let (key, unsigned) = unsigned(algorithm);
            // Often enough that some r or s begins with a zero.
            for _ in 0..600 / ecdsa_length(algorithm).unwrap() {
                let raw = key.sign(algorithm, unsigned.signing_input()).unwrap();
                assert_eq!(unsigned.complete_with(der(&raw), &DER), unsigned.complete(&raw));
            }
        }
        let small = [&[0; 31][..], &[1], &[0; 31], &[2]].concat();
        assert_eq!(raw_of_der(&der(&small), 32), Some(small));
        let (key, unsigned) = unsigned(SignatureAlgorithm::Ed25519);
        let raw = key
            .sign(SignatureAlgorithm::Ed25519, unsigned.signing_input())
            .unwrap();
        assert_eq!(
            unsigned.complete_with(raw, &DER).unwrap_err().code(),
            ErrorCode::OptionInvalid
        );
    }
}
