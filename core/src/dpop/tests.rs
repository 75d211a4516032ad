//! The parts of proofs. Whole checks, with proofs made by others, are tested in tests/vectors.

use serde_json::{Value, json};

use super::confirmation::Bound;
use super::origins::Origins;
use super::proof::Proof;
use super::*;
use crate::jws::{self, Extra};
use crate::key::{GenerateOptions, Key, KeyOptions, ThumbprintHash};
use crate::options::{
    CheckOptions, Confirmation, IssueOptions, IssuerOptions, OneOrMany, ProofOptions, ReplayOptions,
    VerifyOptions,
};
use crate::{ErrorCode, Issuer, SignatureAlgorithm, Verifier};

const NOW: f64 = 1_700_000_000.0;
const URL: &str = "https://api.example/orders";

/// RFC 9449, figure 12: a proof for a protected resource, and the token of section 7.1 that it is
/// for.
const OF_RFC: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
const TOKEN_OF_RFC: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

fn key(algorithm: SignatureAlgorithm) -> Key {
    Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap()
}

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn options() -> ProofOptions {
    ProofOptions {
        now: Some(NOW),
        ..ProofOptions::default()
    }
}

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

/// Marks a proof of this key and id in a cache in memory.
fn mark(replays: &ReplayCache, thumbprint: &str, id: &str, issued: f64, now: f64) -> crate::Result<()> {
    let proof = Proof {
        thumbprint: thumbprint.to_owned(),
        id: id.to_owned(),
        issued,
        ..Proof::read(OF_RFC).unwrap()
    };
    replays.mark(&proof, 0.0, now, false).map(drop)
}

#[test]
fn a_proof_is_accepted_once_for_as_long_as_it_is_young() {
    let replays = ReplayCache::new(&ReplayOptions { capacity: Some(2) }).unwrap();
    let code =
        |id: &str, issued: f64, now: f64| mark(&replays, "t", id, issued, now).map_err(|error| error.code());
    assert_eq!(code("1", NOW, NOW), Ok(()));
    assert_eq!(code("1", NOW, NOW), Err(ErrorCode::DpopInvalid));
    assert_eq!(
        mark(&replays, "u", "1", NOW, NOW),
        Ok(()),
        "another key may choose the same jti"
    );
    assert_eq!(code("2", NOW + 1.0, NOW), Err(ErrorCode::DpopUnavailable));
    assert_eq!(
        code("1", NOW, NOW + 60.0),
        Err(ErrorCode::DpopInvalid),
        "still young enough"
    );
    assert_eq!(
        code("2", NOW + 61.0, NOW + 60.5),
        Ok(()),
        "what nobody accepts is forgotten"
    );
    // The clock is set back: a forgotten proof is not accepted again.
    assert_eq!(code("1", NOW, NOW), Err(ErrorCode::DpopInvalid));
    let status: Value = serde_json::from_str(&replays.status()).unwrap();
    let expected = json!({ "scope": "this process only", "remembered": 1, "capacity": 2, "refused": 3, "turned_away": 1 });
    assert_eq!(status, expected);
    assert_eq!(
        ReplayCache::new(&ReplayOptions { capacity: Some(0) })
            .unwrap_err()
            .code(),
        ErrorCode::OptionInvalid
    );
}

/// Two verifiers share a cache, and one allows a leeway: nothing that it would accept may be
/// forgotten.
#[test]
fn a_shared_cache_remembers_for_the_most_lenient() {
    let replays = ReplayCache::new(&ReplayOptions::default()).unwrap();
    replays.widen(0.0);
    replays.widen(300.0);
    replays.widen(0.0);
    mark(&replays, "t", "1", NOW, NOW).unwrap();
    assert!(mark(&replays, "t", "1", NOW, NOW + 360.0).is_err());
    mark(&replays, "t", "2", NOW + 360.0, NOW + 361.0).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&replays.status()).unwrap()["remembered"],
        1
    );
}

struct Service {
    token: String,
    key: Key,
    verifier: Verifier,
}

