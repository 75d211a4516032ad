//! What is refused, and how.

use ErrorCode as E;
use serde_json::{Value, json as object};

use super::*;
use crate::base64url;

/// The JWK with one member changed (or, with null, removed).
fn with(jwk: &Value, name: &str, value: impl Into<Value>) -> Result<Key> {
    let mut jwk = jwk.clone();
    match value.into() {
        Value::Null => _ = jwk.as_object_mut().unwrap().shift_remove(name),
        value => jwk[name] = value,
    }
    import(&jwk)
}

fn zeros(length: usize) -> String {
    base64url::encode(&vec![0; length])
}

#[test]
fn every_jwk_is_strictly_typed() {
    for key in generated() {
        let jwk = json(&key, true);
        for name in jwk.as_object().unwrap().keys() {
            for wrong in [object!(7), object!([]), object!({}), object!(true)] {
                assert_code(with(&jwk, name, wrong), E::JwkInvalid);
            }
            if !["alg", "kid", "kty", "crv"].contains(&name.as_str()) {
                let text = jwk[name].as_str().unwrap();
                for wrong in [
                    format!("{text}="),
                    format!("{text} "),
                    format!(" {text}"),
                    format!("{text}\n"),
                    "?".to_owned(),
                ] {
                    assert_code(with(&jwk, name, wrong), E::JwkInvalid);
                }
            }
        }
        for name in jwk
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| !["alg", "kid", "d", "priv"].contains(&name.as_str()))
        {
            assert_code(with(&jwk, name, Value::Null), E::JwkInvalid);
        }
        assert_code(with(&jwk, "kty", "XYZ"), E::NotSupported);
        assert_code(with(&jwk, "alg", "none"), E::NotSupported);
        assert_code(with(&jwk, "alg", "RSA1_5"), E::NotSupported);
        assert_code(with(&jwk, "use", "sign"), E::NotSupported);
        assert_code(with(&jwk, "key_ops", object!(["sign", "sign"])), E::JwkInvalid);
        assert_code(with(&jwk, "key_ops", object!(["sign", 1])), E::JwkInvalid);
        let other = if matches!(key.algorithm(), Some(Algorithm::Signature(_))) {
            "enc"
        } else {
            "sig"
        };
        assert_code(with(&jwk, "use", other), E::KeyMismatch);
        if key.key_type() != "oct" {
            assert_code(with(&jwk, "alg", "A256GCM"), E::KeyMismatch);
            assert_code(with(&jwk, "alg", "HS256"), E::KeyMismatch);
        }
    }
}

#[test]
fn halves_are_checked() {
    for algorithm in [
        SignatureAlgorithm::ES256,
        SignatureAlgorithm::ES384,
        SignatureAlgorithm::ES512,
        SignatureAlgorithm::ES256K,
    ] {
        let (jwk, other) = (json(&signing(algorithm), true), json(&signing(algorithm), true));
        let length = base64url::decode(jwk["d"].as_str().unwrap().as_bytes())
            .unwrap()
            .len();
        assert_code(with(&jwk, "d", other["d"].clone()), E::KeyMismatch);
        assert_code(with(&jwk, "x", other["x"].clone()), E::JwkInvalid);
        assert_code(with(&jwk, "y", zeros(length)), E::JwkInvalid);
        for bad in [
            zeros(length),
            zeros(length - 1),
            zeros(length + 1),
            base64url::encode(&vec![255; length]),
            String::new(),
        ] {
            assert_code(with(&jwk, "d", bad), E::JwkInvalid);
        }
        assert_code(with(&jwk, "crv", "P-999"), E::NotSupported);
        assert_code(with(&jwk, "crv", "Ed25519"), E::JwkInvalid);
    }
    for curve in [Curve::Ed25519, Curve::X25519] {
        let algorithm: Algorithm = if curve == Curve::Ed25519 {
            SignatureAlgorithm::EdDSA.into()
        } else {
            KeyManagement::ECDH_ES.into()
        };
        let options = GenerateOptions {
            curve: Some(curve),
            ..GenerateOptions::default()
        };
        let (jwk, other) = (
            json(&generate(algorithm, options.clone()), true),
            json(&generate(algorithm, options), true),
        );
        assert_code(with(&jwk, "d", other["d"].clone()), E::KeyMismatch);
        assert_code(with(&jwk, "x", other["x"].clone()), E::KeyMismatch);
        for name in ["d", "x"] {
            for bad in [zeros(31), zeros(33), String::new()] {
                assert_code(with(&jwk, name, bad), E::JwkInvalid);
            }
        }
        assert_code(with(&jwk, "crv", "P-256"), E::JwkInvalid);
        assert_code(with(&jwk, "crv", "Ed448"), E::NotSupported);
    }
    for algorithm in [
        SignatureAlgorithm::ML_DSA_44,
        SignatureAlgorithm::ML_DSA_65,
        SignatureAlgorithm::ML_DSA_87,
    ] {
        let (jwk, other) = (json(&signing(algorithm), true), json(&signing(algorithm), true));
        assert_code(with(&jwk, "priv", other["priv"].clone()), E::KeyMismatch);
        assert_code(with(&jwk, "pub", other["pub"].clone()), E::KeyMismatch);
        assert_code(with(&jwk, "alg", Value::Null), E::JwkInvalid);
        assert_code(with(&jwk, "priv", zeros(31)), E::JwkInvalid);
        assert_code(with(&jwk, "priv", ""), E::JwkInvalid);
        assert_code(
            with(
                &jwk,
                "pub",
                zeros(if algorithm == SignatureAlgorithm::ML_DSA_44 {
                    1952
                } else {
                    1312
                }),
            ),
            E::JwkInvalid,
        );
        assert_code(with(&jwk, "alg", "ES256"), E::KeyMismatch);
    }
}

