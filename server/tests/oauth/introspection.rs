//! Introspection (RFC 7662): who is told what about which token.

use serde_json::{Value, json};
use tokenseal::SignatureAlgorithm::ES256;
use tokenseal::{Confirmation, GenerateOptions, IssueOptions, Key};

use crate::support::tokens::{TestIssuer, now};
use crate::world::*;

#[test]
fn a_token_is_active_or_nothing_is_said() {
    let world = World::new();
    let active = world.introspect(&world.token());
    let (iat, exp) = (active["iat"].as_i64().unwrap(), active["exp"].as_i64().unwrap());
    assert_eq!(exp - iat, 300);
    let mut expected = json!({
        "active": true, "scope": "orders:read", "client_id": "app", "token_type": "Bearer", "exp": exp, "iat": iat, "sub": "alice",
        "aud": "https://api.example", "iss": "https://issuer.example",
    });
    expected["jti"] = active["jti"].clone();
    assert_eq!(active, expected);

    let (stranger, other) = (
        TestIssuer::new(ES256),
        json!({ "sub": "alice", "aud": "https://other.example" }),
    );
    let foreign_audience = tokenseal::sign(
        &other,
        &world.issuer.key,
        &tokenseal::TokenOptions {
            issuer: Some("https://issuer.example".into()),
            expires_in: Some("5m".into()),
            now: Some(now()),
            ..tokenseal::TokenOptions::default()
        },
    );
    let inactive = json!({ "active": false });
    for (what, token) in [
        ("of another key", stranger.token(&json!({ "sub": "alice" }))),
        ("expired", world.issuer.token_at(&json!({}), now() - 301.0)),
        (
            "not valid yet",
            world.issuer.token(&json!({ "nbf": now() as i64 + 100 })),
        ),
        ("for another audience", foreign_audience.unwrap()),
        ("no token", "no token".into()),
        ("long", "a".repeat(500_000)),
        ("with a broken signature", world.token() + "AA"),
    ] {
        assert_eq!(world.introspect(&token), inactive, "{what}");
    }
    assert_eq!(
        refused(&post(&world.serve, "/introspect", &GATEWAY)),
        (400, "invalid_request".into())
    );
    let hinted = [
        ("token", world.token()),
        ("token_type_hint", "refresh_token".into()),
    ];
    let fields: Vec<(&str, &str)> = hinted
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain(GATEWAY)
        .collect();
    assert_eq!(
        post(&world.serve, "/introspect", &fields).json()["active"],
        true,
        "a hint is a hint"
    );

    let metrics = world.serve.ask("GET", "/metrics", &[], "").body;
    for line in [
        r#"tokenseal_checks_total{by="introspect",status="200",code="none"} 2"#,
        r#"tokenseal_checks_total{by="introspect",status="200",code="ERR_JWT_EXPIRED"} 1"#,
        r#"tokenseal_checks_total{by="introspect",status="400",code="invalid_request"} 1"#,
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("alice"));
}

#[test]
fn a_bound_token_is_active_for_whoever_checks_the_proof() {
    let config = ISSUER_AND_API.replace("keys =", "public_origins = [\"https://api.example\"]\nkeys =");
    let required = config.replace("keys =", "proof_of_possession = \"required\"\nkeys =");
    let key = Key::generate(ES256.into(), &GenerateOptions::default()).unwrap();
    for (config, unbound) in [(config, true), (required, false)] {
        let world = World::of(&format!("{config}{CLIENTS}"), &[]);
        let options = IssueOptions {
            confirm: Some(Confirmation::of_key(&key).unwrap()),
            now: Some(now()),
            ..IssueOptions::default()
        };
        let bound = world.introspect(
            &world
                .issuer
                .issuer
                .issue(&json!({ "sub": "alice" }), &options)
                .unwrap(),
        );
        assert_eq!(
            (&bound["active"], &bound["token_type"]),
            (&json!(true), &json!("DPoP"))
        );
        assert_eq!(
            bound["cnf"]["jkt"].as_str(),
            Some(
                key.thumbprint(tokenseal::ThumbprintHash::Sha256)
                    .unwrap()
                    .as_str()
            )
        );
        assert_eq!(world.introspect(&world.token())["active"], unbound);
    }
}

