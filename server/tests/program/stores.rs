//! A store that stalls, is killed, or comes up later than the program; and several instances over
//! one.

use serde_json::json;
use tokenseal::SignatureAlgorithm::ES256;

use crate::faults::until;
use crate::servers::Servers;
use crate::support::Serve;
use crate::support::tokens::TestIssuer;
use crate::world::{RULES, World, client_headers, config, headers};

const PROTECT: &str = r#"{"kty":"oct","alg":"A256KW","k":"GawgguFyGrWKav7AX4VKUgGawgguFyGrWKav7AX4VKU"}"#;

fn with_store(url: &str) -> (String, String) {
    (
        "protect_with = \"protect.jwk\"\n".to_owned(),
        format!("[store]\nurl = \"{url}\"\ncreate = true\nlongest_lifetime = \"1h\"\n"),
    )
}

fn files(issuer: &TestIssuer) -> [(&str, &str); 4] {
    let secret = ("client.secret", "a-secret-of-the-client-of-these-tests");
    [
        ("keys.json", &issuer.jwks),
        ("rules.json", RULES),
        secret,
        ("protect.jwk", PROTECT),
    ]
}

#[test]
fn a_store_that_stands_still_or_is_killed() {
    let mut servers = Servers::new();
    let store = servers.start("redis", json!({ "args": ["--appendonly", "yes"] }));
    let (top, end) = with_store(&store.url());
    let mut world = World::with(&top, &end, &[("protect.jwk", PROTECT)]);
    until("readiness", || {
        world.serve.ask("GET", "/readyz", &[], "").status == 200
    });
    assert_eq!(world.check(&world.token).status, 200);

    servers.perform("pause", &store);
    until("refusal", || world.check(&world.token).status >= 500);
    let ready = world.serve.ask("GET", "/readyz", &[], "");
    assert_eq!(ready.status, 503, "{ready:?}");
    assert!(ready.body.contains("ERR_JWT_REVOCATION_UNAVAILABLE"), "{ready:?}");
    assert_eq!(
        world.client("/revoke", &world.token).status,
        503,
        "what cannot be kept is not acknowledged"
    );
    let metrics = world.serve.ask("GET", "/metrics", &[], "").body;
    assert!(
        metrics.contains("tokenseal_ready 0\n")
            && metrics.contains("code=\"ERR_JWT_REVOCATION_UNAVAILABLE\""),
        "{metrics}"
    );
    let said = world.serve.wait_for("followed");
    assert!(said["level"] == "warn" || said["what"] == "read", "{said}");
    servers.perform("resume", &store);
    until("recovery", || world.check(&world.token).status == 200);

    servers.perform("stop", &store);
    until("refusal", || world.check(&world.token).status >= 500);
    servers.perform("restart", &store);
    until("recovery", || world.check(&world.token).status == 200);
    until("readiness", || {
        world.serve.ask("GET", "/readyz", &[], "").status == 200
    });
    assert_eq!(world.client("/revoke", &world.token).status, 200);
    until("revocation", || world.check(&world.token).status == 401);
}

#[test]
fn a_store_that_comes_later_than_the_program() {
    let mut servers = Servers::new();
    let store = servers.start("redis", json!({}));
    servers.perform("stop", &store);
    let (top, end) = with_store(&store.url());
    let issuer = TestIssuer::new(ES256);
    let files = files(&issuer);
    let token = issuer.token(&json!({ "sub": "alice", "scope": "orders:read", "jti": "1" }));
    let authorization = format!("Bearer {token}");

    // Without identities, it runs, but no request passes.
    let plain = config("", &end).replace("[internal]\nissuer = \"https://gateway.example\"\n", "");
    let without = Serve::start(&plain, &files);
    assert_eq!(without.ask("GET", "/readyz", &[], "").status, 503);
    assert_eq!(without.ask("GET", "/healthz", &[], "").status, 200);
    assert!(
        without
            .ask("GET", crate::world::ASK, &headers(&authorization), "")
            .status
            >= 500
    );
    // With them it waits for the ring, and says so.
    let mut serve = Serve::begin(&config(&top, &end), &files);
    let waiting = serve.wait_for("waiting");
    assert!(
        waiting["message"].as_str().unwrap().contains("internal.ring: "),
        "{waiting}"
    );

    servers.perform("restart", &store);
    serve.addresses = vec![
        serve.wait_for("listening")["address"]
            .as_str()
            .unwrap()
            .to_owned(),
    ];
    for serve in [&serve, &without] {
        until("readiness", || serve.ask("GET", "/readyz", &[], "").status == 200);
        assert_eq!(
            serve
                .ask("GET", crate::world::ASK, &headers(&authorization), "")
                .status,
            200
        );
    }
}

/// Two instances share what was revoked, and the keys of identities.
#[test]
fn two_instances_are_one_to_those_who_ask() {
    let mut servers = Servers::new();
    let store = servers.start("redis", json!({}));
    let issuer = TestIssuer::new(ES256);
    let (top, end) = with_store(&store.url());
    let files = files(&issuer);
    let instances: Vec<Serve> = (0..2)
        .map(|_| Serve::start(&config(&top, &end), &files))
        .collect();
    for instance in &instances {
        until("readiness", || {
            instance.ask("GET", "/readyz", &[], "").status == 200
        });
    }
    let rings: Vec<_> = instances
        .iter()
        .map(|one| one.ask("GET", "/readyz", &[], "").json()["internal_ring"].clone())
        .collect();
    assert!(rings[0].is_string() && rings[0] == rings[1], "{rings:?}");

    let token = issuer.token(&json!({ "sub": "alice", "scope": "orders:read", "jti": "1" }));
    let authorization = format!("Bearer {token}");
    let check = |serve: &Serve| {
        serve
            .ask("GET", crate::world::ASK, &headers(&authorization), "")
            .status
    };
    assert_eq!(instances.iter().map(check).collect::<Vec<_>>(), [200, 200]);
    assert_eq!(
        instances[0]
            .ask("POST", "/revoke", &client_headers(), &format!("token={token}"))
            .status,
        200
    );
    let began = std::time::Instant::now();
    until("revocation", || check(&instances[1]) == 401);
    assert!(
        began.elapsed() < std::time::Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}
