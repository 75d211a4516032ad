//! Reloads: they make no request fail, and a wrong configuration changes nothing.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{PATIENCE, Reply};
use crate::world::{RULES, World, config, request};

/// Reloads under load: 100 with `TOKENSEAL_SOAK`.
fn rounds() -> usize {
    if std::env::var_os("TOKENSEAL_SOAK").is_some() {
        100
    } else {
        20
    }
}

#[test]
fn no_request_fails_while_it_reloads() {
    let mut world = World::new();
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let (stop, answered) = (Arc::clone(&stop), Arc::clone(&answered));
            let (address, request) = (world.serve.addresses[0].clone(), request(&world.token));
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                while !stop.load(Ordering::Relaxed) {
                    stream.write_all(&request).unwrap();
                    let reply = Reply::read(&stream);
                    assert_eq!(reply.status, 200, "{reply:?}");
                    assert!(
                        reply
                            .header("X-Tokenseal-Identity")
                            .is_some_and(|identity| !identity.is_empty())
                    );
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for round in 0..rounds() {
        let before = answered.load(Ordering::Relaxed);
        match round % 5 {
            // Each time something changes: the rules, the configuration, or nothing at all.
            0 => world
                .serve
                .write("rules.json", &format!("{RULES}{}", " ".repeat(round))),
            1 => world
                .serve
                .write("serve.toml", &format!("{}# {round}\n", world.config)),
            _ => world.serve.signal("HUP"),
        }
        world.serve.wait_for("reloaded");
        let began = Instant::now();
        while answered.load(Ordering::Relaxed) < before + 20 {
            assert!(began.elapsed() < PATIENCE, "no request is answered");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.join().unwrap();
    }
    let metrics = world.serve.ask("GET", "/metrics", &[], "").body;
    assert!(
        metrics.contains(&format!(
            "tokenseal_reloads_total{{outcome=\"done\"}} {}\n",
            rounds()
        )),
        "{metrics}"
    );
}

#[test]
fn a_wrong_configuration_changes_nothing_until_it_is_mended() {
    let mut world = World::new();
    assert_eq!(world.check(&world.token).status, 200);
    world
        .serve
        .write("serve.toml", &world.config.replace("audience =", "audiance ="));
    let refused = world.serve.wait_for("reload_refused");
    let message = refused["message"].as_str().unwrap();
    assert!(
        message.contains("issuer[0].audiance: is not known here: did you mean audience?"),
        "{message}"
    );
    assert_eq!(refused["level"], "error");
    assert_eq!(world.check(&world.token).status, 200);
    let metrics = world.serve.ask("GET", "/metrics", &[], "").body;
    assert!(
        metrics.contains("tokenseal_reloads_total{outcome=\"refused\"} 1\n"),
        "{metrics}"
    );
    assert!(
        metrics.contains("tokenseal_config_last_reload_successful 0\n"),
        "{metrics}"
    );

    world.serve.write("serve.toml", &world.config);
    world.serve.wait_for("reloaded");
    assert!(
        world
            .serve
            .ask("GET", "/metrics", &[], "")
            .body
            .contains("tokenseal_config_last_reload_successful 1\n")
    );

    world.serve.write("rules.json", "{}");
    world.serve.wait_for("reload_refused");
    assert_eq!(world.check(&world.token).status, 200);
    std::fs::remove_file(world.serve.path("rules.json")).unwrap();
    world.serve.wait_for("reload_refused");
    world
        .serve
        .write("rules.json", &RULES.replace("orders:read", "orders:write"));
    world.serve.wait_for("reloaded");
    assert_eq!(world.check(&world.token).status, 403);
}

#[test]
fn every_file_that_is_named_is_looked_at() {
    let mut world = World::new();
    let other = crate::support::tokens::TestIssuer::new(tokenseal::SignatureAlgorithm::ES256);
    let token = other.token(&json!({ "sub": "bob", "scope": "orders:read", "jti": "2" }));
    assert_eq!(world.check(&token).status, 401);
    world.serve.write("keys.json", &other.jwks);
    world.serve.wait_for("reloaded");
    assert_eq!(
        (world.check(&token).status, world.check(&world.token).status),
        (200, 401)
    );

    assert_eq!(world.client("/introspect", &token).status, 200);
    world
        .serve
        .write("client.secret", "another-secret-of-the-client-of-these-tests");
    world.serve.wait_for("reloaded");
    assert_eq!(world.client("/introspect", &token).status, 401);
}

#[test]
fn what_was_revoked_stays_revoked() {
    let mut world = World::new();
    assert_eq!(world.client("/revoke", &world.token).status, 200);
    assert_eq!(world.check(&world.token).status, 401);
    world.serve.signal("HUP");
    world.serve.wait_for("reloaded");
    assert_eq!(world.check(&world.token).status, 401);
}

#[test]
fn where_it_listens_is_not_changed_by_a_reload() {
    let mut world = World::new();
    world.serve.write(
        "serve.toml",
        &config("listen = [\"127.0.0.1:0\", \"unix:serve.sock\"]", ""),
    );
    let said = world.serve.wait_for("restart_needed");
    assert!(said["message"].as_str().unwrap().contains("listens where it did"));
    assert_eq!(world.check(&world.token).status, 200);
    assert!(!world.serve.path("serve.sock").exists());
}