#[test]
fn rsa_numbers_are_checked() {
    let (jwk, other) = (
        json(&signing(SignatureAlgorithm::RS256), true),
        json(&signing(SignatureAlgorithm::RS256), true),
    );
    for name in ["d", "p", "q", "dp", "dq", "qi"] {
        assert_code(with(&jwk, name, Value::Null), E::JwkInvalid);
        assert_code(with(&jwk, name, ""), E::JwkInvalid);
        assert_code(with(&jwk, name, "AA"), E::JwkInvalid);
        assert_code(with(&jwk, name, other[name].clone()), E::KeyMismatch);
        assert_code(with(&jwk, name, base64url::encode(&[9; 300])), E::KeyMismatch);
        let padded = [
            &[0][..],
            &base64url::decode(jwk[name].as_str().unwrap().as_bytes()).unwrap(),
        ]
        .concat();
        let key = with(&jwk, name, base64url::encode(&padded)).unwrap();
        assert_eq!(json(&key, true), jwk);
    }
    assert_code(with(&jwk, "n", other["n"].clone()), E::KeyMismatch);
    assert_code(with(&jwk, "oth", object!([])), E::JwkInvalid);
    let public = json(&import(&jwk).unwrap(), false);
    for (e, code) in [
        ("AAAAAQ", E::JwkInvalid),
        ("AQ", E::JwkInvalid),
        ("Ag", E::JwkInvalid),
        ("", E::JwkInvalid),
        ("AAAA", E::JwkInvalid),
        ("A__________8", E::JwkInvalid),
    ] {
        assert_code(with(&public, "e", e), code);
    }
    assert!(with(&public, "e", "Aw").is_ok());
    let modulus = |length: usize, first: u8, last: u8| {
        let mut n = vec![0x5a; length];
        (n[0], n[length - 1]) = (first, last);
        base64url::encode(&n)
    };
    assert_code(with(&public, "n", modulus(256, 0x7f, 1)), E::KeyWeak);
    assert_code(with(&public, "n", modulus(128, 0x80, 1)), E::KeyWeak);
    assert_code(with(&public, "n", modulus(256, 0x80, 2)), E::JwkInvalid);
    assert_code(with(&public, "n", modulus(257, 0, 1)), E::KeyWeak);
    assert_code(with(&public, "n", modulus(1025, 1, 1)), E::LimitExceeded);
    assert!(with(&public, "n", modulus(1024, 0x80, 1)).is_ok());
}

