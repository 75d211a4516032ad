//! Sets and their transcripts: what is fetched when, and which keys are used in the meantime.
//! `tests/vectors/remote_*.json` has more, for every language; these tests need to look inside.

use super::*;
use crate::machine::Failure;
use crate::options::GenerateOptions;
use crate::{Check, Outcome, SignatureAlgorithm, TokenOptions, Verifier, VerifyOptions};

const URL: &str = "https://issuer.example/jwks.json";

fn at(seconds: f64) -> Times {
    Times {
        jitter: Some(0.5),
        ..Times::of_test(1_700_000_000.0 + seconds)
    }
}

fn key(id: &str) -> Key {
    let options = GenerateOptions {
        key_id: Some(id.into()),
        ..GenerateOptions::default()
    };
    Key::generate(SignatureAlgorithm::ES256.into(), &options).unwrap()
}

fn set_of(keys: &[&Key]) -> Vec<u8> {
    KeySet::new(keys.iter().map(|key| key.public().unwrap()))
        .to_jwks(false)
        .unwrap()
        .into_bytes()
}

fn ok(id: u64, body: Vec<u8>) -> Answer {
    Answer::Response {
        id,
        status: 200,
        headers: Vec::new(),
        body,
    }
}

/// Polls, and answers the one request.
fn fetch(set: &RemoteKeySet, seconds: f64, keys: &[&Key]) {
    let turn = set.poll(at(seconds));
    let [fetch] = turn.fetches.as_slice() else {
        panic!("no fetch at {seconds}: {turn:?}")
    };
    set.tell(at(seconds), ok(fetch.id, set_of(keys)));
}

fn fail(set: &RemoteKeySet, seconds: f64) {
    let turn = set.poll(at(seconds));
    let [fetch] = turn.fetches.as_slice() else {
        panic!("no fetch at {seconds}: {turn:?}")
    };
    set.tell(
        at(seconds),
        Answer::Failed {
            id: fetch.id,
            why: Failure::Connect,
        },
    );
}

fn remote() -> RemoteKeySet {
    RemoteKeySet::new(Some(URL), &RemoteOptions::default()).unwrap()
}

fn verifier(set: &RemoteKeySet) -> Verifier {
    Verifier::new(
        Some(set.into()),
        None,
        &VerifyOptions {
            allow_missing_exp: true,
            ..VerifyOptions::default()
        },
    )
    .unwrap()
}

fn token(key: &Key) -> String {
    crate::sign(
        &serde_json::json!({ "sub": "alice" }),
        key,
        &TokenOptions {
            no_expiry: true,
            now: Some(0.0),
            ..TokenOptions::default()
        },
    )
    .unwrap()
}

/// The outcome of a check, in one word.
fn outcome(check: Check) -> String {
    match check.outcome {
        Outcome::Done(Ok(_)) => "accepted".to_owned(),
        Outcome::Done(Err(error)) => error.code().as_str().to_owned(),
        Outcome::Waits(_) => "waits".to_owned(),
    }
}

#[test]
fn keys_are_fresh_then_due_then_expired() {
    let (key, set) = (key("a"), remote());
    let verifier = verifier(&set);
    let check = |seconds| verifier.check(token(&key), 0.0, at(seconds));
    assert_eq!(outcome(check(0.0)), "waits");
    fetch(&set, 0.0, &[&key]);
    for (seconds, expected, is_due) in [
        (1.0, "accepted", false),
        (479.0, "accepted", false),
        (481.0, "accepted", true),
        (600.0, "waits", true),
    ] {
        let check = check(seconds);
        assert_eq!(!check.due.is_empty(), is_due, "{seconds}");
        assert_eq!(outcome(check), expected, "{seconds}");
    }
}

#[test]
fn expired_keys_are_used_only_while_tries_fail_and_only_within_the_bound() {
    let (key, set) = (key("a"), remote());
    let verifier = verifier(&set);
    let check = |seconds| outcome(verifier.check(token(&key), 0.0, at(seconds)));
    fetch(&set, 0.0, &[&key]);
    fail(&set, 601.0);
    assert_eq!(check(601.0), "accepted");
    // Nobody has tried for a while: the failure no longer shows anything.
    assert_eq!(check(700.0), "waits");
    fail(&set, 700.0);
    assert_eq!(check(700.0), "accepted");
    fail(&set, 4199.0);
    assert_eq!(check(4199.0), "accepted");
    assert_eq!(check(4200.0), "ERR_JWKS_UNAVAILABLE");
}

#[test]
fn a_check_that_waited_goes_on_with_what_came() {
    let (old, new, set) = (key("old"), key("new"), remote());
    let verifier = verifier(&set);
    fetch(&set, 0.0, &[&old]);
    let Outcome::Waits(pending) = verifier.check(token(&new), 0.0, at(10.0)).outcome else {
        panic!("it does not wait")
    };
    assert!(!pending.is_settled(at(10.0)));
    fetch(&set, 10.0, &[&old, &new]);
    assert!(pending.is_settled(at(10.0)));
    assert_eq!(outcome(pending.resume(at(10.0))), "accepted");
}

