//! Hostile forms and headers, and what is revealed about which token.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Error, ErrorCode, IssueOptions, Issuer, IssuerOptions, Key, KeyOptions, SignatureAlgorithm, Token,
    Verifier, VerifyOptions,
};

const FORM: &[&str] = &["application/x-www-form-urlencoded"];
const NOW: f64 = 1_700_000_000.5;

fn form(body: &str) -> Parameters {
    Parameters::read(FORM, body, &[]).unwrap()
}

#[test]
fn a_form_is_strict() {
    for content_type in [
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-Urlencoded ; Charset=\"UTF-8\"",
    ] {
        assert_eq!(
            Parameters::read(&[content_type], "a=1", &[]).unwrap().get("a"),
            Some("1")
        );
    }
    let many = "a=&".to_owned() + &(0..100).map(|n| format!("n{n}=1&")).collect::<String>();
    let long = "a=".to_owned() + &"x".repeat(1 << 20);
    let refused: [(&[&str], &str); 11] = [
        (&[], "a=1"),
        (&["application/json"], "a=1"),
        (&["application/x-www-form-urlencoded; charset=iso-8859-1"], "a=1"),
        (&["application/x-www-form-urlencoded; charset"], "a=1"),
        (
            &[
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded",
            ],
            "a=1",
        ),
        (FORM, "a=1&a=2"),
        (FORM, "a=&%61=2"),
        (FORM, "a=%zz"),
        (FORM, "%ff=1"),
        (FORM, &many),
        (FORM, &long),
    ];
    for (content_type, body) in refused {
        let refusal = Parameters::read(content_type, body, &[]).unwrap_err();
        assert_eq!(
            (refusal.error(), refusal.status()),
            ("invalid_request", 400),
            "{content_type:?} {}",
            body.get(..20).unwrap_or(body)
        );
    }
    assert!(Parameters::read(FORM, b"a=\xff", &[]).is_err());
    assert_eq!(
        form("").require("token").unwrap_err().response().body,
        r#"{"error":"invalid_request","error_description":"token is missing"}"#
    );
}

fn basic(text: &str) -> String {
    format!("Basic {}", base64_simd::STANDARD.encode_to_string(text))
}

#[test]
fn a_client_authenticates_by_one_method() {
    let secret = |header: &[&str], body: &str| {
        let given = Credentials::of(header, &form(body))?;
        let Presented::Secret(secret) = given.presented() else {
            panic!("no secret")
        };
        Ok::<_, Refusal>((given.client_id().to_owned(), secret.to_owned()))
    };
    let own = |id: &str, secret: &str| Ok((id.to_owned(), secret.to_owned()));
    assert_eq!(secret(&[&basic("a:b")], ""), own("a", "b"));
    assert_eq!(secret(&[&basic("a:b:c")], "client_id=a"), own("a", "b:c"));
    assert_eq!(
        secret(&[&basic("urn%3Aapp:p%2Bq+r")], ""),
        own("urn:app", "p+q r")
    );
    assert_eq!(
        secret(&[&basic("a:b").replace("Basic", "bASIC  ")], ""),
        own("a", "b")
    );
    assert_eq!(secret(&[], "client_id=a&client_secret=b%3A"), own("a", "b:"));

    let (basic_ab, unreadable) = (basic("a:b"), "Basic !!!".to_owned());
    let unknown: [(&[&str], &str); 10] = [
        (&[], ""),
        (&[], "client_id=a"),
        (&[], "client_secret=b"),
        (&[], "client_id=a&client_secret="),
        (&["Bearer a.b.c"], ""),
        (&[&unreadable], ""),
        (&["Basic"], ""),
        (&[&basic("ab")], ""),
        (&[&basic(":b")], ""),
        (&[&basic("a:%zz")], ""),
    ];
    for (header, body) in unknown {
        let refusal = secret(header, body).unwrap_err();
        assert_eq!(
            (refusal.error(), refusal.status()),
            ("invalid_client", 401),
            "{header:?} {body}"
        );
    }
    let several: [(&[&str], &str); 5] = [
        (&[&basic_ab, &basic_ab], ""),
        (&[&basic_ab], "client_id=a&client_secret=b"),
        (&[&basic_ab], "client_id=c"),
        (&[&basic_ab], "client_assertion=a.b.c"),
        (&[], "client_id=a&client_secret=b&client_assertion=a.b.c"),
    ];
    for (header, body) in several {
        assert_eq!(
            secret(header, body).unwrap_err().error(),
            "invalid_request",
            "{header:?} {body}"
        );
    }
}

#[test]
fn the_client_of_an_assertion_is_its_subject() {
    let assertion = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhcHAifQ.AA"; // {"sub":"app"}
    let body = |more: &str| {
        format!(
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&{more}"
        )
    };
    let given = Credentials::of(&[], &form(&body(&format!("client_assertion={assertion}")))).unwrap();
    assert_eq!(given.client_id(), "app");
    assert!(matches!(given.presented(), Presented::Assertion(own) if own == assertion));
    assert!(!format!("{given:?}").contains(assertion));
    for (more, error) in [
        ("client_assertion=a.b.c".to_owned(), "invalid_client"),
        (
            "client_assertion=eyJhbGciOiJFUzI1NiJ9.e30.AA".to_owned(),
            "invalid_client",
        ),
        (
            format!("client_assertion={assertion}&client_id=other"),
            "invalid_request",
        ),
    ] {
        assert_eq!(
            Credentials::of(&[], &form(&body(&more))).unwrap_err().error(),
            error,
            "{more}"
        );
    }
    assert_eq!(
        Credentials::of(&[], &form(&format!("client_assertion={assertion}")))
            .unwrap_err()
            .error(),
        "invalid_request"
    );
}

