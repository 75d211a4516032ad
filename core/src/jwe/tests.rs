//! Round trips of every key management algorithm with every content encryption, and what must be
//! refused. Tokens made by others are in tests/vectors.

use serde_json::{Map, Value, json};

use super::*;
use crate::algorithm::{ContentEncryption, Curve, KeyManagement};
use crate::base64url;
use crate::error::{Error, ErrorCode};
use crate::key::{GenerateOptions, JwkOptions, KeyOptions};

const PASSWORD: &[u8] = b"correct horse battery staple";

/// A key for each algorithm; for key agreement, one on each curve.
fn keys(algorithm: KeyManagement, enc: ContentEncryption) -> Vec<Key> {
    use KeyManagement as K;
    let generate = |options| Key::generate(algorithm.into(), &options).unwrap();
    match algorithm {
        K::Dir => vec![generate(GenerateOptions {
            enc: Some(enc),
            ..Default::default()
        })],
        K::PBES2_HS256_A128KW | K::PBES2_HS384_A192KW | K::PBES2_HS512_A256KW => {
            vec![Key::from_password(PASSWORD, algorithm.into(), &KeyOptions::default()).unwrap()]
        }
        K::ECDH_ES | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW => {
            [Curve::P256, Curve::P384, Curve::P521, Curve::X25519]
                .map(|curve| {
                    generate(GenerateOptions {
                        curve: Some(curve),
                        ..Default::default()
                    })
                })
                .to_vec()
        }
        _ => vec![generate(GenerateOptions::default())],
    }
}

/// Password-based algorithms are slow by design.
fn is_slow(algorithm: KeyManagement) -> bool {
    algorithm.as_str().starts_with("PBES2")
}

fn encrypted(key: &Key, options: &EncryptOptions) -> String {
    encrypt(b"Live long and prosper.", key, options).unwrap()
}

fn code(token: &str, keys: impl Into<KeySet>, options: &DecryptOptions) -> ErrorCode {
    decrypt(token, keys, options).unwrap_err().code()
}

/// The same token with a different header. It cannot be authentic, so the result shows how far it
/// got.
fn with_header(token: &str, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let (protected, rest) = token.split_once('.').unwrap();
    let mut header = serde_json::from_slice(&base64url::decode(protected.as_bytes()).unwrap()).unwrap();
    change(&mut header);
    format!(
        "{}.{rest}",
        base64url::encode(Value::from(header).to_string().as_bytes())
    )
}

fn header_of(token: &str) -> Map<String, Value> {
    serde_json::from_slice(&base64url::decode(token.split('.').next().unwrap().as_bytes()).unwrap()).unwrap()
}

#[test]
fn every_key_management_with_every_content_encryption() {
    for &algorithm in KeyManagement::ALL {
        let mut keys_for_enc = keys(algorithm, ContentEncryption::A256GCM);
        for &enc in ContentEncryption::ALL {
            if algorithm == KeyManagement::Dir {
                keys_for_enc = keys(algorithm, enc);
            }
            for key in &keys_for_enc {
                let to = if algorithm.is_symmetric() {
                    key.clone()
                } else {
                    key.public().unwrap()
                };
                let token = encrypted(
                    &to,
                    &EncryptOptions {
                        enc: Some(enc),
                        ..Default::default()
                    },
                );
                let decrypted = decrypt(&token, key, &DecryptOptions::default()).unwrap();
                assert_eq!(
                    decrypted.plaintext(),
                    b"Live long and prosper.",
                    "{algorithm} {enc}"
                );
                assert_eq!(header_of(&token)["alg"], algorithm.as_str());
                assert_eq!(header_of(&token)["enc"], enc.as_str());
                if !is_slow(algorithm) {
                    let empty = encrypt(
                        b"",
                        &to,
                        &EncryptOptions {
                            enc: Some(enc),
                            compress: true,
                            ..Default::default()
                        },
                    )
                    .unwrap();
                    assert_eq!(
                        decrypt(&empty, key, &DecryptOptions::default())
                            .unwrap()
                            .plaintext(),
                        b""
                    );
                }
            }
        }
    }
}

