//! Wrong input to every public function: empty, huge, truncated, altered, random. Always a code
//! from the table, never a panic or `ERR_INTERNAL`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use proptest::prelude::*;
use serde_json::json;
use tokenseal::{
    Algorithm, ContentEncryption, Error, ErrorCode, GenerateOptions, IssueOptions, Issuer, IssuerOptions,
    JsonText, JwkOptions, JwksOptions, Key, KeyManagement, KeyOptions, KeySet, Serialization,
    SignatureAlgorithm, TokenOptions, Verifier, VerifyOptions, http, jwe, jws,
};

const NOW: f64 = 1_700_000_000.0;

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn direct() -> Key {
    let options = KeyOptions {
        enc: Some(ContentEncryption::A256GCM),
        ..KeyOptions::default()
    };
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        KeyManagement::Dir.into(),
        &options,
    )
    .unwrap()
}

fn tokens() -> [String; 3] {
    let options = TokenOptions {
        expires_in: Some("1h".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let claims = json!({ "sub": "alice" });
    [
        tokenseal::sign(&claims, &secret(), &options).unwrap(),
        tokenseal::encrypt(&claims, &direct(), &options).unwrap(),
        tokenseal::seal(&claims, &secret(), &direct(), &options).unwrap(),
    ]
}

/// Passes the input to everything that reads a token; if it is refused, it is refused with a
/// meaningful code.
#[track_caller]
fn read_token(token: &[u8]) -> usize {
    let now = VerifyOptions {
        now: Some(NOW),
        ..VerifyOptions::default()
    };
    let (secret, direct) = (secret(), direct());
    let agreement = Key::generate(KeyManagement::ECDH_ES.into(), &GenerateOptions::default()).unwrap();
    let all = VerifyOptions {
        accept: Some(vec![
            tokenseal::TokenKind::Signed,
            tokenseal::TokenKind::Encrypted,
            tokenseal::TokenKind::Nested,
        ]),
        ..VerifyOptions::default()
    };
    let verifier = Verifier::new(Some((&secret).into()), Some((&direct).into()), &all).unwrap();
    let many = verifier.verify_many(&vec![token; 20], NOW);
    assert!(many.iter().all(|one| one.is_ok() == many[0].is_ok()));
    [
        checked(tokenseal::verify(token, &secret, &now)),
        checked(tokenseal::decrypt(token, &direct, &now)),
        checked(tokenseal::unseal(token, &direct, &secret, &now)),
        checked(verifier.verify(token, NOW)),
        checked(tokenseal::inspect_unverified(token)),
        checked(jws::verify(token, &secret, &jws::VerifyOptions::default())),
        checked(jwe::decrypt(token, &direct, &jwe::DecryptOptions::default())),
        checked(
            jwe::prepare_decrypt(token, &agreement, &jwe::DecryptOptions::default())
                .and_then(|pending| pending.complete([7; 32])),
        ),
    ]
    .into_iter()
    .filter(|accepted| *accepted)
    .count()
}

#[track_caller]
fn checked<T>(result: Result<T, Error>) -> bool {
    if let Err(error) = &result {
        assert_ne!(error.code(), ErrorCode::Internal, "{error}");
        assert!(!error.message().is_empty());
    }
    result.is_ok()
}

/// Passes the text to everything that reads or writes an HTTP header.
#[track_caller]
fn read_header(text: &str) {
    let error = Error::new(ErrorCode::Expired, "expired");
    checked(http::bearer_token(&[text]));
    assert!(!checked(http::bearer_token(&[text, text])));
    for error in [None, Some(&error)] {
        checked(http::challenge(error, Some(text), None));
        checked(http::challenge(error, None, Some(text)));
    }
}

/// Passes the text to everything that reads a key.
#[track_caller]
fn read_key(text: &[u8]) {
    let as_text = String::from_utf8_lossy(text);
    for name in [
        "HS256",
        "RS256",
        "ES256",
        "Ed25519",
        "ML-DSA-44",
        "dir",
        "A256KW",
        "RSA-OAEP",
        "ECDH-ES",
        "PBES2-HS256+A128KW",
    ] {
        let algorithm: Algorithm = name.parse().unwrap();
        checked(Key::from_jwk(
            &as_text,
            &JwkOptions {
                alg: Some(algorithm),
                ..JwkOptions::default()
            },
        ));
        checked(Key::from_pem(text, algorithm, &KeyOptions::default()));
        checked(Key::from_der(text, algorithm, &KeyOptions::default()));
        checked(Key::from_certificate(text, algorithm, &KeyOptions::default()));
        let password = String::from_utf8_lossy(text.get(..20).unwrap_or(text));
        let encrypted = KeyOptions {
            password: Some((&*password).into()),
            ..KeyOptions::default()
        };
        checked(Key::from_pem(text, algorithm, &encrypted));
        checked(Key::from_der(text, algorithm, &encrypted));
        checked(Key::from_secret(text, algorithm, &KeyOptions::default()));
        checked(Key::from_password(text, algorithm, &KeyOptions::default()));
    }
    checked(KeySet::from_jwks(&as_text, &JwksOptions::default()));
    checked(KeySet::from_jwks(
        &as_text,
        &JwksOptions {
            strict: true,
            ..JwksOptions::default()
        },
    ));
}

#[test]
fn tokens_that_are_empty_huge_or_cut() {
    for bad in [
        "",
        ".",
        "..",
        "....",
        "a.b.c",
        "a.b.c.d.e",
        "{}",
        "\0",
        "é.é.é",
        "null",
    ] {
        assert_eq!(read_token(bad.as_bytes()), 0, "{bad:?}");
    }
    for dots in [0, 1, 2, 3, 4, 5, 100] {
        let huge = format!("{}{}", "A".repeat(1 << 20), ".".repeat(dots));
        assert_eq!(read_token(huge.as_bytes()), 0);
    }
    for token in tokens() {
        assert!(read_token(token.as_bytes()) > 0);
        for length in 0..token.len() {
            // A token's name depends on its whole text: only functions that look without checking
            // may accept a part of it.
            let accepted = read_token(&token.as_bytes()[..length]);
            assert!(accepted <= 1, "{length}");
        }
    }
}

#[test]
fn every_altered_byte_is_refused() {
    for token in tokens() {
        for index in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
            assert!(read_token(&altered) <= 1, "{index}"); // inspect_unverified checks nothing
        }
    }
}

/// One token of each JSON form, in which every byte matters: nothing is unprotected.
fn tokens_in_json() -> [(String, KeySet); 4] {
    let several = vec![
        secret(),
        Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default()).unwrap(),
    ];
    let recipient = Key::generate(KeyManagement::ECDH_ES_A128KW.into(), &GenerateOptions::default()).unwrap();
    let signing = |serialization| jws::SignOptions {
        serialization,
        ..jws::SignOptions::default()
    };
    let encrypting = |serialization| jwe::EncryptOptions {
        serialization,
        aad: Some(b"aad".to_vec()),
        ..jwe::EncryptOptions::default()
    };
    [
        (
            jws::sign("payload", secret(), &signing(Serialization::Flattened)).unwrap(),
            secret().into(),
        ),
        (
            jws::sign("payload", several.clone(), &signing(Serialization::General)).unwrap(),
            several.into(),
        ),
        (
            jwe::encrypt("plaintext", direct(), &encrypting(Serialization::Flattened)).unwrap(),
            direct().into(),
        ),
        (
            jwe::encrypt("plaintext", &recipient, &encrypting(Serialization::General)).unwrap(),
            recipient.into(),
        ),
    ]
}

