//! The program as every language's tests use it: they start it, send requests, and close its input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod client;

use client::{Server, list};

#[test]
fn prints_where_it_listens_and_ends_with_its_input() {
    let file = std::env::temp_dir().join(format!("hostile-server-{}.pem", std::process::id()));
    let mut server = Server::start(&["--ca-file", file.to_str().unwrap()]);
    for name in [
        "http",
        "http_localhost",
        "https",
        "expired",
        "wrong_host",
        "unknown_ca",
        "mutual_tls",
        "not_tls",
        "not_http",
        "silent",
        "silent_tls",
        "refused",
    ] {
        assert!(server.url(name).starts_with("http"), "{name}");
    }
    let ca = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(server.line["ca"], ca.as_str());
    assert!(server.line["client"].as_str().unwrap().contains("PRIVATE KEY"));
    assert!(server.end().success());
}

#[test]
fn ends_while_a_client_waits() {
    let mut server = Server::start(&[]);
    let mut waiting = server.ask("http", "GET", "/b/stops-in-body/jwks.json", "", "");
    assert!(waiting.starts_with(b"HTTP/1.1 200 OK"));
    assert!(server.end().success());
}

#[test]
fn refuses_other_arguments() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hostile-server"))
        .arg("--port")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("usage: "));
}

#[test]
fn name_spaces_have_their_own_keys_log_and_state() {
    let server = Server::start(&[]);
    assert!(
        server
            .post("/s/one/control/keys", "{\"keys\":[]}")
            .starts_with("HTTP/1.1 200")
    );
    assert!(server.get("/s/one/b/ok/jwks.json").ends_with("{\"keys\":[]}"));
    assert!(server.get("/s/two/b/ok/jwks.json").contains("good-1"));
    server.post("/s/one/control/max-age/7", "");
    assert!(
        server
            .get("/s/one/b/ok/jwks.json")
            .contains("\r\nCache-Control: max-age=7\r\n")
    );
    server.post("/s/one/control/down", "");
    assert_eq!(server.get("/s/one/b/ok/jwks.json"), "");
    assert!(server.get("/s/two/b/ok/jwks.json").contains("good-1"));
    let log = list(&server.get("/s/one/control/log"));
    let answered: Vec<bool> = log
        .iter()
        .map(|entry| entry["answered"].as_bool().unwrap())
        .collect();
    assert_eq!(answered, [true, true, false]);
    assert_eq!(log[0]["path"], "/b/ok/jwks.json");
    assert_eq!(log[0]["headers"][0][0], "Host");
    server.post("/s/one/control/up", "");
    assert!(server.get("/s/one/b/ok/jwks.json").ends_with("{\"keys\":[]}"));
    server.post("/s/one/control/reset", "");
    assert!(list(&server.get("/s/one/control/log")).is_empty());
    assert!(server.get("/s/one/b/ok/jwks.json").contains("good-1"));
}

#[test]
fn an_unchanged_set_is_not_sent_again() {
    let server = Server::start(&[]);
    let first = server.get("/b/304-after-etag/jwks.json");
    let tag = first
        .lines()
        .find_map(|line| line.strip_prefix("ETag: "))
        .unwrap()
        .to_owned();
    let again = || {
        server.get_with(
            "/b/304-after-etag/jwks.json",
            &format!("If-None-Match: {tag}\r\n"),
        )
    };
    assert!(again().starts_with("HTTP/1.1 304"));
    server.post("/control/keys", "{\"keys\":[]}");
    assert!(again().starts_with("HTTP/1.1 200"));
}

#[test]
fn metadata_names_the_issuer_that_was_asked() {
    let server = Server::start(&[]);
    let issuer = format!("{}/s/1/b/metadata-404-then-oauth", server.url("http"));
    assert!(
        server
            .get("/s/1/b/metadata-404-then-oauth/.well-known/openid-configuration")
            .starts_with("HTTP/1.1 404")
    );
    let metadata = server.get("/.well-known/oauth-authorization-server/s/1/b/metadata-404-then-oauth");
    assert!(metadata.contains(&format!("\"issuer\":\"{issuer}\"")));
    assert!(metadata.contains(&format!("\"jwks_uri\":\"{issuer}/jwks.json\"")));
    assert!(
        server
            .get("/s/1/b/metadata-404-then-oauth/jwks.json")
            .contains("good-1")
    );
}

#[test]
fn a_kid_is_reused() {
    let server = Server::start(&[]);
    let sets = [(); 3].map(|()| {
        server
            .get("/b/kid-reused/jwks.json")
            .split("\r\n\r\n")
            .nth(1)
            .unwrap()
            .to_owned()
    });
    assert!(sets.iter().all(|set| set.contains("good-1")));
    assert_eq!(sets[0], sets[2]);
    assert_ne!(sets[0], sets[1]);
}

#[test]
fn each_certificate_is_what_it_says() {
    let server = Server::start(&[]);
    assert!(server.get_tls("https").unwrap().contains("good-1"));
    for (port, reason) in [
        ("expired", "Expired"),
        ("wrong_host", "NotValidForName"),
        ("unknown_ca", "BadSignature"),
    ] {
        let refused = server.get_tls(port).unwrap_err();
        assert!(refused.contains(reason), "{port}: {refused}");
    }
    assert!(server.get_tls("not_tls").is_err());
}

#[test]
fn nobody_listens_at_the_port_that_refuses() {
    let server = Server::start(&[]);
    let refused = std::net::TcpStream::connect(client::address(server.url("refused"))).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
}