#[test]
fn unknown_kids_draw_two_flights_and_one_more_each_cooldown() {
    let (known, set) = (key("known"), remote());
    let verifier = verifier(&set);
    fetch(&set, 0.0, &[&known]);
    let unknown: Vec<String> = (0..10).map(|n| token(&key(&format!("unknown-{n}")))).collect();
    let mut fetches = 0;
    let mut waits = 0;
    for second in 0..60 {
        let checks: Vec<Check> = (0..20)
            .map(|n| verifier.check(&unknown[n % 10], 0.0, at(1.0 + f64::from(second))))
            .collect();
        let waiting = checks
            .into_iter()
            .filter(|check| matches!(check.outcome, Outcome::Waits(_)))
            .collect::<Vec<_>>();
        assert!(waiting.len() <= 8, "{}", waiting.len());
        waits += waiting.len();
        let turn = set.poll(at(1.0 + f64::from(second)));
        fetches += turn.fetches.len();
        for fetch in turn.fetches {
            set.tell(at(1.0 + f64::from(second)), ok(fetch.id, set_of(&[&known])));
        }
    }
    assert_eq!((fetches, waits), (3, 24));
    assert_eq!(set.state().waiting(), 0);
}

#[test]
fn a_flight_that_stood_still_with_its_process_is_no_failure() {
    let set = remote();
    let turn = set.poll(at(0.0));
    let later = set.poll(at(3600.0));
    assert_eq!(later.fetches.len(), 1, "{later:?}");
    assert_ne!(later.fetches[0].id, turn.fetches[0].id);
    assert_eq!(
        set.tell(
            at(3600.0),
            Answer::Failed {
                id: turn.fetches[0].id,
                why: Failure::Timeout
            }
        ),
        Turn::default()
    );
    let status: serde_json::Value = serde_json::from_str(&set.status(at(3600.0))).unwrap();
    assert_eq!((&status["failed"], &status["abandoned"]), (&0.into(), &1.into()));
}

#[test]
fn a_clock_that_stands_still_or_goes_back_keeps_nothing_fresh() {
    let (key, set) = (key("a"), remote());
    fetch(&set, 0.0, &[&key]);
    let start = at(0.0);
    assert!(!set.is_ready(Times::new(start.wall, start.monotonic + 600.0)));
    assert!(!set.is_ready(Times::new(start.wall - 1e6, start.monotonic + 600.0)));
    assert!(!set.is_ready(Times::new(start.wall + 600.0, start.monotonic)));
    assert!(set.is_ready(Times::new(start.wall - 1e6, start.monotonic + 599.0)));
}

#[test]
fn a_snapshot_is_as_old_as_it_is() {
    let (key, set) = (key("a"), remote());
    let secret = Key::from_secret(
        &[7; 32],
        SignatureAlgorithm::HS256.into(),
        &crate::KeyOptions::default(),
    )
    .unwrap();
    assert_eq!(
        set.snapshot(&secret).unwrap_err().code(),
        ErrorCode::JwksUnavailable
    );
    fetch(&set, 0.0, &[&key]);
    let options = RemoteOptions {
        snapshot: Some(set.snapshot(&secret).unwrap()),
        ..RemoteOptions::default()
    };
    let restored = |seconds: f64| {
        RemoteKeySet::with_snapshot(Some(URL), &options, &secret, Times::new(at(seconds).wall, 5.0)).unwrap()
    };
    assert!(restored(599.0).is_ready(Times::new(at(599.0).wall, 5.0)));
    assert!(!restored(599.0).is_ready(Times::new(at(599.0).wall, 6.0)));
    assert!(!restored(601.0).is_ready(Times::new(at(601.0).wall, 5.0)));
    let other = Key::from_secret(
        &[8; 32],
        SignatureAlgorithm::HS256.into(),
        &crate::KeyOptions::default(),
    )
    .unwrap();
    let refused = |url: &str, key: &Key| {
        RemoteKeySet::with_snapshot(Some(url), &options, key, at(0.0))
            .unwrap_err()
            .code()
    };
    assert_eq!(refused(URL, &other), ErrorCode::SignatureVerificationFailed);
    assert_eq!(
        refused("https://other.example/", &secret),
        ErrorCode::OptionInvalid
    );
}

/// A driver may be about to report what it fetched while a check looks.
#[test]
fn keys_that_came_since_a_check_looked_are_looked_at() {
    let (set, first) = (remote(), key("first"));
    let seen = set.at_hand(at(0.0));
    fetch(&set, 0.0, &[&first]);
    assert!(matches!(set.ask(at(0.0), &seen), Asked::Changed));
    let seen = set.at_hand(at(0.0));
    assert!(matches!(set.ask(at(0.0), &seen), Asked::Waits { landed: 1, .. }));
}

#[test]
fn flights_by_a_clock_that_stands_still_are_not_counted_together() {
    let sets: Vec<RemoteKeySet> = (0..40).map(|_| remote()).collect();
    assert!(
        sets.iter()
            .all(|set| set.poll(Times::of_test(1_700_000_000.0)).fetches.len() == 1)
    );
}
