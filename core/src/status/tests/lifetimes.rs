//! How long a list is used: according to what it says itself, within the bounds of the options.

use super::*;

const TYPE: &str = "statuslist+jwt";

fn list(key: &Key, claims: &Value) -> Vec<u8> {
    list_of(claims, TYPE, key)
}

/// The only list of a verifier.
fn only(verifier: &Verifier) -> crate::Followed {
    let mut followed = verifier.followed();
    assert_eq!(followed.len(), 1);
    followed.remove(0)
}

fn fail(verifier: &Verifier, seconds: f64) {
    let list = only(verifier);
    let turn = list.poll(at(seconds));
    let [fetch] = turn.fetches.as_slice() else {
        panic!("no fetch at {seconds}: {turn:?}")
    };
    list.tell(
        at(seconds),
        Answer::Failed {
            id: fetch.id,
            why: Failure::Connect,
        },
    );
}

fn state(verifier: &Verifier, key: &Key, seconds: f64) -> (String, bool) {
    let check = verifier.check(token(1, key), START, at(seconds));
    (outcome(&check), !check.due.is_empty())
}

#[test]
fn a_list_is_fresh_then_due_then_has_to_be_fetched() {
    let key = key("a");
    let verifier = verifier(&key);
    let check = carried(&verifier, &token(1, &key), 0.0, |fetch| {
        ok(fetch, list(&key, &claims()))
    });
    assert_eq!(outcome(&check), "accepted");
    for (seconds, expected, is_due) in [
        (1.0, "accepted", false),
        (239.0, "accepted", false),
        (241.0, "accepted", true),
        (300.0, "waits", false),
    ] {
        assert_eq!(
            state(&verifier, &key, seconds),
            (expected.to_owned(), is_due),
            "{seconds}"
        );
    }
    // A check at a time other than now does not affect the list.
    assert_eq!(
        outcome(&verifier.check(token(1, &key), START + 5_000.0, at(1.0))),
        "accepted"
    );
    // A clock that was set back keeps nothing fresh.
    let back = Times {
        jitter: Some(0.5),
        ..Times::new(START - 1e6, START + 301.0)
    };
    assert_eq!(outcome(&verifier.check(token(1, &key), START, back)), "waits");
}

#[test]
fn a_list_that_cannot_be_renewed_is_used_within_its_own_lifetime_and_no_longer() {
    let key = key("a");
    // It may be kept for two hours, and is fetched again each hour.
    let verifier = verifier(&key);
    carried(&verifier, &token(1, &key), 0.0, |fetch| {
        ok(fetch, list(&key, &with("ttl", 7_200)))
    });
    fail(&verifier, 3_598.0);
    assert_eq!(
        state(&verifier, &key, 3_601.0).0,
        "accepted",
        "stale, within its ttl"
    );
    fail(&verifier, 7_150.0);
    assert_eq!(
        state(&verifier, &key, 7_199.0).0,
        "waits",
        "that failure is long ago"
    );
    fail(&verifier, 7_198.0);
    assert_eq!(state(&verifier, &key, 7_199.0).0, "accepted");
    assert_eq!(
        state(&verifier, &key, 7_200.0).0,
        "ERR_JWT_REVOCATION_UNAVAILABLE status",
        "its ttl is over"
    );

    // A list that says nothing is used for as long as it is fresh.
    let verifier = verifier_with(&key, &options());
    let mut silent = claims();
    silent.as_object_mut().unwrap().remove("ttl");
    carried(&verifier, &token(1, &key), 0.0, |fetch| {
        ok(fetch, list(&key, &silent))
    });
    fail(&verifier, 599.0);
    assert_eq!(state(&verifier, &key, 599.5).0, "accepted");
    assert_eq!(
        state(&verifier, &key, 600.0).0,
        "ERR_JWT_REVOCATION_UNAVAILABLE status"
    );
}

