//! One bit in one part of a token, flipped: refused, with the code that its place calls for.

use proptest::prelude::*;
use serde_json::{Map, Value};
use tokenseal::{Algorithm, ContentEncryption, ErrorCode, Key, KeyManagement, SignatureAlgorithm, jwe, jws};

use super::keys::{MANAGING, PASSWORDS, SIGNING};
use super::{base64url, decoded};

type Parts = Vec<Vec<u8>>;

fn parts(token: &str) -> Parts {
    token.split('.').map(decoded).collect()
}

/// The token with one bit of a part flipped.
fn flipped(parts: &Parts, part: usize, bit: usize) -> String {
    let mut parts = parts.clone();
    parts[part][bit / 8] ^= 1 << (bit % 8);
    parts
        .iter()
        .map(|part| base64url(part))
        .collect::<Vec<_>>()
        .join(".")
}

fn verify(token: &str, key: &Key) -> ErrorCode {
    jws::verify(token, key, &jws::VerifyOptions::default())
        .expect_err("an altered token was accepted")
        .code()
}

fn decrypt(token: &str, key: &Key) -> ErrorCode {
    jwe::decrypt(token, key, &jwe::DecryptOptions::default())
        .expect_err("an altered token was accepted")
        .code()
}

proptest! {
    #![proptest_config(super::cases(6))]

    #[test]
    fn of_payload_and_signature(payload in prop::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>()) {
        for (private, public) in SIGNING.iter() {
            let parts = parts(&jws::sign(&payload, private, &jws::SignOptions::default()).unwrap());
            for part in [1, 2] {
                let token = flipped(&parts, part, at.index(parts[part].len() * 8));
                prop_assert_eq!(verify(&token, public), ErrorCode::SignatureVerificationFailed, "part {} of {}", part, token);
            }
        }
    }

    #[test]
    fn of_encrypted_key_iv_ciphertext_and_tag(plaintext in prop::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>()) {
        for (private, public) in MANAGING.iter() {
            for enc in ContentEncryption::ALL.iter().filter(|enc| private.content_encryption().is_none_or(|own| own == **enc)) {
                let options = jwe::EncryptOptions { enc: Some(*enc), ..jwe::EncryptOptions::default() };
                let parts = parts(&jwe::encrypt(&plaintext, public, &options).unwrap());
                let first = if parts[1].is_empty() { 2 } else { 1 };
                for part in first..5 {
                    let token = flipped(&parts, part, at.index(parts[part].len() * 8));
                    prop_assert_eq!(decrypt(&token, private), ErrorCode::DecryptionFailed, "part {} of {}", part, token);
                }
            }
        }
    }
}

/// Every bit of the header of a token, for every signature algorithm.
#[test]
fn of_the_header_of_a_signed_token() {
    for (private, public) in SIGNING.iter() {
        let parts = parts(&jws::sign(b"payload", private, &jws::SignOptions::default()).unwrap());
        for bit in 0..parts[0].len() * 8 {
            let token = flipped(&parts, 0, bit);
            let header = decoded(token.split('.').next().unwrap());
            assert_eq!(
                verify(&token, public),
                expected_of_signed(&header, public),
                "{}",
                String::from_utf8_lossy(&header)
            );
        }
    }
}

/// What a header calls for, according to a reading that is independent of the library's.
fn expected_of_signed(header: &[u8], key: &Key) -> ErrorCode {
    let Ok(header) = serde_json::from_slice::<Map<String, Value>>(header) else {
        return ErrorCode::JwsInvalid;
    };
    let Some(algorithm) = header.get("alg").and_then(Value::as_str) else {
        return ErrorCode::JwsInvalid;
    };
    if algorithm.parse::<SignatureAlgorithm>().is_err() {
        return ErrorCode::NotSupported;
    }
    if header.get("kid").is_some_and(|kid| kid != "k1") {
        return ErrorCode::NoMatchingKey;
    }
    if key.algorithm().map(Algorithm::as_str) == Some(algorithm) {
        ErrorCode::SignatureVerificationFailed
    } else {
        ErrorCode::AlgorithmNotAllowed
    }
}

/// Every bit of the header of a token, for every key management algorithm.
#[test]
fn of_the_header_of_an_encrypted_token() {
    for (private, public) in MANAGING.iter() {
        header_of_encrypted(private, public, 1);
    }
}

/// The same for passwords, and their other parts: only a few bits of each, since an attempt is slow
/// by design.
#[test]
fn of_a_token_for_a_password() {
    for (key, _) in PASSWORDS.iter() {
        let parts = parts(&jwe::encrypt(b"plaintext", key, &jwe::EncryptOptions::default()).unwrap());
        for part in 1..5 {
            assert_eq!(
                decrypt(&flipped(&parts, part, 3), key),
                ErrorCode::DecryptionFailed
            );
        }
        header_of_encrypted(key, key, 61);
    }
}

fn header_of_encrypted(private: &Key, public: &Key, step: usize) {
    let parts = parts(&jwe::encrypt(b"plaintext", public, &jwe::EncryptOptions::default()).unwrap());
    let before: Map<String, Value> = serde_json::from_slice(&parts[0]).unwrap();
    for bit in (0..parts[0].len() * 8).step_by(step) {
        let token = flipped(&parts, 0, bit);
        let header = decoded(token.split('.').next().unwrap());
        let (code, expected) = (decrypt(&token, private), expected_of_encrypted(&before, &header));
        assert!(
            expected.contains(&code),
            "{code} and not {expected:?}: {}",
            String::from_utf8_lossy(&header)
        );
    }
}

/// What a header calls for: more than one code only if an algorithm's parameter was hit, which the
/// library alone reads.
fn expected_of_encrypted(before: &Map<String, Value>, header: &[u8]) -> &'static [ErrorCode] {
    const INVALID: &[ErrorCode] = &[ErrorCode::JweInvalid];
    let Ok(header) = serde_json::from_slice::<Map<String, Value>>(header) else {
        return INVALID;
    };
    for (name, unknown) in [
        (
            "alg",
            header.get("alg").map(|alg| {
                alg.as_str()
                    .is_none_or(|alg| alg.parse::<KeyManagement>().is_err())
            }),
        ),
        (
            "enc",
            header.get("enc").map(|enc| {
                enc.as_str()
                    .is_none_or(|enc| enc.parse::<ContentEncryption>().is_err())
            }),
        ),
    ] {
        match unknown {
            None => return INVALID,
            Some(true) => return &[ErrorCode::NotSupported],
            Some(false) => assert_eq!(header[name], before[name], "no name is a bit away from another"),
        }
    }
    if ["epk", "iv", "tag", "p2s"]
        .iter()
        .any(|name| header.get(*name) != before.get(*name))
    {
        return &[ErrorCode::JweInvalid, ErrorCode::DecryptionFailed];
    }
    if header.get("p2c") != before.get("p2c") {
        return &[
            ErrorCode::JweInvalid,
            ErrorCode::DecryptionFailed,
            ErrorCode::LimitExceeded,
        ];
    }
    if header.get("kid").is_some_and(|kid| kid != "k1") {
        &[ErrorCode::NoMatchingKey]
    } else {
        &[ErrorCode::DecryptionFailed]
    }
}
