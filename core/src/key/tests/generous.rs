//! Input with only one possible meaning in shapes other than the canonical one. The vectors have
//! real keys in these shapes; these are the edge cases.

use ErrorCode as E;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Encode;
use pkcs8::der::asn1::BitStringRef;
use serde_json::Value;

use super::*;
use crate::base64url;

fn with(jwk: &Value, changes: &[(&str, Value)]) -> Result<Key> {
    let mut jwk = jwk.clone();
    changes
        .iter()
        .for_each(|(name, value)| jwk[*name] = value.clone());
    import(&jwk)
}

fn without(jwk: &Value, names: &[&str]) -> Value {
    let mut jwk = jwk.clone();
    names
        .iter()
        .for_each(|name| _ = jwk.as_object_mut().unwrap().shift_remove(*name));
    jwk
}

fn bytes(jwk: &Value, name: &str) -> Vec<u8> {
    base64url::decode(jwk[name].as_str().unwrap().as_bytes()).unwrap()
}

#[test]
fn numbers_with_zeros_before_them() {
    for algorithm in [
        SignatureAlgorithm::RS256,
        SignatureAlgorithm::ES256,
        SignatureAlgorithm::ES512,
    ] {
        let key = signing(algorithm);
        let jwk = json(&key, true);
        let longer = |name: &str, zeros: usize| {
            base64url::encode(&[&vec![0; zeros][..], &bytes(&jwk, name)].concat()).into()
        };
        let names: &[&str] = if algorithm == SignatureAlgorithm::RS256 {
            &["n", "e"]
        } else {
            &["x", "y", "d"]
        };
        for name in names {
            let read = with(&jwk, &[(name, longer(name, 1))]).unwrap();
            assert_eq!(read.to_jwk(true), key.to_jwk(true));
            assert_eq!(
                read.thumbprint(ThumbprintHash::Sha256),
                key.thumbprint(ThumbprintHash::Sha256)
            );
            assert!(with(&jwk, &[(name, longer(name, 100))]).is_ok());
        }
    }
}

#[test]
fn private_rsa_keys_that_lack_numbers() {
    let key = signing(SignatureAlgorithm::RS256);
    let jwk = json(&key, true);
    for missing in [&["dp", "dq", "qi"][..], &["p", "q", "dp", "dq", "qi"]] {
        let read = import(&without(&jwk, missing)).unwrap();
        assert_eq!(read, key);
        let whole = json(&read, true);
        assert!(
            ["p", "q", "dp", "dq", "qi"]
                .iter()
                .all(|name| whole[*name].is_string())
        );
        let signature = read.sign(SignatureAlgorithm::RS256, b"input").unwrap();
        assert!(key.verify(SignatureAlgorithm::RS256, b"input", &signature));
    }
    for missing in [
        &["d"][..],
        &["p"],
        &["p", "q"],
        &["q", "dp", "dq", "qi"],
        &["d", "p"],
        &["dp"],
        &["d", "dp", "dq", "qi"],
    ] {
        assert_code(import(&without(&jwk, missing)), E::JwkInvalid);
    }
}

/// Whatever `d`, `p` and `q` are, they are refused as numbers that do not belong together, and the
/// code that computes with them never panics.
#[test]
fn numbers_that_do_not_belong_together() {
    let (jwk, other) = (
        json(&signing(SignatureAlgorithm::RS256), true),
        json(&signing(SignatureAlgorithm::RS256), true),
    );
    let (alone, primes) = (
        without(&jwk, &["p", "q", "dp", "dq", "qi"]),
        without(&jwk, &["dp", "dq", "qi"]),
    );
    let mut wrong: Vec<Vec<u8>> = vec![
        vec![1],
        vec![3],
        vec![2],
        vec![255; 256],
        bytes(&jwk, "n"),
        bytes(&jwk, "p"),
        vec![9; 300],
    ];
    for place in [0, 1, 100, 254, 255] {
        for change in [1, 2, 0x80, 0xff] {
            let mut d = bytes(&jwk, "d");
            let place = place.min(d.len() - 1);
            d[place] ^= change;
            wrong.push(d);
        }
    }
    for number in wrong {
        let number = Value::from(base64url::encode(&number));
        assert_code(with(&alone, &[("d", number.clone())]), E::KeyMismatch);
        assert_code(with(&primes, &[("d", number.clone())]), E::KeyMismatch);
        if number != jwk["p"] {
            assert_code(with(&primes, &[("p", number.clone())]), E::KeyMismatch);
            assert_code(
                with(&primes, &[("p", number.clone()), ("q", number)]),
                E::KeyMismatch,
            );
        }
    }
    assert_code(with(&alone, &[("d", other["d"].clone())]), E::KeyMismatch);
    assert_code(with(&alone, &[("d", "".into())]), E::KeyMismatch);
    assert_code(with(&alone, &[("e", "Aw".into())]), E::JwkInvalid);
    assert_code(with(&alone, &[("e", "AQAD".into())]), E::KeyMismatch);
    for length in [257, 384, 512] {
        let mut n = vec![0xa5; length];
        n[length - 1] = 1;
        assert_code(
            with(&alone, &[("n", base64url::encode(&n).into())]),
            E::KeyMismatch,
        );
    }
    assert_code(
        with(&alone, &[("n", base64url::encode(&[0xa5; 513]).into())]),
        E::LimitExceeded,
    );
}

