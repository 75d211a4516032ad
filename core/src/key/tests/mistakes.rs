//! Mistakes that people make with keys, and the words that the error must contain. No message
//! contains anything from the key.

use serde_json::{Value, json as object};

use super::*;
use crate::error::Error;

const ES256: Algorithm = Algorithm::Signature(SignatureAlgorithm::ES256);
/// `openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES` and
/// `-v2 des3`.
const PBES1: &str = "MIGxMBwGCiqGSIb3DQEMAQMwDgQIAAAAAAAAAAACAggABIGQ";

#[track_caller]
fn assert_words<T>(result: Result<T>, words: &[&str]) -> Error {
    let Err(error) = result else {
        panic!("it was accepted: {words:?}")
    };
    for word in words {
        assert!(
            error.message().contains(word),
            "no {word:?} in {:?}",
            error.message()
        );
    }
    error
}

fn pem(text: &str) -> Result<Key> {
    Key::from_pem(text.as_bytes(), ES256, &KeyOptions::default())
}

fn jwk(text: &str) -> Result<Key> {
    Key::from_jwk(text, &JwkOptions::default())
}

#[test]
fn what_is_no_pem() {
    let key = signing(SignatureAlgorithm::ES256);
    let (good, der) = (key.to_pem(true).unwrap(), key.to_der(true).unwrap());
    let body: String = good.lines().filter(|line| !line.starts_with('-')).collect();
    let escaped = good.replace('\n', "\\n");
    for (text, words) in [
        (String::new(), &["empty"][..]),
        (escaped.clone(), &["two characters \\n", "replace them"]),
        (format!("\"{escaped}\""), &["quoted string", "\\n"]),
        (format!("\"{good}\""), &["in quotes", "remove"]),
        (good.replace('\n', " "), &["in one line", "line breaks"]),
        (good.replace('\n', ""), &["in one line"]),
        (
            good.replace("-----END PRIVATE KEY-----", ""),
            &["malformed", "END"],
        ),
        (
            format!("{{\"private_key\": \"{escaped}\"}}"),
            &["service account", "private_key"],
        ),
        ("/etc/keys/private.pem".to_owned(), &["path", "read the file"]),
        ("keys\\signing.key".to_owned(), &["path"]),
        (
            "ssh-rsa AAAAB3NzaC1yc2E user@host".to_owned(),
            &["OpenSSH public key", "ssh-keygen"],
        ),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1".to_owned(), &["OpenSSH public key"]),
        (
            good.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"),
            &["OpenSSH", "ssh-keygen -p -m PKCS8"],
        ),
        (
            good.replace("PRIVATE KEY", "CERTIFICATE REQUEST"),
            &["certificate request"],
        ),
        (good.replace("PRIVATE KEY", "DSA PRIVATE KEY"), &["DSA"]),
        (good.replace("PRIVATE KEY", "SECRET"), &["label", "PUBLIC KEY"]),
        (body.clone(), &["base64", "from_der", "-----BEGIN"]),
        (
            base64_simd::STANDARD.encode_to_string(&good),
            &["PEM in base64", "decode"],
        ),
        (key.to_jwk(true).unwrap(), &["JWK", "from_jwk"]),
        (
            format!("{{\"keys\": [{}]}}", key.to_jwk(false).unwrap()),
            &["JWK Set", "KeySet.from_jwks"],
        ),
        ("something else".to_owned(), &["no line -----BEGIN"]),
        (good.replace(&body[..4], "M*GH"), &["base64", "malformed"]),
        (format!("{good}{good}"), &["2 keys"]),
        (good.replace("PRIVATE", "PUBLIC"), &["label", "does not fit"]),
    ] {
        let error = assert_words(pem(&text), words);
        assert!(!error.message().contains(&body[30..40]));
    }
    assert_words(
        Key::from_pem(&der, ES256, &KeyOptions::default()),
        &["DER", "from_der"],
    );
    assert_words(
        Key::from_der(good.as_bytes(), ES256, &KeyOptions::default()),
        &["text with PEM", "from_pem"],
    );
    assert_words(
        Key::from_der(body.as_bytes(), ES256, &KeyOptions::default()),
        &["base64"],
    );
}

#[test]
fn keys_for_something_else() {
    let rsa = signing(SignatureAlgorithm::RS256).to_der(false).unwrap();
    let p256 = signing(SignatureAlgorithm::ES256).to_der(true).unwrap();
    let ed25519 = signing(SignatureAlgorithm::Ed25519).to_der(false).unwrap();
    for (der, algorithm, words) in [
        (
            &rsa,
            "ES256",
            &["ES256 needs an EC key on P-256", "this is an RSA key", "RS256"][..],
        ),
        (&rsa, "HS256", &["HS256 needs a shared secret", "RSA key"]),
        (
            &p256,
            "ES384",
            &[
                "ES384 needs an EC key on P-384",
                "an EC key on P-256",
                "ES256 and ECDH-ES",
            ],
        ),
        (&p256, "RS256", &["RS256 needs an RSA key", "EC key on P-256"]),
        (&ed25519, "ES256", &["OKP key on Ed25519", "EdDSA"]),
        (&ed25519, "ECDH-ES", &["X25519", "Ed25519"]),
        (&ed25519, "ML-DSA-44", &["AKP"]),
    ] {
        assert_words(
            Key::from_der(der, algorithm.parse().unwrap(), &KeyOptions::default()),
            words,
        );
    }
    let unbound = object!({ "kty": "RSA", "n": "AQ", "e": "AQAB" });
    assert_words(import(&unbound), &["1 bits", "2048"]);
    let mut contradicting = json(&signing(SignatureAlgorithm::ES256), false);
    contradicting["use"] = "enc".into();
    assert_words(import(&contradicting), &["ES256 is for signatures", "encryption"]);
    let options = JwkOptions {
        alg: Some(SignatureAlgorithm::PS256.into()),
        ..JwkOptions::default()
    };
    let bound = signing(SignatureAlgorithm::RS256).to_jwk(false).unwrap();
    assert_words(Key::from_jwk(&bound, &options), &["RS256", "PS256", "agree"]);
}

