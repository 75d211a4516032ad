//! The JSON serializations: what round-trips, and what must be refused. Tokens made by others are
//! in tests/vectors.

use serde_json::{Map, Value, json};

use super::*;
use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::base64url;
use crate::error::ErrorCode;
use crate::key::{GenerateOptions, KeyOptions};
use crate::options::Serialization::{self, Compact, Flattened, General};

fn key(algorithm: KeyManagement, key_id: &str) -> Key {
    if algorithm.is_password_based() {
        let options = KeyOptions {
            key_id: Some(key_id.to_owned()),
            ..KeyOptions::default()
        };
        return Key::from_password(b"correct horse battery staple", algorithm.into(), &options).unwrap();
    }
    let enc = (algorithm == KeyManagement::Dir).then_some(ContentEncryption::A256GCM);
    Key::generate(
        algorithm.into(),
        &GenerateOptions {
            enc,
            key_id: Some(key_id.to_owned()),
            ..Default::default()
        },
    )
    .unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn encrypted(
    keys: impl Into<KeySet>,
    serialization: Serialization,
    change: impl FnOnce(&mut EncryptOptions),
) -> Result<String> {
    let mut options = EncryptOptions {
        serialization,
        ..EncryptOptions::default()
    };
    change(&mut options);
    encrypt(b"plaintext", keys, &options)
}

fn code(token: impl ToString, keys: impl Into<KeySet>) -> ErrorCode {
    decrypt(token.to_string(), keys, &DecryptOptions::default())
        .unwrap_err()
        .code()
}

/// A token for two recipients, as a value to change.
fn two() -> (Value, Vec<Key>) {
    let keys = vec![
        key(KeyManagement::A256KW, "a"),
        key(KeyManagement::ECDH_ES_A128KW, "b"),
    ];
    let token = encrypted(keys.clone(), General, |options| {
        options.allow_shared_content_key = true;
        options.aad = Some(b"aad".to_vec());
        options.unprotected = Some(object(json!({ "x": 1 })));
    });
    (serde_json::from_str(&token.unwrap()).unwrap(), keys)
}

#[test]
fn every_algorithm_alone_and_together() {
    let keys: Vec<_> = KeyManagement::ALL
        .iter()
        .map(|algorithm| key(*algorithm, algorithm.as_str()))
        .collect();
    for key in &keys {
        for serialization in [Flattened, General] {
            let token = encrypted(key, serialization, |options| options.compress = true).unwrap();
            let decrypted = decrypt(&token, key, &DecryptOptions::default()).unwrap();
            assert_eq!(
                (decrypted.plaintext(), decrypted.recipient()),
                (&b"plaintext"[..], 0)
            );
            assert!(decrypted.header().contains("\"alg\"") && decrypted.recipient_header().is_none());
        }
    }
    let direct = |key: &Key| matches!(key.algorithm().unwrap().as_str(), "dir" | "ECDH-ES");
    let together: Vec<_> = keys.iter().filter(|key| !direct(key)).cloned().collect();
    for enc in [ContentEncryption::A128CBC_HS256, ContentEncryption::A256GCM] {
        let change = |options: &mut EncryptOptions| {
            (options.enc, options.allow_shared_content_key) = (Some(enc), true)
        };
        let token = encrypted(together.clone(), General, change).unwrap();
        for (index, key) in together.iter().enumerate() {
            let decrypted = decrypt(
                &token,
                key,
                &DecryptOptions {
                    max_pbes2_iterations: Some(2_000_000),
                    ..Default::default()
                },
            )
            .unwrap();
            assert_eq!(
                (decrypted.plaintext(), decrypted.recipient()),
                (&b"plaintext"[..], index),
                "{:?}",
                key.algorithm()
            );
            assert_eq!(decrypted.header(), format!(r#"{{"enc":"{enc}"}}"#));
        }
        assert_eq!(
            code(&token, together.clone()),
            ErrorCode::LimitExceeded,
            "the iterations of all recipients count"
        );
    }
    for key in keys.iter().filter(|key| direct(key)) {
        let several = vec![key.clone(), keys[5].clone()];
        assert_eq!(
            encrypted(several, General, |options| options.allow_shared_content_key =
                true)
            .unwrap_err()
            .code(),
            ErrorCode::OptionInvalid
        );
    }
}

#[test]
fn members_stand_in_one_order() {
    let (token, keys) = two();
    let names: Vec<_> = token.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "protected",
            "unprotected",
            "recipients",
            "aad",
            "iv",
            "ciphertext",
            "tag"
        ]
    );
    let names: Vec<_> = token["recipients"][1]["header"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(names, ["alg", "kid", "epk"]);
    let decrypted = decrypt(token.to_string(), &keys[0], &DecryptOptions::default()).unwrap();
    assert_eq!(decrypted.unprotected(), Some(r#"{"x":1}"#));
    assert_eq!(
        decrypted.recipient_header(),
        Some(r#"{"alg":"A256KW","kid":"a"}"#)
    );
    assert_eq!(decrypted.aad(), Some(&b"aad"[..]));
    let change = |options: &mut EncryptOptions| {
        options.recipient_headers = Some(vec![object(json!({ "apu": "QQ", "kid": "b", "y": 1 }))]);
        options.aad = Some(b"aad".to_vec());
    };
    let token: Value = serde_json::from_str(&encrypted(&keys[1], Flattened, change).unwrap()).unwrap();
    let names: Vec<_> = token.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "protected",
            "header",
            "encrypted_key",
            "aad",
            "iv",
            "ciphertext",
            "tag"
        ]
    );
    assert_eq!(token["header"], json!({ "apu": "QQ", "kid": "b", "y": 1 }));
    assert_eq!(
        decrypt(token.to_string(), &keys[1], &DecryptOptions::default())
            .unwrap()
            .key_id(),
        Some("b")
    );
}

#[test]
fn options_that_do_not_go_together() {
    let (one, other) = (key(KeyManagement::RSA_OAEP, "a"), key(KeyManagement::A128KW, "b"));
    let several = vec![one.clone(), other];
    let option = |result: Result<String>| assert_eq!(result.unwrap_err().code(), ErrorCode::OptionInvalid);
    option(encrypted(several.clone(), General, |_| ()));
    option(encrypted(several.clone(), Flattened, |options| {
        options.allow_shared_content_key = true
    }));
    option(encrypted(several.clone(), Compact, |options| {
        options.allow_shared_content_key = true
    }));
    for serialization in [Compact, Flattened, General] {
        option(encrypted(Vec::new(), serialization, |_| ()));
        option(encrypted(&one, serialization, |options| {
            options.aad = Some(Vec::new())
        }));
        option(encrypted(&one, serialization, |options| {
            options.recipient_headers = Some(Vec::new())
        }));
        for name in ["alg", "enc", "zip", "crit", "epk", "p2c"] {
            let bad = || object(json!({ name: "x" }));
            option(encrypted(&one, serialization, |options| {
                options.unprotected = Some(bad())
            }));
            option(encrypted(&one, serialization, |options| {
                options.recipient_headers = Some(vec![bad()])
            }));
        }
    }
    option(encrypted(&one, Compact, |options| options.aad = Some(vec![1])));
    option(encrypted(&one, Compact, |options| {
        options.unprotected = Some(Map::new())
    }));
    option(encrypted(&one, Compact, |options| {
        options.recipient_headers = Some(vec![Map::new()])
    }));
    option(encrypted(&one, Flattened, |options| {
        options.unprotected = Some(object(json!({ "kid": "z" })))
    }));
    let same = || object(json!({ "x": 1 }));
    option(encrypted(&one, Flattened, |options| {
        (options.header, options.unprotected) = (Some(same()), Some(same()))
    }));
    option(encrypted(&one, Flattened, |options| {
        (options.unprotected, options.recipient_headers) = (Some(same()), Some(vec![same()]))
    }));
}

#[test]
fn whoever_cannot_be_reached_is_left_out() {
    let (token, keys) = two();
    let mut other = token.clone();
    other["recipients"][0]["header"]["alg"] = json!("RSA1_5");
    assert_eq!(
        decrypt(other.to_string(), keys.clone(), &DecryptOptions::default())
            .unwrap()
            .recipient(),
        1
    );
    assert_eq!(code(&other, &keys[0]), ErrorCode::NoMatchingKey);
    other["recipients"][1]["header"]["alg"] = json!("none");
    assert_eq!(code(&other, keys.clone()), ErrorCode::NotSupported);
    let mut curve = token.clone();
    curve["recipients"][1]["header"]["epk"]["crv"] = json!("X448");
    assert_eq!(
        decrypt(curve.to_string(), keys.clone(), &DecryptOptions::default())
            .unwrap()
            .recipient(),
        0
    );
    assert_eq!(
        code(&token, key(KeyManagement::A256KW, "z")),
        ErrorCode::NoMatchingKey
    );
    assert_eq!(
        code(&token, key(KeyManagement::A256KW, "a")),
        ErrorCode::DecryptionFailed
    );
    let narrow = DecryptOptions {
        key_management: Some(vec![KeyManagement::A256KW]),
        ..Default::default()
    };
    assert_eq!(
        decrypt(token.to_string(), keys.clone(), &narrow)
            .unwrap()
            .recipient(),
        0
    );
    let mut many = token.clone();
    many["recipients"] = json!(vec![token["recipients"][0].clone(); 100]);
    many["unprotected"]["x"] = json!("x".repeat(12_000));
    assert_eq!(
        code(&many, key(KeyManagement::A256KW, "z")),
        ErrorCode::LimitExceeded,
        "what is shared counts for each"
    );
    let one = DecryptOptions {
        max_attempts: Some(1),
        ..Default::default()
    };
    assert_eq!(
        decrypt(token.to_string(), keys, &one).unwrap_err().code(),
        ErrorCode::LimitExceeded
    );
}

#[test]
fn malformed_or_altered_tokens_are_refused() {
    let (token, keys) = two();
    let refused = |expected: ErrorCode, change: &dyn Fn(&mut Value)| {
        let mut bad = token.clone();
        change(&mut bad);
        assert_eq!(code(&bad, keys.clone()), expected, "{bad}");
    };
    let invalid = |change: &dyn Fn(&mut Value)| refused(ErrorCode::JweInvalid, change);
    for wrong in [
        json!(null),
        json!(1),
        json!([]),
        json!([1]),
        json!({}),
        json!("x"),
        json!([[]]),
    ] {
        invalid(&|bad| bad["recipients"] = wrong.clone());
        for name in ["protected", "aad", "iv", "ciphertext", "tag"] {
            invalid(&|bad| bad[name] = wrong.clone());
        }
        if !wrong.is_object() {
            invalid(&|bad| bad["unprotected"] = wrong.clone());
            invalid(&|bad| bad["recipients"][1]["header"] = wrong.clone());
        }
    }
    for name in ["header", "encrypted_key"] {
        invalid(&|bad| bad[name] = json!({}));
    }
    for name in ["protected", "iv", "ciphertext", "tag"] {
        invalid(&|bad| drop(bad.as_object_mut().unwrap().remove(name)));
    }
    for name in ["enc", "x", "crit", "zip"] {
        invalid(&|bad| bad["recipients"][1]["header"][name] = json!("A256GCM"));
    }
    for name in ["alg", "kid", "enc", "crit", "zip"] {
        invalid(&|bad| bad["unprotected"][name] = json!("A256GCM"));
    }
    invalid(&|bad| bad["aad"] = json!(""));
    for direct in ["dir", "ECDH-ES"] {
        invalid(&|bad| bad["recipients"][0]["header"]["alg"] = json!(direct));
    }
    invalid(&|bad| {
        bad.as_object_mut().unwrap().remove("protected");
        bad["recipients"][0]["header"]["enc"] = json!("A256GCM");
        bad["recipients"][1]["header"]["enc"] = json!("A128GCM");
    });
    let failed = |change: &dyn Fn(&mut Value)| refused(ErrorCode::DecryptionFailed, change);
    failed(&|bad| bad["aad"] = json!("QUFE"));
    failed(&|bad| drop(bad.as_object_mut().unwrap().remove("aad")));
    failed(&|bad| bad["protected"] = json!(base64url::encode(br#"{"enc":"A256GCM" }"#)));
    failed(&|bad| bad["ciphertext"] = json!("AAAA"));
    let mut swapped = token.clone();
    swapped["recipients"][0]["encrypted_key"] = token["recipients"][1]["encrypted_key"].clone();
    assert_eq!(
        decrypt(swapped.to_string(), keys.clone(), &DecryptOptions::default())
            .unwrap()
            .recipient(),
        1
    );
    assert_eq!(code(&swapped, &keys[0]), ErrorCode::DecryptionFailed);
}
