//! A resource, from headers to answer. What every language must do is in the vectors; these are
//! tests that only this module can make.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Answer, ProtectedResource};
use crate::access::{AccessRules, Presented};
use crate::dpop::prove;
use crate::error::{Error, ErrorCode};
use crate::jwt::{Issuer, Verifier};
use crate::key::Key;
use crate::options::{
    CheckOptions, Confirmation, GenerateOptions, IssueOptions, IssuerOptions, KeyOptions, OneOrMany,
    PathForm, ProofOfPossession, ProofOptions, RequestOptions, ResourceOptions, VerifyOptions,
};
use crate::{Result, SignatureAlgorithm};

const NOW: f64 = 1_700_000_000.0;

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn token(claims: &Value, bound_to: Option<&Key>) -> String {
    let options = IssuerOptions {
        lifetime: Some("15m".into()),
        ..IssuerOptions::default()
    };
    let confirm = bound_to.map(|key| Confirmation::of_key(key).unwrap());
    let call = IssueOptions {
        confirm,
        now: Some(NOW),
        ..IssueOptions::default()
    };
    Issuer::new(Some(secret().into()), None, &options)
        .unwrap()
        .issue(claims, &call)
        .unwrap()
}

fn bearer(claims: &Value) -> Vec<(String, String)> {
    vec![(
        "authorization".to_owned(),
        format!("Bearer {}", token(claims, None)),
    )]
}

fn proofs() -> VerifyOptions {
    VerifyOptions {
        public_origins: Some(vec!["https://api.example".into()]),
        ..VerifyOptions::default()
    }
}

fn resource(
    verifier: &VerifyOptions,
    rules: Option<&str>,
    options: &ResourceOptions,
) -> Result<ProtectedResource> {
    let verifier = Verifier::new(Some(secret().into()), None, verifier)?;
    let rules = rules.map(AccessRules::from_json).transpose()?;
    let key = options.cookie.as_ref().map(|_| secret());
    ProtectedResource::new(&verifier, rules.as_ref(), key.as_ref(), options)
}

fn plain() -> ProtectedResource {
    resource(&VerifyOptions::default(), None, &ResourceOptions::default()).unwrap()
}

fn call() -> RequestOptions {
    RequestOptions {
        now: Some(NOW),
        ..RequestOptions::default()
    }
}

fn header<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    answer
        .headers()
        .iter()
        .filter(|(own, _)| *own == name)
        .map(|(_, value)| value.as_str())
        .collect()
}

fn code(answer: &Answer) -> Option<ErrorCode> {
    answer.error().map(Error::code)
}

#[test]
fn a_good_token_passes_and_comes_with_the_answer() {
    let answer = plain().check("GET", "/orders", &bearer(&json!({ "sub": "alice" })), &call());
    assert!(answer.is_allowed() && answer.headers().is_empty() && answer.body().is_empty());
    assert_eq!((answer.status(), answer.grpc_status()), (200, 0));
    assert_eq!(
        answer.token().and_then(|token| token.claim_json("sub")),
        Some("\"alice\"")
    );
    let answer = plain().check(
        "GET",
        "/orders",
        &[("x", "y")],
        &RequestOptions {
            optional: true,
            ..call()
        },
    );
    assert!(answer.is_allowed() && answer.token().is_none());
}

#[test]
fn whoever_mixes_up_the_steps_lets_nobody_pass() {
    let resource = plain();
    let taken = resource.take("GET", "/orders", &bearer(&json!({})));
    for optional in [false, true] {
        let call = RequestOptions { optional, ..call() };
        let unchecked = resource.answer(&taken, Presented::Nothing, &call);
        assert_eq!(
            (unchecked.is_allowed(), unchecked.status(), code(&unchecked)),
            (false, 500, Some(ErrorCode::OptionInvalid))
        );
        let none = resource.take("GET", "/orders", &[("x", "y")]);
        let claims = Presented::Claims {
            json: "{}",
            proven_by: None,
        };
        assert_eq!(resource.answer(&none, claims, &call).status(), 500);
        let refused = resource.take("GET", "/orders", &[("Authorization", "Bearer a, Bearer b")]);
        assert_eq!(
            (refused.token(), resource.answer(&refused, claims, &call).status()),
            (None, 400)
        );
    }
}