#[test]
fn what_a_list_says_comes_before_the_headers_and_its_end_before_all() {
    let key = key("a");
    let fetched = |claims: Value, cache_control: &str| {
        let verifier = verifier(&key);
        let headers = vec![("Cache-Control".to_owned(), cache_control.to_owned())];
        let body = list(&key, &claims);
        let check = carried(&verifier, &token(1, &key), 0.0, |fetch| Answer::Response {
            id: fetch.id,
            status: 200,
            headers: headers.clone(),
            body: body.clone(),
        });
        assert_eq!(outcome(&check), "accepted");
        let until = |seconds: f64| state(&verifier, &key, seconds).0;
        (1..8_000)
            .find(|seconds| until(f64::from(*seconds)) != "accepted")
            .unwrap()
    };
    assert_eq!(fetched(with("ttl", 300), "max-age=60"), 300);
    assert_eq!(fetched(with("ttl", 300), "no-store"), 300);
    assert_eq!(fetched(with("ttl", 300), "max-age=3000"), 300);
    assert_eq!(fetched(with("ttl", 1), "max-age=3000"), 10, "min_age");
    let mut expiring = with("exp", START + 5.0);
    assert_eq!(
        fetched(expiring.clone(), "max-age=3000"),
        5,
        "its end is never exceeded"
    );
    expiring["exp"] = json!(START + 100.0);
    assert_eq!(fetched(expiring, "max-age=3000"), 100);
    let mut silent = claims();
    silent.as_object_mut().unwrap().remove("ttl");
    assert_eq!(fetched(silent.clone(), "max-age=60"), 60);
    assert_eq!(fetched(silent.clone(), "max-age=100000"), 3_600, "max_age");
    assert_eq!(fetched(silent, "public"), 600, "default_age");
}

#[test]
fn a_list_that_is_unchanged_is_kept_and_one_that_is_older_is_not_taken() {
    let key = key("a");
    let verifier = verifier(&key);
    let tagged = |fetch: &Fetch, body: Vec<u8>| Answer::Response {
        id: fetch.id,
        status: 200,
        headers: vec![("ETag".into(), "\"1\"".into())],
        body,
    };
    carried(&verifier, &token(1, &key), 0.0, |fetch| {
        tagged(fetch, list(&key, &claims()))
    });
    let check = carried(&verifier, &token(1, &key), 300.0, |fetch| {
        assert!(
            fetch
                .headers
                .contains(&("if-none-match".to_owned(), "\"1\"".to_owned()))
        );
        Answer::Response {
            id: fetch.id,
            status: 304,
            headers: Vec::new(),
            body: Vec::new(),
        }
    });
    assert_eq!(outcome(&check), "accepted");
    assert_eq!(state(&verifier, &key, 599.0).0, "accepted");

    // An earlier list, in which every token is valid, does not undo the current one.
    let packed = StatusList::new(8, 1).unwrap();
    let index = packed.allocate().unwrap();
    packed.set(index, 1).unwrap();
    let mut newer = with("iat", START + 500.0);
    newer["status_list"] = serde_json::from_str(&packed.to_claim().unwrap()).unwrap();
    let check = carried(&verifier, &token(index, &key), 600.0, |fetch| {
        ok(fetch, list(&key, &newer))
    });
    assert_eq!(outcome(&check), "ERR_JWT_REVOKED status");
    let check = carried(&verifier, &token(index, &key), 900.0, |fetch| {
        ok(fetch, list(&key, &claims()))
    });
    assert_eq!(outcome(&check), "ERR_JWT_REVOCATION_UNAVAILABLE status");
    assert!(message(&check).contains("older"), "{}", message(&check));
}

#[test]
fn one_flight_serves_all_and_a_driver_that_is_silent_blocks_nobody() {
    let key = key("a");
    let verifier = verifier(&key);
    assert_eq!(state(&verifier, &key, 0.0).0, "waits");
    let list_at = only(&verifier);
    let turn = list_at.poll(at(0.0));
    assert_eq!(turn.fetches.len(), 1);
    assert_eq!(
        (list_at.poll(at(1.0)).fetches.len(), list_at.longest_wait()),
        (0, 6.0)
    );
    // An answer that nobody asked for, and one that comes too late.
    assert_eq!(
        list_at.tell(
            at(1.0),
            Answer::Failed {
                id: 99,
                why: Failure::Connect
            }
        ),
        crate::machine::Turn::default()
    );
    let late = list_at.poll(at(6.5));
    assert_eq!(late.fetches.len(), 1, "the first is forgotten");
    list_at.tell(at(6.5), ok(&turn.fetches[0], list(&key, &claims())));
    assert!(!list_at.is_ready(at(6.5)));
    list_at.tell(at(6.5), ok(&late.fetches[0], list(&key, &claims())));
    assert!(list_at.is_ready(at(6.5)));
}
