//! Quick starts: without a file.

use crate::support::{Serve, ask, check};

#[test]
fn an_issuer_and_an_audience_are_enough() {
    let arguments = [
        "--issuer",
        "http://127.0.0.1:9/issuer",
        "--audience",
        "https://api.example",
        "--listen",
        "127.0.0.1:0",
    ];
    let folder = tempfile::tempdir().unwrap();
    let (is_good, text) = check(
        folder.path(),
        &["--issuer", "http://127.0.0.1:9/issuer", "--audience", "a"],
    );
    assert!(
        !is_good && text.contains("ERR_OPTION_INVALID"),
        "plain http needs a waiver: {text}"
    );

    let arguments =
        arguments.map(|argument| argument.replace("http://127.0.0.1:9/issuer", "https://127.0.0.1:9"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let serve = Serve::start_in(folder, &arguments, 1);
    let ready = serve.ask("GET", "/readyz", &[], "");
    assert_eq!(ready.status, 503);
    assert_eq!(ready.json()["waiting"][0]["code"], "ERR_JWKS_UNAVAILABLE");
}

#[test]
fn arguments_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, words) in [
        (vec![], "--issuer <URL>"),
        (
            vec!["--config", "a.toml", "--issuer", "https://a.example"],
            "cannot be used with",
        ),
        (
            vec!["--demo", "--issuer", "https://a.example"],
            "cannot be used with",
        ),
        (
            vec!["--issuer", "https://a.example", "--listen", "somewhere"],
            "give an address with its port",
        ),
        (
            vec!["--issuer", "https://a.example\"\nstate = \"/tmp"],
            "ERR_OPTION_INVALID",
        ),
    ] {
        let (is_good, text) = check(folder.path(), &arguments);
        assert!(!is_good && text.contains(words), "{arguments:?}: {text}");
    }
}

/// Every command that the demo shows does what the demo says.
#[test]
fn the_demo_shows_what_to_try() {
    let (serve, guide) = Serve::start_and_read(&["--demo", "--listen", "127.0.0.1:0"]);
    let address = &serve.addresses[0];
    let token = guide.split_once("TOKEN=").unwrap().1.lines().next().unwrap();
    let commands: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.trim().strip_prefix("curl "))
        .collect();
    let run = |command: &str| {
        let output = std::process::Command::new("sh")
            .args(["-c", &format!("curl -s {command}")])
            .env("TOKEN", token)
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let expected = [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 403 Forbidden",
        "HTTP/1.1 401 Unauthorized",
        "HTTP/1.1 200 OK",
        "\"active\":true",
        "",
        "{\"keys\":[{",
        "\"ready\":true",
        "tokenseal_checks_total",
    ];
    assert_eq!(commands.len(), expected.len(), "{guide}");
    for (command, expected) in commands.iter().zip(expected) {
        let said = run(command);
        assert!(said.contains(expected), "{command}\n{said}");
    }
    // One of the commands has revoked it.
    assert!(run(commands[0]).starts_with("HTTP/1.1 401 Unauthorized"));
    let page = guide
        .lines()
        .find(|line| line.contains("/#link="))
        .unwrap()
        .trim()
        .trim_start_matches("http://");
    let (page, _) = page.split_once('/').unwrap();
    assert!(page != address && ask(page, "GET", "/", &[], b"").body.contains("<html"));
}
