//! Single proofs: how they are made, and what is none.

use super::*;

/// RFC 9449, figure 12: a proof for a protected resource, and the token of section 7.1 that it is
/// for.
pub(super) const OF_RFC: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

const TOKEN_OF_RFC: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

/// An arbitrary proof: its `typ`, the rest of its header and its claims as given.
fn signed(key: &Key, typ: &str, header: Value, claims: &Value) -> String {
    let header = header.as_object().cloned().unwrap();
    let extra = Extra {
        typ: Some(typ),
        header: Some(&header),
        ..Extra::default()
    };
    jws::sign_compact(claims.to_string().as_bytes(), &key.with_key_id(None), &extra).unwrap()
}

fn jwk(key: &Key) -> Value {
    serde_json::from_str(&key.bare_jwk().unwrap()).unwrap()
}

fn claims() -> Value {
    json!({ "jti": "1", "htm": "GET", "htu": URL, "iat": NOW })
}

#[test]
fn the_proof_of_rfc_9449() {
    let proof = Proof::read(OF_RFC).unwrap();
    assert_eq!(proof.thumbprint, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    assert_eq!(
        (proof.id.as_str(), proof.method.as_str(), proof.issued),
        ("e1j3V_bKic8-LAEB", "GET", 1_562_262_618.0)
    );
    assert_eq!(proof.url, "https://resource.example.org/protectedresource");
    assert_eq!(
        (proof.token_hash, proof.nonce),
        (Some(hash_of_token(TOKEN_OF_RFC.as_bytes())), None)
    );
}

#[test]
fn what_is_made_is_read_by_every_algorithm() {
    for &algorithm in SignatureAlgorithm::ALL {
        let key = key(algorithm);
        let options = ProofOptions {
            nonce: Some("n".into()),
            access_token: Some(TOKEN_OF_RFC.into()),
            ..options()
        };
        let made = prove(&key, "POST", "https://API.example:443/a?b#c", &options);
        if !algorithm.is_asymmetric() {
            assert_eq!(made.unwrap_err().code(), ErrorCode::KeyMismatch);
            assert_eq!(
                prepare(&key, "POST", URL, &options).unwrap_err().code(),
                ErrorCode::KeyMismatch
            );
            continue;
        }
        let proof = Proof::read(&made.unwrap()).unwrap();
        assert_eq!(proof.thumbprint, key.thumbprint(ThumbprintHash::Sha256).unwrap());
        assert_eq!(
            (proof.method.as_str(), proof.url.as_str()),
            ("POST", "https://API.example:443/a")
        );
        assert_eq!(
            (proof.issued, proof.nonce.as_deref(), proof.id.len()),
            (NOW, Some("n"), 22)
        );
        assert_eq!(
            proof.token_hash.as_deref(),
            Some("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
        );

        let fixed = ProofOptions {
            token_id: Some("1".into()),
            ..options
        };
        let unsigned = prepare(&key.public().unwrap(), "POST", URL, &fixed).unwrap();
        let whole = unsigned
            .complete(key.sign(algorithm, unsigned.signing_input()).unwrap())
            .unwrap();
        assert_eq!(Proof::read(&whole).unwrap().id, "1");
        assert!(
            prove(&key, "POST", URL, &fixed)
                .unwrap()
                .as_bytes()
                .starts_with(unsigned.signing_input())
        );
    }
}

#[test]
fn only_the_public_key_stands_in_a_proof() {
    let key = key(SignatureAlgorithm::ES256).with_key_id(Some("mine"));
    let header = prove(&key, "GET", URL, &options()).unwrap();
    let header = crate::base64url::decode(header.split('.').next().unwrap().as_bytes()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!(
        header,
        json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": jwk(&key) })
    );
    assert_eq!(
        jwk(&key).as_object().unwrap().keys().collect::<Vec<_>>(),
        ["crv", "kty", "x", "y"]
    );
}

#[test]
fn what_no_proof_can_be_made_of() {
    let key = key(SignatureAlgorithm::ES256);
    let code = |method: &str, url: &str, options: &ProofOptions| {
        prove(&key, method, url, options).unwrap_err().code()
    };
    for (method, url) in [
        ("", URL),
        ("G ET", URL),
        ("GET\n", URL),
        ("GET", ""),
        ("GET", "/orders"),
        ("GET", "ftp://a.example"),
        ("GET", "https://u@a.example"),
    ] {
        assert_eq!(
            code(method, url, &options()),
            ErrorCode::OptionInvalid,
            "{method} {url}"
        );
    }
    let text = |text: &str| Some(text.to_owned());
    for wrong in [
        ProofOptions::default(),
        ProofOptions {
            token_id: text(""),
            ..options()
        },
        ProofOptions {
            nonce: text(""),
            ..options()
        },
        ProofOptions {
            nonce: text("a\"b"),
            ..options()
        },
        ProofOptions {
            access_token: text(""),
            ..options()
        },
        ProofOptions {
            access_token: text("a b"),
            ..options()
        },
        ProofOptions {
            access_token: text("é"),
            ..options()
        },
    ] {
        assert_eq!(code("GET", URL, &wrong), ErrorCode::OptionInvalid, "{wrong:?}");
    }
    assert_eq!(
        prove(&key.public().unwrap(), "GET", URL, &options())
            .unwrap_err()
            .code(),
        ErrorCode::KeyMismatch
    );
}

#[test]
fn what_is_no_proof() {
    let own = key(SignatureAlgorithm::ES256);
    let other = key(SignatureAlgorithm::ES256);
    let edwards = key(SignatureAlgorithm::Ed25519);
    let refused = |proof: &str, because: &str| {
        let error = Proof::read(proof).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DpopInvalid, "{error}");
        assert!(error.message().contains(because), "{because}: {error}");
    };
    let good = signed(&own, TYPE, json!({ "jwk": jwk(&own) }), &claims());
    Proof::read(&good).unwrap();
    refused(&format!("{good},{good}"), "more than one");
    refused(&format!("{good}, {good}"), "more than one");
    refused(&format!(" {good}"), "malformed");
    refused("", "three parts");
    refused("{}", "three parts");
    refused(&"a".repeat(16 * 1024 + 1), "longer than 16 KiB");
    refused(&good[..good.len() - 2], "signature");
    for typ in ["JWT", "dpop", "DPOP+JWT", "application/dpop+jwt", "at+jwt"] {
        refused(
            &signed(&own, typ, json!({ "jwk": jwk(&own) }), &claims()),
            "typ of the proof",
        );
    }
    let with_jwk = |jwk: Value| signed(&own, TYPE, json!({ "jwk": jwk }), &claims());
    refused(&signed(&own, TYPE, json!({}), &claims()), "no jwk");
    refused(&with_jwk(jwk(&other)), "is not that of the key");
    refused(&with_jwk(jwk(&edwards)), "not a key for the alg");
    refused(&with_jwk(Value::Null), "jwk of the proof is no object");
    refused(&with_jwk(json!({ "kty": "EC" })), "no key that can be used");
    let private: Value = serde_json::from_str(&own.to_jwk(true).unwrap()).unwrap();
    refused(&with_jwk(private), "private or secret");
    for (name, value) in [
        ("d", Value::Null),
        ("k", json!("AA")),
        ("oth", json!([])),
        ("priv", json!(1)),
    ] {
        let mut jwk = jwk(&own);
        jwk[name] = value;
        refused(&with_jwk(jwk), "private or secret");
    }
    for (name, value) in [
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("alg", json!("ES384")),
    ] {
        let mut jwk = jwk(&own);
        jwk[name] = value;
        assert_eq!(
            Proof::read(&with_jwk(jwk)).unwrap_err().code(),
            ErrorCode::DpopInvalid
        );
    }
    let symmetric = json!({ "kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY" });
    refused(
        &signed(&secret(), TYPE, json!({ "jwk": symmetric }), &claims()),
        "no asymmetric signature algorithm",
    );
    let none = format!(
        "{}.{}.",
        crate::base64url::encode(br#"{"alg":"none","typ":"dpop+jwt","jwk":{}}"#),
        good.split('.').nth(1).unwrap()
    );
    refused(&none, "no asymmetric signature algorithm");

    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        claims
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        signed(&own, TYPE, json!({ "jwk": jwk(&own) }), &claims)
    };
    for name in ["jti", "htm", "htu", "iat"] {
        refused(&with(name, Value::Null), &format!("no {name}"));
        refused(&with(name, json!(["1"])), &format!("no {name}"));
    }
    refused(&with("iat", json!("1700000000")), "no iat");
    refused(&with("jti", json!("")), "jti of the proof is empty");
    refused(&with("jti", json!("1".repeat(257))), "longer than 256");
    Proof::read(&with("jti", json!("1".repeat(256)))).unwrap();
    refused(&with("ath", json!(1)), "ath of the proof");
    refused(&with("nonce", json!(1)), "nonce of the proof");
    refused(&with("x", json!([[[[[[[[[1]]]]]]]]])), "strict JSON");
    refused(
        &signed(&own, TYPE, json!({ "jwk": jwk(&own) }), &json!([])),
        "strict JSON",
    );
}