#[test]
fn what_is_said_twice_has_to_agree() {
    let jwk = signing(SignatureAlgorithm::EdDSA).to_jwk(true).unwrap();
    let options = |alg: Option<&str>, enc| JwkOptions {
        alg: alg.map(|name| name.parse().unwrap()),
        enc,
        ..JwkOptions::default()
    };
    assert!(Key::from_jwk(&jwk, &options(Some("EdDSA"), None)).is_ok());
    assert_code(
        Key::from_jwk(&jwk, &options(Some("Ed25519"), None)),
        E::KeyMismatch,
    );
    assert_code(
        Key::from_jwk(&jwk, &options(None, Some(ContentEncryption::A128GCM))),
        E::OptionInvalid,
    );

    let oct = |alg: &str| format!(r#"{{"kty":"oct",{alg}"k":"AAECAwQFBgcICQoLDA0ODw"}}"#);
    let (named, direct, without) = (oct(r#""alg":"A128GCM","#), oct(r#""alg":"dir","#), oct(""));
    let enc = Some(ContentEncryption::A128GCM);
    let expected = Key::from_jwk(&named, &JwkOptions::default()).unwrap();
    assert_eq!(
        expected.to_jwk(true).unwrap(),
        r#"{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw","alg":"A128GCM"}"#
    );
    assert_eq!(Key::from_jwk(&direct, &options(None, enc)).unwrap(), expected);
    assert_eq!(
        Key::from_jwk(&without, &options(Some("dir"), enc)).unwrap(),
        expected
    );
    assert_eq!(
        Key::from_jwk(&named, &options(Some("dir"), enc)).unwrap(),
        expected
    );
    assert_code(Key::from_jwk(&direct, &JwkOptions::default()), E::OptionInvalid);
    assert_code(Key::from_jwk(&without, &JwkOptions::default()), E::OptionInvalid);
    assert_code(Key::from_jwk(&without, &options(None, enc)), E::OptionInvalid);
    assert_code(
        Key::from_jwk(&without, &options(Some("RS256"), None)),
        E::KeyMismatch,
    );
    assert_code(
        Key::from_jwk(&named, &options(Some("A128KW"), None)),
        E::KeyMismatch,
    );
    assert_code(
        Key::from_jwk(&named, &options(None, Some(ContentEncryption::A256GCM))),
        E::KeyMismatch,
    );
    assert!(Key::from_jwk(&without, &options(Some("PBES2-HS256+A128KW"), None)).is_ok());
}

#[test]
fn unbound_keys_have_their_family() {
    let key = with(
        &json(&signing(SignatureAlgorithm::Ed25519), true),
        "alg",
        Value::Null,
    )
    .unwrap();
    assert_eq!(key.algorithm(), None);
    assert!(
        key.allows_signature(SignatureAlgorithm::EdDSA) && key.allows_signature(SignatureAlgorithm::Ed25519)
    );
    let key = with(
        &json(&signing(SignatureAlgorithm::PS384), true),
        "alg",
        Value::Null,
    )
    .unwrap();
    assert!(
        key.allows_signature(SignatureAlgorithm::RS256) && !key.allows_signature(SignatureAlgorithm::HS256)
    );
}

#[test]
fn secrets_have_their_length() {
    let bytes: Vec<u8> = (0..=255).collect();
    let secret = |length: usize, name: &str, enc| {
        Key::from_secret(
            &bytes[..length],
            name.parse().unwrap(),
            &KeyOptions {
                enc,
                ..KeyOptions::default()
            },
        )
    };
    for (name, length) in [("HS256", 32), ("HS384", 48), ("HS512", 64)] {
        assert!(secret(length, name, None).is_ok() && secret(length + 1, name, None).is_ok());
        assert_code(secret(length - 1, name, None), E::KeyWeak);
        assert_code(secret(0, name, None), E::KeyWeak);
        assert_code(
            Key::from_secret(&[0; 64], name.parse().unwrap(), &KeyOptions::default()),
            E::KeyWeak,
        );
        assert_code(
            secret(length, name, Some(ContentEncryption::A128GCM)),
            E::OptionInvalid,
        );
    }
    for (name, length) in [("A128KW", 16), ("A192GCMKW", 24), ("A256KW", 32)] {
        assert!(secret(length, name, None).is_ok());
        assert_code(secret(length - 1, name, None), E::KeyWeak);
        assert_code(secret(length + 1, name, None), E::JwkInvalid);
    }
    for &enc in ContentEncryption::ALL {
        assert!(secret(enc.key_length(), "dir", Some(enc)).is_ok());
        assert_code(secret(enc.key_length() - 1, "dir", Some(enc)), E::KeyWeak);
        assert_code(secret(enc.key_length() + 1, "dir", Some(enc)), E::JwkInvalid);
    }
    assert_code(secret(32, "dir", None), E::OptionInvalid);
    assert_code(secret(32, "RS256", None), E::KeyMismatch);
    assert_code(secret(32, "ECDH-ES", None), E::KeyMismatch);
    assert_code(secret(32, "PBES2-HS256+A128KW", None), E::KeyMismatch);
    assert_code(
        Key::from_secret(
            &vec![7; 70_000],
            SignatureAlgorithm::HS256.into(),
            &KeyOptions::default(),
        ),
        E::LimitExceeded,
    );
    let password = |length: usize, name: &str| {
        Key::from_password(&bytes[..length], name.parse().unwrap(), &KeyOptions::default())
    };
    assert!(password(8, "PBES2-HS256+A128KW").is_ok());
    assert_code(password(7, "PBES2-HS256+A128KW"), E::KeyWeak);
    assert_code(password(32, "HS256"), E::KeyMismatch);
}

#[test]
fn options_that_do_not_apply() {
    let none = GenerateOptions::default;
    let cases = [
        ("PBES2-HS256+A128KW", none()),
        ("dir", none()),
        (
            "HS256",
            GenerateOptions {
                enc: Some(ContentEncryption::A128GCM),
                ..none()
            },
        ),
        (
            "HS256",
            GenerateOptions {
                bits: Some(2048),
                ..none()
            },
        ),
        (
            "RS256",
            GenerateOptions {
                curve: Some(Curve::P256),
                ..none()
            },
        ),
        (
            "RS256",
            GenerateOptions {
                bits: Some(1024),
                ..none()
            },
        ),
        (
            "RS256",
            GenerateOptions {
                bits: Some(2049),
                ..none()
            },
        ),
        (
            "ES256",
            GenerateOptions {
                bits: Some(2048),
                ..none()
            },
        ),
        (
            "ES256",
            GenerateOptions {
                curve: Some(Curve::P384),
                ..none()
            },
        ),
        (
            "ECDH-ES",
            GenerateOptions {
                curve: Some(Curve::Secp256k1),
                ..none()
            },
        ),
        (
            "ECDH-ES",
            GenerateOptions {
                curve: Some(Curve::Ed25519),
                ..none()
            },
        ),
        (
            "ML-DSA-44",
            GenerateOptions {
                curve: Some(Curve::Ed25519),
                ..none()
            },
        ),
    ];
    for (name, options) in cases {
        assert_code(Key::generate(name.parse().unwrap(), &options), E::OptionInvalid);
    }
    let options = GenerateOptions {
        curve: Some(Curve::P256),
        key_id: Some("k".into()),
        ..none()
    };
    assert_eq!(generate(SignatureAlgorithm::ES256, options).key_id(), Some("k"));
}

#[test]
fn keys_fit_their_algorithm() {
    let keys = [
        SignatureAlgorithm::ES256,
        SignatureAlgorithm::RS256,
        SignatureAlgorithm::EdDSA,
        SignatureAlgorithm::ML_DSA_44,
    ]
    .map(signing);
    for key in &keys {
        let der = key.to_der(true).unwrap();
        for name in ["HS256", "ES384", "ML-DSA-87", "A128KW", "PBES2-HS256+A128KW"] {
            assert_code(
                Key::from_der(&der, name.parse().unwrap(), &KeyOptions::default()),
                E::KeyMismatch,
            );
        }
        let enc = Some(ContentEncryption::A256GCM);
        assert_code(
            Key::from_der(
                &der,
                "dir".parse().unwrap(),
                &KeyOptions {
                    enc,
                    ..KeyOptions::default()
                },
            ),
            E::KeyMismatch,
        );
        assert_code(
            Key::from_der(&der, "dir".parse().unwrap(), &KeyOptions::default()),
            E::OptionInvalid,
        );
    }
    assert_code(
        Key::from_jwk(&" ".repeat(70_000), &JwkOptions::default()),
        E::LimitExceeded,
    );
    assert_code(
        Key::from_der(
            &[0; 70_000],
            SignatureAlgorithm::ES256.into(),
            &KeyOptions::default(),
        ),
        E::LimitExceeded,
    );
    assert_code(
        Key::from_pem(
            &[0; 70_000],
            SignatureAlgorithm::ES256.into(),
            &KeyOptions::default(),
        ),
        E::LimitExceeded,
    );
}

#[test]
fn keys_are_equal_by_what_they_are() {
    let key = signing(SignatureAlgorithm::ES256);
    let jwk = json(&key, true);
    assert_eq!(import(&jwk).unwrap(), key);
    assert_ne!(with(&jwk, "kid", "other").unwrap(), key);
    assert_ne!(with(&jwk, "alg", Value::Null).unwrap(), key);
    assert_ne!(signing(SignatureAlgorithm::ES256), key);
    let limited = with(&jwk, "key_ops", object!(["sign", "verify"])).unwrap();
    assert_ne!(limited, key);
    assert_ne!(with(&jwk, "key_ops", object!(["sign"])).unwrap(), limited);
    assert_eq!(
        with(&jwk, "key_ops", object!(["verify", "sign"])).unwrap(),
        limited
    );
    assert_eq!(with(&jwk, "use", "sig").unwrap(), key);
}
