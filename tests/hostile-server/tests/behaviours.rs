//! Each behaviour of `tests/remote/behaviours.json` answers as its row says. Slow ones are only
//! begun.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod client;

use std::collections::BTreeSet;

use client::Server;
use serde_json::Value;

const FAILURES: [&str; 11] = [
    "timeout",
    "connect",
    "tls",
    "too_large",
    "status",
    "redirect",
    "not_a_key_set",
    "no_usable_key",
    "metadata_invalid",
    "issuer_mismatch",
    "url_not_allowed",
];

fn behaviours() -> Vec<Value> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../remote/behaviours.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let behaviours = document["behaviours"].as_array().unwrap().clone();
    assert_eq!(document["count"], behaviours.len());
    behaviours
}

/// One word, or a list of alternatives.
fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(list) => list.iter().map(|word| word.as_str().unwrap()).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

#[test]
fn every_row_is_well_formed() {
    let server = Server::start(&[]);
    let mut names = BTreeSet::new();
    for row in behaviours() {
        let name = row["name"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name} stands twice");
        assert!(
            server.line.get(row["url"].as_str().unwrap()).is_some(),
            "{name}: no such URL"
        );
        assert!(
            ["jwks", "metadata"].contains(&row["asked"].as_str().unwrap()),
            "{name}"
        );
        assert!(
            row["path"].as_str().unwrap().ends_with("/jwks.json") == (row["asked"] == "jwks"),
            "{name}"
        );
        let outcomes = words(&row["outcome"]);
        assert!(
            outcomes
                .iter()
                .all(|outcome| ["ready", "unavailable"].contains(outcome)),
            "{name}"
        );
        assert_eq!(
            outcomes.contains(&"unavailable"),
            row.get("failure").is_some(),
            "{name}"
        );
        assert!(
            words(&row["failure"])
                .iter()
                .all(|failure| FAILURES.contains(failure)),
            "{name}"
        );
        assert!(
            row.get("client_certificate")
                .is_none_or(|given| given == true && row["url"] == "mutual_tls"),
            "{name}"
        );
        assert!(row.get("fresh_for").is_none() || outcomes == ["ready"], "{name}");
        assert!(!row["note"].as_str().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn what_shall_be_ready_serves_a_good_key() {
    let server = Server::start(&[]);
    for row in behaviours()
        .iter()
        .filter(|row| row["outcome"] == "ready" && row["url"] == "http" && row["asked"] == "jwks")
    {
        let answer = server.get(row["path"].as_str().unwrap());
        assert!(
            answer.starts_with("HTTP/1.") && answer.lines().next().unwrap().contains(" 200"),
            "{row}: {answer}"
        );
        // What is compressed here is decompressed in the tests of `behaviour/large.rs`.
        assert!(
            answer.contains("good-1") || answer.contains("\r\nContent-Encoding: gzip\r\n"),
            "{row}: {answer}"
        );
    }
}

#[test]
fn what_fails_by_its_status_has_a_good_body_where_it_may() {
    let server = Server::start(&[]);
    for row in behaviours()
        .iter()
        .filter(|row| row["failure"] == "status" && row["url"] == "http" && row["asked"] == "jwks")
    {
        let answer = server.get(row["path"].as_str().unwrap());
        let name = row["name"].as_str().unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {} ", &name[..3])),
            "{row}: {answer}"
        );
        assert_eq!(
            answer.contains("good-1"),
            !["204", "304"].contains(&&name[..3]),
            "{row}: {answer}"
        );
    }
}

#[test]
fn redirects_name_their_target() {
    let server = Server::start(&[]);
    for row in behaviours()
        .iter()
        .filter(|row| row["failure"] == "redirect" && row["url"] == "http" && row["asked"] == "jwks")
    {
        let answer = server.get(row["path"].as_str().unwrap());
        assert!(answer.starts_with("HTTP/1.1 30"), "{row}: {answer}");
        assert_eq!(
            answer.contains("\r\nLocation: "),
            row["name"] != "redirect-nowhere",
            "{row}: {answer}"
        );
    }
    let mut pending = server.ask_tls("https", "/s/1/b/redirect-http/jwks.json").unwrap();
    let answer = String::from_utf8(pending.read_some()).unwrap();
    let target = server.url("http_localhost");
    assert!(
        answer.contains(&format!("\r\nLocation: {target}/s/1/b/ok/jwks.json\r\n")),
        "{answer}"
    );
}

#[test]
fn what_is_not_a_key_set_comes_whole_and_with_200() {
    let server = Server::start(&[]);
    let expected = |row: &Value| {
        ["not_a_key_set", "no_usable_key"].contains(&row["failure"].as_str().unwrap_or_default())
    };
    for row in behaviours()
        .iter()
        .filter(|row| expected(row) && row["asked"] == "jwks")
    {
        let answer = server
            .ask("http", "GET", row["path"].as_str().unwrap(), "", "")
            .read_some();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{row}: {head}");
        assert!(
            head.contains(&format!("\r\nContent-Length: {}\r\n", answer.len() - end)),
            "{row}: {head}"
        );
    }
}

#[test]
fn too_much_is_more_than_is_read() {
    let server = Server::start(&[]);
    // Too much after decompression, and too many keys.
    let small = |row: &Value| row["name"] == "gzip-bomb" || row["name"] == "keys-101";
    for row in behaviours()
        .iter()
        .filter(|row| row["failure"] == "too_large" && row["asked"] == "jwks" && !small(row))
    {
        let answer = server
            .ask("http", "GET", row["path"].as_str().unwrap(), "", "")
            .read_some();
        assert!(
            answer.starts_with(b"HTTP/1.1 200 OK\r\n") && answer.len() > 256 * 1024,
            "{row}: {}",
            answer.len()
        );
    }
}

#[test]
fn answers_that_break_off_do() {
    let server = Server::start(&[]);
    for (name, start) in [
        ("closes-at-once", ""),
        ("reset-at-once", ""),
        ("closes-in-headers", "HTTP/1.1 200 OK\r\nContent-Ty"),
        ("http-0.9", "{\"keys\":["),
        ("not-http", "220 "),
        ("short-body", "HTTP/1.1 200 OK\r\n"),
        ("status-line-garbage", "HTTP/1.1 fine OK\r\n"),
    ] {
        let answer = server.get(&format!("/b/{name}/jwks.json"));
        assert!(
            answer.starts_with(start) && answer.is_empty() == start.is_empty(),
            "{name}: {answer}"
        );
    }
    let short = server.get("/b/short-body/jwks.json");
    let (head, body) = short.split_once("\r\n\r\n").unwrap();
    assert!(
        !head.contains(&format!("Content-Length: {}\r\n", body.len())) && !body.ends_with('}'),
        "{short}"
    );
}

#[test]
fn what_waits_for_time_begins_as_it_says() {
    let server = Server::start(&[]);
    for (name, start) in [
        (
            "1xx-storm",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
        ),
        (
            "endless-headers",
            "HTTP/1.1 200 OK\r\nX-Header: and another\r\nX-Header: ",
        ),
        ("slow-body", "HTTP/1.1 200 OK\r\n"),
        ("slow-chunks", "HTTP/1.1 200 OK\r\n"),
        ("slow-headers", "H"),
        ("stops-in-body", "HTTP/1.1 200 OK\r\n"),
        (
            "stops-in-headers",
            "HTTP/1.1 200 OK\r\nContent-Type: application/jwk-",
        ),
    ] {
        let path = format!("/b/{name}/jwks.json");
        assert!(
            server
                .ask("http", "GET", &path, "", "")
                .starts_with(start.as_bytes()),
            "{name}"
        );
    }
}

#[test]
fn metadata_is_wrong_in_one_way() {
    let server = Server::start(&[]);
    for row in behaviours()
        .iter()
        .filter(|row| row["asked"] == "metadata" && row["real_time"].is_null() && row["url"] == "http")
    {
        let (path, name) = (row["path"].as_str().unwrap(), row["name"].as_str().unwrap());
        let answer = server.get(&format!("{path}/.well-known/openid-configuration"));
        let good = format!("\"issuer\":\"{}{path}\"", server.url("http"));
        let of_itself = ["issuer_mismatch", "metadata_invalid", "too_large"]
            .iter()
            .any(|word| words(&row["failure"]).contains(word));
        assert!(answer.starts_with("HTTP/1.1 "), "{name}: {answer}");
        assert!(
            of_itself || !answer.starts_with("HTTP/1.1 200") || answer.contains(&good),
            "{name}: {answer}"
        );
        assert!(
            server.get(&format!("{path}/jwks.json")).contains("good-1"),
            "{name}"
        );
    }
}
