//! How a decision is answered: challenges by scheme, errors, what routers ignore, and explanations.

use serde_json::{Value, json};

use super::{AccessRules, Ignored, PathForm, Presented, Reason, Request};
use crate::dpop::ProvenBy;
use crate::{Error, ErrorCode, Fault};

const NOW: f64 = 1_700_000_000.0;

fn rules(rules: Value) -> AccessRules {
    AccessRules::from_json(&json!({ "rules": rules }).to_string()).unwrap()
}

fn claims(json: &str, proven_by: Option<ProvenBy>) -> Presented<'_> {
    Presented::Claims { json, proven_by }
}

#[test]
fn challenges_have_the_scheme_of_the_token() {
    let rules = rules(
        json!([{ "methods": ["GET"], "path": "/", "require": { "scope": ["a", "b"], "acr": ["mfa"], "max_auth_age": 60 } }]),
    );
    let ask = |json, proven_by| {
        rules
            .check(claims(json, proven_by), Request::new("GET", "/"), NOW)
            .challenges()
    };
    let lacking = r#"{"scope":"a","acr":"mfa","auth_time":1700000000}"#;
    for proven_by in [None, Some(ProvenBy::Certificate)] {
        assert!(ask(lacking, proven_by)[0].starts_with("Bearer error=\"insufficient_scope\""));
    }
    let proven = &ask(lacking, Some(ProvenBy::Dpop))[0];
    assert!(
        proven.starts_with("DPoP error=\"insufficient_scope\"")
            && proven.contains(", scope=\"b\", algs=\"RS256 "),
        "{proven}"
    );
    // Whatever else is missing is asked for at the same time.
    let step_up = &ask(r#"{"scope":"b"}"#, Some(ProvenBy::Dpop))[0];
    assert!(
        step_up.contains(r#", scope="a", acr_values="mfa", max_age="60", algs="#),
        "{step_up}"
    );
}

#[test]
fn the_least_that_would_do_is_asked_for() {
    let rules = rules(
        json!([{ "methods": ["GET"], "path": "/", "require": { "scope": ["b"], "any_scope": ["a", "b"] } }]),
    );
    let decision = rules.check(Presented::Nothing, Request::new("GET", "/"), NOW);
    assert_eq!(decision.challenges(), [r#"Bearer scope="b""#]);
    let proof = self::rules(json!([{ "methods": ["GET"], "path": "/", "require": { "proof": true } }]));
    let decision = proof.check(claims("{}", None), Request::new("GET", "/"), NOW);
    assert_eq!((decision.status(), decision.challenges().len()), (403, 0));
    assert!(
        proof
            .check(
                claims("{}", Some(ProvenBy::Certificate)),
                Request::new("GET", "/"),
                NOW
            )
            .is_allowed()
    );
}

#[test]
fn an_error_carries_the_decision() {
    let rules = rules(json!([
        { "name": "r", "methods": ["GET"], "path": "/", "require": { "scope": ["a"], "proof": true } },
        { "name": "no", "deny": true, "path": "/no" },
        { "methods": ["GET"], "path": "/open", "public": true },
    ]));
    let (expired, unavailable) = (
        Error::new(ErrorCode::Expired, "x"),
        Error::new(ErrorCode::JwksUnavailable, "x"),
    );
    let misspelt = Error::option("x");
    let cases = [
        (
            Presented::Nothing,
            "/",
            Reason::NoToken,
            401,
            Fault::Token,
            "the request has no token, and rule \"r\" asks for one",
        ),
        (
            claims("{}", None),
            "/",
            Reason::Insufficient,
            403,
            Fault::Token,
            "the token lacks something that rule \"r\" asks: scope, proof",
        ),
        (
            Presented::Nothing,
            "/no",
            Reason::Denied,
            403,
            Fault::Token,
            "rule \"no\" denies the request",
        ),
        (
            Presented::Nothing,
            "/x",
            Reason::NoRule,
            403,
            Fault::Token,
            "no rule allows the request to anybody",
        ),
        (
            Presented::Nothing,
            "//",
            Reason::BadPath,
            403,
            Fault::Token,
            "the path of the request is one that programs read in different ways",
        ),
        (
            Presented::Refused(&expired),
            "/",
            Reason::BadToken,
            401,
            Fault::Token,
            "the token of the request was refused by its check",
        ),
        (
            Presented::Refused(&unavailable),
            "/open",
            Reason::Unavailable,
            503,
            Fault::Environment,
            "the token of the request could not be checked: keys or a list are out of reach",
        ),
        (
            Presented::Refused(&misspelt),
            "/open",
            Reason::Misconfigured,
            500,
            Fault::Program,
            "the token of the request could not be checked: the service is set up wrongly",
        ),
    ];
    for (presented, path, reason, status, fault, message) in cases {
        let error = rules
            .require(presented, Request::new("GET", path), NOW)
            .unwrap_err();
        let decision = error.decision().unwrap();
        assert_eq!(
            (error.code(), error.status(), error.fault(), error.message()),
            (ErrorCode::AccessDenied, status, fault, message)
        );
        assert_eq!((decision.reason(), decision.status()), (reason, status));
        assert_eq!((error.clone(), expired.decision()), (error, None));
    }
    assert_eq!(
        rules
            .require(Presented::Nothing, Request::new("GET", "/open"), NOW)
            .unwrap()
            .reason(),
        Reason::Public
    );
}

#[test]
fn what_a_router_ignores_lets_no_other_rule_fit() {
    let rules = rules(json!([
        { "name": "orders", "methods": ["GET"], "path": "/orders", "require": {}, "preflight": true },
        { "name": "slash", "methods": ["POST"], "path": "/orders/", "require": {} },
        { "name": "ſ", "methods": ["GET"], "path": "/Straſse/{name}", "require": {} },
        { "name": "all", "methods": ["GET", "OPTIONS"], "path": "/{*rest}", "public": true },
    ]));
    let ask = |method, path, ignores: &[Ignored]| {
        let request = Request {
            ignores,
            ..Request::new(method, path)
        };
        rules.check(claims("{}", None), request, NOW).reason() != Reason::BadPath
    };
    let (case, slash, both) = (
        [Ignored::Case],
        [Ignored::LastSlash],
        [Ignored::Case, Ignored::LastSlash],
    );
    for (method, path, by_case, by_slash, by_both) in [
        ("GET", "/orders", true, true, true),
        ("HEAD", "/Orders", false, true, false),
        ("GET", "/orders/", true, false, false),
        ("GET", "/ORDERS/", true, true, false),
        ("POST", "/orders", true, false, false),
        ("POST", "/Orders/", false, true, false),
        // Another method's rules do not matter.
        ("PUT", "/ORDERS", true, true, true),
        ("OPTIONS", "/Orders", false, true, false),
        ("OPTIONS", "/orders/", true, false, false),
        ("GET", "/Straſse/X", true, true, true),
        ("GET", "/strasse/X", false, true, false),
        ("GET", "/STRA%53%c5%bfE/x", false, true, false),
        ("GET", "/x/Y/", true, true, true),
        ("GET", "/", true, true, true),
    ] {
        assert!(ask(method, path, &[]), "{method} {path}");
        let allowed = [&case[..], &slash, &both].map(|ignores| ask(method, path, ignores));
        assert_eq!(allowed, [by_case, by_slash, by_both], "{method} {path}");
    }
}

#[test]
fn rules_explain_themselves() {
    let rules = rules(json!([
        { "name": "a", "methods": ["GET"], "path": "/x/{id}", "require": { "scope": ["s"], "claims": [{ "path": ["sub"], "equals_parameter": "id" }] } },
        { "name": "b", "methods": ["POST"], "path": "/X/{id}/", "public": true },
        { "name": "c", "deny": true, "when": { "claims": [{ "path": ["sub"], "present": true }] } },
        { "name": "d", "methods": ["GET"], "path": "/y", "public": true },
        { "name": "e", "methods": ["GET"], "path": "/x/{id}", "public": true, "ignore_token": true },
    ]));
    let shown = |presented, path, form| {
        let request = Request {
            form,
            ..Request::new("GET", path)
        };
        let explained = rules.explain(presented, request, NOW);
        let one = |one: &super::Explanation| {
            (
                one.rule.clone(),
                one.fits_method,
                one.fits_path,
                one.matches,
                one.missing.clone(),
            )
        };
        explained.iter().map(one).collect::<Vec<_>>()
    };
    let found = shown(claims(r#"{"sub":"7"}"#, None), "/x/7", PathForm::Raw);
    assert_eq!(
        found.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c", "e"]
    );
    assert_eq!(
        found.iter().map(|one| (one.1, one.2, one.3)).collect::<Vec<_>>(),
        [
            (true, true, false),
            (false, false, true),
            (true, true, true),
            (true, true, true)
        ]
    );
    let missing = found[0].4.as_ref().unwrap();
    assert_eq!(
        (missing.scope.as_slice(), missing.claims.len()),
        (&["s".to_owned()][..], 0)
    );
    let without = shown(Presented::Nothing, "/x/7", PathForm::Raw);
    assert_eq!(
        without.iter().map(|one| one.3).collect::<Vec<_>>(),
        [false, true, false, true]
    );
    assert_eq!(without[0].4.as_ref().unwrap().claims, [["sub"]]);
    let expired = Error::new(ErrorCode::Expired, "x");
    let refused = shown(Presented::Refused(&expired), "/x/7", PathForm::Raw);
    assert_eq!(
        refused.iter().map(|one| one.3).collect::<Vec<_>>(),
        [false, false, false, true]
    );
    assert!(shown(Presented::Nothing, "/x//7", PathForm::Raw).is_empty());
    assert!(shown(claims("[]", None), "/x/7", PathForm::Raw).is_empty());
}
