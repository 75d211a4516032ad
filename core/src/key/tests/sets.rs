//! What the messages for sets and secrets say. Their codes are in the vectors.

use super::*;
use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::json::SecretObject;
use crate::options::TextEncoding;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

fn set(keys: &[serde_json::Value]) -> KeySet {
    KeySet::from_jwks(
        &serde_json::json!({ "keys": keys }).to_string(),
        &JwksOptions::default(),
    )
    .unwrap()
}

/// The public half of a new key, with additional members.
fn public(algorithm: Algorithm, more: serde_json::Value) -> serde_json::Value {
    let mut jwk = json(
        &Key::generate(algorithm, &GenerateOptions::default()).unwrap(),
        false,
    );
    jwk.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    jwk
}

#[track_caller]
fn assert_message(keys: &KeySet, kid: Option<&str>, wanted: Wanted, code: ErrorCode, parts: &[&str]) {
    let error = keys.fitting(kid, wanted, 16, |_| true).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(parts.iter().all(|part| error.message().contains(part)), "{error}");
    assert!(kid.is_none_or(|kid| !error.message().contains(kid)), "{error}");
}

#[test]
fn the_error_says_why_the_key_with_the_kid_was_not_used() {
    use ErrorCode as E;
    use serde_json::json;
    let es256 = SignatureAlgorithm::ES256;
    let (signed, named) = (Wanted::Signature(es256), json!({ "kid": "tok-1" }));
    let encrypted = Wanted::KeyManagement(KeyManagement::ECDH_ES, ContentEncryption::A256GCM);
    let with = |more: serde_json::Value| {
        let mut all = named.clone();
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        set(&[public(es256.into(), all)])
    };
    let kid = Some("tok-1");
    // An alg that contradicts its use sets a key aside, so this key has none.
    let mut enc = public(es256.into(), json!({ "kid": "tok-1", "use": "enc" }));
    enc.as_object_mut().unwrap().remove("alg");
    assert_message(
        &set(&[enc]),
        kid,
        signed,
        E::NoMatchingKey,
        &["bears the token's kid", "its use is enc"],
    );
    assert_message(
        &with(json!({ "key_ops": ["sign"] })),
        kid,
        signed,
        E::NoMatchingKey,
        &["key_ops lack verify"],
    );
    assert_message(&with(json!({})), kid, encrypted, E::NoMatchingKey, &["is public"]);
    assert_message(
        &with(json!({ "crv": "P-384" })),
        kid,
        signed,
        E::NoMatchingKey,
        &["was set aside", "P-384"],
    );
    assert_message(
        &with(json!({})),
        Some("tok-2"),
        signed,
        E::NoMatchingKey,
        &["no key bears", "fetch it again"],
    );
    assert_message(
        &KeySet::default(),
        kid,
        signed,
        E::NoMatchingKey,
        &["the set is empty"],
    );
    assert_message(
        &with(json!({ "x": "AA" })),
        None,
        signed,
        E::NoMatchingKey,
        &["1 was set aside", "P-256"],
    );
    let rs256 = Wanted::Signature(SignatureAlgorithm::RS256);
    assert_message(
        &with(json!({})),
        kid,
        rs256,
        E::AlgorithmNotAllowed,
        &["signed with RS256", "bound to ES256"],
    );
    let mut free = public(es256.into(), named.clone());
    free.as_object_mut().unwrap().remove("alg");
    assert_message(
        &set(&[free]),
        kid,
        rs256,
        E::AlgorithmNotAllowed,
        &["an EC key on P-256"],
    );
}

#[test]
fn a_rejected_key_says_why() {
    let set = set(&[serde_json::json!({ "kty": "oct", "kid": "s", "k": "AAAA" })]);
    let [rejected] = set.rejected() else {
        panic!("one key is set aside")
    };
    assert_eq!(
        (rejected.index, rejected.key_id.as_deref(), rejected.code),
        (0, Some("s"), ErrorCode::JwkInvalid)
    );
    assert!(rejected.message.contains("needs alg"), "{}", rejected.message);
}