#[test]
fn every_altered_or_cut_byte_of_json_is_refused() {
    for (token, keys) in tokens_in_json() {
        let all = jws::VerifyOptions {
            require: jws::Require::All,
            ..jws::VerifyOptions::default()
        };
        let read = |token: &[u8]| {
            read_token(token);
            checked(jws::verify(token, &keys, &all))
                || checked(jwe::decrypt(token, &keys, &jwe::DecryptOptions::default()))
        };
        assert!(
            checked(jws::verify(&token, &keys, &all))
                || checked(jwe::decrypt(&token, &keys, &jwe::DecryptOptions::default()))
        );
        for index in 0..token.len() {
            assert!(!read(&token.as_bytes()[..index]), "{index}");
            let mut altered = token.clone().into_bytes();
            altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
            assert!(!read(&altered), "{index}");
        }
    }
}

#[test]
fn keys_that_are_empty_or_huge() {
    for bad in [
        "",
        "{}",
        "[]",
        "null",
        "{\"kty\":\"RSA\"}",
        "{\"keys\":{}}",
        "-----BEGIN PUBLIC KEY-----",
        "\0",
    ] {
        read_key(bad.as_bytes());
    }
    read_key(&vec![b'['; 1 << 17]);
    read_key(&vec![0x30; 1 << 17]);
}

#[test]
fn headers_that_are_empty_or_huge() {
    for bad in [
        "", " ", "Bearer", "Bearer ", "Bearer ,", "\0", "\u{e9}", "\"\\", "a\r\nb",
    ] {
        read_header(bad);
    }
    for huge in ["a", " ", "=", "\"", "Bearer "] {
        read_header(&huge.repeat(1 << 17));
    }
}