#[test]
fn the_public_half_inside_an_rsa_pkcs8() {
    let (key, other) = (
        signing(SignatureAlgorithm::RS256),
        signing(SignatureAlgorithm::RS256),
    );
    let v1 = key.to_der(true).unwrap();
    let read = |public: &[u8]| {
        let public_key = Some(BitStringRef::from_bytes(public).unwrap());
        let der = PrivateKeyInfoRef {
            public_key,
            ..PrivateKeyInfoRef::try_from(&v1[..]).unwrap()
        }
        .to_der()
        .unwrap();
        Key::from_der(
            &der,
            SignatureAlgorithm::RS256.into(),
            &KeyOptions {
                key_id: key.key_id().map(String::from),
                ..KeyOptions::default()
            },
        )
    };
    // An SPKI of an RSA key of 2048 bits has 24 bytes before its RSAPublicKey.
    let pkcs1 = |key: &Key| key.to_der(false).unwrap()[24..].to_vec();
    assert_eq!(read(&pkcs1(&key)).unwrap(), key);
    assert_code(read(&pkcs1(&other)), E::KeyMismatch);
    assert_code(read(&[5, 0]), E::JwkInvalid);
}

#[test]
fn uses_that_mean_signatures() {
    let jwk = with(
        &json(&signing(SignatureAlgorithm::ES256), false),
        &[("use", "jwt-svid".into())].clone(),
    );
    assert_code(jwk, E::NotSupported);
    let mut jwk = json(&signing(SignatureAlgorithm::ES256), false);
    jwk["use"] = "jwt-svid".into();
    let read = |uses: &[&str]| {
        let signature_uses = Some(uses.iter().map(|name| (*name).to_owned()).collect());
        Key::from_jwk(
            &jwk.to_string(),
            &JwkOptions {
                signature_uses,
                ..JwkOptions::default()
            },
        )
    };
    let key = read(&["x", "jwt-svid"]).unwrap();
    assert_eq!(
        (key.key_use(), json(&key, false)),
        (Some("jwt-svid"), jwk.clone())
    );
    assert_code(read(&[]), E::NotSupported);
    assert_code(read(&["JWT-SVID"]), E::NotSupported);
    assert_code(read(&["enc", "jwt-svid"]), E::OptionInvalid);
    jwk["alg"] = "ECDH-ES".into();
    let signature_uses = Some(vec!["jwt-svid".to_owned()]);
    assert_code(
        Key::from_jwk(
            &jwk.to_string(),
            &JwkOptions {
                signature_uses,
                ..JwkOptions::default()
            },
        ),
        E::KeyMismatch,
    );
}

#[test]
fn use_and_key_ops_agree() {
    let jwk = without(&json(&signing(SignatureAlgorithm::ES256), true), &["alg"]);
    let read = |key_use: &str, operations: &[&str]| {
        with(&jwk, &[("use", key_use.into()), ("key_ops", operations.into())])
    };
    for (key_use, operations) in [
        ("sig", &["sign", "verify"][..]),
        ("sig", &[]),
        ("sig", &["sign", "unknown"]),
        ("enc", &["deriveKey", "deriveBits"]),
        ("enc", &["wrapKey", "unwrapKey", "encrypt", "decrypt"]),
    ] {
        assert!(read(key_use, operations).is_ok(), "{key_use} {operations:?}");
    }
    for (key_use, operations) in [
        ("sig", &["encrypt"][..]),
        ("sig", &["sign", "deriveKey"]),
        ("enc", &["sign"]),
        ("enc", &["decrypt", "verify"]),
    ] {
        assert_code(read(key_use, operations), E::KeyMismatch);
    }
}
