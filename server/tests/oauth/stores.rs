//! Two instances over one Redis server: what one revokes, the other refuses.

#[path = "../../../drivers/tests/stores/servers.rs"]
#[allow(dead_code)]
mod servers;

use std::time::{Duration, Instant};

use serde_json::json;
use servers::Servers;
use tokenseal::SignatureAlgorithm::ES256;

use crate::support::tokens::TestIssuer;
use crate::world::*;

#[test]
fn what_one_revokes_the_other_refuses() {
    let mut servers = Servers::new();
    let redis = servers.start("redis", json!({}));
    let config = |create: bool| {
        format!(
            "{ISSUER_AND_API}{CLIENTS}\n[store]\nurl = {:?}\ncreate = {create}\n",
            redis.url()
        )
    };
    let issuer = TestIssuer::new(ES256);
    let first = World::serve(&config(true), &issuer, &[]);
    let token = |id: &str| issuer.token(&json!({ "sub": "alice", "jti": id }));
    let revoke = |serve, token: &str| post(serve, "/revoke", &[("token", token), GATEWAY[0], GATEWAY[1]]);
    assert_eq!(introspect(&first, &token("0"))["active"], true);
    let second = World::serve(&config(false), &issuer, &[]);

    let (one, two) = (token("1"), token("2"));
    for (token, by, other) in [(&one, &first, &second), (&two, &second, &first)] {
        assert_eq!(introspect(other, token)["active"], true);
        assert_eq!(revoke(by, token).status, 200);
        let began = Instant::now();
        assert_eq!(
            introspect(by, token)["active"],
            false,
            "at once where it was revoked"
        );
        while introspect(other, token)["active"] == true {
            assert!(
                began.elapsed() < Duration::from_millis(1500),
                "within a second, and what a busy machine takes"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    // Without the store nothing is decided, and nothing is reported as revoked that is not saved.
    servers.perform("pause", &redis);
    std::thread::sleep(Duration::from_millis(1100));
    let asked = post(&first, "/introspect", &[("token", &one), GATEWAY[0], GATEWAY[1]]);
    assert_eq!(refused(&asked), (503, "temporarily_unavailable".into()));
    assert_eq!(
        refused(&revoke(&first, &token("3"))),
        (503, "temporarily_unavailable".into())
    );
    servers.perform("resume", &redis);
    let began = Instant::now();
    while post(&first, "/introspect", &[("token", &one), GATEWAY[0], GATEWAY[1]]).status != 200 {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(introspect(&first, &one), json!({ "active": false }));
}
