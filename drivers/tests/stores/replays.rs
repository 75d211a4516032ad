//! A proof that one server has accepted, none of them accepts again.

use std::time::Duration;

use serde_json::json;
use tokenseal::{
    CheckOptions, Confirmation, ErrorCode, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key,
    KeyOptions, ProofOptions, ReplayCache, ReplayStoreOptions, SignatureAlgorithm, Verifier, VerifyOptions,
    dpop,
};
use tokenseal_drivers::blocking::Driver;
use tokenseal_drivers::store::Single;

use crate::instance::now;
use crate::servers::{Servers, Started};

fn issuing() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

/// One server of a service.
struct Node {
    driver: Driver,
    verifier: Verifier,
}

impl Node {
    fn new(started: &Started) -> Self {
        let options = ReplayStoreOptions {
            namespace: Some("test".into()),
            timeout: Some("1s".into()),
        };
        let replays = ReplayCache::redis(&options).unwrap();
        let driver = Driver::new().unwrap();
        driver.follow_replays(
            &replays,
            Single::from(redis::Client::open(started.url()).unwrap()),
        );
        let options = VerifyOptions {
            public_origins: Some(vec!["https://api.example".into()]),
            ..VerifyOptions::default()
        };
        let verifier = Verifier::new(Some(issuing().into()), None, &options)
            .unwrap()
            .with_replays(&replays)
            .unwrap();
        Self { driver, verifier }
    }

    fn check(&self, (token, sent): &(String, CheckOptions)) -> Option<ErrorCode> {
        self.driver
            .verify_with(&self.verifier, token, sent)
            .err()
            .map(|error| error.code())
    }
}

/// A token and a fresh proof for it.
fn request(key: &Key) -> (String, CheckOptions) {
    let options = IssuerOptions {
        lifetime: Some("15m".into()),
        ..IssuerOptions::default()
    };
    let bound = IssueOptions {
        confirm: Some(Confirmation::of_key(key).unwrap()),
        now: Some(now()),
        ..IssueOptions::default()
    };
    let token = Issuer::new(Some(issuing().into()), None, &options)
        .unwrap()
        .issue(&json!({}), &bound)
        .unwrap();
    let options = ProofOptions {
        access_token: Some(token.clone()),
        now: Some(now()),
        ..ProofOptions::default()
    };
    let proof = dpop::prove(key, "GET", "https://api.example/orders", &options).unwrap();
    let sent = CheckOptions {
        proof: Some(proof.into()),
        method: Some("GET".into()),
        url: Some("/orders".into()),
        ..CheckOptions::default()
    };
    (token, sent)
}

#[test]
fn a_proof_is_accepted_by_one_server_once() {
    let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let [one, other] = [0, 1].map(|_| Node::new(&started));
        let sent = request(&key);
        assert_eq!(one.check(&sent), None);
        for node in [&one, &other, &Node::new(&started)] {
            assert_eq!(node.check(&sent), Some(ErrorCode::DpopInvalid));
        }
        assert_eq!(other.check(&request(&key)), None);

        // All at once: one of them is accepted.
        let raced = request(&key);
        let nodes: Vec<Node> = (0..8).map(|_| Node::new(&started)).collect();
        let found: Vec<Option<ErrorCode>> = std::thread::scope(|scope| {
            let threads: Vec<_> = nodes
                .iter()
                .map(|node| scope.spawn(|| node.check(&raced)))
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(found.iter().filter(|code| code.is_none()).count(), 1, "{found:?}");
        assert!(
            found.iter().flatten().all(|code| *code == ErrorCode::DpopInvalid),
            "{found:?}"
        );

        // The marks expire by themselves.
        let keys = servers.command(&started, &["KEYS", "{test}:dpop:*"]);
        let names = keys.as_array().unwrap();
        assert_eq!(names.len(), 3, "{keys}");
        let left = servers
            .command(&started, &["PTTL", names[0].as_str().unwrap()])
            .as_i64()
            .unwrap();
        assert!((60_000..=180_000).contains(&left), "{left}");
    }
}

#[test]
fn a_server_that_is_gone_accepts_nobody() {
    let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let node = Node::new(&started);
    assert_eq!(node.check(&request(&key)), None);
    servers.perform("pause", &started);
    let began = std::time::Instant::now();
    assert_eq!(node.check(&request(&key)), Some(ErrorCode::DpopUnavailable));
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "the timeout is a second: {:?}",
        began.elapsed()
    );
}
