//! Token exchange (RFC 8693).

use serde_json::{Value, json};
use tokenseal::{
    Confirmation, IssueOptions, JwksOptions, KeySet, OneOrMany, Profile, TokenOptions, Verifier,
    VerifyOptions,
};

use crate::support::Reply;
use crate::support::tokens::now;
use crate::world::*;

const GRANT: (&str, &str) = ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
const JWT: &str = "urn:ietf:params:oauth:token-type:jwt";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// `app` exchanges alice's tokens for stock and billing, or for mail; `gateway` may exchange, but
/// has nothing to exchange.
const EXCHANGES: &str = r#"
    [[client]]
    id = "app"
    secret_file = "app.secret"
    may = ["exchange"]
    [[client]]
    id = "gateway"
    secret_file = "gateway.secret"
    may = ["exchange"]
    [[client]]
    id = "checks"
    secret_file = "app.secret"
    may = ["revoke"]
    [[exchange]]
    client = "app"
    subject_issuer = "https://issuer.example"
    audiences = ["https://stock.example", "https://billing.example"]
    scopes = ["stock:read", "stock:write"]
    lifetime = "2m"
    [[exchange]]
    client = "app"
    subject_issuer = "https://issuer.example"
    audiences = ["https://mail.example"]
    lifetime = "1m"
"#;

fn world() -> World {
    World::of(&format!("{ISSUER_AND_API}{EXCHANGES}"), &[])
}

fn exchange(world: &World, token: &str, more: &[(&str, &str)]) -> Reply {
    let fields = [
        &[
            GRANT,
            ("subject_token", token),
            ("subject_token_type", ACCESS_TOKEN),
            APP[0],
            APP[1],
        ],
        more,
    ]
    .concat();
    post(&world.serve, "/token", &fields)
}

/// The claims of a token that the server issued, as checked by the service that it is for.
fn checked(world: &World, token: &str, audience: &str) -> Value {
    let jwks = world.serve.ask("GET", "/jwks", &[], "").body;
    let keys = KeySet::from_jwks(&jwks, &JwksOptions::default()).unwrap();
    let options = VerifyOptions {
        issuer: Some("https://gateway.example".into()),
        audience: Some(audience.into()),
        profile: Some(Profile::AccessToken),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(keys.into()), None, &options)
        .unwrap()
        .verify(token, now())
        .unwrap()
        .claims()
        .unwrap()
}

fn token(world: &World, scope: &str) -> String {
    world
        .issuer
        .token(&json!({ "sub": "alice", "scope": scope, "client_id": "web" }))
}