fn service(options: VerifyOptions) -> Service {
    let (issuing, key) = (secret(), key(SignatureAlgorithm::ES256));
    let issuer = Issuer::new(
        Some(issuing.clone().into()),
        None,
        &IssuerOptions {
            lifetime: Some("5m".into()),
            ..IssuerOptions::default()
        },
    );
    let bound = IssueOptions {
        confirm: Some(Confirmation::of_key(&key).unwrap()),
        now: Some(NOW),
        ..IssueOptions::default()
    };
    let token = issuer.unwrap().issue(&json!({}), &bound).unwrap();
    let options = VerifyOptions {
        public_origins: Some(vec!["https://api.example".into()]),
        ..options
    };
    Service {
        token,
        key,
        verifier: Verifier::new(Some(issuing.into()), None, &options).unwrap(),
    }
}

impl Service {
    fn prove(&self, nonce: Option<&str>) -> String {
        let options = ProofOptions {
            access_token: Some(self.token.clone()),
            nonce: nonce.map(str::to_owned),
            ..options()
        };
        prove(&self.key, "GET", URL, &options).unwrap()
    }

    fn check(&self, proof: impl Into<OneOrMany>) -> Result<(), crate::Error> {
        let sent = CheckOptions {
            proof: Some(proof.into()),
            method: Some("GET".into()),
            url: Some("/orders".into()),
            now: Some(NOW),
            ..CheckOptions::default()
        };
        self.verifier.verify_with(&self.token, &sent).map(drop)
    }
}

#[test]
fn an_error_has_the_nonce_that_the_next_proof_needs() {
    let Service { token, key, verifier } = service(VerifyOptions::default());
    assert_eq!(verifier.dpop_nonce(NOW), Ok(None));
    let service = Service {
        token,
        key,
        verifier: verifier.with_nonce_key(&secret()).unwrap(),
    };
    let error = service.check(service.prove(None)).unwrap_err();
    assert_eq!(
        (error.code(), error.dpop_nonce()),
        (
            ErrorCode::DpopNonceRequired,
            service.verifier.dpop_nonce(NOW).unwrap().as_deref()
        )
    );
    let error = service.check(service.prove(Some("old"))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DpopNonceRequired);
    let good = service.prove(error.dpop_nonce());
    assert_eq!(service.check(good.as_str()), Ok(()));
    assert_eq!(service.check(good).unwrap_err().code(), ErrorCode::DpopInvalid);
}

#[test]
fn lists_of_proofs() {
    let service = service(VerifyOptions::default());
    let code = |proofs: Vec<String>| service.check(proofs).map_err(|error| error.code());
    assert_eq!(code(vec![]), Err(ErrorCode::DpopInvalid));
    assert_eq!(
        code(vec![service.prove(None), service.prove(None)]),
        Err(ErrorCode::DpopInvalid)
    );
    assert_eq!(code(vec![service.prove(None)]), Ok(()));
    assert_eq!(code(vec![String::new()]), Err(ErrorCode::DpopInvalid));
}

