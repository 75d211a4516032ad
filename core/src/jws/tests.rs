//! The JSON serializations and RFC 7797: what round-trips, and what must be refused. Tokens made by
//! others are in tests/vectors.

use serde_json::{Map, Value, json};

use super::*;
use crate::algorithm::SignatureAlgorithm;
use crate::base64url;
use crate::error::ErrorCode;
use crate::key::{GenerateOptions, Key, KeyOptions};
use crate::options::Serialization::{self, Compact, Flattened, General};

const PAYLOAD: &[u8] = b"It is a dangerous business, Frodo";

fn secret(key_id: Option<&str>, byte: u8) -> Key {
    let options = KeyOptions {
        key_id: key_id.map(str::to_owned),
        ..KeyOptions::default()
    };
    Key::from_secret(&bytes(byte), SignatureAlgorithm::HS256.into(), &options).unwrap()
}

fn bytes(first: u8) -> Vec<u8> {
    (first..first + 64).collect()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn signed(
    keys: impl Into<KeySet>,
    serialization: Serialization,
    change: impl FnOnce(&mut SignOptions),
) -> Result<String> {
    let mut options = SignOptions {
        serialization,
        ..SignOptions::default()
    };
    change(&mut options);
    sign(PAYLOAD, keys, &options)
}

fn code(token: impl ToString, keys: impl Into<KeySet>, options: &VerifyOptions) -> ErrorCode {
    verify(token.to_string(), keys, options).unwrap_err().code()
}

/// A general token with two signatures, as a value to change.
fn two() -> (Value, Vec<Key>) {
    let keys = vec![secret(Some("a"), 1), secret(Some("b"), 2)];
    (
        serde_json::from_str(&signed(keys.clone(), General, |_| ()).unwrap()).unwrap(),
        keys,
    )
}

#[test]
fn every_algorithm_in_every_serialization() {
    for &algorithm in SignatureAlgorithm::ALL {
        let key = match algorithm {
            SignatureAlgorithm::HS256 | SignatureAlgorithm::HS384 | SignatureAlgorithm::HS512 => {
                Key::from_secret(&bytes(7), algorithm.into(), &KeyOptions::default()).unwrap()
            }
            _ => Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap(),
        };
        for serialization in [Compact, Flattened, General] {
            for (detached, b64) in [(false, true), (true, true), (true, false), (false, false)] {
                let token = signed(&key, serialization, |options| {
                    (options.detached, options.b64) = (detached, b64)
                })
                .unwrap();
                let options = VerifyOptions {
                    payload: detached.then(|| PAYLOAD.to_vec()),
                    ..VerifyOptions::default()
                };
                let verified = verify(&token, &key, &options).unwrap();
                assert_eq!(
                    (verified.payload(), indexes(&verified)),
                    (PAYLOAD, vec![0]),
                    "{algorithm} {serialization:?}"
                );
                assert_eq!(verified.header().contains(r#""b64":false,"crit":["b64"]"#), !b64);
            }
        }
    }
}

#[test]
fn members_stand_in_one_order() {
    let key = secret(Some("k"), 1);
    let unprotected = Some(object(json!({ "x": 1, "kid": "k" })).into());
    let token = signed(&key, General, |options| {
        (options.unprotected, options.b64) = (unprotected, false)
    })
    .unwrap();
    let start = format!(
        r#"{{"payload":"{}","signatures":[{{"protected":"{}","header":{{"x":1,"kid":"k"}},"signature":""#,
        std::str::from_utf8(PAYLOAD).unwrap(),
        base64url::encode(br#"{"alg":"HS256","b64":false,"crit":["b64"]}"#)
    );
    assert!(token.starts_with(&start), "{token}");
    let verified = verify(&token, &key, &VerifyOptions::default()).unwrap();
    assert_eq!(verified.unprotected(), Some(r#"{"x":1,"kid":"k"}"#));
    assert!(
        !signed(&key, Flattened, |options| options.unprotected =
            Some(Map::new().into()))
        .unwrap()
        .contains("header")
    );
}

#[test]
fn options_that_do_not_go_together() {
    let (one, several) = (
        secret(Some("a"), 1),
        vec![secret(Some("a"), 1), secret(Some("b"), 2)],
    );
    let option = |result: Result<String>| assert_eq!(result.unwrap_err().code(), ErrorCode::OptionInvalid);
    for serialization in [Compact, Flattened, General] {
        option(signed(Vec::new(), serialization, |_| ()));
        for name in ["alg", "b64", "crit", "enc", "zip"] {
            option(signed(&one, serialization, |options| {
                options.header = Some(object(json!({ name: "x" })).into())
            }));
            option(signed(&one, serialization, |options| {
                options.unprotected = Some(object(json!({ name: "x" })).into())
            }));
        }
        option(signed(&one, serialization, |options| {
            options.header = Some(vec![Map::new(); 2].into())
        }));
    }
    option(signed(several.clone(), Compact, |_| ()));
    option(signed(several.clone(), Flattened, |_| ()));
    option(signed(several.clone(), General, |options| {
        options.unprotected = Some(vec![Map::new()].into())
    }));
    option(signed(several, General, |options| {
        options.unprotected = Some(object(json!({ "kid": "a" })).into())
    }));
    option(signed(&one, Compact, |options| {
        options.unprotected = Some(Map::new().into())
    }));
    let same = object(json!({ "x": 1 }));
    option(signed(&one, Flattened, |options| {
        (options.header, options.unprotected) = (Some(same.clone().into()), Some(same.into()))
    }));
    let long = signed(&one, Flattened, |options| {
        options.unprotected = Some(object(json!({ "x": "x".repeat(17_000) })).into())
    });
    assert_eq!(long.unwrap_err().code(), ErrorCode::LimitExceeded);
    let b64 = |payload: &[u8], serialization| {
        sign(
            payload,
            &one,
            &SignOptions {
                serialization,
                b64: false,
                ..SignOptions::default()
            },
        )
    };
    for bad in [&b"a.b"[..], b"\n", b"\x7f", b"\xc3\xa9"] {
        option(b64(bad, Compact));
    }
    option(b64(b"\xff", General));
    let text = "a.b\n\"\u{e9}\u{1f600}\0";
    let token = b64(text.as_bytes(), Flattened).unwrap();
    assert_eq!(
        verify(token, &one, &VerifyOptions::default()).unwrap().payload(),
        text.as_bytes()
    );
}

fn indexes(verified: &Verified) -> Vec<usize> {
    verified.verified().iter().map(|one| one.index).collect()
}

#[test]
fn one_of_many_is_never_reported_as_all() {
    let (token, keys) = two();
    let all = VerifyOptions {
        require: Require::All,
        ..VerifyOptions::default()
    };
    assert_eq!(
        indexes(&verify(token.to_string(), keys.clone(), &all).unwrap()),
        [0, 1]
    );
    let second = verify(token.to_string(), &keys[1], &VerifyOptions::default()).unwrap();
    assert_eq!((indexes(&second), second.key_id()), (vec![1], Some("b")));
    assert_eq!(code(&token, &keys[1], &all), ErrorCode::NoMatchingKey);
    let mut forged = token.clone();
    forged["signatures"][0]["signature"] = token["signatures"][1]["signature"].clone();
    assert_eq!(
        indexes(&verify(forged.to_string(), keys.clone(), &VerifyOptions::default()).unwrap()),
        [1]
    );
    assert_eq!(
        code(&forged, keys.clone(), &all),
        ErrorCode::SignatureVerificationFailed
    );
    assert_eq!(
        code(&forged, &keys[0], &VerifyOptions::default()),
        ErrorCode::SignatureVerificationFailed
    );
    let mut unknown = token.clone();
    unknown["signatures"][0]["protected"] = json!(base64url::encode(br#"{"alg":"HS1"}"#));
    assert_eq!(
        indexes(&verify(unknown.to_string(), keys.clone(), &VerifyOptions::default()).unwrap()),
        [1]
    );
    assert_eq!(code(&unknown, keys.clone(), &all), ErrorCode::NotSupported);
    unknown["signatures"].as_array_mut().unwrap().truncate(1);
    assert_eq!(
        code(&unknown, keys.clone(), &VerifyOptions::default()),
        ErrorCode::NotSupported
    );
    let narrow = VerifyOptions {
        algorithms: Some(vec![SignatureAlgorithm::HS512]),
        ..VerifyOptions::default()
    };
    assert_eq!(code(&token, keys, &narrow), ErrorCode::AlgorithmNotAllowed);
}

#[test]
fn attempts_are_counted_over_all_signatures() {
    let (token, _) = two();
    let keys: Vec<_> = (1..=8)
        .flat_map(|byte| [secret(Some("a"), byte), secret(Some("b"), byte)])
        .collect();
    assert!(verify(token.to_string(), keys.clone(), &VerifyOptions::default()).is_ok());
    let fewer = VerifyOptions {
        max_attempts: Some(15),
        ..VerifyOptions::default()
    };
    assert_eq!(code(&token, keys, &fewer), ErrorCode::LimitExceeded);
    let mut many = token.clone();
    many["signatures"] = json!(vec![token["signatures"][0].clone(); 1001]);
    assert_eq!(
        code(&many, secret(Some("z"), 9), &VerifyOptions::default()),
        ErrorCode::LimitExceeded
    );
}

#[test]
fn malformed_tokens_are_refused() {
    let (token, keys) = two();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut bad = token.clone();
        change(&mut bad);
        assert_eq!(
            code(&bad, keys.clone(), &VerifyOptions::default()),
            ErrorCode::JwsInvalid,
            "{bad}"
        );
    };
    for wrong in [
        json!(null),
        json!(1),
        json!([]),
        json!([1]),
        json!({}),
        json!("x"),
        json!([[]]),
    ] {
        refused(&|bad| bad["signatures"] = wrong.clone());
        if !wrong.is_string() {
            refused(&|bad| bad["payload"] = wrong.clone());
            refused(&|bad| bad["signatures"][1]["signature"] = wrong.clone());
            refused(&|bad| bad["signatures"][1]["protected"] = wrong.clone());
        }
        if !wrong.is_object() {
            refused(&|bad| bad["signatures"][1]["header"] = wrong.clone());
        }
    }
    for name in ["signature", "protected", "header"] {
        refused(&|bad| bad[name] = token["signatures"][0]["signature"].clone());
    }
    for header in [
        json!({ "alg": "HS256" }),
        json!({ "kid": "a" }),
        json!({ "crit": ["x"] }),
        json!({ "b64": true }),
        json!({ "typ": 1 }),
    ] {
        refused(&|bad| bad["signatures"][1]["header"] = header.clone());
    }
    for protected in [
        r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#,
        r#"{"alg":"HS256","b64":false}"#,
        r#"{"alg":"HS256","crit":["x"]}"#,
        "{}",
    ] {
        refused(&|bad| bad["signatures"][1]["protected"] = json!(base64url::encode(protected.as_bytes())));
    }
    refused(&|bad| bad["signatures"][0]["protected"] = json!(""));
    refused(&|bad| bad["signatures"][0]["signature"] = json!("AA="));
    refused(&|bad| drop(bad.as_object_mut().unwrap().remove("payload")));
    let text = token.to_string();
    for bad in [
        format!("{text}x"),
        format!(" {text}"),
        text.replacen("{", "{\"payload\":\"\",", 1),
        text[..text.len() - 1].to_owned(),
    ] {
        assert_eq!(
            code(bad, keys.clone(), &VerifyOptions::default()),
            ErrorCode::JwsInvalid
        );
    }
    let given = VerifyOptions {
        payload: Some(PAYLOAD.to_vec()),
        ..VerifyOptions::default()
    };
    assert_eq!(code(&token, keys.clone(), &given), ErrorCode::JwsInvalid);
    assert_eq!(
        code(signed(&keys[0], Compact, |_| ()).unwrap(), keys.clone(), &given),
        ErrorCode::JwsInvalid
    );
    let critical = signed(&keys[0], General, |options| {
        options.header = Some(object(json!({ "x": 1 })).into())
    })
    .unwrap();
    let mut critical: Value = serde_json::from_str(&critical).unwrap();
    critical["signatures"][0]["protected"] =
        json!(base64url::encode(br#"{"alg":"HS256","crit":["x"],"x":1}"#));
    assert_eq!(
        code(&critical, keys, &VerifyOptions::default()),
        ErrorCode::CriticalNotSupported
    );
}

#[test]
fn parameters_that_nothing_protects() {
    let key = secret(None, 1);
    let signature = base64url::encode(&key.sign(SignatureAlgorithm::HS256, b".eA").unwrap());
    let token = json!({ "payload": "eA", "header": { "alg": "HS256" }, "signature": signature, "other": [] });
    let verified = verify(token.to_string(), &key, &VerifyOptions::default()).unwrap();
    assert_eq!(
        (verified.header(), verified.unprotected()),
        ("{}", Some(r#"{"alg":"HS256"}"#))
    );
    let token = json!({ "payload": "eA", "signature": signature });
    assert_eq!(
        code(token, &key, &VerifyOptions::default()),
        ErrorCode::JwsInvalid
    );
}
