//! Faults, one by one: nothing hangs, nothing is silently allowed, nothing acknowledged is lost,
//! and everything recovers by itself.

use std::time::{Duration, Instant};

use serde_json::json;
use tokenseal::ErrorCode;

use crate::instance::{Instance, options, token};
use crate::servers::{Servers, Started};

const REVOKED: Option<ErrorCode> = Some(ErrorCode::Revoked);
const UNAVAILABLE: Option<ErrorCode> = Some(ErrorCode::RevocationUnavailable);
/// The time limit of a command, a second of grace, and some time for a busy machine.
const BOUND: Duration = Duration::from_secs(8);

struct World {
    servers: Servers,
    started: Started,
    one: Instance,
    other: Instance,
}

impl World {
    /// Two instances; the first has revoked "old", and both know it.
    fn new(kind: &str, members: serde_json::Value) -> Self {
        let mut servers = Servers::new();
        let started = servers.start(kind, members);
        let [one, other] = [0, 1].map(|_| Instance::new(&started, &options(json!({}))).ready().busy());
        one.revoke("old").unwrap();
        other.until(&token("old"), REVOKED);
        Self {
            servers,
            started,
            one,
            other,
        }
    }

    /// After max_staleness, checks are refused, each within the bound.
    fn is_refused(&self) {
        std::thread::sleep(Duration::from_millis(1500));
        for _ in 0..5 {
            let began = Instant::now();
            assert_eq!(self.other.refused(&token("fine")), UNAVAILABLE);
            assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
        }
        let began = Instant::now();
        assert_eq!(
            self.one.revoke("new").unwrap_err().code(),
            ErrorCode::RevocationUnavailable
        );
        assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
    }

    /// All is well: existing instances and a new one refuse what was acknowledged, and new
    /// revocations reach everyone.
    fn is_well(&self) {
        self.other.until(&token("fine"), None);
        self.one.until(&token("fine"), None);
        let late = Instance::new(&self.started, &options(json!({ "create": false }))).ready();
        for instance in [&self.one, &self.other, &late] {
            assert_eq!(instance.refused(&token("old")), REVOKED);
        }
        self.one.revoke("newer").unwrap();
        for instance in [&self.other, &late] {
            instance.until(&token("newer"), REVOKED);
        }
    }
}

#[test]
fn a_server_that_is_killed_and_comes_back_empty() {
    let mut world = World::new("redis", json!({}));
    world.servers.perform("stop", &world.started);
    world.is_refused();
    world.servers.perform("restart", &world.started);
    world.is_well();
}

#[test]
fn a_server_that_is_stopped() {
    let mut world = World::new("redis", json!({}));
    world.servers.perform("pause", &world.started);
    world.is_refused();
    world.servers.perform("resume", &world.started);
    world.is_well();
}

#[test]
fn a_partition() {
    let mut world = World::new("redis", json!({ "proxied": true }));
    world
        .servers
        .perform_with("partition", &world.started, json!({ "between": "clients" }));
    world.is_refused();
    world.servers.perform("heal", &world.started);
    world.is_well();
}

#[test]
fn a_flush_loses_nothing() {
    let mut world = World::new("redis", json!({}));
    for command in [
        &["FLUSHALL"][..],
        &["DEL", "{test}:log"],
        &["DEL", "{test}:header"],
        &["DEL", "{test}:log", "{test}:header"],
    ] {
        world.servers.command(&world.started, command);
        world.is_well();
    }
}

#[test]
fn a_log_that_is_trimmed_under_the_cursor() {
    let mut world = World::new("redis", json!({}));
    world
        .servers
        .command(&world.started, &["XTRIM", "{test}:log", "MAXLEN", "0"]);
    world.is_well();
}

#[test]
fn another_list_in_its_place_is_not_taken_for_it() {
    let mut world = World::new("redis", json!({}));
    world
        .servers
        .command(&world.started, &["HSET", "{test}:header", "epoch", "another"]);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(world.other.refused(&token("fine")), UNAVAILABLE);
    assert_eq!(world.other.refused(&token("old")), UNAVAILABLE);
    assert!(world.one.revoke("new").is_err());
}

#[test]
fn a_full_store_refuses_revocations_and_serves_checks() {
    let mut world = World::new("redis", json!({ "args": ["--maxmemory-policy", "noeviction"] }));
    world
        .servers
        .command(&world.started, &["CONFIG", "SET", "maxmemory", "1"]);
    let error = world.one.revoke("new").unwrap_err();
    assert!(error.message().contains("OOM"), "{error}");
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(world.other.refused(&token("fine")), None);
    assert_eq!(world.other.refused(&token("old")), REVOKED);
    world
        .servers
        .command(&world.started, &["CONFIG", "SET", "maxmemory", "0"]);
    world.is_well();
}

#[test]
fn a_failover_that_loses_the_tail() {
    let mut world = World::new("redis", json!({ "proxied": true, "replicas": 1 }));
    world
        .servers
        .perform_with("partition", &world.started, json!({ "between": "replicas" }));
    // Acknowledged in memory, as requested: only this instance knows it, and perhaps the other.
    world.one.revoke("tail").unwrap();
    world.servers.perform("failover", &world.started);
    world.other.until(&token("tail"), REVOKED);
    world.is_well();
    let late = Instance::new(&world.started, &options(json!({ "create": false }))).ready();
    assert_eq!(late.refused(&token("tail")), REVOKED);
}

#[test]
fn clients_that_are_thrown_out_come_back() {
    let mut world = World::new("redis", json!({}));
    for _ in 0..3 {
        world.servers.command(
            &world.started,
            &["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"],
        );
        world.is_well();
    }
}

#[test]
fn a_caller_may_accept_while_the_store_is_away() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let one = Instance::new(&started, &options(json!({ "when_unavailable": "accept" })));
    let cold = Instance::new(&started, &options(json!({ "when_unavailable": "accept" })));
    let one = one.ready();
    one.revoke("old").unwrap();
    servers.perform("stop", &started);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(one.refused(&token("fine")), None);
    assert_eq!(one.refused(&token("old")), REVOKED);
    // An instance that never read the list knows nothing, and admits nobody.
    assert_eq!(cold.refused(&token("fine")), UNAVAILABLE);
}