/// A refused request leaves no mark: otherwise anyone could use up a proof they overheard before
/// its owner's request arrives.
#[test]
fn only_an_accepted_proof_is_used_up() {
    let service = service(VerifyOptions::default());
    let proof = service.prove(None);
    let sent = |method: &str, now: f64| CheckOptions {
        proof: Some(proof.as_str().into()),
        method: Some(method.to_owned()),
        url: Some("/orders".into()),
        now: Some(now),
        ..CheckOptions::default()
    };
    for (refused, code) in [
        (sent("POST", NOW), ErrorCode::DpopInvalid),
        (sent("GET", NOW + 61.0), ErrorCode::DpopInvalid),
        (sent("GET", NOW + 400.0), ErrorCode::Expired),
    ] {
        assert_eq!(
            service
                .verifier
                .verify_with(&service.token, &refused)
                .unwrap_err()
                .code(),
            code
        );
    }
    assert_eq!(service.check(proof.as_str()), Ok(()));
    let replays = service.verifier.replays().unwrap().status();
    assert!(replays.contains(r#""remembered":1"#), "{replays}");
}

/// A copy of a process, as a fork makes it: each does not know the marks of the other. `status`
/// says so, and a store solves it.
#[test]
fn another_process_knows_nothing_of_a_proof() {
    let Service { token, key, verifier } = service(VerifyOptions::default());
    let other = verifier
        .clone()
        .with_replays(&ReplayCache::new(&ReplayOptions::default()).unwrap())
        .unwrap();
    let shared = verifier
        .clone()
        .with_replays(verifier.replays().unwrap())
        .unwrap();
    let here = Service {
        token: token.clone(),
        key: key.clone(),
        verifier,
    };
    let proof = here.prove(None);
    let in_another = |verifier: Verifier| Service {
        token: token.clone(),
        key: key.clone(),
        verifier,
    };
    assert_eq!(here.check(proof.as_str()), Ok(()));
    assert!(in_another(shared).check(proof.as_str()).is_err());
    assert_eq!(in_another(other).check(proof.as_str()), Ok(()));
}

#[test]
fn what_came_with_one_token_is_not_for_many() {
    let plain = CheckOptions {
        now: Some(NOW),
        ..CheckOptions::default()
    };
    assert_eq!(plain.time_alone(), Ok(Some(NOW)));
    let text = || Some("text".to_owned());
    for more in [
        CheckOptions {
            proof: Some("text".into()),
            ..plain.clone()
        },
        CheckOptions {
            method: text(),
            ..plain.clone()
        },
        CheckOptions {
            url: text(),
            ..plain.clone()
        },
        CheckOptions {
            certificate: Some(Vec::new()),
            ..plain.clone()
        },
    ] {
        assert_eq!(more.time_alone().unwrap_err().code(), ErrorCode::OptionInvalid);
    }
}

#[test]
fn options_that_contradict() {
    let keys = || Some(secret().into());
    let of = |options: &VerifyOptions| Verifier::new(keys(), None, options);
    let code = |verifier: crate::Result<Verifier>| verifier.map(drop).map_err(|error| error.code());
    let bad = Err(ErrorCode::OptionInvalid);
    let origins = Some(vec!["https://api.example".to_owned()]);
    let ignoring = VerifyOptions {
        proof_of_possession: crate::ProofOfPossession::Ignore,
        ..VerifyOptions::default()
    };
    assert_eq!(
        code(of(&VerifyOptions {
            public_origins: origins.clone(),
            ..ignoring.clone()
        })),
        bad
    );
    let plain = || of(&VerifyOptions::default()).unwrap();
    let replays = ReplayCache::new(&ReplayOptions::default()).unwrap();
    assert_eq!(code(plain().with_replays(&replays)), bad);
    assert_eq!(code(plain().with_nonce_key(&secret())), bad);
    assert_eq!(plain().replays().map(ReplayCache::status), None);
    let with_origins = VerifyOptions {
        public_origins: origins,
        issuer: Some("i".into()),
        ..VerifyOptions::default()
    };
    let several = Verifier::by_issuer([of(&with_origins).unwrap()], None).unwrap();
    assert_eq!(code(several.clone().with_replays(&replays)), bad);
    assert_eq!(code(several.with_nonce_key(&secret())), bad);
    let required = VerifyOptions {
        proof_of_possession: crate::ProofOfPossession::Required,
        now: Some(NOW),
        ..VerifyOptions::default()
    };
    assert_eq!(
        crate::verify("a.b.c", secret(), &required).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
    let Service { token, .. } = service(VerifyOptions::default());
    let now = Some(NOW);
    assert_eq!(
        crate::verify(
            &token,
            secret(),
            &VerifyOptions {
                now,
                ..VerifyOptions::default()
            }
        )
        .unwrap_err()
        .code(),
        ErrorCode::NotBound
    );
    crate::verify(&token, secret(), &VerifyOptions { now, ..ignoring }).unwrap();
}