#[test]
fn rfc7516_appendix_a3() {
    let key = base64url::decode(b"GawgguFyGrWKav7AX4VKUg").unwrap();
    let key = Key::from_secret(&key, KeyManagement::A128KW.into(), &KeyOptions::default()).unwrap();
    let token = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.\
                 AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
    assert_eq!(
        decrypt(token, key, &DecryptOptions::default())
            .unwrap()
            .plaintext(),
        b"Live long and prosper."
    );
}

#[test]
fn every_changed_part_is_refused() {
    for &algorithm in KeyManagement::ALL
        .iter()
        .filter(|&&algorithm| !is_slow(algorithm) || algorithm == KeyManagement::PBES2_HS512_A256KW)
    {
        for enc in [ContentEncryption::A128CBC_HS256, ContentEncryption::A256GCM] {
            let key = keys(algorithm, enc).remove(0);
            let token = encrypted(
                &key,
                &EncryptOptions {
                    enc: Some(enc),
                    ..Default::default()
                },
            );
            let parts: Vec<Vec<u8>> = token
                .split('.')
                .map(|part| base64url::decode(part.as_bytes()).unwrap())
                .collect();
            let changed = |index: usize, change: &dyn Fn(&mut Vec<u8>)| {
                let mut parts = parts.clone();
                change(&mut parts[index]);
                let token = parts
                    .iter()
                    .map(|part| base64url::encode(part))
                    .collect::<Vec<_>>()
                    .join(".");
                code(&token, &key, &DecryptOptions::default())
            };
            let none = matches!(algorithm, KeyManagement::Dir | KeyManagement::ECDH_ES);
            let about_key = if none {
                ErrorCode::JweInvalid
            } else {
                ErrorCode::DecryptionFailed
            };
            assert_eq!(
                changed(0, &|part| part.extend(b" ")),
                ErrorCode::DecryptionFailed,
                "{algorithm}"
            );
            assert_eq!(changed(1, &|part| part.push(0)), about_key);
            for (index, part) in parts.iter().enumerate().skip(1) {
                if !part.is_empty() {
                    assert_eq!(
                        changed(index, &|part| part[0] ^= 1),
                        ErrorCode::DecryptionFailed,
                        "{algorithm} {enc} {index}"
                    );
                    let shorter = if matches!(index, 2 | 4) {
                        ErrorCode::JweInvalid
                    } else {
                        ErrorCode::DecryptionFailed
                    };
                    assert_eq!(
                        changed(index, &|part| part.truncate(part.len() - 1)),
                        shorter,
                        "{algorithm} {enc} {index}"
                    );
                    assert_eq!(
                        changed(index, &|part| part.clear()),
                        shorter,
                        "{algorithm} {enc} {index}"
                    );
                }
            }
        }
    }
}

#[test]
fn five_parts_of_strict_base64url() {
    let key = keys(KeyManagement::A128KW, ContentEncryption::A128GCM).remove(0);
    let token = encrypted(&key, &EncryptOptions::default());
    let parts: Vec<_> = token.split('.').collect();
    for bad in [
        "",
        ".",
        "....",
        ".....",
        "a.b.c",
        &parts[..4].join("."),
        &format!("{token}."),
        &format!("{token}.AA"),
        &format!(".{token}"),
    ] {
        assert_eq!(
            code(bad, &key, &DecryptOptions::default()),
            ErrorCode::JweInvalid,
            "{bad}"
        );
    }
    (0..token.len())
        .for_each(|length| assert!(decrypt(&token[..length], &key, &DecryptOptions::default()).is_err()));
    for index in 0..5 {
        for end in ["=", " ", "\n", "+", "A A", "\u{e9}"] {
            let mut parts: Vec<_> = parts.iter().map(ToString::to_string).collect();
            parts[index].push_str(end);
            assert_eq!(
                code(&parts.join("."), &key, &DecryptOptions::default()),
                ErrorCode::JweInvalid
            );
        }
    }
}

