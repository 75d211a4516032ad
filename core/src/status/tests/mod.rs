//! Verifiers with status lists, and their transcripts: what is fetched, what is trusted, and which
//! tokens are refused.

mod hostile;
mod lifetimes;
mod measure;
mod published;
mod rotation;

use serde_json::{Value, json};

use super::*;
use crate::machine::{Answer, Failure, Fetch, Times};
use crate::options::{GenerateOptions, StatusListsOptions, StatusTokenOptions};
use crate::{
    Check, ErrorCode, Key, Outcome, SignatureAlgorithm, StatusLists, TokenOptions, Verifier, VerifyOptions,
    sign,
};

const URI: &str = "https://issuer.example/statuses/1";
const START: f64 = 1_700_000_000.0;

fn at(seconds: f64) -> Times {
    Times {
        jitter: Some(0.5),
        ..Times::of_test(START + seconds)
    }
}

fn key(id: &str) -> Key {
    let options = GenerateOptions {
        key_id: Some(id.into()),
        ..GenerateOptions::default()
    };
    Key::generate(SignatureAlgorithm::ES256.into(), &options).unwrap()
}

/// A token with these claims that expires in a day.
fn token_of(claims: &Value, key: &Key) -> String {
    sign(
        claims,
        key,
        &TokenOptions {
            expires_in: Some("1d".into()),
            now: Some(START),
            ..TokenOptions::default()
        },
    )
    .unwrap()
}

/// A token on a list.
fn token(index: u64, key: &Key) -> String {
    token_of(
        &json!({ "status": { "status_list": { "idx": index, "uri": URI } } }),
        key,
    )
}

/// A status list token with exactly these claims.
fn list_of(claims: &Value, typ: &str, key: &Key) -> Vec<u8> {
    let options = TokenOptions {
        token_type: Some(typ.to_owned()),
        no_expiry: claims.get("exp").is_none(),
        now: Some(START),
        ..TokenOptions::default()
    };
    sign(claims, key, &options).unwrap().into_bytes()
}

/// The draft's first example: 16 statuses of one bit.
const LST: &str = "eNrbuRgAAhcBXQ";

fn claims() -> Value {
    json!({ "sub": URI, "iat": START, "ttl": 300, "status_list": { "bits": 1, "lst": LST } })
}

/// The claims of a list, with some of them changed.
fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn options() -> StatusListsOptions {
    StatusListsOptions {
        allowed_uris: Some(vec!["https://issuer.example/statuses/".to_owned()]),
        ..StatusListsOptions::default()
    }
}

fn verifier_with(key: &Key, options: &StatusListsOptions) -> Verifier {
    let verifier = Verifier::new(
        Some(key.public().unwrap().into()),
        None,
        &VerifyOptions::default(),
    )
    .unwrap();
    verifier
        .with_status_lists(&StatusLists::new(None, options).unwrap())
        .unwrap()
}

fn verifier(key: &Key) -> Verifier {
    verifier_with(key, &options())
}

fn ok(fetch: &Fetch, body: impl Into<Vec<u8>>) -> Answer {
    Answer::Response {
        id: fetch.id,
        status: 200,
        headers: Vec::new(),
        body: body.into(),
    }
}

fn redirect(fetch: &Fetch, location: &str) -> Answer {
    Answer::Response {
        id: fetch.id,
        status: 302,
        headers: vec![("Location".into(), location.into())],
        body: Vec::new(),
    }
}

/// Checks a token, and carries what it waits for, each request once, answered by `answer`.
fn carried(
    verifier: &Verifier,
    token: &str,
    seconds: f64,
    mut answer: impl FnMut(&Fetch) -> Answer,
) -> Check {
    let mut check = verifier.check(token, START + seconds, at(seconds));
    while let Outcome::Waits(pending) = check.outcome {
        let mut fetches = pending.followed().poll(at(seconds)).fetches;
        while let Some(fetch) = fetches.pop() {
            fetches.extend(pending.followed().tell(at(seconds), answer(&fetch)).fetches);
        }
        assert!(pending.is_settled(at(seconds)), "nothing came of it");
        check = pending.resume(at(seconds));
    }
    check
}

