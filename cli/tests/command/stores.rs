//! Lists on real servers (`tests/stores`): what one machine revokes, another finds, withdraws, and
//! refuses until then.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::servers::{Servers, Started};
use crate::support::Folder;

const ISSUER: &str = "--issuer https://i.example";

/// A machine: a folder with a key and a token.
fn machine() -> Folder {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id k1 --out key.jwk --public-out public.jwk");
    let line = format!("sign {{\"sub\":\"alice\",\"jti\":\"t1\"}} --key key.jwk {ISSUER} --expires-in 15m");
    folder.write("token", folder.ok(&line));
    folder
}

fn url(started: &Started, scheme: &str) -> String {
    started.url().replace("redis://", scheme)
}

fn verify(list: &str) -> String {
    format!("verify @token --key public.jwk {ISSUER} --revocations {list} --namespace n")
}

#[test]
fn what_is_revoked_on_one_machine_is_found_and_taken_back_on_another() {
    for (kind, scheme) in [("redis", "redis://"), ("valkey", "valkey://")] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let list = url(&started, scheme);
        let (one, other) = (machine(), Folder::new());
        let status = one.json(&format!(
            "revocations init {list} --namespace n --longest-lifetime 1h"
        ));
        assert_eq!(
            (&status["longest_lifetime"], &status["kept"], &status["failed"]),
            (&json!(3600.0), &json!("store"), &json!(null))
        );
        one.ok(&verify(&list));
        let revoke =
            format!("revoke {list} --namespace n --subject alice {ISSUER} --by support --reason 4711");
        let entry = one.json(&revoke);
        assert_eq!(
            (&entry["kind"], &entry["by"], &entry["reason"]),
            (&json!("subject"), &json!("support"), &json!("4711"))
        );
        one.fails(&verify(&list), 1, "ERR_JWT_REVOKED");

        let listed = other.json(&format!(
            "revocations list {list} --namespace n --subject alice {ISSUER}"
        ));
        assert_eq!(listed, json!([entry]));
        assert_eq!(
            other.json(&format!(
                "revocations list {list} --namespace n --subject bob {ISSUER}"
            )),
            json!([])
        );
        let id = entry["id"].as_str().unwrap();
        let withdrawn = other.json(&format!(
            "revocations withdraw {list} {id} --namespace n --by admin --reason mistake"
        ));
        assert_eq!(withdrawn["withdrawn"]["by"], "admin");
        one.ok(&verify(&list));
        let listed = one.json(&format!("revocations list {list} --namespace n"));
        assert_eq!(
            (&listed[0]["by"], &listed[0]["withdrawn"]["reason"]),
            (&json!("support"), &json!("mistake"))
        );

        one.ok(&format!(
            "revoke {list} @token --namespace n --verify-with public.jwk"
        ));
        one.fails(&verify(&list), 1, "ERR_JWT_REVOKED");
        assert_eq!(
            one.json(&format!("revocations status {list} --namespace n"))["entries"]["token"],
            1
        );
    }
}

#[test]
fn a_longest_lifetime_is_raised_and_never_lowered() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let (folder, list) = (machine(), started.url());
    let init = |rest: &str| format!("revocations init {list} --namespace n {rest}");
    let longest = |rest: &str| folder.json(&init(rest))["longest_lifetime"].clone();
    assert_eq!(
        (
            longest("--longest-lifetime 1h"),
            longest("--longest-lifetime 1h"),
            longest("")
        ),
        (json!(3600.0), json!(3600.0), json!(3600.0))
    );
    assert_eq!(
        (longest("--longest-lifetime 2d"), longest("")),
        (json!(172_800.0), json!(172_800.0))
    );
    let outcome = folder.fails(&init("--longest-lifetime 1h"), 2, "ERR_OPTION_INVALID");
    assert!(
        outcome
            .stderr
            .contains("--longest-lifetime is 172800 s and cannot be lowered to 3600 s"),
        "{outcome:?}"
    );
    assert_eq!(longest(""), json!(172_800.0));
}

/// It is in arguments, in files and in what servers say, and appears nowhere in the output.
#[test]
fn a_password_opens_a_list_and_is_never_shown() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({ "args": ["--requirepass", "hunter2"] }));
    let (folder, list) = (machine(), url(&started, "redis://:hunter2@"));
    folder.ok(&format!("revocations init {list} --namespace n"));
    folder.write("store.url", format!("{list}\n"));
    folder.ok("revocations status @store.url --namespace n");
    folder.ok(&verify("@store.url"));
    for (list, code) in [
        (
            url(&started, "redis://:hunter22@"),
            "ERR_JWT_REVOCATION_UNAVAILABLE",
        ),
        (
            "redis://:hunter2@127.0.0.1:hunter2/".to_owned(),
            "ERR_OPTION_INVALID",
        ),
        (
            "redis://:hunter2@127.0.0.1/hunter2".to_owned(),
            "ERR_OPTION_INVALID",
        ),
        (url(&started, "http://:hunter2@"), "ERR_OPTION_INVALID"),
    ] {
        for line in [
            format!("revocations list {list} --namespace n"),
            format!("revocations init {list} --namespace n --json"),
            format!("revoke {list} --namespace n --subject a {ISSUER}"),
            verify(&list),
        ] {
            let outcome = folder.run(&line);
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (2, ""),
                "{line}: {outcome:?}"
            );
            assert!(
                outcome.stderr.contains(code) && !outcome.stderr.contains("hunter2"),
                "{line}: {outcome:?}"
            );
        }
    }
}

#[test]
fn a_list_that_cannot_be_had_is_no_empty_one() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let (folder, list) = (machine(), started.url());
    let lines = [
        format!("revocations list {list} --namespace n"),
        format!("revocations status {list} --namespace n"),
        format!("revocations withdraw {list} tAAAAAAAAAAAAAAAA --namespace n"),
        format!("revoke {list} --namespace n --subject a {ISSUER}"),
        verify(&list),
    ];
    let all_fail = || {
        for line in &lines {
            let began = Instant::now();
            folder.fails(line, 2, "ERR_JWT_REVOCATION_UNAVAILABLE");
            assert!(
                began.elapsed() < Duration::from_secs(8),
                "{line}: {:?}",
                began.elapsed()
            );
        }
    };
    all_fail();
    folder.ok(&format!("revocations init {list} --namespace n"));
    servers.perform("stop", &started);
    all_fail();
}

#[test]
fn the_name_of_a_list_goes_with_a_server() {
    let folder = machine();
    folder.ok("revocations init revoked.log");
    for line in [
        "revocations list redis://localhost",
        "revocations init redis://localhost --longest-lifetime 1h",
        "revocations list revoked.log --namespace n",
        "revocations init new.log --namespace n",
        "revocations list @none.url --namespace n",
        "verify @token --key public.jwk --allow-any-issuer --revocations revoked.log --namespace n",
    ] {
        let outcome = folder.fails(line, 2, "ERR_OPTION_INVALID");
        assert!(
            line.contains("@none") || outcome.stderr.contains("--namespace is"),
            "{line}: {outcome:?}"
        );
    }
    assert_eq!(
        folder
            .run("verify @token --key public.jwk --allow-any-issuer --namespace n")
            .code,
        2
    );
    assert!(!folder.path("new.log").exists());
}
