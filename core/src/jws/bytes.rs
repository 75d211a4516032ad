//! Signatures over raw bytes, with no token around them: for the interfaces of other libraries,
//! whose algorithm objects sign and verify such bytes. Not API. Anyone who lets others choose the
//! bytes lets them sign tokens.

use super::can_sign;
use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::error::Result;
use crate::key::{Key, mismatch};

/// Signs bytes with the algorithm that the key is bound to, which must be this one.
#[doc(hidden)]
pub fn sign_bytes(message: &[u8], key: &Key, algorithm: SignatureAlgorithm) -> Result<Vec<u8>> {
    let own = can_sign(key)?;
    if own != algorithm {
        return Err(mismatch(format!(
            "the key is bound to {own}, and was asked for {algorithm}"
        )));
    }
    key.sign(algorithm, message)
}

/// Whether this is a signature of these bytes, made with a key that allows the algorithm and may
/// verify. Constant-time for HMAC.
#[doc(hidden)]
pub fn verify_bytes(
    message: &[u8],
    signature: &[u8],
    key: &Key,
    algorithm: SignatureAlgorithm,
) -> Result<bool> {
    match key.algorithm() {
        Some(own) if own != Algorithm::Signature(algorithm) => Err(mismatch(format!(
            "the key is bound to {own}, and was asked for {algorithm}"
        ))),
        _ if !key.permissions().may_verify() => {
            Err(mismatch("use or key_ops of the key do not allow verifying"))
        }
        _ if !key.allows_signature(algorithm) => Err(mismatch(format!(
            "the key is of type {}, which is not for {algorithm}",
            key.key_type()
        ))),
        _ => Ok(key.verify(algorithm, message, signature)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::KeyManagement;
    use crate::base64url;
    use crate::error::ErrorCode;
    use crate::jws::{SignOptions, sign};
    use crate::key::{GenerateOptions, JwkOptions};

    fn generated(algorithm: impl Into<Algorithm>) -> Key {
        Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap()
    }

    /// A key from its own JWK plus these members.
    fn with(key: &Key, members: &str, algorithm: Option<SignatureAlgorithm>) -> Key {
        let jwk = key.to_jwk(true).unwrap();
        let mut members_of: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&jwk).unwrap();
        members_of.remove("alg");
        members_of.extend(serde_json::from_str::<serde_json::Map<_, _>>(members).unwrap());
        let options = JwkOptions {
            alg: algorithm.map(Into::into),
            ..JwkOptions::default()
        };
        Key::from_jwk(&serde_json::to_string(&members_of).unwrap(), &options).unwrap()
    }

    #[test]
    fn every_algorithm_signs_what_it_signs_in_a_token() {
        for &algorithm in SignatureAlgorithm::ALL {
            let key = generated(algorithm);
            let verifying = if key.key_type() == "oct" {
                key.clone()
            } else {
                key.public().unwrap()
            };
            let signature = sign_bytes(b"any bytes", &key, algorithm).unwrap();
            assert!(
                verify_bytes(b"any bytes", &signature, &verifying, algorithm).unwrap(),
                "{algorithm}"
            );
            assert!(
                !verify_bytes(b"other bytes", &signature, &verifying, algorithm).unwrap(),
                "{algorithm}"
            );
            for length in [0, 1, signature.len() - 1] {
                assert!(
                    !verify_bytes(b"any bytes", &signature[..length], &verifying, algorithm).unwrap(),
                    "{algorithm} {length}"
                );
            }
            assert!(
                !verify_bytes(
                    b"any bytes",
                    &[&signature[..], &[0]].concat(),
                    &verifying,
                    algorithm
                )
                .unwrap(),
                "{algorithm}"
            );
            let token = sign("payload", &key, &SignOptions::default()).unwrap();
            let (input, signature) = token.rsplit_once('.').unwrap();
            let signature = base64url::decode(signature.as_bytes()).unwrap();
            assert!(
                verify_bytes(input.as_bytes(), &signature, &verifying, algorithm).unwrap(),
                "{algorithm}"
            );
        }
    }

    #[test]
    fn a_key_does_only_what_it_was_made_for() {
        use SignatureAlgorithm::{ES256, HS256, PS256, RS256};
        let code = |result: Result<bool>| result.unwrap_err().code();
        let signed = |key: &Key, algorithm| sign_bytes(b"", key, algorithm).map(|_| true);
        let rsa = generated(RS256);
        let ec = generated(ES256);
        for (key, algorithm) in [
            (&rsa, PS256),
            (&rsa, HS256),
            (&ec, RS256),
            (&generated(KeyManagement::ECDH_ES), ES256),
        ] {
            assert_eq!(code(signed(key, algorithm)), ErrorCode::KeyMismatch);
            assert_eq!(
                code(verify_bytes(b"", b"", key, algorithm)),
                ErrorCode::KeyMismatch
            );
        }
        assert_eq!(code(signed(&ec.public().unwrap(), ES256)), ErrorCode::KeyMismatch);
        let open = with(&rsa, "{}", None);
        assert_eq!(code(signed(&open, RS256)), ErrorCode::OptionInvalid);
        assert_eq!(code(verify_bytes(b"", b"", &open, ES256)), ErrorCode::KeyMismatch);
        assert!(verify_bytes(b"", &sign_bytes(b"", &rsa, RS256).unwrap(), &open, RS256).unwrap());
        for members in [r#"{"key_ops":["verify"]}"#, r#"{"key_ops":["encrypt"]}"#] {
            assert_eq!(
                code(signed(&with(&ec, members, Some(ES256)), ES256)),
                ErrorCode::KeyMismatch,
                "{members}"
            );
        }
        for members in [r#"{"key_ops":["sign"]}"#, r#"{"use":"enc"}"#] {
            assert_eq!(
                code(verify_bytes(b"", b"", &with(&ec, members, None), ES256)),
                ErrorCode::KeyMismatch,
                "{members}"
            );
        }
    }
}
