//! What the program depends on is unavailable: checks are refused, logs and metrics say why, and it
//! recovers by itself.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use tokenseal::SignatureAlgorithm::ES256;

use crate::support::tokens::TestIssuer;
use crate::support::{PATIENCE, Reply, Serve};
use crate::world::{ASK, RULES, World, headers};

/// Waits until something holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what} does not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// An issuer that publishes its keys, and can be unavailable.
struct Publisher {
    address: String,
    is_up: Arc<AtomicBool>,
    jwks: Arc<Mutex<String>>,
}

impl Publisher {
    fn new(jwks: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = Self {
            address: listener.local_addr().unwrap().to_string(),
            is_up: Arc::new(AtomicBool::new(false)),
            jwks: Arc::new(Mutex::new(jwks.to_owned())),
        };
        let (is_up, jwks) = (Arc::clone(&own.is_up), Arc::clone(&own.jwks));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(
                    stream.unwrap(),
                    is_up.load(Ordering::Relaxed),
                    &jwks.lock().unwrap(),
                );
            }
        });
        own
    }

    fn set(&self, is_up: bool) {
        self.is_up.store(is_up, Ordering::Relaxed);
    }
}

fn answer(mut stream: TcpStream, is_up: bool, jwks: &str) {
    let _ = stream.read(&mut [0; 4096]);
    let (status, body) = if is_up {
        ("200 OK", jwks)
    } else {
        ("503 Service Unavailable", "")
    };
    let head = "Content-Type: application/json\r\nConnection: close\r\nCache-Control: max-age=1";
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

#[test]
fn an_issuer_that_is_down() {
    let issuer = TestIssuer::new(ES256);
    let publisher = Publisher::new(&issuer.jwks);
    let config = format!(
        r#"
        listen = "127.0.0.1:0"
        [[issuer]]
        issuer = "https://issuer.example"
        audience = "https://api.example"
        jwks_url = "http://{}/keys"
        fetch = {{ allow_http = true }}
        [[api]]
        name = "orders"
        rules = "rules.json"
        "#,
        publisher.address
    );
    let mut serve = Serve::start(&config, &[("rules.json", RULES)]);
    let token = issuer.token(&json!({ "sub": "alice", "scope": "orders:read" }));
    let authorization = format!("Bearer {token}");
    let check = |serve: &Serve| -> Reply { serve.ask("GET", ASK, &headers(&authorization), "") };

    // It does not answer: no request passes, whatever nginx turns the status into.
    let refused = check(&serve);
    assert!(refused.status >= 500, "{refused:?}");
    let failed = serve.wait_for("followed");
    assert_eq!(
        (&failed["level"], &failed["what"]),
        (&"warn".into(), &"failed".into()),
        "{failed}"
    );
    let ready = serve.ask("GET", "/readyz", &[], "");
    assert_eq!(
        (ready.status, &ready.json()["waiting"][0]["code"]),
        (503, &"ERR_JWKS_UNAVAILABLE".into())
    );
    let metrics = serve.ask("GET", "/metrics", &[], "").body;
    assert!(
        metrics.contains("tokenseal_ready 0\n") && metrics.contains("code=\"ERR_JWKS_UNAVAILABLE\""),
        "{metrics}"
    );
    assert!(
        !metrics.contains("tokenseal_keys_failures_in_a_row{of=\"https://issuer.example\"} 0.0"),
        "{metrics}"
    );

    // It is back: the program notices by itself, without a check.
    publisher.set(true);
    until("readiness", || serve.ask("GET", "/readyz", &[], "").status == 200);
    assert_eq!(check(&serve).status, 200);
    let metrics = serve.ask("GET", "/metrics", &[], "").body;
    assert!(
        metrics.contains("tokenseal_keys{of=\"https://issuer.example\"} 1.0\n"),
        "{metrics}"
    );

    // Unavailable again: the known keys go on serving.
    publisher.set(false);
    assert_eq!(check(&serve).status, 200);
}

#[test]
fn a_list_of_revocations_that_cannot_be_read() {
    let mut world = World::with("state = \"state\"\n", "", &[]);
    assert_eq!(world.check(&world.token).status, 200);
    let file = world.serve.path("state/revocations.log");
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, "this is no list of revocations\n".repeat(10)).unwrap();
    until("refusal", || world.check(&world.token).status >= 500);
    let ready = world.serve.ask("GET", "/readyz", &[], "");
    assert_eq!(
        (ready.status, &ready.json()["waiting"][0]["revocations"]),
        (503, &true.into()),
        "{ready:?}"
    );
    let refused = world.serve.wait_for("refused");
    assert_eq!(refused["code"], "ERR_JWT_REVOCATION_UNAVAILABLE");

    std::fs::write(&file, good).unwrap();
    until("recovery", || world.check(&world.token).status == 200);
    assert_eq!(world.serve.ask("GET", "/readyz", &[], "").status, 200);
}

#[test]
fn a_ring_that_is_damaged() {
    let world = World::with("state = \"state\"\n", "", &[]);
    let identity = |world: &World| {
        world
            .check(&world.token)
            .header("X-Tokenseal-Identity")
            .map(str::to_owned)
    };
    assert!(identity(&world).is_some());
    let file = world.serve.path("state/internal.ring");
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, "damaged").unwrap();
    let degraded = |world: &World| world.serve.ask("GET", "/readyz", &[], "").json()["degraded"].clone();
    until("notice", || {
        degraded(&world)[0]["code"] == "ERR_KEYRING_UNAVAILABLE"
    });
    // The known keys go on serving, and are still published.
    assert_eq!(world.check(&world.token).status, 200);
    assert!(identity(&world).is_some());
    std::fs::write(&file, good).unwrap();
    until("recovery", || degraded(&world) == json!([]));
}

#[test]
fn a_damaged_ring_at_the_start() {
    let world = World::with("state = \"state\"\n", "", &[]);
    std::fs::write(world.serve.path("state/internal.ring"), "damaged").unwrap();
    let (is_good, text) = crate::support::check(world.serve.folder.path(), &["--config", "serve.toml"]);
    assert!(
        !is_good && text.contains("internal: internal.ring: ") && text.contains("ERR_KEYRING_UNAVAILABLE"),
        "{text}"
    );
    assert_eq!(
        std::fs::read_to_string(world.serve.path("state/internal.ring")).unwrap(),
        "damaged",
        "nothing is made in its place"
    );
}
