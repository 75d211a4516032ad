//! Security events (RFC 8935) and back-channel logout: what has ended is refused.

use serde_json::{Value, json};
use tokenseal::{IssueOptions, Issuer, IssuerOptions, Profile};

use crate::support::Reply;
use crate::support::tokens::now;
use crate::world::*;

const EVENTS: &str = r#"
    [[events]]
    issuer = "https://issuer.example"
    audience = ["https://gateway.example", "client"]
    subject_issuers = ["https://subjects.example"]
"#;
const SESSION_REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn issue(world: &World, profile: Profile, audience: &str, claims: &Value) -> String {
    let options = IssuerOptions {
        issuer: Some("https://issuer.example".into()),
        audience: Some(audience.into()),
        profile: Some(profile),
        lifetime: (profile == Profile::LogoutToken).then(|| "2m".into()),
        no_expiry: profile == Profile::SecurityEvent,
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some(world.issuer.key.clone().into()), None, &options).unwrap();
    issuer
        .issue(
            claims,
            &IssueOptions {
                now: Some(now()),
                ..IssueOptions::default()
            },
        )
        .unwrap()
}

fn event(world: &World, sub_id: Value) -> String {
    issue(
        world,
        Profile::SecurityEvent,
        "https://gateway.example",
        &json!({ "sub_id": sub_id, "events": { SESSION_REVOKED: {} } }),
    )
}

fn logout_token(world: &World, claims: Value) -> String {
    let mut all = json!({ "events": { LOGOUT: {} } });
    all.as_object_mut()
        .unwrap()
        .extend(claims.as_object().unwrap().clone());
    issue(world, Profile::LogoutToken, "client", &all)
}

fn push(world: &World, token: &str) -> Reply {
    world.serve.ask(
        "POST",
        "/events",
        &[
            ("Content-Type", "application/secevent+jwt"),
            ("Accept", "application/json"),
        ],
        token,
    )
}

fn log_out(world: &World, token: &str) -> Reply {
    post(&world.serve, "/logout", &[("logout_token", token)])
}

fn of_session(world: &World, sid: &str) -> String {
    world.issuer.token(&json!({ "sub": "alice", "sid": sid }))
}

#[test]
fn an_event_that_is_pushed() {
    let world = World::with(EVENTS);
    let (ended, other) = (of_session(&world, "s1"), of_session(&world, "s2"));
    let reply = push(&world, &event(&world, json!({ "format": "opaque", "id": "s1" })));
    assert_eq!(
        (reply.status, reply.body.as_str(), reply.header("cache-control")),
        (202, "", Some("no-store"))
    );
    assert_eq!(
        (
            world.introspect(&ended)["active"].clone(),
            world.introspect(&other)["active"].clone()
        ),
        (json!(false), json!(true))
    );

    let bob = world.issuer.token(&json!({ "sub": "bob" }));
    assert_eq!(
        push(
            &world,
            &event(
                &world,
                json!({ "format": "iss_sub", "iss": "https://issuer.example", "sub": "bob" })
            )
        )
        .status,
        202
    );
    assert_eq!(world.introspect(&bob)["active"], false);
    let foreign = |iss: &str| event(&world, json!({ "format": "iss_sub", "iss": iss, "sub": "bob" }));
    assert_eq!(push(&world, &foreign("https://subjects.example")).status, 202);

    for (what, token, err) in [
        (
            "another issuer's subject",
            foreign("https://other.example"),
            "invalid_request",
        ),
        ("no token", "no token".into(), "invalid_request"),
        ("a token of another kind", world.token(), "invalid_request"),
        (
            "a logout token",
            logout_token(&world, json!({ "sub": "alice" })),
            "invalid_request",
        ),
        (
            "for somebody else",
            issue(
                &world,
                Profile::SecurityEvent,
                "https://other.example",
                &json!({ "events": { "urn:a": {} } }),
            ),
            "invalid_audience",
        ),
    ] {
        let reply = push(&world, &token);
        assert_eq!(
            (reply.status, reply.header("content-language")),
            (400, Some("en")),
            "{what} {reply:?}"
        );
        assert_eq!(reply.json()["err"], err, "{what}");
    }
    for content_type in ["application/jwt", "application/json", ""] {
        let reply = world.serve.ask(
            "POST",
            "/events",
            &[("Content-Type", content_type)],
            &foreign("https://issuer.example"),
        );
        assert_eq!(
            (reply.status, &reply.json()["err"]),
            (400, &json!("invalid_request")),
            "{content_type}"
        );
    }
    assert_eq!(world.serve.ask("GET", "/events", &[], "").status, 405);
    let long = "a".repeat((1 << 20) + 1);
    assert_eq!(push(&world, &long).status, 400);
}

