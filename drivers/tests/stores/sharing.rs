//! What one server revokes, all refuse.

use std::time::Duration;

use serde_json::json;
use tokenseal::ErrorCode;

use crate::instance::{Instance, logout, options, session_token, token};
use crate::servers::Servers;

const REVOKED: Option<ErrorCode> = Some(ErrorCode::Revoked);

/// A hundred in the daily run, or as many as requested.
fn tries() -> u64 {
    std::env::var("TOKENSEAL_REVOCATIONS")
        .ok()
        .and_then(|tries| tries.parse().ok())
        .unwrap_or(100)
}

#[test]
fn what_one_revokes_all_refuse_and_accept_again_when_it_is_withdrawn() {
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let [one, other] = [0, 1].map(|_| Instance::new(&started, &options(json!({}))).ready());
        let bearer = token("one");
        assert_eq!((one.refused(&bearer), other.refused(&bearer)), (None, None));
        let entry = one.revoke("one").unwrap();
        assert_eq!(one.refused(&bearer), REVOKED, "its own server knows it at once");
        other.until(&bearer, REVOKED);
        // One that starts later reads it.
        assert_eq!(
            Instance::new(&started, &options(json!({})))
                .ready()
                .refused(&bearer),
            REVOKED
        );
        other.withdraw(&entry).unwrap();
        assert_eq!(other.refused(&bearer), None);
        one.until(&bearer, None);
        one.revoke("one").unwrap();
        other.until(&bearer, REVOKED);
    }
}

#[test]
fn what_an_identity_provider_says_is_over_all_refuse() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let [one, other] = [0, 1].map(|_| Instance::new(&started, &options(json!({}))).ready());
    let bearer = session_token("phone");
    assert_eq!((one.refused(&bearer), other.refused(&bearer)), (None, None));
    let told = logout("phone");
    let entries = one.apply_events(&told).unwrap();
    assert_eq!(
        entries
            .iter()
            .map(|entry| entry.by.as_deref())
            .collect::<Vec<_>>(),
        [Some("https://issuer.example")]
    );
    other.until(&bearer, REVOKED);
    assert_eq!(other.apply_events(&told).unwrap().len(), 1, "told twice");
    assert_eq!(other.refused(&session_token("laptop")), None);
}

#[test]
fn it_takes_less_than_a_second() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let [one, other] = [0, 1].map(|_| Instance::new(&started, &options(json!({}))).ready());
    let mut times: Vec<Duration> = (0..tries())
        .map(|index| {
            let (id, (writer, reader)) = (
                index.to_string(),
                if index % 2 == 0 {
                    (&one, &other)
                } else {
                    (&other, &one)
                },
            );
            let bearer = token(&id);
            assert_eq!(reader.refused(&bearer), None);
            writer.revoke(&id).unwrap();
            reader.until(&bearer, REVOKED)
        })
        .collect();
    times.sort();
    let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{} revocations: median {median:?}, longest {longest:?}",
        times.len()
    );
    // A machine that is busy with other tests may be late with some.
    assert!(median < Duration::from_secs(1), "{times:?}");
}

#[test]
fn a_strict_list_is_read_for_every_check() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let one = Instance::new(&started, &options(json!({}))).ready();
    let strict = Instance::new(&started, &options(json!({ "strict": true }))).ready();
    for index in 0..20 {
        let (id, bearer) = (index.to_string(), token(&index.to_string()));
        assert_eq!(strict.refused(&bearer), None);
        one.revoke(&id).unwrap();
        assert_eq!(strict.refused(&bearer), REVOKED, "{index}");
    }
}

#[test]
fn nobody_makes_a_list_by_mistake() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let reader = Instance::new(&started, &options(json!({ "create": false })));
    assert_eq!(
        reader.refused(&token("one")),
        Some(ErrorCode::RevocationUnavailable)
    );
    assert_eq!(
        reader.revoke("one").unwrap_err().code(),
        ErrorCode::RevocationUnavailable
    );
    assert_eq!(servers.command(&started, &["DBSIZE"]), json!(0));
    Instance::new(&started, &options(json!({}))).ready();
    reader.until(&token("one"), None);
}

#[test]
fn durability_is_what_was_asked_for_or_an_error() {
    let mut servers = Servers::new();
    let alone = servers.start("redis", json!({}));
    let replicas = Instance::new(&alone, &options(json!({ "replicas": 1 }))).ready();
    let error = replicas.revoke("one").unwrap_err();
    assert_eq!(error.code(), ErrorCode::RevocationUnavailable);
    assert!(error.message().contains("not as durable"), "{error}");
    // It is written nevertheless, and refused.
    assert_eq!(replicas.refused(&token("one")), REVOKED);
    // Redis 7.0 has no WAITAOF.
    let fsync = Instance::new(&alone, &options(json!({ "durability": "fsync" }))).ready();
    assert!(fsync.revoke("two").unwrap_err().message().contains("WAITAOF"));

    let valkey = servers.start(
        "valkey",
        json!({ "args": ["--appendonly", "yes"], "replicas": 1 }),
    );
    for durability in [json!({ "durability": "fsync" }), json!({ "replicas": 1 })] {
        Instance::new(&valkey, &options(durability))
            .ready()
            .revoke("one")
            .unwrap();
    }
    let too_many = Instance::new(&valkey, &options(json!({ "replicas": 2 }))).ready();
    assert!(too_many.revoke("two").unwrap_err().message().contains("too few"));
}

#[test]
fn who_revokes_first_reads_the_list_first() {
    let mut servers = Servers::new();
    let started = servers.start("valkey", json!({}));
    let [one, other] = [0, 1].map(|_| Instance::new(&started, &options(json!({}))));
    one.revoke("one").unwrap();
    assert_eq!(other.refused(&token("one")), REVOKED);
    let strict = [0, 1].map(|_| {
        Instance::new(
            &started,
            &options(json!({ "strict": true, "namespace": "strict" })),
        )
    });
    let [one, other] = strict;
    one.revoke("one").unwrap();
    assert_eq!(other.refused(&token("one")), REVOKED);
}
