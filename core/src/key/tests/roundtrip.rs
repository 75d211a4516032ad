//! An exported key is read back as the same key.

use super::*;

fn strict() -> JwksOptions {
    JwksOptions {
        strict: true,
        ..JwksOptions::default()
    }
}

fn options(key: &Key) -> KeyOptions {
    KeyOptions {
        enc: key.content_encryption(),
        key_id: key.key_id().map(String::from),
        ..KeyOptions::default()
    }
}

#[test]
fn every_algorithm_through_jwk() {
    for key in generated() {
        let text = key.to_jwk(true).unwrap();
        let back = Key::from_jwk(&text, &JwkOptions::default()).unwrap();
        assert_eq!(back, key);
        assert_eq!(back.to_jwk(true).unwrap(), text);
        assert_eq!(format!("{back:?}"), format!("{key:?}"));
        if key.key_type() == "oct" {
            assert!(key.key_id().is_none());
            assert_code(key.public(), ErrorCode::KeyMismatch);
            assert_eq!(key.to_jwk(false).unwrap_err().code(), ErrorCode::KeyMismatch);
            assert_eq!(key.to_pem(true).unwrap_err().code(), ErrorCode::KeyMismatch);
            assert_eq!(key.to_der(false).unwrap_err().code(), ErrorCode::KeyMismatch);
            continue;
        }
        let public = key.public().unwrap();
        assert_eq!(
            key.key_id(),
            Some(key.thumbprint(ThumbprintHash::Sha256).unwrap().as_str())
        );
        assert_eq!(
            public.thumbprint(ThumbprintHash::Sha512),
            key.thumbprint(ThumbprintHash::Sha512)
        );
        assert_ne!(public, key);
        assert_eq!(public.to_jwk(false), key.to_jwk(false));
        assert_eq!(
            Key::from_jwk(&key.to_jwk(false).unwrap(), &JwkOptions::default()).unwrap(),
            public
        );
        assert_eq!(public.to_jwk(true).unwrap_err().code(), ErrorCode::KeyMismatch);
        assert_eq!(public.to_der(true).unwrap_err().code(), ErrorCode::KeyMismatch);
    }
}

#[test]
fn every_algorithm_through_pem_and_der() {
    for key in generated().iter().filter(|key| key.key_type() != "oct") {
        let algorithm = key.algorithm().unwrap();
        for private in [true, false] {
            let expected = if private {
                key.clone()
            } else {
                key.public().unwrap()
            };
            let der = key.to_der(private).unwrap();
            let back = Key::from_der(&der, algorithm, &options(key)).unwrap();
            assert_eq!(back, expected, "{key:?}");
            assert_eq!(back.to_der(private).unwrap(), der);
            let pem = key.to_pem(private).unwrap();
            assert_eq!(
                Key::from_pem(pem.as_bytes(), algorithm, &options(key)).unwrap(),
                expected
            );
            for length in 0..der.len() {
                assert_code(
                    Key::from_der(&der[..length], algorithm, &options(key)),
                    ErrorCode::JwkInvalid,
                );
            }
            assert_code(
                Key::from_der(&[&der[..], &[0]].concat(), algorithm, &options(key)),
                ErrorCode::JwkInvalid,
            );
        }
    }
}

#[test]
fn what_is_imported_works() {
    for &algorithm in SignatureAlgorithm::ALL {
        let key = signing(algorithm);
        let back = import(&json(&key, true)).unwrap();
        let signature = back.sign(algorithm, b"input").unwrap();
        assert!(key.verify(algorithm, b"input", &signature), "{algorithm}");
        assert!(!key.verify(algorithm, b"inpux", &signature));
        assert!(!key.verify(algorithm, b"input", &[]));
        if key.key_type() != "oct" {
            let public = key.public().unwrap();
            assert!(public.verify(algorithm, b"input", &signature), "{algorithm}");
            assert_eq!(
                public.sign(algorithm, b"input").unwrap_err().code(),
                ErrorCode::KeyMismatch
            );
        }
    }
}

