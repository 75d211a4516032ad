//! `keyring`: a ring in a file, which every command opens again.

use serde_json::{Value, json};

use crate::process::on_terminal;
use crate::support::Folder;

const NOW: &str = "--protect-with wrapping.jwk --now 1700000000";

/// A folder with a ring that was created at 1700000000, and the key that protects it.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.ok("keygen A256KW --out wrapping.jwk");
    folder.ok(&format!("keyring create keys.ring Ed25519 {NOW}"));
    folder
}

fn states(of: &Value) -> Vec<&str> {
    of["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["state"].as_str().unwrap())
        .collect()
}

#[test]
fn a_ring_is_made_and_followed() {
    let folder = folder();
    let status = folder.json(&format!("keyring status keys.ring {NOW}"));
    assert_eq!(
        (states(&status), &status["generation"], &status["kept"]),
        (vec!["active", "upcoming"], &json!(1), &json!(true))
    );
    let jwks = folder.json(&format!("keyring jwks keys.ring {NOW}"));
    assert_eq!(
        (jwks["keys"].as_array().unwrap().len(), &jwks["keys"][0]["d"]),
        (2, &Value::Null)
    );

    let nothing = folder.json(&format!("keyring advance keys.ring {NOW}"));
    assert_eq!(
        (&nothing["changes"], &nothing["needs_key"]),
        (&json!([]), &json!([]))
    );
    let due = nothing["next"].as_f64().unwrap();
    let done = folder.json(&format!(
        "keyring advance keys.ring --protect-with wrapping.jwk --now {due}"
    ));
    assert_eq!(
        (
            done["changes"].as_array().unwrap().len(),
            &done["changes"][0]["is"]
        ),
        (1, &json!("upcoming"))
    );
    assert!(done["next"].as_f64().unwrap() > due);
}

#[test]
fn an_emergency() {
    let folder = folder();
    let status = folder.json(&format!("keyring status keys.ring {NOW}"));
    let [stolen, next] = [0, 1].map(|index| status["keys"][index]["key_id"].as_str().unwrap());
    let done = folder.json(&format!("keyring revoke keys.ring --key-id {stolen} {NOW}"));
    let became = |key_id: &str| {
        done["changes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["key_id"] == key_id)
            .unwrap()["is"]
            .clone()
    };
    assert_eq!(
        (became(stolen), became(next)),
        (json!("revoked"), json!("active"))
    );
    let jwks = folder.ok(&format!("keyring jwks keys.ring {NOW}"));
    assert!(!jwks.contains(stolen) && jwks.contains(next));
    // Every 64th thumbprint begins with a hyphen.
    for unknown in ["nobody", "-nobody", "--nobody"] {
        folder.fails(
            &format!("keyring revoke keys.ring --key-id {unknown} {NOW}"),
            1,
            "ERR_JWKS_NO_MATCHING_KEY",
        );
    }
}

#[test]
fn the_policy_is_the_cores() {
    let folder = Folder::new();
    folder.ok("keygen A256KW --out wrapping.jwk");
    let create = |rest: &str| format!("keyring create keys.ring ES256 ECDH-ES+A256KW {NOW} {rest}");
    let outcome = folder.fails(&create("--rotate-every 20m"), 2, "ERR_OPTION_INVALID");
    assert!(outcome.stderr.contains("--rotate-every"), "{}", outcome.stderr);
    folder.fails(&create("--bits 2048"), 2, "ERR_OPTION_INVALID");
    assert_eq!(folder.names(), ["wrapping.jwk"]);
    let status = folder.json(&create("--rotate-every 1d --token-lifetime 5m --curve X25519"));
    assert_eq!(
        (
            &status["policy"]["rotate_every"],
            &status["policy"]["token_lifetime"]
        ),
        (&json!(86400.0), &json!(300.0))
    );
    let jwks = folder.json(&format!("keyring jwks keys.ring {NOW}"));
    assert_eq!(jwks["keys"][2]["crv"], "X25519");
}

#[test]
fn nothing_is_overwritten_and_no_other_key_opens_it() {
    let folder = folder();
    folder.ok("keygen A256KW --out other.jwk");
    folder.ok("keygen ES256 --out signing.jwk");
    folder.write("torn.ring", &folder.read("keys.ring")[..100]);
    let text = folder.read("keys.ring");
    folder.fails(
        &format!("keyring create keys.ring ES256 {NOW}"),
        2,
        "ERR_OPTION_INVALID",
    );
    for (line, code) in [
        (
            "status keys.ring --protect-with other.jwk",
            "ERR_KEYRING_UNAVAILABLE",
        ),
        (
            "advance torn.ring --protect-with wrapping.jwk",
            "ERR_KEYRING_UNAVAILABLE",
        ),
        (
            "jwks none.ring --protect-with wrapping.jwk",
            "ERR_KEYRING_UNAVAILABLE",
        ),
        (
            "status keys.ring --protect-with signing.jwk",
            "ERR_OPTION_INVALID",
        ),
        (
            "create new.ring ES256 --protect-with signing.jwk",
            "ERR_OPTION_INVALID",
        ),
        (
            "create new.ring none --protect-with wrapping.jwk",
            "ERR_JOSE_NOT_SUPPORTED",
        ),
        (
            "create new.ring ES256 --protect-with - --wrapped-key -",
            "ERR_OPTION_INVALID",
        ),
    ] {
        folder.fails(&format!("keyring {line}"), 2, code);
    }
    assert_eq!(folder.run("keyring status keys.ring").code, 2);
    assert_eq!(folder.run(&format!("keyring create new.ring {NOW}")).code, 2);
    folder.ok(&format!(
        "keyring status keys.ring --protect-with other.jwk {NOW}"
    ));
    assert_eq!(folder.read("keys.ring"), text);
    assert!(!folder.path("new.ring").exists());
}

#[test]
fn keys_that_verifiers_know_already_go_first() {
    let folder = Folder::new();
    folder.ok("keygen A256KW --out wrapping.jwk");
    folder.ok("keygen ES256 --key-id known --out known.jwk");
    folder.ok("keygen Ed25519 --format pem --out b.pem --public-out in-kms.pem");
    let status = folder.json(&format!("keyring create a.ring --key known.jwk {NOW}"));
    assert_eq!(
        (&status["keys"][0]["key_id"], states(&status)),
        (&json!("known"), vec!["active", "upcoming"])
    );
    let status = folder.json(&format!(
        "keyring create b.ring --key in-kms.pem --alg Ed25519 {NOW}"
    ));
    assert_eq!(
        (&status["keys"][0]["external"], &status["needs_key"]),
        (&json!(true), &json!(["Ed25519"]))
    );
}

#[test]
fn another_key_protects_it_from_then_on() {
    let folder = folder();
    folder.write("secret", [7; 32]);
    folder.write("wrapped", b"\0of the KMS\xff");
    let new = "--rewrap-secret-file secret --rewrap-alg A256KW";
    let status = folder.json(&format!(
        "keyring rewrap keys.ring {NOW} {new} --wrapped-key @wrapped"
    ));
    assert_eq!(status["generation"], 2);
    folder.fails(
        &format!("keyring status keys.ring {NOW}"),
        2,
        "ERR_KEYRING_UNAVAILABLE",
    );
    let opened = "--protect-secret-file secret --protect-alg A256KW";
    folder.ok(&format!("keyring status keys.ring {opened}"));
    let header = folder.json("inspect @keys.ring")["header"].clone();
    assert_eq!(
        (&header["typ"], &header["wrapped_key"]),
        (&json!("tokenseal-keyring"), &json!("AG9mIHRoZSBLTVP_"))
    );
}

#[test]
fn a_terminal_gets_a_readable_form() {
    let folder = folder();
    let [ring, key] = ["keys.ring", "wrapping.jwk"].map(|name| folder.path(name).display().to_string());
    let status = folder.json(&format!("keyring status keys.ring {NOW}"));
    let [first, second] = [0, 1].map(|index| status["keys"][index]["key_id"].as_str().unwrap());
    let (code, text, _) = on_terminal(&["keyring", "status", &ring, "--protect-with", &key]);
    let due = "Next due: 2023-12-14 21:52:20 UTC, in 29 days";
    let keys = format!(
        "  {first}  Ed25519  active, from 2023-11-14 22:13:20 UTC, now\n  {second}  Ed25519  upcoming\n"
    );
    assert_eq!(
        (code, text),
        (0, format!("A key ring, generation 1\n{keys}{due}\n"))
    );

    let advance = ["keyring", "advance", &ring, "--protect-with", &key];
    assert_eq!(on_terminal(&advance).1, format!("Nothing has changed\n{due}\n"));
    let (_, text, _) = on_terminal(&[
        "keyring",
        "revoke",
        &ring,
        "--key-id",
        first,
        "--protect-with",
        &key,
    ]);
    assert!(
        text.starts_with("What has changed\n")
            && text.contains(&format!("  {first}  Ed25519  revoked, was active\n")),
        "{text}"
    );
    assert!(text.contains("  Ed25519  upcoming, was absent\n"), "{text}");
    let (_, text, _) = on_terminal(&["keyring", "status", &ring, "--protect-with", &key]);
    assert!(
        text.contains(", revoked 2023-11-14 22:13:20 UTC, now\n"),
        "{text}"
    );
}