/// The outcome of a check, in one word.
fn outcome(check: &Check) -> String {
    match &check.outcome {
        Outcome::Done(Ok(_)) => "accepted".to_owned(),
        Outcome::Done(Err(error)) => format!("{} {}", error.code(), error.claim().unwrap_or("-")),
        Outcome::Waits(_) => "waits".to_owned(),
    }
}

fn message(check: &Check) -> &str {
    match &check.outcome {
        Outcome::Done(Err(error)) => error.message(),
        _ => "",
    }
}

fn no_request(_: &Fetch) -> Answer {
    panic!("a request was made");
}

#[test]
fn a_list_is_fetched_once_and_tells_of_every_token() {
    let key = key("a");
    let verifier = verifier(&key);
    let mut asked = Vec::new();
    let check = carried(&verifier, &token(0, &key), 0.0, |fetch| {
        asked.push(fetch.clone());
        ok(fetch, list_of(&claims(), "statuslist+jwt", &key))
    });
    assert_eq!(outcome(&check), "ERR_JWT_REVOKED status");
    let [fetch] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(
        (fetch.url.as_str(), fetch.max_bytes, fetch.with_caller_headers),
        (URI, 4 << 20, false)
    );
    assert!(
        fetch
            .headers
            .contains(&("accept".to_owned(), "application/statuslist+jwt".to_owned()))
    );
    let statuses = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
    for (index, status) in (0..).zip(statuses) {
        let expected = if status == 0 {
            "accepted"
        } else {
            "ERR_JWT_REVOKED status"
        };
        assert_eq!(
            outcome(&carried(&verifier, &token(index, &key), 1.0, no_request)),
            expected,
            "{index}"
        );
    }
    for beyond in [16, 1 << 40, u64::MAX] {
        assert_eq!(
            outcome(&carried(&verifier, &token(beyond, &key), 1.0, no_request)),
            "ERR_JWT_CLAIM_INVALID status",
            "{beyond}"
        );
    }
}

#[test]
fn what_a_publisher_publishes_is_what_a_verifier_finds() {
    let key = key("a");
    for bits in [1, 2, 4, 8] {
        let list = StatusList::new(10_000, bits).unwrap();
        let given: Vec<u64> = (0..40).map(|_| list.allocate().unwrap()).collect();
        let status = |place: usize| (place as u8) & if bits == 8 { 255 } else { (1 << bits) - 1 };
        for (place, index) in given.iter().enumerate() {
            list.set(*index, status(place)).unwrap();
        }
        let options = StatusTokenOptions {
            ttl: Some("5m".into()),
            expires_in: Some("1h".into()),
            now: Some(START),
        };
        let published = list.to_jwt(&key, URI, &options).unwrap();
        let verifier = verifier(&key);
        for (place, index) in given.iter().enumerate() {
            let token = token_of(&json!({ "status": list.claim(URI, *index).unwrap() }), &key);
            let check = carried(&verifier, &token, 0.0, |fetch| ok(fetch, published.clone()));
            let expected = if status(place) == 0 {
                "accepted"
            } else {
                "ERR_JWT_REVOKED status"
            };
            assert_eq!(outcome(&check), expected, "{bits} bits, {index}");
            let says = ["", "invalid", "suspended", "neither"][usize::from(status(place).min(3))];
            assert!(message(&check).contains(says), "{}", message(&check));
        }
    }
}