#[test]
fn a_token_for_a_token() {
    let world = world();
    let own = token(&world, "orders:read stock:read stock:delete");
    let reply = exchange(&world, &own, &[("audience", "https://stock.example")]);
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (200, Some("no-store")),
        "{reply:?}"
    );
    let answer = reply.json();
    assert_eq!(
        (&answer["token_type"], &answer["issued_token_type"]),
        (&json!("Bearer"), &json!(ACCESS_TOKEN))
    );
    assert_eq!(answer["scope"], "stock:read");
    assert!(
        (118..=120).contains(&answer["expires_in"].as_i64().unwrap()),
        "{answer}"
    );
    let claims = checked(
        &world,
        answer["access_token"].as_str().unwrap(),
        "https://stock.example",
    );
    for (name, value) in [
        ("sub", json!("alice")),
        ("act", json!({ "sub": "app" })),
        ("client_id", json!("app")),
        ("scope", json!("stock:read")),
        ("aud", json!("https://stock.example")),
        ("iss", json!("https://gateway.example")),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert!(claims["jti"].is_string() && claims.get("cnf").is_none());

    let two = [
        ("audience", "https://stock.example"),
        ("resource", "https://billing.example"),
        ("audience", "https://stock.example"),
    ];
    let both = exchange(&world, &own, &two).json();
    let claims = checked(
        &world,
        both["access_token"].as_str().unwrap(),
        "https://billing.example",
    );
    assert_eq!(
        claims["aud"],
        json!(["https://stock.example", "https://billing.example"])
    );

    // Another kind, which passes on no scope; and the token does not outlive its subject token.
    let mail = exchange(&world, &own, &[("audience", "https://mail.example")]).json();
    assert_eq!(mail.get("scope"), None);
    let short = world
        .issuer
        .token_at(&json!({ "sub": "alice", "scope": "stock:read" }), now() - 290.0);
    let left = exchange(
        &world,
        &short,
        &[("audience", "https://stock.example"), ("scope", "stock:read")],
    )
    .json();
    assert!((1..=10).contains(&left["expires_in"].as_i64().unwrap()), "{left}");
    let asked = [
        ("audience", "https://stock.example"),
        ("requested_token_type", JWT),
        ("scope", "stock:read"),
    ];
    assert_eq!(exchange(&world, &own, &asked).status, 200);
    assert!(
        world
            .serve
            .ask("GET", "/metrics", &[], "")
            .body
            .contains(r#"by="exchange",status="200",code="none"} 5"#)
    );
}

#[test]
fn a_chain_of_actors() {
    let world = world();
    let chain = |depth: usize| {
        (0..depth).fold(Value::Null, |act, n| {
            if act.is_null() {
                json!({ "sub": format!("s{n}") })
            } else {
                json!({ "sub": format!("s{n}"), "act": act })
            }
        })
    };
    let ask = |claims: Value| {
        exchange(
            &world,
            &world.issuer.token(&claims),
            &[("audience", "https://stock.example")],
        )
    };
    let reply = ask(json!({ "sub": "alice", "act": chain(2) }));
    let claims = checked(
        &world,
        reply.json()["access_token"].as_str().unwrap(),
        "https://stock.example",
    );
    assert_eq!(
        claims["act"],
        json!({ "sub": "app", "act": { "sub": "s1", "act": { "sub": "s0" } } })
    );
    assert_eq!(ask(json!({ "sub": "alice", "act": chain(4) })).status, 200);
    for act in [chain(5), json!("s"), json!({ "act": ["s"] }), json!(null)] {
        assert_eq!(
            refused(&ask(json!({ "sub": "alice", "act": act }))),
            (400, "invalid_request".into()),
            "{act}"
        );
    }
    for (may_act, status) in [
        (json!({ "sub": "app" }), 200),
        (json!({ "sub": "app", "iss": "https://gateway.example" }), 200),
        (json!({ "client_id": "app" }), 200),
        (json!({ "sub": "other" }), 400),
        (json!({ "sub": "app", "iss": "https://other.example" }), 400),
        (json!({ "sub": "app", "email": "a@example.com" }), 400),
        (json!({}), 400),
        (json!("app"), 400),
        (json!(null), 400),
    ] {
        let reply = ask(json!({ "sub": "alice", "may_act": may_act }));
        assert_eq!(reply.status, status, "{may_act}");
        assert!(status == 200 || refused(&reply).1 == "unauthorized_client");
    }
}

#[test]
fn what_is_not_exchanged() {
    let world = world();
    let (own, target) = (token(&world, "stock:read"), ("audience", "https://stock.example"));
    let fields = |more: &[(&'static str, &str)], without: &str| {
        let all = [
            GRANT,
            ("subject_token", own.as_str()),
            ("subject_token_type", ACCESS_TOKEN),
            APP[0],
            APP[1],
            target,
        ];
        let all: Vec<(&str, &str)> = all.into_iter().filter(|(name, _)| *name != without).collect();
        let all: Vec<_> = [&all[..], more].concat();
        refused(&post(&world.serve, "/token", &all)).1
    };
    for (more, without, error) in [
        (&[][..], "grant_type", "invalid_request"),
        (
            &[("grant_type", "client_credentials")],
            "grant_type",
            "unsupported_grant_type",
        ),
        (&[], "subject_token", "invalid_request"),
        (&[], "subject_token_type", "invalid_request"),
        (
            &[("subject_token_type", "urn:ietf:params:oauth:token-type:saml2")],
            "subject_token_type",
            "unsupported_token_type",
        ),
        (
            &[(
                "requested_token_type",
                "urn:ietf:params:oauth:token-type:refresh_token",
            )],
            "",
            "unsupported_token_type",
        ),
        (&[("actor_token", "a.b.c")], "", "invalid_request"),
        (&[("audience", "https://other.example")], "", "invalid_target"),
        (&[("audience", "https://mail.example")], "", "invalid_target"),
        (&[("resource", "https://stock.example/#a")], "", "invalid_target"),
        (&[], "audience", "invalid_target"),
        (&[("scope", "stock:write")], "", "invalid_scope"),
        (&[("scope", "orders:read")], "", "invalid_scope"),
        (&[("scope", "stock:read  stock:read")], "", "invalid_scope"),
        (
            &[("scope", "stock:read"), ("scope", "stock:read")],
            "",
            "invalid_request",
        ),
        (
            &[("subject_token", "no token")],
            "subject_token",
            "invalid_request",
        ),
        (&[], "client_secret", "invalid_client"),
    ] {
        assert_eq!(fields(more, without), error, "{more:?} without {without:?}");
    }
    let by = |client: [(&str, &str); 2]| {
        refused(&post(
            &world.serve,
            "/token",
            &[
                GRANT,
                ("subject_token", &own),
                ("subject_token_type", JWT),
                target,
                client[0],
                client[1],
            ],
        ))
        .1
    };
    assert_eq!(
        by(GATEWAY),
        "unauthorized_client",
        "there is no [[exchange]] for it"
    );
    assert_eq!(by([("client_id", "checks"), APP[1]]), "unauthorized_client");

    let bound = IssueOptions {
        confirm: Some(Confirmation::of_key(&world.issuer.key).unwrap()),
        now: Some(now()),
        ..IssueOptions::default()
    };
    let elsewhere = TokenOptions {
        issuer: Some("https://issuer.example".into()),
        audience: Some(OneOrMany::One("https://other.example".into())),
        expires_in: Some("5m".into()),
        now: Some(now()),
        ..TokenOptions::default()
    };
    for (what, token) in [
        (
            "bound",
            world
                .issuer
                .issuer
                .issue(&json!({ "sub": "alice" }), &bound)
                .unwrap(),
        ),
        (
            "for another audience",
            tokenseal::sign(&json!({ "sub": "alice" }), &world.issuer.key, &elsewhere).unwrap(),
        ),
        (
            "expired",
            world.issuer.token_at(&json!({ "sub": "alice" }), now() - 301.0),
        ),
        ("of nobody", world.issuer.token(&json!({ "scope": "stock:read" }))),
    ] {
        assert_eq!(
            refused(&exchange(&world, &token, &[target])).1,
            "invalid_request",
            "{what}"
        );
    }
}

#[test]
fn a_revoked_token_is_not_exchanged() {
    let world = world();
    let own = world
        .issuer
        .token(&json!({ "sub": "alice", "client_id": "checks", "jti": "1" }));
    assert_eq!(
        exchange(&world, &own, &[("audience", "https://stock.example")]).status,
        200
    );
    assert_eq!(
        post(
            &world.serve,
            "/revoke",
            &[("token", &own), ("client_id", "checks"), APP[1]]
        )
        .status,
        200
    );
    assert_eq!(
        refused(&exchange(&world, &own, &[("audience", "https://stock.example")])).1,
        "invalid_request"
    );
}

#[test]
fn what_is_wrong_with_an_exchange() {
    let folder = tempfile::tempdir().unwrap();
    let issuer = crate::support::tokens::TestIssuer::new(tokenseal::SignatureAlgorithm::ES256);
    for (name, text) in [("keys.json", issuer.jwks.as_str()), ("app.secret", OTHER_SECRET)] {
        std::fs::write(folder.path().join(name), text).unwrap();
        set_private(&folder.path().join(name));
    }
    let good = "[[client]]\nid = \"app\"\nsecret_file = \"app.secret\"\nmay = [\"exchange\"]\n[[exchange]]\nclient = \"app\"\n\
        subject_issuer = \"https://issuer.example\"\naudiences = [\"https://stock.example\"]\nlifetime = \"2m\"\n";
    let check = |config: String| {
        std::fs::write(folder.path().join("serve.toml"), config).unwrap();
        crate::support::check(folder.path(), &["--config", "serve.toml"])
    };
    assert!(check(format!("{ISSUER_AND_API}{good}")).0);
    for (from, to, message) in [
        (
            "client = \"app\"",
            "client = \"other\"",
            "client names no [[client]]",
        ),
        ("may = [\"exchange\"]", "may = [\"revoke\"]", "may not exchange"),
        (
            "subject_issuer = \"https://issuer",
            "subject_issuer = \"https://other",
            "subject_issuer is the `issuer` of no",
        ),
        (
            "audiences = [\"https://stock.example\"]",
            "audiences = []",
            "audiences is empty",
        ),
        ("lifetime = \"2m\"", "lifetime = \"2h\"", "ERR_OPTION_INVALID"),
        ("lifetime = \"2m\"", "lifetime = \"0s\"", "length of time"),
        (
            "lifetime = \"2m\"",
            "lifetime = \"2m\"\nring = \"other\"",
            "ring names no [[ring]]",
        ),
        (
            "[internal]\n    issuer = \"https://gateway.example\"\n",
            "",
            "nothing signs",
        ),
    ] {
        let (is_good, text) = check(format!("{ISSUER_AND_API}{good}").replace(from, to));
        assert!(!is_good && text.contains(message), "{to}: {text}");
    }
}
