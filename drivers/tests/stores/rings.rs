//! A ring that servers share in a real store.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokenseal::{
    Error, ErrorCode, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, KeyRing,
    KeyState, Result, Revocations, RingAction, RingOptions, RingStoreOptions, SignatureAlgorithm, Verifier,
    VerifyOptions, options_from_json,
};
use tokenseal_drivers::blocking::Driver;
use tokenseal_drivers::store::Single;

use crate::instance::{now, options};
use crate::servers::{Servers, Started};

pub(crate) fn wrapping() -> Key {
    Key::generate(KeyManagement::A256KW.into(), &GenerateOptions::default()).unwrap()
}

fn client(started: &Started) -> Single {
    Single::from(redis::Client::open(started.url()).unwrap())
}

fn created() -> KeyRing {
    KeyRing::create(
        &[SignatureAlgorithm::ES256.into()],
        None,
        &RingOptions::default(),
        now(),
    )
    .unwrap()
}

fn store_options() -> RingStoreOptions {
    options_from_json(json!({ "namespace": "ring" })).unwrap()
}

/// One server of a service, which issues and checks with the ring.
#[derive(Clone)]
struct Server {
    driver: Driver,
    ring: KeyRing,
    issuer: Arc<Issuer>,
    verifier: Arc<Verifier>,
}

impl Server {
    fn open(started: &Started, key: &Key, create: Option<&KeyRing>) -> Result<Self> {
        let driver = Driver::new()?;
        let ring = driver.open_ring(&store_options(), key, create, client(started))?;
        let options = IssuerOptions {
            lifetime: Some("5m".into()),
            ..IssuerOptions::default()
        };
        let issuer = Arc::new(Issuer::new(Some((&ring).into()), None, &options)?);
        let verifier = Arc::new(Verifier::new(
            Some((&ring).into()),
            None,
            &VerifyOptions::default(),
        )?);
        Ok(Self {
            driver,
            ring,
            issuer,
            verifier,
        })
    }

    fn issue(&self) -> Result<String> {
        self.driver
            .issue(&self.issuer, &json!({ "sub": "alice" }), &IssueOptions::default())
    }

    fn refused(&self, token: &str) -> Option<ErrorCode> {
        self.driver
            .verify(&self.verifier, token)
            .err()
            .map(|error| error.code())
    }

    fn signer(&self) -> String {
        self.ring
            .signing_key(None, now())
            .unwrap()
            .key_id()
            .unwrap()
            .to_owned()
    }

    fn revoke(&self, key_id: &str) -> Result<tokenseal::Advanced> {
        self.driver
            .change_ring(&self.ring, RingAction::revoke(key_id, now())?)
    }
}

#[test]
fn servers_share_a_ring_and_what_one_revokes_all_refuse() {
    for kind in ["redis", "valkey"] {
        let (mut servers, key) = (Servers::new(), wrapping());
        let started = servers.start(kind, json!({}));
        assert_eq!(
            Server::open(&started, &key, None).err().map(|error| error.code()),
            Some(ErrorCode::KeyRingUnavailable)
        );
        assert_eq!(
            servers.command(&started, &["DBSIZE"]),
            json!(0),
            "none is made instead"
        );
        let one = Server::open(&started, &key, Some(&created())).unwrap();
        let other = Server::open(&started, &key, Some(&created())).unwrap();
        let token = one.issue().unwrap();
        assert_eq!((one.refused(&token), other.refused(&token)), (None, None));
        let wrong = Server::open(&started, &wrapping(), None).err().unwrap();
        assert!(wrong.message().contains("another key protects it"), "{wrong}");
        let stolen = one.signer();
        let advanced = one.revoke(&stolen).unwrap();
        assert!(
            advanced
                .changes
                .iter()
                .any(|change| change.key_id == stolen && change.is == Some(KeyState::Revoked))
        );
        assert_eq!(one.refused(&token), Some(ErrorCode::NoMatchingKey));
        // An idle server reads the ring before its next check.
        std::thread::sleep(Duration::from_millis(1100));
        assert_eq!(other.refused(&token), Some(ErrorCode::NoMatchingKey));
        assert_eq!(other.signer(), one.signer());
        assert_eq!(one.refused(&other.issue().unwrap()), None);
        assert_eq!(servers.command(&started, &["KEYS", "*"]), json!(["{ring}:ring"]));
    }
}

#[test]
fn many_change_a_ring_at_once_and_each_change_is_made() {
    let (mut servers, key) = (Servers::new(), wrapping());
    let started = servers.start("redis", json!({}));
    let first = Server::open(&started, &key, Some(&created())).unwrap();
    let generation = |server: &Server| -> u64 {
        let status: serde_json::Value = serde_json::from_str(&server.ring.status(now()).unwrap()).unwrap();
        status["generation"].as_u64().unwrap()
    };
    let before = generation(&first);
    let others: Vec<Server> = (0..4)
        .map(|_| Server::open(&started, &key, None).unwrap())
        .collect();
    let threads = others.into_iter().map(|server| {
        std::thread::spawn(move || {
            for _ in 0..3 {
                let key =
                    Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
                // A change that others overtake again and again was not made, and may be tried again.
                let change = || {
                    server
                        .driver
                        .change_ring(&server.ring, RingAction::add(&key, now()).unwrap())
                };
                let overtaken = |error: &Error| error.message().contains("others changed it each time");
                while let Err(error) = change() {
                    assert!(overtaken(&error), "{error}");
                }
            }
        })
    });
    threads
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    first
        .driver
        .change_ring(&first.ring, RingAction::advance(now()).unwrap())
        .unwrap();
    assert_eq!(first.ring.keys(now()).unwrap().len(), 2 + 12);
    assert!(generation(&first) >= before + 12);
}