#[test]
fn the_error_says_what_was_given_for_a_set() {
    for (text, part) in [
        (r#"{"kty":"RSA"}"#, "use from_jwk"),
        (r#"{"issuer":"a","jwks_uri":"b"}"#, "jwks_uri"),
        (r#"{"a1":"-----BEGIN CERTIFICATE-----\n"}"#, "from_certificate"),
        ("-----BEGIN PUBLIC KEY-----\n", "use from_pem"),
        ("<html>", "status"),
        ("", "empty"),
        ("[]", "member keys"),
        ("{}", "no member keys"),
        (r#"{"keys":{}}"#, "not an array"),
        ("\u{feff}{}", "byte order mark"),
    ] {
        let error = KeySet::from_jwks(text, &JwksOptions::default()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::JwksInvalid);
        assert!(error.message().contains(part), "{error}");
    }
}

#[test]
fn the_error_says_what_is_wrong_with_a_secret() {
    let hs256 = SignatureAlgorithm::HS256.into();
    let plain = KeyOptions::default();
    let with = |encoding| KeyOptions {
        encoding: Some(encoding),
        ..KeyOptions::default()
    };
    let base64 = base64_simd::STANDARD.encode_to_string(SECRET);
    let cases: [(Secret<'_>, &KeyOptions, &str); 8] = [
        ((&base64).into(), &plain, "say in which with encoding"),
        (SECRET.into(), &with(TextEncoding::Hex), "leave encoding out"),
        (
            "YWJj ZGVm".into(),
            &with(TextEncoding::Base64),
            "white space at character 5",
        ),
        (
            "_-_-".into(),
            &with(TextEncoding::Base64),
            "give its encoding as base64url",
        ),
        ("0xabcd".into(), &with(TextEncoding::Hex), "begins with 0x"),
        ("abc".into(), &with(TextEncoding::Hex), "3 hexadecimal digits"),
        (
            SECRET[..31].into(),
            &plain,
            "HS256 needs a secret of at least 32 bytes, and this one has 31",
        ),
        (b"".into(), &plain, "empty"),
    ];
    for (secret, options, part) in cases {
        let error = Key::from_secret(secret, hs256, options).unwrap_err();
        assert!(error.message().contains(part), "{error}");
    }
    let long = Key::from_secret(&[7; 44], KeyManagement::A256KW.into(), &plain).unwrap_err();
    assert!(
        long.message().contains("exactly 32 bytes, and this one has 44"),
        "{long}"
    );
    assert_eq!(format!("{:?}", Secret::from(&base64)), "Secret(..)");
}

#[test]
fn options_of_secrets_are_for_secrets() {
    let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let es256 = SignatureAlgorithm::ES256.into();
    for options in [
        KeyOptions {
            encoding: Some(TextEncoding::Hex),
            ..KeyOptions::default()
        },
        KeyOptions {
            allow_weak_secret: true,
            ..KeyOptions::default()
        },
    ] {
        assert_code(
            Key::from_pem(key.to_pem(false).unwrap().as_bytes(), es256, &options),
            ErrorCode::OptionInvalid,
        );
        assert_code(
            Key::from_der(&key.to_der(false).unwrap(), es256, &options),
            ErrorCode::OptionInvalid,
        );
        assert_code(
            Key::from_password(SECRET, Key::DEFAULT_PASSWORD_ALGORITHM, &options),
            ErrorCode::OptionInvalid,
        );
    }
}

#[test]
fn an_export_has_room_for_any_member() {
    let mut jwk = public(
        SignatureAlgorithm::ES256.into(),
        serde_json::json!({ "kid": "a\"b\u{e9}" }),
    );
    jwk["note"] = "\"\u{1}\u{e9}\u{1f511}".repeat(4000).into();
    jwk["more"] = serde_json::json!([{ "a\n": [1, -2.5, null, true] }, "x".repeat(9000)]);
    assert_eq!(json(&import(&jwk).unwrap(), false), jwk);
}

#[test]
fn json_of_secrets_reads_as_any_json_does() {
    let text =
        r#"{"a":"\u00e9\ud83d\udd11\n","b\u0062":[1,"\\",{"c":"\"d"},[]],"e":1.5,"f":null,"g":"plain"}"#;
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        Some(&*SecretObject::parse(text, 8).ok().unwrap()),
        expected.as_object()
    );
    assert!(SecretObject::parse(r#"{"a":{"\u0062":1,"b":2}}"#, 8).is_err());
}