#[test]
fn each_client_has_its_api_and_its_claims() {
    let config = r#"
        listen = "127.0.0.1:0"
        [[issuer]]
        issuer = "https://issuer.example"
        audience = ["https://api.example", "https://stock.example"]
        keys = ["keys.json"]
        [[issuer]]
        issuer = "https://other.example"
        audience = "https://api.example"
        keys = ["keys.json"]
        [[api]]
        name = "orders"
        issuers = ["https://issuer.example"]
        [[api]]
        name = "other"
        issuers = ["https://other.example"]
        [[client]]
        id = "gateway"
        secret_file = "gateway.secret"
        may = ["introspect"]
        api = "orders"
        claims = ["tenant", "email", "absent"]
        [[client]]
        id = "app"
        secret_file = "app.secret"
        may = ["introspect"]
        api = "orders"
        audience = "https://stock.example"
    "#;
    let world = World::of(config, &[]);
    let app = |token: &str| post(&world.serve, "/introspect", &[("token", token), APP[0], APP[1]]).json();
    let claims = json!({
        "sub": "alice", "tenant": { "id": 7 }, "email": "a@example.com", "role": "admin", "acr": "mfa", "auth_time": 1_700_000_000, "act": { "sub": "s" },
    });
    let told = world.introspect(&world.issuer.token(&claims));
    for (name, value) in [
        ("tenant", json!({ "id": 7 })),
        ("email", json!("a@example.com")),
        ("acr", json!("mfa")),
        ("role", Value::Null),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    assert_eq!(
        (&told["auth_time"], &told["act"]["sub"]),
        (&json!(1_700_000_000), &json!("s"))
    );

    // The same token is not for the other audience, and a token for both is shown to each as its
    // own.
    assert_eq!(app(&world.issuer.token(&claims)), json!({ "active": false }));
    let both = tokenseal::TokenOptions {
        issuer: Some("https://issuer.example".into()),
        audience: Some(tokenseal::OneOrMany::Many(vec![
            "https://stock.example".into(),
            "https://api.example".into(),
        ])),
        expires_in: Some("5m".into()),
        now: Some(now()),
        ..tokenseal::TokenOptions::default()
    };
    let sign = |options: &tokenseal::TokenOptions| {
        tokenseal::sign(&json!({ "sub": "alice" }), &world.issuer.key, options).unwrap()
    };
    assert_eq!(app(&sign(&both))["aud"], "https://stock.example");
    assert_eq!(world.introspect(&sign(&both))["aud"], "https://stock.example");

    let foreign = tokenseal::TokenOptions {
        issuer: Some("https://other.example".into()),
        audience: Some("https://api.example".into()),
        ..both
    };
    assert_eq!(
        world.introspect(&sign(&foreign)),
        json!({ "active": false }),
        "of an issuer of another API"
    );
}

#[test]
fn what_cannot_be_decided_is_no_inactive_token() {
    let config = ISSUER_AND_API.replace(
        "keys = [\"keys.json\"]",
        "jwks_url = \"https://127.0.0.1:1/jwks.json\"",
    );
    let world = World::of(&format!("{config}{CLIENTS}"), &[]);
    let reply = post(
        &world.serve,
        "/introspect",
        &[("token", &world.token()), GATEWAY[0], GATEWAY[1]],
    );
    assert_eq!(refused(&reply), (503, "temporarily_unavailable".into()));
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert!(!reply.body.contains("active"));
    let reply = world.revoke(&world.token());
    assert_eq!(refused(&reply), (503, "temporarily_unavailable".into()));
}