#[test]
fn a_store_that_is_away_or_went_back_stops_changes_and_not_tokens() {
    let (mut servers, key) = (Servers::new(), wrapping());
    let started = servers.start("valkey", json!({}));
    let server = Server::open(&started, &key, Some(&created())).unwrap();
    let token = server.issue().unwrap();
    let stolen = server.signer();
    let backup = servers.command(&started, &["HGETALL", "{ring}:ring"]);
    server.revoke(&stolen).unwrap();
    let newest = servers.command(&started, &["HGETALL", "{ring}:ring"]);
    for kept in [None, Some(&backup)] {
        servers.command(&started, &["FLUSHALL"]);
        if let Some(kept) = kept {
            restore(&mut servers, &started, kept);
        }
        let error = server.revoke(&server.signer()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyRingUnavailable);
        let said = if kept.is_some() {
            "older"
        } else {
            "not in its store"
        };
        assert!(error.message().contains(said), "{error}");
        std::thread::sleep(Duration::from_millis(1100));
        assert_eq!(server.refused(&server.issue().unwrap()), None);
        assert_eq!(
            server.refused(&token),
            Some(ErrorCode::NoMatchingKey),
            "what was revoked stays so"
        );
        assert_eq!(
            servers.command(&started, &["HGETALL", "{ring}:ring"]),
            kept.cloned().unwrap_or_else(|| json!([])),
            "nothing is written"
        );
    }
    servers.command(&started, &["FLUSHALL"]);
    restore(&mut servers, &started, &newest);
    servers.perform("pause", &started);
    let began = std::time::Instant::now();
    assert_eq!(
        server.revoke(&server.signer()).unwrap_err().code(),
        ErrorCode::KeyRingUnavailable
    );
    assert!(began.elapsed() < Duration::from_secs(30));
    assert_eq!(server.refused(&server.issue().unwrap()), None);
    servers.perform("resume", &started);
    let next = server.signer();
    let until = std::time::Instant::now() + Duration::from_secs(30);
    while server.revoke(&next).is_err() {
        assert!(
            std::time::Instant::now() < until,
            "{}",
            server.ring.status(now()).unwrap()
        );
    }
}

fn restore(servers: &mut Servers, started: &Started, kept: &serde_json::Value) {
    let fields: Vec<String> = kept
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field.as_str().unwrap().to_owned())
        .collect();
    let words: Vec<&str> = ["HSET", "{ring}:ring"]
        .into_iter()
        .chain(fields.iter().map(String::as_str))
        .collect();
    servers.command(started, &words);
}

#[test]
fn a_ring_writes_to_a_list_in_a_store_first() {
    let (mut servers, key) = (Servers::new(), wrapping());
    let started = servers.start("redis", json!({}));
    let server = Server::open(&started, &key, Some(&created())).unwrap();
    let list = Revocations::redis(&options(json!({}))).unwrap();
    server.driver.follow(&list, client(&started));
    server
        .ring
        .use_revocations(&list, "https://issuer.example")
        .unwrap();
    server.revoke(&server.signer()).unwrap();
    let status: serde_json::Value = serde_json::from_str(&list.status()).unwrap();
    assert_eq!(status["entries"]["key"], json!(1), "{status}");
    // A ring that is not saved anywhere, with a list in a store.
    let alone = created();
    alone.use_revocations(&list, "https://issuer.example").unwrap();
    let key_id = alone.keys(now()).unwrap()[0].key_id.clone();
    server
        .driver
        .change_ring(&alone, RingAction::revoke(&key_id, now()).unwrap())
        .unwrap();
    assert_eq!(alone.keys(now()).unwrap()[0].state, KeyState::Revoked);
}

#[cfg(feature = "async")]
#[test]
fn tasks_share_a_ring() {
    let (mut servers, key) = (Servers::new(), wrapping());
    let started = servers.start("redis", json!({}));
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(async {
            let driver = tokenseal_drivers::tokio::Driver::new().unwrap();
            let ring = driver
                .open_ring(&store_options(), &key, Some(&created()), client(&started))
                .await
                .unwrap();
            let options = IssuerOptions {
                lifetime: Some("5m".into()),
                ..IssuerOptions::default()
            };
            let issuer = Issuer::new(Some((&ring).into()), None, &options).unwrap();
            let verifier = Verifier::new(Some((&ring).into()), None, &VerifyOptions::default()).unwrap();
            let token = driver
                .issue(&issuer, &json!({}), &IssueOptions::default())
                .await
                .unwrap();
            driver.verify(&verifier, &token).await.unwrap();
            let signer = ring
                .signing_key(None, now())
                .unwrap()
                .key_id()
                .unwrap()
                .to_owned();
            driver
                .change_ring(&ring, RingAction::revoke(&signer, now()).unwrap())
                .await
                .unwrap();
            assert_eq!(
                driver.verify(&verifier, &token).await.unwrap_err().code(),
                ErrorCode::NoMatchingKey
            );
        });
}
