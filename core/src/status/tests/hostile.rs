//! The draft's cases that must be refused: tokens that are not a status list token for this
//! address, and those that would cost too much.

use flate2::Compression;

use super::*;
use crate::base64url;
use crate::deflate::{Wrapping, deflate};

const TYPE: &str = "statuslist+jwt";

/// What happens to a token whose list is answered with this, and the failure that the machine
/// reports.
fn refused(key: &Key, body: Vec<u8>) -> (String, String, &'static str) {
    let verifier = verifier(key);
    let check = carried(&verifier, &token(1, key), 0.0, |fetch| ok(fetch, body.clone()));
    let status: Value = match verifier.followed().as_slice() {
        [crate::Followed::StatusList(list)] => serde_json::from_str(&list.status(at(0.0))).unwrap(),
        other => panic!("{other:?}"),
    };
    let why = Failure::from_name(status["last_failure"].as_str().unwrap_or_default()).as_str();
    (outcome(&check), message(&check).to_owned(), why)
}

fn packed(bytes: &[u8]) -> String {
    base64url::encode(&deflate(bytes, Wrapping::Zlib, Compression::best()).unwrap())
}

#[test]
fn what_is_no_status_list_token_of_this_address_is_not_believed() {
    let (own, other) = (key("a"), key("b"));
    let good = list_of(&claims(), TYPE, &own);
    assert_eq!(refused(&own, good.clone()).0, "accepted");
    let without = |name: &str| {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        claims
    };
    let list = |list: Value| list_of(&with("status_list", list), TYPE, &own);
    let mut truncated = good.clone();
    truncated.truncate(good.len() - 5);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("no token", b"<html>".to_vec()),
        ("truncated", truncated),
        ("a line break behind it", [&good[..], b"\n"].concat()),
        ("typ JWT", list_of(&claims(), "JWT", &own)),
        ("typ in capitals", list_of(&claims(), "StatusList+JWT", &own)),
        (
            "typ with application/",
            list_of(&claims(), "application/statuslist+jwt", &own),
        ),
        (
            "typ of the other form",
            list_of(&claims(), "statuslist+cwt", &own),
        ),
        ("signed by another", list_of(&claims(), TYPE, &other)),
        (
            "another sub",
            list_of(&with("sub", "https://issuer.example/statuses/2"), TYPE, &own),
        ),
        (
            "a sub that differs by its case",
            list_of(&with("sub", "https://Issuer.example/statuses/1"), TYPE, &own),
        ),
        ("no sub", list_of(&without("sub"), TYPE, &own)),
        ("no list", list_of(&without("status_list"), TYPE, &own)),
        ("expired", list_of(&with("exp", START), TYPE, &own)),
        ("not valid yet", list_of(&with("nbf", START + 60.0), TYPE, &own)),
        ("ttl 0", list_of(&with("ttl", 0), TYPE, &own)),
        ("ttl negative", list_of(&with("ttl", -300), TYPE, &own)),
        ("ttl a text", list_of(&with("ttl", "300"), TYPE, &own)),
        ("ttl null", list_of(&with("ttl", Value::Null), TYPE, &own)),
        ("no bits", list(json!({ "lst": LST }))),
        ("bits 0", list(json!({ "bits": 0, "lst": LST }))),
        ("bits 3", list(json!({ "bits": 3, "lst": LST }))),
        ("bits 16", list(json!({ "bits": 16, "lst": LST }))),
        ("bits a text", list(json!({ "bits": "1", "lst": LST }))),
        ("bits with a fraction", list(json!({ "bits": 1.0, "lst": LST }))),
        ("no lst", list(json!({ "bits": 1 }))),
        ("lst a list", list(json!({ "bits": 1, "lst": [LST] }))),
        (
            "lst in base64",
            list(json!({ "bits": 1, "lst": "eNrbuRgAAhcBXQ==" })),
        ),
        (
            "lst without ZLIB's header",
            list(
                json!({ "bits": 1, "lst": base64url::encode(&deflate(&[0xb9, 0xa3], Wrapping::Raw, Compression::best()).unwrap()) }),
            ),
        ),
        (
            "lst with another checksum",
            list(json!({ "bits": 1, "lst": "eNrbuRgAAhcBXA" })),
        ),
        ("lst cut off", list(json!({ "bits": 1, "lst": "eNrbuRgA" }))),
        (
            "lst with a byte too much",
            list(json!({ "bits": 1, "lst": "eNrbuRgAAhcBXQA" })),
        ),
        ("lst empty", list(json!({ "bits": 1, "lst": "" }))),
        ("a list of another kind", list(json!([1, LST]))),
    ];
    for (name, body) in cases {
        let (outcome, message, why) = refused(&own, body);
        assert_eq!(
            (outcome.as_str(), why),
            ("ERR_JWT_REVOCATION_UNAVAILABLE status", "not_a_status_list"),
            "{name}: {message}"
        );
    }
    // A token is made with an iat, so one without it must be signed as it is.
    let bare = crate::jws::sign(
        without("iat").to_string().as_bytes(),
        &own,
        &crate::jws::SignOptions {
            header: Some(header()),
            ..Default::default()
        },
    )
    .unwrap();
    let (outcome, message, _) = refused(&own, bare.into_bytes());
    assert_eq!(outcome, "ERR_JWT_REVOCATION_UNAVAILABLE status");
    assert!(message.contains("iat"), "{message}");
}