#[test]
fn header_parameters_of_the_algorithms() {
    use ErrorCode::{JweInvalid, LimitExceeded, NotSupported};
    let cases = [
        (
            KeyManagement::A256GCMKW,
            "iv",
            vec![
                (json!("AAAA"), JweInvalid),
                (json!(""), JweInvalid),
                (json!(1), JweInvalid),
            ],
        ),
        (
            KeyManagement::A256GCMKW,
            "tag",
            vec![(json!("AAAA"), JweInvalid), (json!(null), JweInvalid)],
        ),
        (
            KeyManagement::PBES2_HS256_A128KW,
            "p2s",
            vec![
                (json!("AAAAAAAAAA"), JweInvalid),
                (json!("AAAAAAAAAAA="), JweInvalid),
                (json!([1]), JweInvalid),
            ],
        ),
        (
            KeyManagement::PBES2_HS256_A128KW,
            "p2c",
            vec![
                (json!(0), JweInvalid),
                (json!(-1), JweInvalid),
                (json!(1000.5), JweInvalid),
                (json!("4096"), JweInvalid),
                (json!(null), JweInvalid),
                (json!(1), LimitExceeded),
                (json!(999), LimitExceeded),
                (json!(1_000_001), LimitExceeded),
                (json!(1_u64 << 31), LimitExceeded),
                (json!(1_u64 << 32), LimitExceeded),
                (json!((1_u64 << 32) + 1000), LimitExceeded),
                (json!(1_u64 << 63), LimitExceeded),
                (json!(u64::MAX), LimitExceeded),
            ],
        ),
        (
            KeyManagement::ECDH_ES,
            "epk",
            vec![
                (json!(null), JweInvalid),
                (json!("x"), JweInvalid),
                (json!({}), JweInvalid),
            ],
        ),
        (
            KeyManagement::ECDH_ES,
            "apu",
            vec![(json!(1), JweInvalid), (json!("A"), JweInvalid)],
        ),
        (
            KeyManagement::ECDH_ES_A128KW,
            "apv",
            vec![(json!("AA=="), JweInvalid)],
        ),
        (
            KeyManagement::A128KW,
            "zip",
            vec![
                (json!(1), JweInvalid),
                (json!("def"), NotSupported),
                (json!("GZIP"), NotSupported),
            ],
        ),
        (
            KeyManagement::A128KW,
            "enc",
            vec![
                (json!(null), JweInvalid),
                (json!("A128CBC"), NotSupported),
                (json!("dir"), NotSupported),
            ],
        ),
        (
            KeyManagement::A128KW,
            "alg",
            vec![
                (json!("none"), NotSupported),
                (json!("RSA1_5"), NotSupported),
                (json!("HS256"), NotSupported),
            ],
        ),
    ];
    for (algorithm, name, values) in cases {
        let key = keys(algorithm, ContentEncryption::A256GCM).remove(0);
        let token = encrypted(&key, &EncryptOptions::default());
        for (value, expected) in values {
            let bad = with_header(&token, |header| {
                drop(header.insert(name.to_owned(), value.clone()))
            });
            assert_eq!(
                code(&bad, &key, &DecryptOptions::default()),
                expected,
                "{algorithm} {name} {value}"
            );
        }
        if !matches!(name, "apu" | "apv" | "zip") {
            let bad = with_header(&token, |header| drop(header.remove(name)));
            assert_eq!(
                code(&bad, &key, &DecryptOptions::default()),
                JweInvalid,
                "{algorithm} {name}"
            );
        }
    }
}