#[test]
fn what_is_no_jwk() {
    let key = signing(SignatureAlgorithm::ES256);
    let (text, pem) = (key.to_jwk(true).unwrap(), key.to_pem(false).unwrap());
    for (text, words) in [
        (String::new(), &["empty"][..]),
        (pem.clone(), &["PEM"]),
        ("jwk.json".to_owned(), &["path"]),
        (text.replace('"', "'"), &["single quotes", "json.dumps"]),
        (format!("[{text}]"), &["list"]),
        (Value::from(text.clone()).to_string(), &["JSON string"]),
        (
            text.replace("\"kty\"", "\"kid\":\"a\",\"kid\":\"a\",\"kty\""),
            &["each member once"],
        ),
        (format!("{{\"keys\":[{text}]}}"), &["JWK Set", "KeySet.from_jwks"]),
        (
            object!({ "issuer": "https://a.example", "jwks_uri": "https://a.example/keys" }).to_string(),
            &["discovery document", "jwks_uri"],
        ),
        (
            object!({ "2011": pem, "2012": pem }).to_string(),
            &["key ids", "from_certificate", "key_id"],
        ),
        ("{}".to_owned(), &["no `kty`"]),
        (text.replace("P-256", "p256"), &["did you mean P-256?"]),
        (text.replace("ES256", "es256"), &["did you mean ES256?"]),
        (
            text.replace("\"EC\"", "\"OKP\""),
            &["P-256 is a curve of EC keys"],
        ),
        (text.replace("\"EC\"", "\"ec\""), &["kty", "OKP"]),
    ] {
        assert_words(jwk(&text), words);
    }
}

#[test]
fn members_that_are_missing_or_null() {
    for algorithm in [
        SignatureAlgorithm::ES256,
        SignatureAlgorithm::Ed25519,
        SignatureAlgorithm::RS256,
        SignatureAlgorithm::ML_DSA_44,
    ] {
        let good = json(&signing(algorithm), false);
        let kty = good["kty"].as_str().unwrap().to_owned();
        for name in good
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| !["alg", "kid", "kty"].contains(&name.as_str()))
        {
            let (mut absent, mut null) = (good.clone(), good.clone());
            absent.as_object_mut().unwrap().shift_remove(name);
            assert_words(
                import(&absent),
                &[&format!("no `{name}`"), &format!("type {kty}")],
            );
            null[name] = Value::Null;
            assert_words(import(&null), &[&format!("`{name}`"), "null"]);
        }
    }
    let private = json(&signing(SignatureAlgorithm::RS256), true);
    for (missing, words) in [
        (&["dp"][..], "no `dp`:"),
        (&["p", "qi"], "no `p`, `qi`:"),
        (&["d"], "no `d`:"),
    ] {
        let mut jwk = private.clone();
        missing
            .iter()
            .for_each(|name| _ = jwk.as_object_mut().unwrap().shift_remove(*name));
        assert_words(import(&jwk), &[words, "d alone"]);
    }
}

#[test]
fn certificates_and_keys() {
    let key = signing(SignatureAlgorithm::ES256).to_pem(false).unwrap();
    let certificate = |pem: &str| Key::from_certificate(pem.as_bytes(), ES256, &KeyOptions::default());
    assert_words(certificate(&key), &["key and not a certificate", "from_pem"]);
    assert_words(certificate(""), &["empty"]);
    assert_words(
        certificate(&key.replace("PUBLIC KEY", "PKCS7")),
        &["no certificate"],
    );
    assert_words(certificate("server.crt"), &["path"]);
    assert_words(
        pem(&key.replace("PUBLIC KEY", "CERTIFICATE")),
        &["certificate and not a key", "from_certificate"],
    );
}

#[test]
fn old_encryption_is_named() {
    let body: Vec<u8> = [base64_simd::STANDARD.decode_to_vec(PBES1).unwrap(), vec![7; 0x90]].concat();
    let options = || KeyOptions {
        password: Some("correct horse".into()),
        ..KeyOptions::default()
    };
    assert_words(
        Key::from_der(&body, ES256, &options()),
        &["older than PBES2", "aes-256-cbc"],
    );
    // PBES2 with the triple DES of OpenSSL's `-v2 des3`.
    let des3 = "MIHjME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAjaWlpaWlpaWgICCAAwDAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIWlpaWlpaWloEgZA=";
    let body = [base64_simd::STANDARD.decode_to_vec(des3).unwrap(), vec![7; 0x90]].concat();
    assert_words(
        Key::from_der(&body, ES256, &options()),
        &["triple DES", "aes-256-cbc"],
    );
    assert_words(
        Key::from_der(&body, ES256, &KeyOptions::default()),
        &["encrypted", "password"],
    );
}