#[test]
fn the_options_of_a_call_are_the_programs_fault() {
    let rules = r#"{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": {} } ] }"#;
    let ruled = resource(
        &VerifyOptions::default(),
        Some(rules),
        &ResourceOptions::default(),
    )
    .unwrap();
    let many = |scopes: &[&str]| {
        Some(OneOrMany::Many(
            scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ))
    };
    for (resource, options) in [
        (&plain(), RequestOptions::default()),
        (
            &plain(),
            RequestOptions {
                now: Some(f64::NAN),
                ..call()
            },
        ),
        (
            &plain(),
            RequestOptions {
                scope: Some("".into()),
                ..call()
            },
        ),
        (
            &plain(),
            RequestOptions {
                scope: Some("a  b".into()),
                ..call()
            },
        ),
        (
            &plain(),
            RequestOptions {
                scope: many(&[]),
                ..call()
            },
        ),
        (
            &plain(),
            RequestOptions {
                scope: many(&["a b"]),
                ..call()
            },
        ),
        (
            &ruled,
            RequestOptions {
                optional: true,
                ..call()
            },
        ),
    ] {
        let answer = resource.check("GET", "/orders", &bearer(&json!({ "scope": "a b" })), &options);
        assert_eq!(
            (answer.status(), code(&answer)),
            (500, Some(ErrorCode::OptionInvalid)),
            "{options:?}"
        );
        assert!(
            header(&answer, "WWW-Authenticate").is_empty()
                && header(&answer, "Cache-Control") == ["no-store"]
        );
        assert!(answer.body().starts_with(r#"{"error":"server_error","#));
    }
}

#[test]
fn claims_are_as_good_as_the_token_they_are_of() {
    let resource = plain();
    let taken = resource.take("GET", "/orders", &bearer(&json!({ "scope": "a" })));
    let claims = |json| Presented::Claims {
        json,
        proven_by: None,
    };
    for (json, scope, status) in [
        (r#"{"scope":"a b"}"#, "a b", 200),
        (r#"{"scope":"a b"}"#, "c", 403),
        (r#"{"scp":["a","b"]}"#, "b", 200),
        (r#"{"scope":"a","scp":["b"]}"#, "b", 403),
        (r#"{"scope":["a"]}"#, "a", 403),
        (r#"{"scope":null,"scp":"a"}"#, "a", 403),
        ("no JSON", "a", 403),
    ] {
        let answer = resource.answer(
            &taken,
            claims(json),
            &RequestOptions {
                scope: Some(scope.into()),
                ..call()
            },
        );
        assert_eq!(answer.status(), status, "{json} {scope}");
    }
}

/// The whole lifecycle of a proof: nonce, replay, and a path that the framework decoded.
#[test]
fn a_bound_token_comes_with_its_proof() {
    let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let bound = token(&json!({}), Some(&key));
    let verifier = Verifier::new(Some(secret().into()), None, &proofs())
        .unwrap()
        .with_nonce_key(&secret())
        .unwrap();
    let options = ResourceOptions {
        form: PathForm::Decoded,
        ..ResourceOptions::default()
    };
    let resource = ProtectedResource::new(&verifier, None, None, &options).unwrap();
    let sent = |nonce: Option<String>, token_id: &str| {
        let options = ProofOptions {
            access_token: Some(bound.clone()),
            nonce,
            token_id: Some(token_id.into()),
            now: Some(NOW),
        };
        let proof = prove(
            &key,
            "GET",
            "https://api.example/orders/a%20b/%C3%A9?x=1",
            &options,
        )
        .unwrap();
        vec![("Authorization", format!("dpop {bound}")), ("DPoP", proof)]
    };
    let path = "/orders/a b/é";
    let first = resource.check("GET", path, &sent(None, "1"), &call());
    assert_eq!(
        (first.status(), code(&first)),
        (401, Some(ErrorCode::DpopNonceRequired))
    );
    let nonce = header(&first, "DPoP-Nonce")[0].to_owned();
    let challenges = header(&first, "WWW-Authenticate");
    assert!(
        challenges[0].starts_with(r#"DPoP error="use_dpop_nonce""#) && challenges[1] == r#"Bearer realm="""#,
        "{challenges:?}"
    );

    let second = resource.check("GET", path, &sent(Some(nonce.clone()), "2"), &call());
    assert_eq!(
        (second.status(), header(&second, "DPoP-Nonce")),
        (200, vec![nonce.as_str()])
    );
    let again = resource.check("GET", path, &sent(Some(nonce.clone()), "2"), &call());
    assert_eq!(
        (again.status(), code(&again)),
        (401, Some(ErrorCode::DpopInvalid))
    );
    assert!(
        !resource
            .check("GET", "/orders/a b", &sent(Some(nonce), "3"), &call())
            .is_allowed()
    );

    // The same token as Bearer: stolen, or sent by a client that does not know better.
    let downgraded = resource.check(
        "GET",
        path,
        &[("Authorization", format!("Bearer {bound}"))],
        &call(),
    );
    assert_eq!(code(&downgraded), Some(ErrorCode::NotBound));
    let challenges = header(&downgraded, "WWW-Authenticate");
    assert!(
        challenges[0].starts_with(r#"Bearer error="invalid_token""#)
            && challenges[1].starts_with("DPoP algs="),
        "{challenges:?}"
    );

    let taken = resource.take("GET", path, &[("Authorization", "DPoP a.b.c")]);
    let CheckOptions { proof, url, .. } = taken.check_options(&call());
    assert_eq!(
        (proof, url.as_deref()),
        (Some(OneOrMany::Many(Vec::new())), Some("/orders/a%20b/%C3%A9"))
    );
}

#[test]
fn a_nonce_is_found_where_the_error_has_lost_it() {
    let verifier = Verifier::new(Some(secret().into()), None, &proofs())
        .unwrap()
        .with_nonce_key(&secret())
        .unwrap();
    let resource = ProtectedResource::new(&verifier, None, None, &ResourceOptions::default()).unwrap();
    let taken = resource.take("GET", "/", &[("Authorization", "DPoP a.b.c")]);
    let error = Error::new(ErrorCode::DpopNonceRequired, "by a binding");
    let nonce = verifier.dpop_nonce(NOW).unwrap().unwrap();
    assert_eq!(
        header(
            &resource.answer(&taken, Presented::Refused(&error), &call()),
            "DPoP-Nonce"
        ),
        [nonce.as_str()]
    );
    let own = error.with_dpop_nonce("own");
    assert_eq!(
        header(
            &resource.answer(&taken, Presented::Refused(&own), &call()),
            "DPoP-Nonce"
        ),
        ["own"]
    );
}

#[test]
fn every_error_has_an_answer_that_says_no_more_than_its_code() {
    let resource = plain();
    let taken = resource.take("GET", "/orders", &bearer(&json!({})));
    // google/rpc/code.proto
    let grpc = [(400, 3), (401, 16), (403, 7), (500, 13), (503, 14)];
    for code in ErrorCode::ALL {
        let answer = resource.answer(
            &taken,
            Presented::Refused(&Error::new(*code, "told to nobody")),
            &call(),
        );
        assert_eq!(
            (answer.is_allowed(), answer.status()),
            (false, code.status()),
            "{code}"
        );
        assert!(grpc.contains(&(answer.status(), answer.grpc_status())), "{code}");
        let body: Value = serde_json::from_str(answer.body()).unwrap();
        assert_eq!(
            (&body["code"], &body["error_description"]),
            (&json!(code.as_str()), &json!(code.description()))
        );
        assert!(body["error"].as_str().is_some_and(|name| !name.is_empty()));
        let challenges = header(&answer, "WWW-Authenticate");
        assert_eq!(
            challenges.len(),
            usize::from(matches!(code.status(), 400 | 401)),
            "{code}"
        );
        let all = format!("{:?} {}", answer.headers(), answer.body());
        assert!(!all.contains("told to nobody"));
        assert_eq!(
            (header(&answer, "Cache-Control"), header(&answer, "Content-Type")),
            (vec!["no-store"], vec!["application/json"])
        );
    }
}

#[test]
fn where_every_token_must_be_bound_to_a_key_only_that_is_asked_for() {
    let required = VerifyOptions {
        proof_of_possession: ProofOfPossession::Required,
        ..proofs()
    };
    let options = ResourceOptions {
        resource: Some("https://api.example/v1".into()),
        ..ResourceOptions::default()
    };
    let answer = resource(&required, None, &options)
        .unwrap()
        .check("GET", "/", &[("x", "y")], &call());
    let challenges = header(&answer, "WWW-Authenticate");
    assert!(
        challenges.len() == 1 && challenges[0].starts_with("DPoP resource_metadata="),
        "{challenges:?}"
    );
    let metadata = |verifier: &VerifyOptions| {
        let resource = resource(verifier, None, &options).unwrap();
        serde_json::from_str::<Value>(resource.metadata().unwrap()).unwrap()
    };
    assert_eq!(metadata(&required)["dpop_bound_access_tokens_required"], true);
    let certificates = VerifyOptions {
        proof_of_possession: ProofOfPossession::Required,
        ..VerifyOptions::default()
    };
    assert_eq!(
        metadata(&certificates)["tls_client_certificate_bound_access_tokens"],
        true
    );
    assert!(
        metadata(&proofs())
            .get("dpop_bound_access_tokens_required")
            .is_none()
    );
    assert!(
        metadata(&proofs())["dpop_signing_alg_values_supported"]
            .as_array()
            .unwrap()
            .contains(&json!("ES256"))
    );
}

#[test]
fn of_several_issuers_one_that_checks_proofs_is_enough() {
    let of = |issuer: &str, options: VerifyOptions| {
        Verifier::new(
            Some(secret().into()),
            None,
            &VerifyOptions {
                issuer: Some(issuer.into()),
                ..options
            },
        )
        .unwrap()
    };
    let both = Verifier::by_issuer(
        [
            of("https://a.example", proofs()),
            of("https://b.example", VerifyOptions::default()),
        ],
        None,
    )
    .unwrap();
    let resource = ProtectedResource::new(&both, None, None, &ResourceOptions::default()).unwrap();
    assert_eq!(
        resource
            .take("GET", "/", &[("Authorization", "DPoP a.b.c")])
            .scheme(),
        Some("DPoP")
    );
    assert_eq!(
        header(
            &resource.check("GET", "/", &[("x", "y")], &call()),
            "WWW-Authenticate"
        )
        .len(),
        2
    );
}

#[test]
fn nothing_secret_is_shown() {
    let options = ResourceOptions {
        cookie: Some("__Host-token".into()),
        ..ResourceOptions::default()
    };
    let resource = resource(&VerifyOptions::default(), None, &options).unwrap();
    let text = token(&json!({}), None);
    let taken = resource.take("GET", "/", &[("Cookie", format!("__Host-token={text}"))]);
    let answer = resource.check("GET", "/", &[("Cookie", format!("__Host-token={text}"))], &call());
    assert_eq!(
        (taken.token(), taken.scheme(), answer.is_allowed()),
        (Some(text.as_str()), Some("Bearer"), true)
    );
    let shown = format!("{taken:?} {answer:?} {resource:?} {:?}", resource.0.settings);
    assert!(
        !shown.contains(&text) && !shown.contains("0123456789abcdef"),
        "{shown}"
    );
}

/// Headers that look meaningful.
fn odd_headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        "(?i)authorization",
        "(?i)cookie",
        "(?i)dpop",
        "(?i)x-csrf-token",
        any::<String>()
    ];
    let value = prop_oneof![
        any::<String>(),
        "(?i)(bearer|dpop|basic)[ \t]{0,2}[-a-zA-Z0-9._~+/= ,]{0,40}",
        "[ \t;]{0,2}(__Host-token|a)[ ]{0,1}=[ ]{0,1}[-a-zA-Z0-9._~+/=\";]{0,40}",
    ];
    proptest::collection::vec((name, value), 0..5)
}

proptest! {
    #[test]
    fn nobody_passes_without_a_good_token(headers in odd_headers(), method in "GET|POST|OPTIONS|[a-zA-Z]{0,5}", path in any::<String>()) {
        let options = ResourceOptions { cookie: Some("__Host-token".into()), ..ResourceOptions::default() };
        let rules = r#"{ "rules": [ { "methods": ["GET"], "path": "/{*rest}", "require": {} } ] }"#;
        for (verifier, rules) in [(VerifyOptions::default(), None), (proofs(), None), (proofs(), Some(rules))] {
            let answer = resource(&verifier, rules, &options).unwrap().check(&method, &path, &headers, &call());
            prop_assert!(!answer.is_allowed() && answer.token().is_none());
            prop_assert!((400..=403).contains(&answer.status()), "{}", answer.status());
            let is_line = |value: &String| value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            prop_assert!(answer.headers().iter().all(|(_, value)| is_line(value)));
        }
    }
}
