//! Revocation (RFC 7009): who may revoke what, and that it is then refused.

use serde_json::json;
use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement};

use crate::support::tokens::{AUDIENCE, ISSUER, now};
use crate::world::*;

#[test]
fn a_revoked_token_is_not_active() {
    let mut world = World::new();
    let (token, other) = (world.token(), world.token());
    let reply = world.revoke(&token);
    assert_eq!(
        (reply.status, reply.body.as_str(), reply.header("cache-control")),
        (200, "", Some("no-store"))
    );
    assert_eq!(world.introspect(&token), json!({ "active": false }));
    assert_eq!(world.introspect(&other)["active"], true);
    assert_eq!(world.revoke(&token).status, 200, "once more");

    let entry = world.serve.wait_for("revoked");
    assert_eq!(entry["client"], "gateway");
    assert!(!entry.to_string().contains(&token));
}

#[test]
fn a_client_revokes_what_was_issued_to_it() {
    let world = World::new();
    let app = |token: &str| {
        post(
            &world.serve,
            "/revoke",
            &[
                ("token", token),
                APP[0],
                APP[1],
                ("token_type_hint", "access_token"),
            ],
        )
    };
    let of = |claims| world.issuer.token(&claims);
    for own in [of(json!({ "client_id": "app" })), of(json!({ "azp": "app" }))] {
        assert_eq!(app(&own).status, 200);
        assert_eq!(world.introspect(&own)["active"], false);
    }
    for other in [
        of(json!({ "client_id": "other" })),
        of(json!({ "sub": "app" })),
        of(json!({ "client_id": ["app"] })),
        of(json!({ "client_id": "other", "azp": "app" })),
    ] {
        assert_eq!(refused(&app(&other)), (400, "invalid_grant".into()));
        assert_eq!(world.introspect(&other)["active"], true);
    }
    assert_eq!(
        refused(&post(&world.serve, "/revoke", &APP)),
        (400, "invalid_request".into())
    );
}

#[test]
fn what_is_no_good_need_not_be_revoked() {
    let world = World::new();
    for token in [
        "no token".to_owned(),
        world.issuer.token_at(&json!({}), now() - 400.0),
        world.token() + "AA",
    ] {
        assert_eq!(world.revoke(&token).status, 200);
    }
    assert!(
        world
            .serve
            .ask("GET", "/metrics", &[], "")
            .body
            .contains(r#"by="revoke",status="200",code="none"} 3"#)
    );
}

#[test]
fn a_token_is_revoked_before_it_is_valid() {
    let world = World::new();
    let soon = world
        .issuer
        .token(&json!({ "nbf": now() as i64 + 2, "jti": "soon" }));
    assert_eq!(world.introspect(&soon)["active"], false);
    assert_eq!(world.revoke(&soon).status, 200);
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(world.introspect(&soon)["active"], false);
}

#[test]
fn what_was_revoked_outlives_the_program() {
    let config = format!("state = \".\"\n{ISSUER_AND_API}{CLIENTS}");
    let mut world = World::of(&config, &[]);
    let token = world.token();
    assert_eq!(world.revoke(&token).status, 200);
    world.serve.signal("TERM");
    assert!(world.serve.end());
    let folder = std::mem::replace(&mut world.serve.folder, tempfile::tempdir().unwrap());
    world.serve = crate::support::Serve::start_in(folder, &["--config", "serve.toml"], 1);
    assert_eq!(world.introspect(&token)["active"], false);
    assert_eq!(world.introspect(&world.token())["active"], true);
}

#[test]
fn an_encrypted_token_is_introspected_exchanged_and_revoked() {
    let options = GenerateOptions {
        key_id: Some("enc".into()),
        ..GenerateOptions::default()
    };
    let key = Key::generate(KeyManagement::ECDH_ES_A256KW.into(), &options).unwrap();
    let exchange = r#"
        [[exchange]]
        client = "gateway"
        subject_issuer = "https://issuer.example"
        audiences = ["https://stock.example"]
        lifetime = "1m"
    "#;
    let config = ISSUER_AND_API.replace(
        "name = \"orders\"",
        "name = \"orders\"\ndecryption_keys = [\"enc.jwk\"]",
    );
    let clients = CLIENTS.replace("\"introspect\", ", "\"introspect\", \"exchange\", ");
    let world = World::of(
        &format!("{config}{clients}{exchange}"),
        &[("enc.jwk", &key.to_jwk(true).unwrap())],
    );
    let options = IssuerOptions {
        issuer: Some(ISSUER.into()),
        audience: Some(AUDIENCE.into()),
        lifetime: Some("5m".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(
        Some(world.issuer.key.clone().into()),
        Some(key.public().unwrap().into()),
        &options,
    )
    .unwrap();
    let call = IssueOptions {
        now: Some(now()),
        ..IssueOptions::default()
    };
    let token = issuer
        .issue(&json!({ "sub": "alice", "jti": "1" }), &call)
        .unwrap();
    assert_eq!(token.split('.').count(), 5);
    let exchanged = || {
        let fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", &token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ];
        post(&world.serve, "/token", &[&fields[..], &GATEWAY].concat()).status
    };
    assert_eq!(
        (world.introspect(&token)["sub"].clone(), exchanged()),
        (json!("alice"), 200)
    );
    assert_eq!(world.revoke(&token).status, 200);
    assert_eq!(
        (world.introspect(&token), exchanged()),
        (json!({ "active": false }), 400)
    );

    // Nobody can tell when it becomes valid, so it is not reported as revoked.
    let soon = issuer
        .issue(
            &json!({ "sub": "alice", "jti": "2", "nbf": now() as i64 + 100 }),
            &call,
        )
        .unwrap();
    let reply = world.revoke(&soon);
    assert_eq!(
        (refused(&reply), reply.header("retry-after")),
        ((503, "temporarily_unavailable".into()), Some("1"))
    );
}