#[test]
fn oaep_works() {
    for algorithm in [
        KeyManagement::RSA_OAEP,
        KeyManagement::RSA_OAEP_256,
        KeyManagement::RSA_OAEP_384,
        KeyManagement::RSA_OAEP_512,
    ] {
        let key = generate(algorithm, GenerateOptions::default());
        let public = key.public().unwrap();
        let (Material::Rsa(private), Material::Rsa(public)) = (key.material(), public.material()) else {
            panic!()
        };
        let encrypted = public.encrypt_oaep(algorithm, &[7; 64]).unwrap();
        assert_eq!(
            private.decrypt_oaep(algorithm, &encrypted).unwrap().as_slice(),
            [7; 64]
        );
        for bad in [&encrypted[1..], &[], &[0; 256], &[255; 256], &[0; 257]] {
            assert_eq!(
                private.decrypt_oaep(algorithm, bad).unwrap_err().code(),
                ErrorCode::DecryptionFailed
            );
        }
        assert_eq!(
            public.decrypt_oaep(algorithm, &encrypted).unwrap_err().code(),
            ErrorCode::DecryptionFailed
        );
    }
}

#[test]
fn agreement_keys_are_prepared() {
    for curve in [Curve::P256, Curve::P384, Curve::P521, Curve::X25519] {
        let key = generate(
            KeyManagement::ECDH_ES,
            GenerateOptions {
                curve: Some(curve),
                ..GenerateOptions::default()
            },
        );
        let (prepared, public) = match key.material() {
            Material::Ec(key) => (key.agreement_private(), key.public_bytes()),
            Material::Okp(key) => (key.agreement_private(), key.public_bytes()),
            _ => panic!(),
        };
        assert_eq!(prepared.unwrap().compute_public_key().unwrap().as_ref(), public);
    }
}

#[test]
fn sets() {
    let keys = [
        signing(SignatureAlgorithm::ES256),
        signing(SignatureAlgorithm::HS256),
        signing(SignatureAlgorithm::EdDSA).public().unwrap(),
    ];
    let set: KeySet = keys.iter().cloned().collect();
    let whole = KeySet::from_jwks(&set.to_jwks(true).unwrap(), &strict()).unwrap();
    assert_eq!(whole.keys(), keys);
    let public = KeySet::from_jwks(&set.to_jwks(false).unwrap(), &strict()).unwrap();
    assert_eq!(public.keys(), [keys[0].public().unwrap(), keys[2].clone()]);
    assert_eq!(public.get(keys[2].key_id().unwrap()), Some(&keys[2]));
    assert!(KeySet::from_jwks(r#"{"keys":[]}"#, &strict()).unwrap().is_empty());
}

#[test]
fn a_set_puts_malformed_keys_aside() {
    let good = signing(SignatureAlgorithm::ES256).to_jwk(false).unwrap();
    let text = format!(
        r#"{{"keys":[{good},{{"kty":"oct","k":"AAAA","kid":"a"}},7,{{"kty":"XYZ"}},{{"kty":"EC","crv":"P-256","kid":5}},{{"kty":"oct","alg":"dir","k":"AAAA"}}]}}"#
    );
    let set = KeySet::from_jwks(&text, &JwksOptions::default()).unwrap();
    let rejected: Vec<_> = set
        .rejected()
        .iter()
        .map(|key| (key.index, key.key_id.as_deref(), key.code))
        .collect();
    let malformed = ErrorCode::JwkInvalid;
    let expected = [
        (1, Some("a"), malformed),
        (2, None, malformed),
        (3, None, ErrorCode::NotSupported),
        (4, None, malformed),
        (5, None, malformed),
    ];
    assert_eq!(set.len(), 1);
    assert_eq!(rejected, expected);
    assert_eq!(
        KeySet::from_jwks(&text, &strict()).unwrap_err().code(),
        ErrorCode::JwksInvalid
    );
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[],"keys":[]}"#,
        r#"{"keys":[]} x"#,
        r#"{"keys":null}"#,
    ] {
        assert_eq!(
            KeySet::from_jwks(bad, &JwksOptions::default())
                .unwrap_err()
                .code(),
            ErrorCode::JwksInvalid,
            "{bad}"
        );
    }
}

#[test]
fn the_public_half_has_the_complement_of_key_ops() {
    let mut jwk = json(&signing(SignatureAlgorithm::ES256), true);
    jwk["key_ops"] = serde_json::json!(["verify", "sign", "x"]);
    jwk["use"] = "sig".into();
    let public = json(&import(&jwk).unwrap().public().unwrap(), false);
    assert_eq!(public["key_ops"], serde_json::json!(["verify", "x"]));
    assert_eq!(public["use"], "sig");
}
