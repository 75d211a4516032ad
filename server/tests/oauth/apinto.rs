//! Introspection as the two plugins of apinto read it, `oauth2-introspection` and
//! `custom-oauth2-introspection`: a contract, taken from what their source does (0.22, read in June
//! 2026). Neither can be run here: the Go proxy does not list it.

use serde::Deserialize;
use serde_json::json;

use crate::support::tokens::{TestIssuer, now};
use crate::world::*;

/// What the plugins decode an answer into. For them, a member of another type is an error, and for
/// the client it is a 500.
#[derive(Deserialize)]
struct Answer {
    active: bool,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    aud: String,
    #[serde(default)]
    exp: i64,
    #[serde(default)]
    iat: i64,
}

/// What they decide.
fn decide(body: &str, now: i64, scopes: &[&str], audience: &str, consumers: &[&str]) -> u16 {
    let Ok(answer) = serde_json::from_str::<Answer>(body) else {
        return 500;
    };
    // A missing `exp` is 0, which has expired; there is no leeway for `iat`.
    if !answer.active || answer.exp < now || answer.iat > now {
        return 401;
    }
    // The scope is compared as one string, and so is the audience.
    if !scopes.is_empty() && !scopes.contains(&answer.scope.as_str()) || answer.aud != audience {
        return 401;
    }
    match consumers.contains(&answer.client_id.as_str()) || consumers.contains(&answer.username.as_str()) {
        true => 200,
        false => 401,
    }
}

/// They post a form with the token and the secret of the client.
fn ask(world: &World, token: &str) -> (u16, String) {
    let reply = post(
        &world.serve,
        "/introspect",
        &[("token", token), GATEWAY[0], GATEWAY[1]],
    );
    (reply.status, reply.body)
}

#[test]
fn what_they_need_is_there() {
    let world = World::of(
        &format!(
            "{}{CLIENTS}",
            ISSUER_AND_API.replace("keys =", "leeway = \"30s\"\nkeys =")
        ),
        &[],
    );
    let issue = |issuer: &TestIssuer, at: f64| {
        let claims = json!({ "sub": "alice", "scope": "orders:read stock:read", "client_id": "app", "aud": ["https://api.example", "https://b.example"] });
        tokenseal::sign(
            &claims,
            &issuer.key,
            &tokenseal::TokenOptions {
                issuer: Some("https://issuer.example".into()),
                expires_in: Some("5m".into()),
                now: Some(at),
                ..Default::default()
            },
        )
        .unwrap()
    };
    let decided = |token: &str| {
        let (status, body) = ask(&world, token);
        assert_eq!(status, 200, "anything else is a 500 to the client");
        decide(
            &body,
            now() as i64,
            &["orders:read stock:read"],
            "https://api.example",
            &["app"],
        )
    };
    let token = issue(&world.issuer, now());
    assert_eq!(decided(&token), 200);
    assert_eq!(
        decided(&issue(&world.issuer, now() + 20.0)),
        200,
        "issued by a clock that is ahead, within the leeway"
    );
    assert_eq!(decided("no token"), 401);
    assert_eq!(world.revoke(&token).status, 200);
    assert_eq!(decided(&token), 401, "revoked");
}