fn token(claims: &Value) -> Token {
    let key = Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap();
    let lifetime = claims.get("exp").is_none().then(|| "5m".into());
    let issuer = Issuer::new(
        Some(key.clone().into()),
        None,
        &IssuerOptions {
            lifetime,
            ..IssuerOptions::default()
        },
    )
    .unwrap();
    let text = issuer
        .issue(
            claims,
            &IssueOptions {
                now: Some(NOW),
                ..IssueOptions::default()
            },
        )
        .unwrap();
    let options = VerifyOptions {
        allow_any_audience: true,
        allow_any_issuer: true,
        allow_missing_exp: true,
        proof_of_possession: crate::ProofOfPossession::Ignore,
        leeway: Some("1m".into()),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(key.into()), None, &options)
        .unwrap()
        .verify(text, NOW)
        .unwrap()
}

#[test]
fn what_is_told_of_a_token() {
    let all = json!({
        "iss": "https://a.example", "sub": "alice", "aud": ["x", "y"], "exp": 1_700_000_300.9, "iat": 1_700_000_030, "nbf": 1_699_999_999,
        "jti": "1", "scope": "b  a", "azp": "app", "username": "Alice", "cnf": { "jkt": "t" }, "act": { "sub": "s" }, "acr": "mfa",
        "auth_time": 1_699_999_000, "email": "a@example.com", "tenant": { "id": 7 },
    });
    let told = |audiences: &[&str], claims: &[&str], token: &Token| {
        let caller = Introspection::new(audiences.to_vec(), claims.to_vec()).unwrap();
        let answer = caller.answer(Ok(token), NOW);
        assert_eq!(
            (answer.status, &answer.headers[0].1),
            (200, &"no-store".to_owned())
        );
        serde_json::from_str::<Value>(&answer.body).unwrap()
    };
    let expected = json!({
        "active": true, "scope": "b  a", "client_id": "app", "username": "Alice", "token_type": "DPoP", "exp": 1_700_000_300, "iat": 1_700_000_000,
        "nbf": 1_699_999_999, "sub": "alice", "aud": "y", "iss": "https://a.example", "jti": "1", "cnf": { "jkt": "t" }, "act": { "sub": "s" },
        "acr": "mfa", "auth_time": 1_699_999_000, "tenant": { "id": 7 },
    });
    assert_eq!(told(&["z", "y"], &["tenant", "absent"], &token(&all)), expected);

    let inactive = json!({ "active": false });
    assert_eq!(told(&["z"], &[], &token(&all)), inactive);
    assert_eq!(
        told(&[], &[], &token(&all)),
        inactive,
        "two audiences, and nobody says which is the caller's"
    );
    assert_eq!(told(&["x"], &[], &token(&json!({ "sub": "a" }))), inactive);
    let plain = json!({ "active": true, "scope": "a b", "token_type": "Bearer", "exp": 1_700_000_300, "iat": 1_700_000_000, "aud": "x" });
    assert_eq!(
        told(&[], &[], &token(&json!({ "aud": "x", "scp": ["a", "b"] }))),
        plain
    );
}

#[test]
fn what_was_not_decided_is_no_inactive_token() {
    let caller = Introspection::new(["x"], ["tenant"]).unwrap();
    for (code, status, error) in [
        (ErrorCode::JwksUnavailable, 503, "temporarily_unavailable"),
        (ErrorCode::RevocationUnavailable, 503, "temporarily_unavailable"),
        (ErrorCode::OptionInvalid, 500, "server_error"),
    ] {
        let answer = caller.answer(Err(&Error::new(code, "")), NOW);
        assert_eq!(answer.status, status);
        assert!(answer.body.contains(error) && !answer.body.contains("active"));
        assert_eq!(
            answer.headers.iter().any(|(name, _)| *name == "Retry-After"),
            status == 503
        );
    }
    assert_eq!(
        caller.answer(Err(&Error::new(ErrorCode::Revoked, "")), NOW).body,
        r#"{"active":false}"#
    );
    for name in ["active", "aud", "auth_time"] {
        assert_eq!(
            Introspection::new(["x"], [name]).unwrap_err().code(),
            ErrorCode::OptionInvalid
        );
    }
    assert_eq!(
        Introspection::new(["x"], ["email", "tenant", "email"])
            .unwrap_err()
            .code(),
        ErrorCode::OptionInvalid
    );
}

proptest! {
    /// Whatever is sent, a refusal has a name, and a client that is found has one.
    #[test]
    fn no_form_and_no_header_is_too_strange(
        body in "([a-z_]{0,20}(=[ -~]{0,30})?&?){0,6}|\\PC{0,200}",
        headers in proptest::collection::vec("(Basic |bearer )?[ -~]{0,60}", 0..3),
    ) {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        match Parameters::read(FORM, &body, &[]) {
            Ok(form) => match Credentials::of(&headers, &form) {
                Ok(given) => prop_assert!(!given.client_id().is_empty()),
                Err(refusal) => prop_assert!(matches!(refusal.error(), "invalid_client" | "invalid_request")),
            },
            Err(refusal) => prop_assert_eq!(refusal.error(), "invalid_request"),
        }
    }
}