fn header() -> crate::options::Headers {
    serde_json::from_value(json!({ "typ": TYPE })).unwrap()
}

#[test]
fn a_bomb_and_a_body_that_is_too_long_stop_at_their_limits() {
    let key = key("a");
    // 50 MB of zeros are 50 kB.
    let bomb = list_of(
        &with(
            "status_list",
            json!({ "bits": 1, "lst": packed(&vec![0; 50_000_000]) }),
        ),
        TYPE,
        &key,
    );
    assert!(bomb.len() < 100_000);
    let (outcome, message, why) = refused(&key, bomb);
    assert_eq!(
        (outcome.as_str(), why),
        ("ERR_JWT_REVOCATION_UNAVAILABLE status", "too_large")
    );
    assert!(message.contains("max_inflated_bytes"), "{message}");

    let options = StatusListsOptions {
        max_inflated_bytes: Some(1_000),
        ..options()
    };
    for (length, expected) in [
        (1_000, "accepted"),
        (1_001, "ERR_JWT_REVOCATION_UNAVAILABLE status"),
    ] {
        let list = list_of(
            &with(
                "status_list",
                json!({ "bits": 1, "lst": packed(&vec![0; length]) }),
            ),
            TYPE,
            &key,
        );
        let check = carried(&verifier_with(&key, &options), &token(1, &key), 0.0, |fetch| {
            ok(fetch, list.clone())
        });
        assert_eq!(super::outcome(&check), expected);
    }
    let (outcome, _, why) = refused(&key, vec![b'a'; (4 << 20) + 1]);
    assert_eq!(
        (outcome.as_str(), why),
        ("ERR_JWT_REVOCATION_UNAVAILABLE status", "too_large")
    );
}

#[test]
fn a_redirect_is_followed_where_it_is_allowed_and_three_times_at_most() {
    let key = key("a");
    let hops = |locations: &[&str]| {
        let verifier = verifier(&key);
        let (mut asked, mut left) = (Vec::new(), locations.iter());
        let check = carried(&verifier, &token(1, &key), 0.0, |fetch| {
            asked.push(fetch.url.clone());
            left.next().map_or_else(
                || ok(fetch, list_of(&claims(), TYPE, &key)),
                |location| redirect(fetch, location),
            )
        });
        (outcome(&check), asked)
    };
    let (found, asked) = hops(&["/statuses/a", "b?c=d", "https://issuer.example/statuses/e"]);
    assert_eq!(found, "accepted");
    let base = "https://issuer.example/statuses/";
    assert_eq!(
        asked,
        [
            URI.to_owned(),
            format!("{base}a"),
            format!("{base}b?c=d"),
            format!("{base}e")
        ]
    );
    let unavailable = "ERR_JWT_REVOCATION_UNAVAILABLE status";
    let (found, asked) = hops(&["a", "b", "c", "d"]);
    assert_eq!((found.as_str(), asked.len()), (unavailable, 4));
    let (found, asked) = hops(&["1", "1", "1", "1", "1"]);
    assert_eq!((found.as_str(), asked.len()), (unavailable, 4), "a loop");
    for bad in [
        "https://evil.example/statuses/1",
        "//evil.example/statuses/1",
        "http://issuer.example/statuses/1",
        "/other/1",
        "../other/1",
        "../../statuses/../other",
        "%2e%2e/other",
        "https://169.254.169.254/",
        "file:///etc/passwd",
        "a b",
        "",
        "#fragment",
    ] {
        let (found, asked) = hops(&[bad]);
        // A redirect to the very same place is no way out: it is requested once more.
        let most = if bad.is_empty() { 2 } else { 1 };
        assert!(
            asked.len() <= most && (bad.is_empty() || found == unavailable),
            "{bad}: {found} {asked:?}"
        );
    }
}

#[test]
fn other_answers_are_failures_that_wait() {
    let key = key("a");
    for status in [201, 204, 206, 300, 304, 400, 404, 500, 501, 503] {
        let verifier = verifier(&key);
        let mut count = 0;
        let answer = |fetch: &Fetch| Answer::Response {
            id: fetch.id,
            status,
            headers: Vec::new(),
            body: list_of(&claims(), TYPE, &key),
        };
        for _ in 0..5 {
            let check = carried(&verifier, &token(1, &key), 0.0, |fetch| {
                count += 1;
                answer(fetch)
            });
            assert_eq!(
                outcome(&check),
                "ERR_JWT_REVOCATION_UNAVAILABLE status",
                "{status}"
            );
        }
        assert_eq!(count, 1, "{status}: the next try waits");
    }
}