#[test]
fn a_list_of_a_publisher_says_how_long_it_holds() {
    let (key, list) = (key("a"), StatusList::new(8, 1).unwrap());
    let of = |ttl: Option<&str>, expires_in: Option<&str>| {
        let options = StatusTokenOptions {
            ttl: ttl.map(Into::into),
            expires_in: expires_in.map(Into::into),
            now: Some(START),
        };
        list.to_jwt(&key, URI, &options).map(|token| {
            serde_json::from_str::<Value>(&crate::inspect_unverified(token).unwrap().claims.unwrap()).unwrap()
        })
    };
    let claims = of(Some("5m"), Some("1h")).unwrap();
    assert_eq!(
        (&claims["ttl"], &claims["exp"], &claims["iat"], &claims["sub"]),
        (
            &json!(300),
            &json!(1_700_003_600),
            &json!(1_700_000_000),
            &json!(URI)
        )
    );
    assert_eq!(of(Some("5m"), None).unwrap().get("exp"), None);
    assert_eq!(of(None, None).unwrap_err().code(), ErrorCode::OptionInvalid);
    assert_eq!(of(Some("0s"), None).unwrap_err().code(), ErrorCode::OptionInvalid);
    assert_eq!(
        list.to_jwt(
            key.public().unwrap(),
            URI,
            &StatusTokenOptions {
                ttl: Some("5m".into()),
                now: Some(START),
                ..Default::default()
            }
        )
        .unwrap_err()
        .code(),
        ErrorCode::KeyMismatch
    );
}

#[test]
fn the_address_is_asked_only_if_it_is_allowed_and_the_token_is_good() {
    let (key, other) = (key("a"), key("b"));
    let verifier = verifier(&key);
    let elsewhere =
        json!({ "status": { "status_list": { "idx": 0, "uri": "https://evil.example/statuses/1" } } });
    assert_eq!(
        outcome(&carried(&verifier, &token_of(&elsewhere, &key), 0.0, no_request)),
        "ERR_JWT_CLAIM_MISMATCH status"
    );
    assert_eq!(
        outcome(&carried(&verifier, &token(0, &other), 0.0, no_request)),
        "ERR_JWKS_NO_MATCHING_KEY -"
    );
    assert_eq!(
        outcome(&carried(&verifier, &token(0, &key), 100_000.0, no_request)),
        "ERR_JWT_EXPIRED exp"
    );
    let strict = VerifyOptions {
        subject: Some("alice".into()),
        ..VerifyOptions::default()
    };
    let strict = Verifier::new(Some(key.public().unwrap().into()), None, &strict).unwrap();
    let strict = strict
        .with_status_lists(&StatusLists::new(None, &options()).unwrap())
        .unwrap();
    assert_eq!(
        outcome(&carried(&strict, &token(0, &key), 0.0, no_request)),
        "ERR_JWT_CLAIM_MISSING sub"
    );
}

