//! Quick starts: without a file.

use crate::support::{Serve, ask, check};

#[test]
fn an_issuer_and_an_audience_are_enough() {
    let arguments = ["--issuer", "http://127.0.0.1:9/issuer", "--audience", "https://api.example", "--listen", "127.0.0.1:0"];
    let folder = tempfile::tempdir().unwrap();
    let (is_good, text) = check(folder.path(), &["--issuer", "http://127.0.0.1:9/issuer", "--audience", "a"]);
    assert!(!is_good && text.contains("ERR_OPTION_INVALID"), "plain http needs a waiver: {text}");

    let arguments = arguments.map(|argument| argument.replace("http://127.0.0.1:9/issuer", "https://127.0.0.1:9"));
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
        (vec!["--config", "a.toml", "--issuer", "https://a.example"], "cannot be used with"),
        (vec!["--demo", "--issuer", "https://a.example"], "cannot be used with"),
        (vec!["--issuer", "https://a.example", "--listen", "somewhere"], "give an address with its port"),
        (vec!["--issuer", "https://a.example\"\nstate = \"/tmp"], "ERR_OPTION_INVALID"),
    ] {
        let (is_good, text) = check(folder.path(), &arguments);
        assert!(!is_good && text.contains(words), "{arguments:?}: {text}");
    }
}

#[test]
fn the_demo_shows_what_to_try() {
    let (serve, guide) = Serve::start_and_read(&["--demo", "--listen", "127.0.0.1:0"]);
    let address = &serve.addresses[0];
    assert!(guide.contains(&format!("http://{address}/introspect")), "{guide}");
    let token = guide.split_once("TOKEN=").unwrap().1.lines().next().unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(ask(address, "GET", "/readyz", &[], b"").status, 200);
}