#[test]
fn claims_and_options_that_make_no_sense() {
    let options = TokenOptions {
        expires_in: Some("1h".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    for bad in [
        "",
        "null",
        "[]",
        "1",
        "\"a\"",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"exp\":\"1\"}",
        "{\"aud\":[]}",
        "{\"a\":1e999}",
    ] {
        assert!(
            !checked(tokenseal::sign(&JsonText(bad), &secret(), &options)),
            "{bad}"
        );
        assert!(
            !checked(tokenseal::encrypt(&JsonText(bad), &direct(), &options)),
            "{bad}"
        );
    }
    for now in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300] {
        assert!(!checked(tokenseal::sign(
            &json!({}),
            &secret(),
            &TokenOptions {
                now: Some(now),
                ..options.clone()
            }
        )));
        assert!(!checked(tokenseal::verify(
            "a.b.c",
            secret(),
            &VerifyOptions {
                now: Some(now),
                ..VerifyOptions::default()
            }
        )));
        assert!(!checked(
            Verifier::new(Some(secret().into()), None, &VerifyOptions::default())
                .unwrap()
                .verify("a.b.c", now)
        ));
    }
    assert!(!checked(tokenseal::sign(
        &json!({}),
        &secret(),
        &TokenOptions { now: None, ..options }
    )));
    assert!(!checked(Verifier::new(None, None, &VerifyOptions::default())));
    assert!(!checked(Issuer::new(None, None, &IssuerOptions::default())));
    let issuer = Issuer::new(Some(secret().into()), None, &IssuerOptions::default()).unwrap();
    assert!(!checked(issuer.issue(
        &json!({}),
        &IssueOptions {
            now: Some(NOW),
            ..IssueOptions::default()
        }
    )));
    assert!(!checked(Key::generate(
        KeyManagement::PBES2_HS256_A128KW.into(),
        &GenerateOptions::default()
    )));
}

#[test]
fn keys_and_headers_that_do_not_fit() {
    let header = |value: serde_json::Value| value.as_object().cloned();
    let reserved = [
        "alg", "enc", "zip", "crit", "b64", "epk", "iv", "tag", "p2s", "p2c",
    ]
    .map(|name| json!({ name: "x" }));
    let wrong = [
        json!({ "typ": 1 }),
        json!({ "kid": null }),
        json!({ "cty": [] }),
        json!({ "x": "a".repeat(20_000) }),
    ];
    for bad in reserved.into_iter().chain(wrong) {
        assert!(
            !checked(jws::sign(
                b"",
                secret(),
                &jws::SignOptions {
                    header: header(bad.clone()).map(Into::into),
                    ..jws::SignOptions::default()
                }
            )),
            "{bad}"
        );
        assert!(!checked(jwe::encrypt(
            b"",
            direct(),
            &jwe::EncryptOptions {
                header: header(bad),
                ..jwe::EncryptOptions::default()
            }
        )));
    }
    let options = TokenOptions {
        no_expiry: true,
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let public = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())
        .unwrap()
        .public()
        .unwrap();
    for wrong in [&public, &direct()] {
        assert_eq!(
            jws::sign(b"", wrong, &jws::SignOptions::default())
                .unwrap_err()
                .code(),
            ErrorCode::KeyMismatch
        );
        assert_eq!(
            tokenseal::seal(&json!({}), wrong, &direct(), &options)
                .unwrap_err()
                .code(),
            ErrorCode::KeyMismatch
        );
    }
    assert_eq!(
        jwe::encrypt(b"", secret(), &jwe::EncryptOptions::default())
            .unwrap_err()
            .code(),
        ErrorCode::KeyMismatch
    );
    for private in [false, true] {
        checked(secret().to_pem(private));
        checked(secret().to_der(private));
        checked(public.to_jwk(private));
    }
    let none = jws::VerifyOptions {
        algorithms: Some(vec![]),
        ..jws::VerifyOptions::default()
    };
    assert_eq!(
        jws::verify("a.b.c", secret(), &none).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn no_number_is_rounded_or_dropped() {
    let options = TokenOptions {
        no_expiry: true,
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let read = VerifyOptions {
        now: Some(NOW),
        allow_missing_exp: true,
        ..VerifyOptions::default()
    };
    for bad in [f64::NAN, f64::INFINITY] {
        let claims = std::collections::BTreeMap::from([("x", Some(vec![bad]))]);
        assert_eq!(
            tokenseal::sign(&claims, &secret(), &options).unwrap_err().code(),
            ErrorCode::JwtInvalid
        );
    }
    let token = tokenseal::sign(
        &JsonText(r#"{"ok":18446744073709551615,"big":18446744073709551616}"#),
        &secret(),
        &options,
    )
    .unwrap();
    let token = tokenseal::verify(token, secret(), &read).unwrap();
    let error = token
        .claims::<serde_json::Map<String, serde_json::Value>>()
        .unwrap_err();
    assert_eq!(
        (error.code(), error.claim()),
        (ErrorCode::ClaimInvalid, Some("big"))
    );
    assert!(token.claims_json().contains("18446744073709551616"));
    let half = std::time::Duration::from_millis(1500);
    assert!(!checked(tokenseal::sign(
        &json!({}),
        &secret(),
        &TokenOptions {
            expires_in: Some(half.into()),
            now: Some(NOW),
            ..TokenOptions::default()
        }
    )));
}

#[test]
fn debug_shows_no_secret_and_no_claim() {
    let read = VerifyOptions {
        now: Some(NOW),
        ..VerifyOptions::default()
    };
    let token = tokenseal::verify(&tokens()[0], secret(), &read).unwrap();
    let jws = jws::verify(&tokens()[0], secret(), &jws::VerifyOptions::default()).unwrap();
    let verifier = Verifier::new(
        Some(secret().into()),
        Some(direct().into()),
        &VerifyOptions::default(),
    )
    .unwrap();
    let shown = format!("{:?} {token:?} {jws:?} {verifier:?}", secret());
    assert!(
        !shown.contains("alice") && !shown.contains("0123456789"),
        "{shown}"
    );
}

#[test]
fn options_in_json_that_make_no_sense() {
    let refused = |options: serde_json::Value| {
        let error = tokenseal::options_from_json::<VerifyOptions>(options.clone())
            .map(|_| ())
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::OptionInvalid, "{options}");
        error.message().to_owned()
    };
    for option in [
        "issuer",
        "audience",
        "subject",
        "type",
        "leeway",
        "max_age",
        "required_claims",
        "accept",
        "profile",
        "max_attempts",
        "allow_any_issuer",
    ] {
        assert!(
            refused(json!({ option: null })).contains(option),
            "an unset setting must not drop a check"
        );
        refused(json!({ option: { "secret-value": 1 } }));
    }
    refused(json!({ "isuer": "x" }));
    refused(json!({ "leeway": 1.5 }));
    refused(json!({ "leeway": "1", "issuer": 7 }));
    refused(json!({ "max_attempts": -1 }));
    refused(json!({ "now": true }));
    for not_an_object in [json!(null), json!([]), json!("x"), json!(1)] {
        refused(not_an_object);
    }
    assert!(
        !refused(json!({ "issuer": { "top": "secret" } })).contains("secret"),
        "messages never quote values"
    );
    assert!(
        refused(json!({ "algorithms": ["none"] })).contains("algorithms"),
        "a token is not to blame for it"
    );
    let unknown = tokenseal::options_from_json::<TokenOptions>(json!({ "enc": "none" })).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::NotSupported);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_tokens(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(read_token(&bytes), 0);
    }

    #[test]
    fn random_headers(header in r#"\{("(alg|enc|zip|kid|typ|crit|b64|epk|p2c|cty)":("(HS256|dir|A256GCM|JWT|DEF)"|1|\[\]|\{\}|null|true),?){0,5}\}"#, dots in 2..5_usize) {
        let header: String = base64_simd::URL_SAFE_NO_PAD.encode_to_string(header.as_bytes());
        read_token(format!("{header}{}", ".AAAA".repeat(dots)).as_bytes());
    }

    #[test]
    fn random_json(token in r#"\{("(payload|protected|header|unprotected|signature|signatures|recipients|encrypted_key|aad|iv|ciphertext|tag)":("(e30|AAAA|)"|1|\[\]|\[\{\}\]|\{\}|\{"alg":"(HS256|dir)"\}|null),?){0,6}\}"#) {
        prop_assert_eq!(read_token(token.as_bytes()), 0);
    }

    #[test]
    fn random_keys(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_key(&bytes);
    }

    #[test]
    fn whatever_is_made_reads_back(claims in prop::collection::btree_map("[a-z_]{1,8}x", ".{0,20}", 0..6), compress in any::<bool>()) {
        let options = TokenOptions { no_expiry: true, now: Some(NOW), compress, ..TokenOptions::default() };
        let read = VerifyOptions { now: Some(NOW), allow_missing_exp: true, ..VerifyOptions::default() };
        let token = tokenseal::seal(&claims, &secret(), &direct(), &options).unwrap();
        let token = tokenseal::unseal(token, direct(), secret(), &read).unwrap();
        let mut back = token.claims::<std::collections::BTreeMap<String, serde_json::Value>>().unwrap();
        prop_assert_eq!(back.remove("iat"), Some(json!(1_700_000_000)));
        let expected: std::collections::BTreeMap<_, _> = claims.into_iter().map(|(name, value)| (name, json!(value))).collect();
        prop_assert_eq!(back, expected);
    }
}