#[test]
fn a_logout() {
    let mut world = World::with(EVENTS);
    let (ended, other) = (of_session(&world, "s1"), of_session(&world, "s2"));
    let token = logout_token(&world, json!({ "sub": "alice", "sid": "s1" }));
    let reply = log_out(&world, &token);
    assert_eq!(
        (reply.status, reply.body.as_str(), reply.header("cache-control")),
        (200, "", Some("no-store"))
    );
    assert_eq!(
        (
            world.introspect(&ended)["active"].clone(),
            world.introspect(&other)["active"].clone()
        ),
        (json!(false), json!(true))
    );
    assert_eq!(
        world.serve.wait_for("told")["entries"].as_array().unwrap().len(),
        1
    );
    // Sent again, it gets the same answer, and nothing more is recorded.
    assert_eq!(log_out(&world, &token).status, 200);
    world.serve.signal("HUP");
    world.serve.wait_for("reloaded");
    assert_eq!(log_out(&world, &token).status, 200, "nor after a reload");
    assert_eq!(
        world
            .serve
            .logged
            .iter()
            .filter(|line| line["event"] == "told")
            .count(),
        1
    );

    assert_eq!(
        log_out(&world, &logout_token(&world, json!({ "sub": "alice" }))).status,
        200
    );
    assert_eq!(
        world.introspect(&other)["active"],
        false,
        "all sessions of the subject"
    );

    let ask = |content_type: &str, body: &str| {
        world
            .serve
            .ask("POST", "/logout", &[("Content-Type", content_type)], body)
    };
    let (kind, field) = (
        "application/x-www-form-urlencoded",
        format!("logout_token={}", logout_token(&world, json!({ "sid": "s3" }))),
    );
    for reply in [
        log_out(&world, "no token"),
        log_out(&world, &world.token()),
        log_out(&world, &event(&world, json!({ "format": "opaque", "id": "s1" }))),
        ask(kind, ""),
        ask(kind, &format!("{field}&{field}")),
        ask("application/json", &field),
    ] {
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (400, Some("application/json"))
        );
        assert_eq!(reply.json()["error"], "invalid_request");
    }
    assert_eq!(ask(kind, &field).status, 200);
}

#[test]
fn nobody_tells_who_is_not_configured() {
    let world = World::new();
    let reply = push(&world, &event(&world, json!({ "format": "opaque", "id": "s1" })));
    assert_eq!(
        (reply.status, &reply.json()["err"]),
        (400, &json!("invalid_issuer"))
    );
    assert_eq!(
        log_out(&world, &logout_token(&world, json!({ "sid": "s1" }))).status,
        400
    );

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys.json"), &world.issuer.jwks).unwrap();
    for (events, message) in [
        (
            "issuer = \"https://other.example\"",
            "issuer is the `issuer` of no [[issuer]]",
        ),
        (
            "issuer = \"https://issuer.example\"\nprofile = \"id-token\"",
            "profile",
        ),
        (
            "issuer = \"https://issuer.example\"\n[[events]]\nissuer = \"https://issuer.example\"",
            "ERR_OPTION_INVALID",
        ),
    ] {
        std::fs::write(
            folder.path().join("serve.toml"),
            format!("{ISSUER_AND_API}[[events]]\n{events}\n"),
        )
        .unwrap();
        let (is_good, text) = crate::support::check(folder.path(), &["--config", "serve.toml"]);
        assert!(!is_good && text.contains(message), "{events}: {text}");
    }
}

#[test]
fn who_tells_is_asked_to_try_again() {
    let config = ISSUER_AND_API.replace(
        "keys = [\"keys.json\"]",
        "jwks_url = \"https://127.0.0.1:1/jwks.json\"",
    );
    let world = World::of(&format!("{config}{CLIENTS}{EVENTS}"), &[]);
    assert_eq!(
        push(&world, &event(&world, json!({ "format": "opaque", "id": "s1" }))).status,
        503
    );
    let reply = log_out(&world, &logout_token(&world, json!({ "sid": "s1" })));
    assert_eq!(
        (reply.status, &reply.json()["error"]),
        (400, &json!("temporarily_unavailable")),
        "Back-Channel Logout 1.0, section 2.8"
    );
}