#[test]
fn an_epk_on_another_curve_or_off_its_own() {
    let anonymous = |key: Key| {
        let mut jwk: Map<String, Value> = serde_json::from_str(&key.to_jwk(true).unwrap()).unwrap();
        jwk.remove("kid");
        Key::from_jwk(&Value::from(jwk).to_string(), &JwkOptions::default()).unwrap()
    };
    let on: Vec<_> = keys(KeyManagement::ECDH_ES, ContentEncryption::A256GCM)
        .into_iter()
        .map(anonymous)
        .collect();
    for key in &on {
        let token = encrypted(key, &EncryptOptions::default());
        for other in &on {
            let expected = if std::ptr::eq(key, other) {
                None
            } else {
                Some(ErrorCode::JweInvalid)
            };
            assert_eq!(
                decrypt(&token, other, &DecryptOptions::default())
                    .err()
                    .map(|error| error.code()),
                expected
            );
        }
        assert!(
            decrypt(&token, on.clone(), &DecryptOptions::default()).is_ok(),
            "the one key on the curve is found"
        );
        let length = base64url::decode(header_of(&token)["epk"]["x"].as_str().unwrap().as_bytes())
            .unwrap()
            .len();
        let nowhere = with_header(&token, |header| {
            header["epk"]["x"] = json!(base64url::encode(&vec![0; length]))
        });
        assert_eq!(
            code(&nowhere, key, &DecryptOptions::default()),
            ErrorCode::DecryptionFailed
        );
    }
}

#[test]
fn header_members_are_written_in_one_order() {
    let options = |header: Value| EncryptOptions {
        header: header.as_object().cloned(),
        ..Default::default()
    };
    let key = Key::generate(
        KeyManagement::ECDH_ES_A128KW.into(),
        &GenerateOptions {
            key_id: Some("k".into()),
            ..Default::default()
        },
    )
    .unwrap();
    let given = EncryptOptions {
        compress: true,
        ..options(json!({ "apv": "Qm9i", "x": [1], "kid": "k", "apu": "QWxpY2U", "typ": "t" }))
    };
    let token = encrypted(&key, &given);
    let names: Vec<_> = header_of(&token).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["alg", "enc", "zip", "kid", "x", "typ", "apu", "apv", "epk"]
    );
    let decrypted = decrypt(&token, &key, &DecryptOptions::default()).unwrap();
    assert_eq!(decrypted.key_id(), Some("k"));
    for bad in [
        json!({ "kid": "other" }),
        json!({ "epk": {} }),
        json!({ "alg": "dir" }),
        json!({ "apu": "A" }),
        json!({ "apv": 1 }),
    ] {
        assert_eq!(
            encrypt(b"", &key, &options(bad)).unwrap_err().code(),
            ErrorCode::OptionInvalid
        );
    }
}

#[test]
fn keys_and_enc_when_encrypting() {
    let dir = keys(KeyManagement::Dir, ContentEncryption::A128GCM).remove(0);
    assert_eq!(
        header_of(&encrypted(&dir, &EncryptOptions::default()))["enc"],
        "A128GCM"
    );
    let other = EncryptOptions {
        enc: Some(ContentEncryption::A256GCM),
        ..Default::default()
    };
    assert_eq!(
        encrypt(b"", &dir, &other).unwrap_err().code(),
        ErrorCode::KeyMismatch
    );
    let wrapping = keys(KeyManagement::A256KW, ContentEncryption::A256GCM).remove(0);
    assert_eq!(
        header_of(&encrypted(&wrapping, &EncryptOptions::default()))["enc"],
        "A256GCM"
    );
    let signing = Key::generate(
        crate::algorithm::SignatureAlgorithm::HS256.into(),
        &GenerateOptions::default(),
    )
    .unwrap();
    assert_eq!(
        encrypt(b"", &signing, &EncryptOptions::default())
            .unwrap_err()
            .code(),
        ErrorCode::KeyMismatch
    );
}

