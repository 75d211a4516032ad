//! Certificates, encrypted keys, and JWK members that the library does not know. Made with OpenSSL
//! 3.0.

use super::*;
use serde_json::{Value, json};

const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIInpORu7mdvxfwysv86IhaIu5szMnes3AC2nwMJ/2RsS
-----END PRIVATE KEY-----
";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
-----END CERTIFICATE-----
";
/// PBKDF2 with HMAC SHA-256, 2048 iterations, AES-256-CBC.
const ENCRYPTED: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh72lYI/tCaXwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJ2dvJsLvYwByg14XjRE1t8EQHDb
b478AAla1GUxauEWzskabveEX2Dxivw2tpIYb1aAdCJU9jYxadcWhmD4I9YACiKs
zVKxqj8Dyp+Zs+Qpi0Q=
-----END ENCRYPTED PRIVATE KEY-----
";
const PASSWORD: &str = "correct horse";

const ED25519: Algorithm = Algorithm::Signature(SignatureAlgorithm::Ed25519);

fn with_password(password: impl Into<Option<&'static str>>) -> KeyOptions {
    KeyOptions {
        password: password.into().map(Password::from),
        ..KeyOptions::default()
    }
}

fn certified() -> Key {
    Key::from_certificate(CERTIFICATE.as_bytes(), ED25519, &KeyOptions::default()).unwrap()
}

#[test]
fn a_certificate_holds_the_public_key() {
    let key = Key::from_pem(KEY.as_bytes(), ED25519, &KeyOptions::default()).unwrap();
    let certified = certified();
    assert_eq!(certified, key.public().unwrap());
    let jwk = json(&certified, false);
    let der = base64_simd::STANDARD
        .decode_to_vec(jwk["x5c"][0].as_str().unwrap())
        .unwrap();
    assert_eq!(
        Key::from_certificate(&der, ED25519, &KeyOptions::default())
            .unwrap()
            .to_jwk(false),
        certified.to_jwk(false)
    );
    assert_eq!(import(&jwk).unwrap().to_jwk(false), certified.to_jwk(false));
    for length in 0..der.len() {
        assert_code(
            Key::from_certificate(&der[..length], ED25519, &KeyOptions::default()),
            ErrorCode::JwkInvalid,
        );
    }
    let chain = format!("subject=CN = leaf\n{CERTIFICATE}\nsubject=CN = root\n{CERTIFICATE}");
    assert_eq!(
        Key::from_certificate(chain.as_bytes(), ED25519, &KeyOptions::default()).unwrap(),
        certified
    );
    let both = format!("{KEY}{CERTIFICATE}");
    assert_eq!(
        Key::from_certificate(both.as_bytes(), ED25519, &KeyOptions::default()).unwrap(),
        certified
    );
    assert_eq!(
        Key::from_pem(both.as_bytes(), ED25519, &KeyOptions::default()).unwrap(),
        key
    );
    for bad in [KEY.to_owned(), format!("{CERTIFICATE}-----BEGIN "), String::new()] {
        assert_code(
            Key::from_certificate(bad.as_bytes(), ED25519, &KeyOptions::default()),
            ErrorCode::JwkInvalid,
        );
    }
    assert_code(
        Key::from_certificate(
            CERTIFICATE.as_bytes(),
            SignatureAlgorithm::ES256.into(),
            &KeyOptions::default(),
        ),
        ErrorCode::KeyMismatch,
    );
    assert_code(
        Key::from_certificate(CERTIFICATE.as_bytes(), ED25519, &with_password(PASSWORD)),
        ErrorCode::OptionInvalid,
    );
    assert_code(
        Key::from_pem(CERTIFICATE.as_bytes(), ED25519, &with_password(PASSWORD)),
        ErrorCode::JwkInvalid,
    );
}

#[test]
fn a_jwk_says_of_certificates_what_it_likes_but_for_the_key() {
    let good = json(&certified(), false);
    let with = |name: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[name] = value;
        import(&jwk)
    };
    let other = json(&signing(SignatureAlgorithm::Ed25519), false);
    assert_code(with("x", other["x"].clone()), ErrorCode::KeyMismatch);
    let text = good["x5c"][0].as_str().unwrap();
    let harmless = [
        json!(text),
        json!([]),
        json!([7]),
        json!([text, "AAAA"]),
        json!([format!("{text}\n")]),
        json!([text.replace('=', "")]),
    ];
    let thumbprints = [
        json!("A".repeat(43)),
        json!("A".repeat(42)),
        json!("ab".repeat(32)),
        json!(""),
        json!(7),
    ];
    let kept = harmless
        .map(|x5c| ("x5c", x5c))
        .into_iter()
        .chain(thumbprints.map(|thumbprint| ("x5t#S256", thumbprint)));
    for (name, value) in kept {
        let key = with(name, value.clone()).unwrap();
        assert_eq!((&key, &json(&key, false)[name]), (&certified(), &value), "{name}");
    }
    assert_eq!(
        json(&with("x5t#S256", Value::Null).unwrap(), false)["x5t#S256"],
        Value::Null
    );
    assert_code(with("x5u", json!(7)), ErrorCode::JwkInvalid);
    assert!(with("x5c", json!([text, text])).is_ok());
}

