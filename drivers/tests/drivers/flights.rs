//! Who waits for a flight, and who does not.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokenseal::machine::{Event, Times};
use tokenseal::{
    ErrorCode, GenerateOptions, Issuer, IssuerOptions, Key, KeyManagement, KeySet, RemoteKeySet,
    RemoteOptions, Verifier, VerifyOptions,
};
use tokenseal_drivers::Settings;

use crate::carrier::{Make, with_both};
use crate::clock::Clock;
use crate::keys::{good_key, key, plain, status, token, verifier};
use crate::server::Space;

/// Longer than any test waits for what must happen.
const LONG: Duration = Duration::from_secs(60);

with_both! {
    a_cold_start_of_many_threads_makes_one_request
    a_refresh_holds_no_check_up
    a_new_key_is_fetched_and_a_flood_of_unknown_ones_is_not
    a_set_that_cannot_be_fetched_is_unready_at_the_deadline
    ready_fetches_every_set_of_a_verifier
    many_tokens_wait_for_one_request
    a_snapshot_verifies_without_a_network
    those_who_watch_are_told_and_cannot_break_anything
    tokens_are_encrypted_to_fetched_keys
}

/// The requests for keys.
fn requests(space: &Space) -> usize {
    space.log().len()
}

/// Waits for a flight that nobody waits for.
fn land(set: &RemoteKeySet, clock: &Clock) -> Value {
    loop {
        let status = status(set, clock.now());
        if status["fetching"] == false {
            return status;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn a_cold_start_of_many_threads_makes_one_request(make: Make) {
    let space = Space::new();
    space.control("delay/100");
    let carrier = make(Settings::new()).unwrap();
    let (verifier, token) = (verifier(&space.set()), token(&good_key()));
    thread::scope(|scope| {
        let all: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| carrier.verify(&verifier, &token)))
            .collect();
        all.into_iter().for_each(|one| _ = one.join().unwrap().unwrap());
    });
    assert_eq!(requests(&space), 1);
}

fn a_refresh_holds_no_check_up(make: Make) {
    let (space, clock) = (Space::new(), Clock::new());
    let carrier = make(clock.settings()).unwrap();
    let set = space.set();
    let (verifier, token) = (verifier(&set), token(&good_key()));
    carrier.verify(&verifier, &token).unwrap();
    clock.advance(550.0);
    space.control("delay/300");
    assert_eq!(status(&set, clock.now())["state"], "due");
    carrier.verify(&verifier, &token).unwrap();
    assert_eq!(
        status(&set, clock.now())["fetching"],
        true,
        "the check is over, and the flight is not"
    );
    carrier.verify(&verifier, &token).unwrap();
    let landed = land(&set, &clock);
    assert_eq!(
        (&landed["state"], &landed["fetched"]),
        (&"fresh".into(), &2.into())
    );
    assert_eq!(requests(&space), 2);
}

fn a_new_key_is_fetched_and_a_flood_of_unknown_ones_is_not(make: Make) {
    let (space, clock) = (Space::new(), Clock::new());
    let carrier = make(clock.settings()).unwrap();
    let set = space.set();
    let verifier = verifier(&set);
    let (old, new) = (key("old"), key("new"));
    space.serve(&[&old]);
    carrier.verify(&verifier, &token(&old)).unwrap();
    space.serve(&[&old, &new]);
    carrier.verify(&verifier, &token(&new)).unwrap();
    assert_eq!(requests(&space), 2);

    let unknown = token(&key("unknown"));
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let error = carrier.verify(&verifier, &unknown).unwrap_err();
                assert_eq!(error.code(), ErrorCode::NoMatchingKey);
            });
        }
    });
    assert_eq!(requests(&space), 3, "that was the last one in the bucket");
}

fn a_set_that_cannot_be_fetched_is_unready_at_the_deadline(make: Make) {
    let space = Space::new();
    space.control("down");
    let carrier = make(Settings::new()).unwrap();
    let set = space.set();
    let error = carrier
        .ready(std::slice::from_ref(&set), Duration::from_millis(200))
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::JwksUnavailable);
    assert!(requests(&space) >= 1, "it was tried");
    space.control("up");
    carrier.ready(&[set], LONG).unwrap();
    assert_eq!(carrier.ready(&[], Duration::ZERO), Ok(()));
}