#[test]
fn a_status_that_nobody_looks_up_is_refused_unless_that_is_allowed() {
    let key = key("a");
    let plain =
        |options: VerifyOptions| Verifier::new(Some(key.public().unwrap().into()), None, &options).unwrap();
    let (refuses, accepts) = (
        plain(VerifyOptions::default()),
        plain(VerifyOptions {
            allow_unchecked_status: true,
            ..VerifyOptions::default()
        }),
    );
    let status = |status: Value| token_of(&json!({ "status": status }), &key);
    for (status, expected, with_lists) in [
        (
            status(json!({ "status_list": { "idx": 0, "uri": URI } })),
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
            "waits",
        ),
        (
            status(json!({ "identifier_list": {} })),
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
        ),
        (
            status(json!({})),
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
        ),
        (
            status(json!({ "status_list": 7 })),
            "ERR_JWT_REVOCATION_UNAVAILABLE status",
            "ERR_JWT_CLAIM_INVALID status",
        ),
        (
            status(json!("active")),
            "accepted",
            "ERR_JWT_CLAIM_INVALID status",
        ),
        (status(json!(null)), "accepted", "ERR_JWT_CLAIM_INVALID status"),
        (token_of(&json!({ "sub": "alice" }), &key), "accepted", "accepted"),
    ] {
        assert_eq!(outcome(&refuses.check(&status, START, at(0.0))), expected);
        assert_eq!(outcome(&accepts.check(&status, START, at(0.0))), "accepted");
        assert_eq!(
            outcome(&verifier(&key).check(&status, START, at(0.0))),
            with_lists
        );
    }
    let lists = StatusLists::new(None, &options()).unwrap();
    assert_eq!(
        accepts.with_status_lists(&lists).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
    assert_eq!(
        verifier(&key).verify(token(0, &key), START).unwrap_err().code(),
        ErrorCode::OptionInvalid,
        "there are no times of machines"
    );
    let members = Verifier::by_issuer([], None).unwrap();
    assert_eq!(
        members.with_status_lists(&lists).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn what_one_trust_has_verified_does_not_count_for_another() {
    let (one, other, third) = (key("a"), key("b"), key("c"));
    let lists = StatusLists::new(None, &options()).unwrap();
    let verifier = |key: &Key, lists: &StatusLists| {
        Verifier::new(
            Some(key.public().unwrap().into()),
            None,
            &VerifyOptions::default(),
        )
        .unwrap()
        .with_status_lists(lists)
        .unwrap()
    };
    let list = list_of(&claims(), "statuslist+jwt", &one);
    let answer = |fetch: &Fetch| ok(fetch, list.clone());
    assert_eq!(
        outcome(&carried(&verifier(&one, &lists), &token(1, &one), 0.0, answer)),
        "accepted"
    );
    assert_eq!(
        outcome(&carried(
            &verifier(&other, &lists),
            &token(1, &other),
            0.0,
            answer
        )),
        "ERR_JWT_REVOCATION_UNAVAILABLE status"
    );
    // Lists that have keys of their own are shared.
    let shared = StatusLists::new(Some(one.public().unwrap().into()), &options()).unwrap();
    assert_eq!(
        outcome(&carried(
            &verifier(&other, &shared),
            &token(1, &other),
            0.0,
            answer
        )),
        "accepted"
    );
    assert_eq!(
        outcome(&carried(
            &verifier(&third, &shared),
            &token(1, &third),
            0.0,
            no_request
        )),
        "accepted"
    );
}

#[test]
fn lists_that_are_named_can_be_fetched_at_the_start_and_others_give_way() {
    let key = key("a");
    let exact = "https://issuer.example/one".to_owned();
    let uris = Some(vec![exact.clone(), "https://issuer.example/statuses/".to_owned()]);
    let verifier = verifier_with(
        &key,
        &StatusListsOptions {
            allowed_uris: uris,
            max_lists: Some(3),
            ..StatusListsOptions::default()
        },
    );
    assert_eq!(verifier.followed().len(), 1);
    for number in 0..10 {
        let uri = format!("https://issuer.example/statuses/{number}");
        let token = token_of(
            &json!({ "status": { "status_list": { "idx": 1, "uri": uri } } }),
            &key,
        );
        let check = carried(&verifier, &token, f64::from(number), |fetch| {
            ok(fetch, list_of(&with("sub", uri.as_str()), "statuslist+jwt", &key))
        });
        assert_eq!(outcome(&check), "accepted");
    }
    let mut left: Vec<String> = verifier
        .followed()
        .iter()
        .map(|followed| match followed {
            crate::Followed::StatusList(list) => list.uri().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    left.sort();
    assert_eq!(
        left,
        [
            exact.as_str(),
            "https://issuer.example/statuses/8",
            "https://issuer.example/statuses/9"
        ]
    );
}

#[test]
fn a_driver_can_tell_which_lists_a_list_belongs_to() {
    let key = key("a");
    let lists = |uri: &str| {
        let allowed_uris = Some(vec![uri.to_owned()]);
        StatusLists::new(
            None,
            &StatusListsOptions {
                allowed_uris,
                ..StatusListsOptions::default()
            },
        )
        .unwrap()
    };
    let (named, folder) = (lists(URI), lists("https://issuer.example/statuses/"));
    let of = |issuer: &str, lists: &StatusLists| {
        let options = VerifyOptions {
            issuer: Some(issuer.into()),
            ..VerifyOptions::default()
        };
        Verifier::new(Some(key.public().unwrap().into()), None, &options)
            .unwrap()
            .with_status_lists(lists)
            .unwrap()
    };
    let found = |verifier: &Verifier| -> Vec<(u64, bool)> {
        let followed = verifier.followed().into_iter().map(|followed| match followed {
            crate::Followed::StatusList(list) => (list.lists_id(), list.is_named()),
            other => panic!("{other:?}"),
        });
        followed.collect()
    };
    let (one, other) = (of("https://a.example", &named), of("https://b.example", &folder));
    assert_eq!((found(&one), found(&other)), (vec![(named.id(), true)], vec![]));
    other.check(
        token_of(
            &json!({ "iss": "https://b.example", "status": { "status_list": { "idx": 0, "uri": URI } } }),
            &key,
        ),
        START,
        at(0.0),
    );
    assert_eq!(found(&other), [(folder.id(), false)]);
    let all = Verifier::by_issuer([one.clone(), other], None).unwrap();
    assert_eq!(all.status_lists_ids(), [named.id(), folder.id()]);
    assert_eq!((one.status_lists_ids(), found(&all).len()), (vec![named.id()], 2));
    all.remove("https://b.example").unwrap();
    assert_eq!(all.status_lists_ids(), [named.id()]);
}

#[test]
fn encrypted_and_nested_tokens_have_a_status_too() {
    let signing = key("a");
    let secret = Key::generate("A256GCMKW".parse().unwrap(), &GenerateOptions::default()).unwrap();
    let making = TokenOptions {
        expires_in: Some("1d".into()),
        now: Some(START),
        ..TokenOptions::default()
    };
    let of = |index: u64| json!({ "status": { "status_list": { "idx": index, "uri": URI } } });
    let lists = StatusLists::new(Some(signing.public().unwrap().into()), &options()).unwrap();
    let decrypting = || Some(secret.clone().into());
    let encrypted = Verifier::new(None, decrypting(), &VerifyOptions::default()).unwrap();
    assert_eq!(
        encrypted
            .clone()
            .with_status_lists(&StatusLists::new(None, &options()).unwrap())
            .unwrap_err()
            .code(),
        ErrorCode::OptionInvalid,
        "nothing could verify the list"
    );
    let encrypted = encrypted.with_status_lists(&lists).unwrap();
    let nested = Verifier::new(
        Some(signing.public().unwrap().into()),
        decrypting(),
        &VerifyOptions::default(),
    )
    .unwrap();
    let nested = nested.with_status_lists(&lists).unwrap();
    let list = list_of(&claims(), "statuslist+jwt", &signing);
    for (index, expected) in [(1, "accepted"), (0, "ERR_JWT_REVOKED status")] {
        let token = crate::encrypt(&of(index), &secret, &making).unwrap();
        assert_eq!(
            outcome(&carried(&encrypted, &token, 0.0, |fetch| ok(fetch, list.clone()))),
            expected
        );
        let token = crate::seal(&of(index), &signing, &secret, &making).unwrap();
        assert_eq!(
            outcome(&carried(&nested, &token, 0.0, |fetch| ok(fetch, list.clone()))),
            expected
        );
    }
}

#[test]
fn many_threads_check_while_lists_come_and_go() {
    let key = key("a");
    let verifier = verifier(&key);
    let (good, bad) = (token(1, &key), token(0, &key));
    let lists: Vec<Vec<u8>> = (0..20)
        .map(|number| list_of(&with("iat", START + f64::from(number)), "statuslist+jwt", &key))
        .collect();
    let list = |fetch: &Fetch, round: usize| ok(fetch, lists[round].clone());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for round in 0..20 {
                    let seconds = 250.0 * round as f64;
                    for (token, expected) in [(&good, "accepted"), (&bad, "ERR_JWT_REVOKED status")] {
                        let mut check = verifier.check(token, START, at(seconds));
                        for due in &check.due {
                            due.poll(at(seconds))
                                .fetches
                                .iter()
                                .for_each(|fetch| _ = due.tell(at(seconds), list(fetch, round)));
                        }
                        while let Outcome::Waits(pending) = check.outcome {
                            let followed = pending.followed();
                            while !pending.is_settled(at(seconds)) {
                                followed
                                    .poll(at(seconds))
                                    .fetches
                                    .iter()
                                    .for_each(|fetch| _ = followed.tell(at(seconds), list(fetch, round)));
                            }
                            check = pending.resume(at(seconds));
                        }
                        // A thread that is ahead in time has a list that a thread behind it does
                        // not consider too old.
                        assert_eq!(outcome(&check), expected, "{round}: {}", message(&check));
                    }
                }
            });
        }
    });
}
