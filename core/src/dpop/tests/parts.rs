//! What a proof is held against: origins, confirmations and nonces.

use super::*;

#[test]
fn origins_are_the_callers() {
    let origins =
        |given: &[&str]| Origins::compile(&given.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
    for given in [
        &[][..],
        &["api.example"],
        &["https://api.example/v1"],
        &["https://api.example?x"],
        &["https://api.example#x"],
        &["https://u@api.example"],
        &["ftp://api.example"],
        &["*"],
        &["https://*.example"],
    ] {
        assert_eq!(
            origins(given).unwrap_err().code(),
            ErrorCode::OptionInvalid,
            "{given:?}"
        );
    }
    let own = origins(&["https://API.example:443/", "http://localhost:8080"]).unwrap();
    for (url, htu) in [
        ("/orders", "https://api.example/orders"),
        ("/orders?page=2#x", "https://api.example/orders"),
        ("/orders", "HTTPS://Api.Example:443/orders?page=2#x"),
        ("/orders", "http://localhost:8080/orders"),
        ("/", "https://api.example"),
        ("/?x", "https://api.example/"),
        (
            "https://api.example/orders?page=2",
            "https://api.example:443/orders",
        ),
        ("/a/../orders/./%7E%2f", "https://api.example/orders/~%2F"),
        ("/orders/%2e%2e/x", "https://api.example/x"),
        (
            "//evil.example/orders",
            "https://api.example//evil.example/orders",
        ),
    ] {
        assert_eq!(own.check(url, htu), Ok(()), "{url} {htu}");
    }
    for (url, htu) in [
        ("/orders", "https://api.example/orders/"),
        ("/orders", "https://api.example/Orders"),
        ("/orders", "http://api.example/orders"),
        ("/orders", "https://api.example:8443/orders"),
        ("/orders", "https://api.example./orders"),
        ("/orders", "https://evil.example/orders"),
        ("/orders", "https://api.example@evil.example/orders"),
        ("/orders", "https://evil.example\\@api.example/orders"),
        ("/orders", "//api.example/orders"),
        ("/orders", "/orders"),
        ("/orders", ""),
        ("/a%2Fb", "https://api.example/a/b"),
        ("//evil.example/orders", "https://evil.example/orders"),
        ("https://evil.example/orders", "https://evil.example/orders"),
        ("http://api.example/orders", "http://api.example/orders"),
        ("https://u@api.example/orders", "https://api.example/orders"),
        ("@evil.example/orders", "https://api.example@evil.example/orders"),
        ("orders", "https://api.example/orders"),
        ("*", "https://api.example/*"),
        ("", "https://api.example"),
        ("/é", "https://api.example/é"),
        ("/a b", "https://api.example/a b"),
        ("/%zz", "https://api.example/%zz"),
        ("/a\\b", "https://api.example/a\\b"),
    ] {
        assert_eq!(
            own.check(url, htu).unwrap_err().code(),
            ErrorCode::DpopInvalid,
            "{url} {htu}"
        );
    }
}

#[test]
fn confirmations_that_nobody_can_check() {
    let thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    let read = |cnf: Value| Bound::read(&cnf.to_string()).map_err(|error| error.code());
    let key = Some(thumbprint.to_owned());
    assert_eq!(
        read(json!({ "jkt": thumbprint })),
        Ok(Bound {
            key: key.clone(),
            certificate: None
        })
    );
    assert_eq!(
        read(json!({ "jkt": thumbprint, "x5t#S256": thumbprint })),
        Ok(Bound {
            key: key.clone(),
            certificate: key
        })
    );
    for unknown in [
        json!({}),
        json!({ "jwk": {} }),
        json!({ "jkt": thumbprint, "kid": "1" }),
        json!({ "osc": 1, "jkt": thumbprint }),
        json!({ "JKT": thumbprint }),
    ] {
        assert_eq!(read(unknown), Err(ErrorCode::NotBound));
    }
    for malformed in [
        Value::Null,
        json!("text"),
        json!([]),
        json!({ "jkt": null }),
        json!({ "jkt": "short" }),
        json!({ "x5t#S256": [thumbprint] }),
    ] {
        assert_eq!(read(malformed), Err(ErrorCode::ClaimInvalid));
    }
    assert_eq!(
        Confirmation::of_key(&secret()).unwrap_err().code(),
        ErrorCode::KeyMismatch
    );
    let encryption = Key::generate("ECDH-ES".parse().unwrap(), &GenerateOptions::default()).unwrap();
    assert_eq!(
        Confirmation::of_key(&encryption).unwrap_err().code(),
        ErrorCode::KeyMismatch
    );
    assert_eq!(
        Confirmation::of_certificate(b"no certificate")
            .unwrap_err()
            .code(),
        ErrorCode::JwkInvalid
    );
}

#[test]
fn nonces_live_for_two_generations() {
    let nonces = Nonces::new(&secret()).unwrap();
    let nonce = nonces.at(NOW).unwrap();
    let start = (NOW / 300.0).floor() * 300.0;
    for (now, is_valid) in [
        (start - 1.0, false),
        (start, true),
        (start + 299.9, true),
        (start + 599.9, true),
        (start + 600.0, false),
    ] {
        assert_eq!(nonces.is_valid(&nonce, now), is_valid, "{now}");
    }
    // Another instance with the same key recognizes it; one with a different key does not.
    assert!(Nonces::new(&secret()).unwrap().is_valid(&nonce, NOW));
    assert!(
        !Nonces::new(&key(SignatureAlgorithm::HS256))
            .unwrap()
            .is_valid(&nonce, NOW)
    );
    let mut altered = nonce.clone().into_bytes();
    altered[12] ^= 1;
    let altered = String::from_utf8(altered).unwrap();
    for wrong in [
        "",
        "AA",
        &nonce[1..],
        &nonce[..nonce.len() - 4],
        &altered,
        &nonce.repeat(4),
        "é",
    ] {
        assert!(!nonces.is_valid(wrong, NOW), "{wrong}");
    }
    for wrong in [
        key(SignatureAlgorithm::ES256),
        Key::generate("A256KW".parse().unwrap(), &GenerateOptions::default()).unwrap(),
    ] {
        assert_eq!(Nonces::new(&wrong).unwrap_err().code(), ErrorCode::OptionInvalid);
    }
}