fn ready_fetches_every_set_of_a_verifier(make: Make) {
    let carrier = make(Settings::new()).unwrap();
    let spaces = [Space::new(), Space::new(), Space::new()];
    let of = |space: &Space| {
        let issuer = space.url("http", "/b/ok").unwrap();
        let remote = RemoteKeySet::new(
            None,
            &RemoteOptions {
                issuer: Some(issuer.clone()),
                ..plain()
            },
        )
        .unwrap();
        Verifier::new(
            Some(remote.into()),
            None,
            &VerifyOptions {
                issuer: Some(issuer.into()),
                ..VerifyOptions::default()
            },
        )
        .unwrap()
    };
    let verifier = Verifier::by_issuer(spaces.iter().map(of), None).unwrap();
    carrier.ready(&verifier.remotes(), LONG).unwrap();
    let paths = |space: &Space| {
        space
            .log()
            .iter()
            .map(|entry| entry["path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for space in &spaces {
        assert_eq!(
            paths(space),
            ["/b/ok/.well-known/openid-configuration", "/b/ok/jwks.json"]
        );
    }
}

fn many_tokens_wait_for_one_request(make: Make) {
    let space = Space::new();
    space.control("delay/50");
    let carrier = make(Settings::new()).unwrap();
    let good = token(&good_key());
    let results = carrier.verify_many(&verifier(&space.set()), &[&good, "not.a.token", &good]);
    let accepted: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(accepted, [true, false, true]);
    assert_eq!(requests(&space), 1);
}

fn a_snapshot_verifies_without_a_network(make: Make) {
    let space = Space::new();
    let carrier = make(Settings::new()).unwrap();
    let set = space.set();
    carrier.ready(std::slice::from_ref(&set), LONG).unwrap();
    let signer = key("snapshots");
    let snapshot = set.snapshot(&signer).unwrap();
    space.control("down");

    let times = Times::from((SystemTime::now(), 0.0));
    let options = RemoteOptions {
        snapshot: Some(snapshot),
        ..plain()
    };
    let restored =
        RemoteKeySet::with_snapshot(Some(&space.good()), &options, &signer.public().unwrap(), times).unwrap();
    carrier.verify(&verifier(&restored), &token(&good_key())).unwrap();
    carrier.ready(&[restored], Duration::ZERO).unwrap();
    assert_eq!(requests(&space), 1);
}

fn those_who_watch_are_told_and_cannot_break_anything(make: Make) {
    let (space, clock) = (Space::new(), Clock::new());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watching = Arc::clone(&seen);
    let settings = clock.settings().on_event(move |event: &Event| {
        watching
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .push(event.to_json()["event"].as_str().unwrap().to_owned());
        panic!("a watcher's own fault");
    });
    let carrier = make(settings).unwrap();
    let set = space.set();
    let verifier = verifier(&set);
    let (old, new) = (key("old"), key("new"));
    space.serve(&[&old]);
    carrier.verify(&verifier, &token(&old)).unwrap();
    space.serve(&[&new]);
    clock.advance(601.0);
    carrier.verify(&verifier, &token(&new)).unwrap();
    space.control("down");
    clock.advance(601.0);
    carrier.verify(&verifier, &token(&new)).unwrap();
    carrier.verify(&verifier, "not.a.token").unwrap_err();
    // A flight may report only after those who waited for it have gone on.
    let expected = [
        "accepted_stale",
        "failed",
        "fetched",
        "fetched",
        "refused",
        "rotated",
    ];
    loop {
        let mut seen = seen
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone();
        seen.sort();
        if seen.len() >= expected.len() {
            assert_eq!(seen, expected);
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn tokens_are_encrypted_to_fetched_keys(make: Make) {
    let (space, clock) = (Space::new(), Clock::new());
    let carrier = make(clock.settings()).unwrap();
    let options = GenerateOptions {
        key_id: Some("recipient".to_owned()),
        ..GenerateOptions::default()
    };
    let (signing, service) = (
        key("signing"),
        Key::generate(KeyManagement::ECDH_ES_A256KW.into(), &options).unwrap(),
    );
    space.serve(&[&service]);
    let options = IssuerOptions {
        lifetime: Some("5m".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some(signing.clone().into()), Some(space.set().into()), &options).unwrap();
    let sealed = carrier.issue(&issuer).unwrap();
    let keys = KeySet::new([signing.public().unwrap()]);
    let opened = Verifier::new(Some(keys.into()), Some(service.into()), &VerifyOptions::default()).unwrap();
    assert!(opened.verify(sealed, clock.now()).is_ok());

    let (down, clock) = (Space::new(), Clock::new());
    down.control("down");
    let issuer = Issuer::new(Some(signing.into()), Some(down.set().into()), &options).unwrap();
    let carrier = make(clock.settings()).unwrap();
    assert_eq!(
        carrier.issue(&issuer).unwrap_err().code(),
        ErrorCode::JwksUnavailable
    );
    assert_eq!(
        carrier.issue(&issuer).unwrap_err().code(),
        ErrorCode::JwksUnavailable,
        "at once, since the back-off runs"
    );
}
