//! Decisions about requests.

use super::*;

fn shown(decision: &Decision) -> (u16, &str, Option<&str>) {
    (decision.status(), decision.reason().as_str(), decision.rule())
}

/// A rule that requires claims, and one that denies by them.
fn by_claim(test: Value) -> (AccessRules, AccessRules) {
    let allow = rules(json!([{ "methods": ["GET"], "path": "/{id}", "require": { "claims": [test] } }]));
    let deny = rules(json!([
        { "methods": ["GET"], "path": "/{id}", "require": {} },
        { "path": "/{id}", "deny": true, "when": { "claims": [test] } },
    ]));
    (allow, deny)
}

#[test]
fn nothing_is_allowed_that_no_rule_allows() {
    let rules = rules(json!([
        { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } },
        { "name": "health", "methods": ["GET"], "path": "/health", "public": true },
    ]));
    let reader = || Some(json!({ "scope": "a orders:read b" }));
    assert_eq!(
        shown(&ask(&rules, reader(), "GET", "/orders")),
        (200, "allowed", Some("orders"))
    );
    assert_eq!(
        shown(&ask(&rules, reader(), "HEAD", "/orders")),
        (200, "allowed", Some("orders"))
    );
    for (method, path) in [
        ("POST", "/orders"),
        ("get", "/orders"),
        ("OPTIONS", "/orders"),
        ("GET", "/orders/"),
        ("GET", "/other"),
        ("GET", "/"),
    ] {
        assert_eq!(
            shown(&ask(&rules, reader(), method, path)),
            (403, "no_rule", None),
            "{method} {path}"
        );
    }
    assert_eq!(
        shown(&ask(&rules, None, "GET", "/health")),
        (200, "public", Some("health"))
    );
    let without = ask(&rules, None, "GET", "/orders");
    assert_eq!(shown(&without), (401, "no_token", Some("orders")));
    assert_eq!(without.challenges(), [r#"Bearer scope="orders:read""#]);
    let lacking = ask(&rules, Some(json!({ "scope": "orders:write" })), "GET", "/orders");
    assert_eq!(shown(&lacking), (403, "insufficient", Some("orders")));
    let challenge = r#"Bearer error="insufficient_scope", error_description="The token lacks a scope.", scope="orders:read""#;
    assert_eq!(lacking.challenges(), [challenge]);
    assert_eq!(
        shown(&ask(&rules, reader(), "GET", "/orders/../orders")),
        (403, "bad_path", None)
    );
}

#[test]
fn another_type_never_grants_and_always_denies() {
    let values = [
        json!("x"),
        json!("y"),
        json!(7),
        json!(7.0),
        json!(true),
        json!(null),
        json!([]),
        json!(["x"]),
        json!([7, "y"]),
        json!({}),
    ];
    // For each test: which of the values satisfy it, and which are of another type than it compares
    // with.
    let cases: [(Value, &[usize], &[usize]); 6] = [
        (
            json!({ "path": ["c"], "equals": "x" }),
            &[0],
            &[2, 3, 4, 5, 6, 7, 8, 9],
        ),
        (
            json!({ "path": ["c"], "equals": 7 }),
            &[2],
            &[0, 1, 3, 4, 5, 6, 7, 8, 9],
        ),
        (
            json!({ "path": ["c"], "one_of": ["x", 7] }),
            &[0, 2],
            &[3, 4, 5, 6, 7, 8, 9],
        ),
        (
            json!({ "path": ["c"], "contains": "x" }),
            &[7],
            &[0, 1, 2, 3, 4, 5, 9],
        ),
        (
            json!({ "path": ["c"], "present": true }),
            &[0, 1, 2, 3, 4, 6, 7, 8, 9],
            &[5],
        ),
        (
            json!({ "path": ["c"], "equals_parameter": "id" }),
            &[0],
            &[2, 3, 4, 5, 6, 7, 8, 9],
        ),
    ];
    for (test, holding, foreign) in cases {
        let (allow, deny) = by_claim(test.clone());
        for (index, value) in values.iter().enumerate() {
            let claims = || Some(json!({ "c": value }));
            assert_eq!(
                ask(&allow, claims(), "GET", "/x").is_allowed(),
                holding.contains(&index),
                "{test} {value}"
            );
            let denies = holding.contains(&index) || foreign.contains(&index);
            assert_eq!(
                ask(&deny, claims(), "GET", "/x").is_allowed(),
                !denies,
                "deny {test} {value}"
            );
        }
        assert!(
            !ask(&allow, Some(json!({})), "GET", "/x").is_allowed()
                && ask(&deny, Some(json!({})), "GET", "/x").is_allowed(),
            "{test}"
        );
    }
    let (allow, deny) = by_claim(json!({ "path": ["a", "b"], "absent": true }));
    for (claims, is_absent) in [
        (json!({}), true),
        (json!({ "a": {} }), true),
        (json!({ "a": { "b": 1 } }), false),
    ] {
        assert_eq!(
            ask(&allow, Some(claims.clone()), "GET", "/x").is_allowed(),
            is_absent,
            "{claims}"
        );
        assert_eq!(
            ask(&deny, Some(claims.clone()), "GET", "/x").is_allowed(),
            !is_absent,
            "{claims}"
        );
    }
    for claims in [
        json!({ "a": null }),
        json!({ "a": { "b": null } }),
        json!({ "a": "text" }),
    ] {
        assert!(
            !ask(&allow, Some(claims.clone()), "GET", "/x").is_allowed()
                && !ask(&deny, Some(claims.clone()), "GET", "/x").is_allowed(),
            "{claims}"
        );
    }
}

#[test]
fn scopes_are_those_of_scope_or_else_of_scp() {
    let both = rules(json!([{ "methods": ["GET"], "path": "/", "require": { "scope": ["a", "b"] } }]));
    let any = rules(json!([{ "methods": ["GET"], "path": "/", "require": { "any_scope": ["a", "b"] } }]));
    let deny = rules(
        json!([{ "methods": ["GET"], "path": "/", "require": {} }, { "deny": true, "when": { "any_scope": ["a"] } }]),
    );
    for (claims, has_both, has_any, is_denied) in [
        (json!({ "scope": "a b" }), true, true, true),
        (json!({ "scope": "b  a " }), true, true, true),
        (json!({ "scope": "b" }), false, true, false),
        (json!({ "scope": "ab" }), false, false, false),
        (json!({ "scp": ["a", "b"] }), true, true, true),
        (json!({ "scp": "b c" }), false, true, false),
        (json!({ "scope": "c", "scp": ["a", "b"] }), false, false, false),
        (json!({ "scope": null, "scp": ["a", "b"] }), false, false, true),
        (json!({ "scope": ["a", "b"] }), false, false, true),
        (json!({ "scp": ["a", "b", 7] }), false, false, true),
        (json!({}), false, false, false),
    ] {
        let allows = |rules: &AccessRules| ask(rules, Some(claims.clone()), "GET", "/").is_allowed();
        assert_eq!(
            (allows(&both), allows(&any), !allows(&deny)),
            (has_both, has_any, is_denied),
            "{claims}"
        );
    }
}

#[test]
fn a_user_is_asked_to_step_up() {
    let rules = rules(
        json!([{ "methods": ["POST"], "path": "/refund", "require": { "scope": ["r"], "acr": ["mfa", "hwk"], "max_auth_age": "5m" } }]),
    );
    let of = |acr: Value, auth_time: Value| {
        ask(
            &rules,
            Some(json!({ "scope": "r", "acr": acr, "auth_time": auth_time })),
            "POST",
            "/refund",
        )
    };
    for (age, is_recent) in [(0, true), (300, true), (301, false), (-60, true), (-61, false)] {
        assert_eq!(
            of(json!("hwk"), json!(1_700_000_000_i64 - age)).is_allowed(),
            is_recent,
            "{age}"
        );
    }
    let decision = of(json!("pwd"), json!(1_700_000_000));
    assert_eq!(
        (
            decision.status(),
            decision.needed().unwrap().acr.len(),
            decision.needed().unwrap().max_auth_age
        ),
        (401, 2, None)
    );
    let start = r#"Bearer error="insufficient_user_authentication", error_description="The user has to authenticate in another way, or again.""#;
    assert_eq!(
        decision.challenges(),
        [format!(r#"{start}, acr_values="mfa hwk""#)]
    );
    for auth_time in [json!(null), json!("1700000000"), json!(1.7e9), json!(0)] {
        let decision = of(json!("mfa"), auth_time);
        assert_eq!(decision.challenges(), [format!(r#"{start}, max_age="300""#)]);
    }
}

#[test]
fn the_nearest_rule_says_what_is_needed() {
    let rules = rules(json!([
        { "name": "tenant", "methods": ["GET"], "path": "/x", "require": { "claims": [{ "path": ["tenant"], "equals": "acme" }] } },
        { "name": "three", "methods": ["GET"], "path": "/x", "require": { "scope": ["a", "b", "c"] } },
        { "name": "two", "methods": ["GET"], "path": "/{any}", "require": { "scope": ["a"], "any_scope": ["d", "e"] } },
        { "name": "proof", "methods": ["GET"], "path": "/x", "require": { "proof": true } },
    ]));
    let decision = ask(&rules, Some(json!({})), "GET", "/x");
    assert_eq!(
        (decision.rule(), decision.needed().unwrap().any_scope.as_slice()),
        (Some("two"), &["d".to_owned(), "e".to_owned()][..])
    );
    assert!(decision.challenges()[0].ends_with(r#"scope="a d""#));
    assert_eq!(
        ask(&rules, Some(json!({ "scope": "b c" })), "GET", "/x").rule(),
        Some("three")
    );
    let claims = r#"{"sub":"a"}"#;
    let proven = rules.check(
        Presented::Claims {
            json: claims,
            proven_by: Some(crate::dpop::ProvenBy::Certificate),
        },
        Request::new("GET", "/x"),
        NOW,
    );
    assert_eq!(proven.rule(), Some("proof"));
}

#[test]
fn an_error_is_answered_whatever_the_rules_say() {
    let rules = rules(json!([
        { "methods": ["GET"], "path": "/open", "public": true },
        { "methods": ["GET"], "path": "/free", "public": true, "ignore_token": true },
        { "methods": ["PUT"], "path": "/cors", "require": {}, "preflight": true },
    ]));
    let of = |code, method, path| {
        let error = Error::new(code, "x");
        let decision = rules.check(Presented::Refused(&error), Request::new(method, path), NOW);
        (decision.status(), decision.reason().as_str())
    };
    assert_eq!(of(ErrorCode::Expired, "GET", "/open"), (401, "bad_token"));
    assert_eq!(of(ErrorCode::Expired, "GET", "/free"), (200, "public"));
    assert_eq!(of(ErrorCode::Expired, "GET", "/nowhere"), (401, "bad_token"));
    assert_eq!(of(ErrorCode::Expired, "OPTIONS", "/cors"), (200, "preflight"));
    assert_eq!(of(ErrorCode::Expired, "OPTIONS", "/open"), (401, "bad_token"));
    for path in ["/open", "/free", "//"] {
        assert_eq!(of(ErrorCode::JwksUnavailable, "GET", path), (503, "unavailable"));
        assert_eq!(of(ErrorCode::OptionInvalid, "GET", path), (500, "misconfigured"));
    }
    assert_eq!(
        shown(&ask(&rules, None, "OPTIONS", "/cors")),
        (200, "preflight", None)
    );
}

#[test]
fn a_deny_rule_beats_all_others() {
    let rules = rules(json!([
        { "methods": ["GET"], "path": "/{*all}", "public": true, "preflight": true },
        { "name": "closed", "deny": true, "path": "/internal/{*all}" },
        { "name": "suspended", "deny": true, "when": { "claims": [{ "path": ["suspended"], "equals": true }] } },
        { "name": "tenantless", "deny": true, "path": "/t/{id}", "when": { "claims": [{ "path": ["tenant"], "absent": true }] } },
    ]));
    assert_eq!(
        shown(&ask(&rules, None, "GET", "/internal/x")),
        (403, "denied", Some("closed"))
    );
    assert_eq!(
        shown(&ask(&rules, None, "OPTIONS", "/internal/x")),
        (403, "denied", Some("closed"))
    );
    assert_eq!(
        shown(&ask(&rules, Some(json!({ "suspended": true })), "GET", "/x")),
        (403, "denied", Some("suspended"))
    );
    assert_eq!(
        shown(&ask(&rules, Some(json!({ "suspended": "no" })), "GET", "/x")),
        (403, "denied", Some("suspended"))
    );
    assert!(
        ask(&rules, Some(json!({ "suspended": false })), "GET", "/x").is_allowed()
            && ask(&rules, None, "GET", "/t/1").is_allowed()
    );
    assert_eq!(
        ask(&rules, Some(json!({})), "GET", "/t/1").rule(),
        Some("tenantless")
    );
}

#[test]
fn reports_let_pass_what_rules_refuse_and_no_bad_token() {
    let file = json!({ "rules": [{ "name": "r", "methods": ["GET"], "path": "/", "require": { "scope": ["a"] } }], "report_only": true });
    let rules = AccessRules::from_json(&file.to_string()).unwrap();
    for (claims, reason) in [(Some(json!({})), "insufficient"), (None, "no_token")] {
        let decision = ask(&rules, claims, "GET", "/");
        assert_eq!(
            (
                shown(&decision),
                decision.is_allowed(),
                decision.is_only_reported()
            ),
            ((200, reason, Some("r")), true, true)
        );
    }
    assert!(!ask(&rules, Some(json!({ "scope": "a" })), "GET", "/").is_only_reported());
    let expired = Error::new(ErrorCode::Expired, "x");
    assert_eq!(
        rules
            .check(Presented::Refused(&expired), Request::new("GET", "/"), NOW)
            .status(),
        401
    );
}

/// `cargo test --release -p tokenseal --lib access::tests::decisions::measure -- --ignored --nocapture`:
/// nanoseconds per check, with 1,000 rules over 1,000 paths.
#[test]
#[ignore = "measures, and checks nothing"]
fn measure() {
    let many: Vec<Value> = (0..1000)
        .map(|index| match index % 4 {
            0 => json!({ "name": format!("r{index}"), "methods": ["GET"], "path": format!("/service{index}/orders/{{id}}"), "require": { "scope": ["orders:read"] } }),
            1 => json!({ "name": format!("r{index}"), "methods": ["POST"], "path": format!("/service{index}/orders"), "require": { "scope": ["orders:write"], "acr": ["mfa"] } }),
            2 => json!({ "name": format!("r{index}"), "methods": ["GET"], "path": format!("/service{index}/users/{{user}}"), "require": { "claims": [{ "path": ["sub"], "equals_parameter": "user" }] } }),
            _ if index < 32 => json!({ "name": format!("r{index}"), "deny": true, "when": { "claims": [{ "path": ["suspended"], "equals": true }] } }),
            _ => json!({ "name": format!("r{index}"), "methods": ["GET"], "path": format!("/{{tenant}}/service{index}/{{*rest}}"), "require": { "any_scope": ["a", "b"] } }),
        })
        .collect();
    let rules = rules(json!(many));
    let claims = json!({ "iss": "https://issuer.example", "sub": "alice", "aud": "api", "scope": "profile orders:read", "exp": 1_700_000_900, "iat": 1_700_000_000, "jti": "1" }).to_string();
    let key = crate::Key::generate(crate::SignatureAlgorithm::HS256.into(), &Default::default()).unwrap();
    let options = crate::TokenOptions {
        now: Some(NOW),
        ..Default::default()
    };
    let token = crate::sign(&crate::JsonText(&claims), &key, &options).unwrap();
    let options = crate::VerifyOptions {
        now: Some(NOW),
        allow_any_audience: true,
        allow_any_issuer: true,
        ..Default::default()
    };
    let token = crate::verify(token, &key, &options).unwrap();
    let ways = [
        ("a checked token", Presented::Token(&token)),
        (
            "claims as text",
            Presented::Claims {
                json: &claims,
                proven_by: None,
            },
        ),
    ];
    for (way, presented) in ways {
        for (what, request) in [
            ("allowed by a scope", Request::new("GET", "/service400/orders/7")),
            (
                "allowed by a parameter",
                Request::new("GET", "/service402/users/alice"),
            ),
            ("refused", Request::new("POST", "/service401/orders")),
            ("no rule", Request::new("GET", "/nothing/here")),
        ] {
            let mut best = f64::INFINITY;
            for _ in 0..20 {
                let started = std::time::Instant::now();
                (0..10_000).for_each(|_| drop(std::hint::black_box(rules.check(presented, request, NOW))));
                best = best.min(started.elapsed().as_secs_f64() * 1e9 / 10_000.0);
            }
            println!("{way}, {what}: {best:.0} ns");
        }
    }
}