#[test]
fn allow_lists_and_limits() {
    let password = || {
        Key::from_password(
            PASSWORD,
            KeyManagement::PBES2_HS512_A256KW.into(),
            &KeyOptions::default(),
        )
        .unwrap()
    };
    let token = encrypted(
        &password(),
        &EncryptOptions {
            compress: true,
            ..Default::default()
        },
    );
    let options = |json: Value| -> DecryptOptions { serde_json::from_value(json).unwrap() };
    let refused = |json: Value| code(&token, password(), &options(json));
    assert!(
        decrypt(
            &token,
            password(),
            &options(json!({ "key_management": ["dir", "PBES2-HS512+A256KW"], "critical": null }))
        )
        .is_ok()
    );
    assert_eq!(
        refused(json!({ "key_management": ["dir"] })),
        ErrorCode::AlgorithmNotAllowed
    );
    assert_eq!(
        refused(json!({ "content_encryption": ["A128GCM"] })),
        ErrorCode::AlgorithmNotAllowed
    );
    assert_eq!(refused(json!({ "key_management": [] })), ErrorCode::OptionInvalid);
    assert_eq!(
        refused(json!({ "max_pbes2_iterations": 629_999 })),
        ErrorCode::LimitExceeded
    );
    assert_eq!(
        refused(json!({ "max_inflated_bytes": 21 })),
        ErrorCode::LimitExceeded
    );
    assert_eq!(
        refused(json!({ "max_token_bytes": 100 })),
        ErrorCode::LimitExceeded
    );
    assert_eq!(refused(json!({ "max_attempts": 0 })), ErrorCode::OptionInvalid);
    assert!(
        decrypt(
            &token,
            password(),
            &options(json!({ "max_inflated_bytes": 22, "max_pbes2_iterations": 630_000 }))
        )
        .is_ok()
    );
    // The iterations of every attempt are counted before the first one; those of SHA-512 count
    // three times.
    assert_eq!(
        code(&token, vec![password(); 2], &DecryptOptions::default()),
        ErrorCode::LimitExceeded
    );
    assert!(
        decrypt(
            &token,
            vec![password(); 2],
            &options(json!({ "max_pbes2_iterations": 1_260_000 }))
        )
        .is_ok()
    );
    for bad in [
        json!({ "compress": null }),
        json!({ "max_attempts": null }),
        json!({ "max_attempts": -1 }),
        json!({ "keymanagement": [] }),
    ] {
        assert!(
            serde_json::from_value::<DecryptOptions>(bad.clone()).is_err()
                && serde_json::from_value::<EncryptOptions>(bad).is_err()
        );
    }
}

#[test]
fn a_content_key_of_another_length_fails_at_the_tag() {
    for algorithm in [
        KeyManagement::A192KW,
        KeyManagement::A192GCMKW,
        KeyManagement::RSA_OAEP_256,
        KeyManagement::ECDH_ES_A192KW,
    ] {
        let key = keys(algorithm, ContentEncryption::A128GCM).remove(0);
        let token = encrypted(
            &key,
            &EncryptOptions {
                enc: Some(ContentEncryption::A128GCM),
                ..Default::default()
            },
        );
        let longer = with_header(&token, |header| header["enc"] = json!("A256GCM"));
        assert_eq!(
            decrypt(&longer, &key, &DecryptOptions::default()).unwrap_err(),
            Error::decryption_failed(),
            "{algorithm}"
        );
    }
}

#[test]
fn each_fitting_key_is_tried() {
    for enc in [ContentEncryption::A128CBC_HS256, ContentEncryption::A256GCM] {
        let set: Vec<_> = (0..3).flat_map(|_| keys(KeyManagement::A128GCMKW, enc)).collect();
        for key in &set {
            let token = encrypted(
                key,
                &EncryptOptions {
                    enc: Some(enc),
                    ..Default::default()
                },
            );
            assert_eq!(
                decrypt(&token, set.clone(), &DecryptOptions::default())
                    .unwrap()
                    .plaintext(),
                b"Live long and prosper."
            );
        }
        let token = encrypted(
            &keys(KeyManagement::A128GCMKW, enc)[0],
            &EncryptOptions::default(),
        );
        assert_eq!(
            code(&token, set.clone(), &DecryptOptions::default()),
            ErrorCode::DecryptionFailed
        );
        let options = DecryptOptions {
            max_attempts: Some(2),
            ..Default::default()
        };
        assert_eq!(code(&token, set, &options), ErrorCode::LimitExceeded);
    }
}