#[test]
fn an_encrypted_key_opens_with_its_password() {
    let key = Key::from_pem(KEY.as_bytes(), ED25519, &KeyOptions::default()).unwrap();
    let open = |password| Key::from_pem(ENCRYPTED.as_bytes(), ED25519, &with_password(password));
    assert_eq!(open(Some(PASSWORD)).unwrap(), key);
    assert_code(open(Some("Correct horse")), ErrorCode::JwkInvalid);
    assert_code(open(Some("")), ErrorCode::JwkInvalid);
    assert_code(open(None), ErrorCode::OptionInvalid);
    assert_code(
        Key::from_pem(KEY.as_bytes(), ED25519, &with_password(PASSWORD)),
        ErrorCode::OptionInvalid,
    );
    let hs256 = SignatureAlgorithm::HS256.into();
    assert_code(
        Key::from_secret(&[7; 32], hs256, &with_password(PASSWORD)),
        ErrorCode::OptionInvalid,
    );
    assert!(!format!("{:?}", with_password(PASSWORD)).contains(PASSWORD));
    let read: KeyOptions = crate::options_from_json(json!({ "password": PASSWORD })).unwrap();
    assert_eq!(read, with_password(PASSWORD));
}

/// Whichever byte is changed, nothing panics. (CBC authenticates nothing, so a changed key may come
/// out if no public half accompanies it.)
#[test]
fn a_damaged_encrypted_key_is_refused() {
    let key = Key::from_pem(KEY.as_bytes(), ED25519, &KeyOptions::default()).unwrap();
    let body: String = ENCRYPTED.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64_simd::STANDARD.decode_to_vec(body).unwrap();
    assert_eq!(
        Key::from_der(&der, ED25519, &with_password(PASSWORD)).unwrap(),
        key
    );
    for position in 0..der.len() {
        let mut damaged = der.clone();
        damaged[position] ^= 1;
        let code = Key::from_der(&damaged, ED25519, &with_password(PASSWORD))
            .err()
            .map(|error| error.code());
        assert!(
            matches!(
                code,
                None | Some(ErrorCode::JwkInvalid | ErrorCode::NotSupported | ErrorCode::LimitExceeded)
            ),
            "{position} {code:?}"
        );
        assert_code(
            Key::from_der(&der[..position], ED25519, &with_password(PASSWORD)),
            ErrorCode::JwkInvalid,
        );
    }
}

#[test]
fn unknown_members_are_kept_and_not_shown() {
    let key = signing(SignatureAlgorithm::ES256);
    let extra = [
        ("ext", json!(true)),
        ("note", json!({ "a": [1, "\u{e9}", null] })),
        ("na\"me", json!(1.5)),
        ("k", json!("AA")),
    ];
    let with_extra = |mut jwk: Value| {
        extra.iter().for_each(|(name, value)| jwk[*name] = value.clone());
        jwk
    };
    let private = import(&with_extra(json(&key, true))).unwrap();
    assert_eq!(private, key);
    assert_eq!(json(&private, true), with_extra(json(&key, true)));
    let shown = json(&private, false);
    assert_eq!(
        (&shown["ext"], &shown["note"], &shown["k"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    assert_eq!(private.public().unwrap().to_jwk(false), private.to_jwk(false));
    let public = import(&with_extra(json(&key, false))).unwrap();
    let written = public.to_jwk(false).unwrap();
    assert!(
        written.ends_with("\"ext\":true,\"note\":{\"a\":[1,\"\u{e9}\",null]},\"na\\\"me\":1.5}"),
        "{written}"
    );
    let secret = signing(SignatureAlgorithm::HS256);
    let mut jwk = json(&secret, true);
    jwk["note"] = json!("x");
    assert_eq!(json(&import(&jwk).unwrap(), true), jwk);
}
