//! `revoke` and `revocations`: a list in a file, and `verify`, which uses it.

use serde_json::{Value, json};

use crate::process::on_terminal;
use crate::support::Folder;

const NOW: &str = "--now 1700000000";
const ISSUER: &str = "--issuer https://i.example";

/// A folder with a list, a key, and the tokens of a user, which are valid at 1700000000: `token`
/// has a `jti`, `bare` has none.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id k1 --out key.jwk --public-out public.jwk");
    folder.ok("keygen ES256 --key-id k2 --out other.jwk");
    folder.ok("revocations init revoked.log --longest-lifetime 1h");
    for (name, claims) in [
        ("token", "{\"sub\":\"alice\",\"sid\":\"s1\",\"jti\":\"t1\"}"),
        ("bare", "{\"sub\":\"bob\"}"),
    ] {
        folder.write(
            name,
            folder.ok(&format!(
                "sign {claims} --key key.jwk {ISSUER} --expires-in 15m {NOW}"
            )),
        );
    }
    folder
}

fn verify(token: &str) -> String {
    format!("verify @{token} --key public.jwk {ISSUER} --revocations revoked.log {NOW}")
}

/// Whether a token is accepted; it is revoked if not.
fn is_accepted(folder: &Folder, token: &str) -> bool {
    if folder.run(&verify(token)).code == 0 {
        return true;
    }
    folder.fails(&verify(token), 1, "ERR_JWT_REVOKED");
    false
}

/// Revokes, and returns the entry. A command that was not asked to verify a token says so.
fn revoked(folder: &Folder, rest: &str) -> Value {
    let outcome = folder.run(&format!("revoke revoked.log {rest} {NOW}"));
    let note = "tokenseal: the token was not verified: if its text was changed, ";
    assert_eq!(
        (outcome.code, outcome.stderr.starts_with(note)),
        (0, rest.contains("--unverified")),
        "{rest}: {outcome:?}"
    );
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_list_is_made_once() {
    let folder = Folder::new();
    let status = folder.json("revocations init revoked.log --longest-lifetime 1h");
    assert_eq!(
        (
            &status["longest_lifetime"],
            &status["kept"],
            &status["entries"]["token"]
        ),
        (&json!(3600.0), &json!("log"), &json!(0))
    );
    let bytes = std::fs::read(folder.path("revoked.log")).unwrap();
    folder.fails("revocations init revoked.log", 2, "ERR_OPTION_INVALID");
    assert_eq!(std::fs::read(folder.path("revoked.log")).unwrap(), bytes);
    assert_eq!(folder.json("revocations status revoked.log"), status);
    assert_eq!(
        folder.json("revocations init endless.log")["longest_lifetime"],
        json!(null)
    );
    folder.fails(
        "revocations init new.log --longest-lifetime 0",
        2,
        "ERR_OPTION_INVALID",
    );
    assert!(!folder.path("new.log").exists());
}

/// Each way of naming tokens refuses those that it names, and no others.
#[test]
fn whatever_is_named_is_refused() {
    for (named, refused, kind) in [
        (format!("--token-id t1 {ISSUER}"), [true, false], "token"),
        (format!("--session-id s1 {ISSUER}"), [true, false], "session"),
        (format!("--subject bob {ISSUER}"), [false, true], "subject"),
        (format!("--key-id k1 {ISSUER}"), [true, true], "key"),
        ("--key-id k1".to_owned(), [true, true], "key"),
        (format!("--all-tokens {ISSUER}"), [true, true], "issuer"),
        (
            "@token --verify-with public.jwk".to_owned(),
            [true, false],
            "token",
        ),
        (
            "@bare --verify-with public.jwk".to_owned(),
            [false, true],
            "token",
        ),
        ("@token --unverified".to_owned(), [true, false], "token"),
        ("--token-id t1 --no-issuer".to_owned(), [false, false], "token"),
        (
            "--token-id t1 --issuer https://i.example/".to_owned(),
            [false, false],
            "token",
        ),
        ("--key-id k2".to_owned(), [false, false], "key"),
        (
            format!("--subject alice {ISSUER} --before 1699999999"),
            [false, false],
            "subject",
        ),
    ] {
        let folder = folder();
        let entry = revoked(&folder, &format!("{named} --by support --reason 4711"));
        assert_eq!(
            (&entry["kind"], &entry["by"], &entry["reason"]),
            (&json!(kind), &json!("support"), &json!("4711")),
            "{named}"
        );
        assert_eq!(
            ["token", "bare"].map(|token| !is_accepted(&folder, token)),
            refused,
            "{named}"
        );
        assert_eq!(
            folder.json(&format!("revocations list revoked.log {NOW}")),
            json!([entry]),
            "{named}"
        );
    }
}

#[test]
fn ids_may_begin_with_a_hyphen() {
    let folder = folder();
    for named in ["token-id", "session-id", "subject", "key-id"] {
        for id in ["-x", "--now", "-"] {
            revoked(&folder, &format!("--{named} {id} {ISSUER}"));
            let listed = folder.json(&format!(
                "revocations list revoked.log --{named} {id} {ISSUER} {NOW}"
            ));
            assert_eq!(listed.as_array().unwrap().len(), 1, "--{named} {id}: {listed}");
        }
    }
    let made = folder.json("keygen ES256 --key-id -k --out hyphen.jwk");
    assert_eq!(made["key_id"], "-k");
    let token = folder
        .run_with("sign --key hyphen.jwk --token-id -t --expires-in 5m", "{}")
        .stdout;
    let inspected = folder.json(&format!("inspect --json {}", token.trim()));
    assert_eq!(
        (&inspected["header"]["kid"], &inspected["claims"]["jti"]),
        (&json!("-k"), &json!("-t"))
    );
}

#[test]
fn a_mistake_is_taken_back() {
    let folder = folder();
    let id = folder.json(&format!("revoke revoked.log --subject alice {ISSUER} {NOW}"))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!is_accepted(&folder, "token"));
    let withdraw = format!("revocations withdraw revoked.log {id} --by support --reason mistake {NOW}");
    assert_eq!(folder.json(&withdraw)["withdrawn"]["reason"], "mistake");
    assert!(is_accepted(&folder, "token"));
    let listed = folder.json(&format!("revocations list revoked.log {NOW}"));
    assert_eq!(
        (&listed[0]["id"], &listed[0]["withdrawn"]["by"]),
        (&json!(id), &json!("support"))
    );
    folder.fails(&withdraw, 2, "ERR_OPTION_INVALID");
    folder.fails("revocations withdraw revoked.log alice", 2, "ERR_OPTION_INVALID");
}

#[test]
fn the_list_shows_what_is_asked_for() {
    let folder = folder();
    for named in ["--subject alice", "--subject bob", "--session-id s1"] {
        folder.ok(&format!("revoke revoked.log {named} {ISSUER} {NOW}"));
    }
    let count = |rest: &str| {
        folder
            .json(&format!("revocations list revoked.log {rest}"))
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count(NOW), 3);
    assert_eq!(count(&format!("--subject alice {ISSUER} {NOW}")), 1);
    assert_eq!(
        count(&format!("--subject alice --session-id s1 {ISSUER} {NOW}")),
        2
    );
    assert_eq!(count(&format!("--subject carol {ISSUER} {NOW}")), 0);
    assert_eq!(
        count("--now 1700007300"),
        0,
        "they have ended, an hour after the longest lifetime"
    );
    let status = folder.json("revocations status revoked.log");
    assert_eq!(
        (&status["entries"]["subject"], &status["entries"]["session"]),
        (&json!(2), &json!(1))
    );
}

/// What makes a token that never expires, or one that says it has.
fn forged_at(claims: &str) -> &str {
    if claims.contains("exp") {
        "--now 0"
    } else {
        "--no-expiry"
    }
}

/// An unverified token could have been altered so that its entry expires while the true one is
/// still accepted.
#[test]
fn the_end_of_an_unverified_token_is_not_believed() {
    let folder = folder();
    let ends = |rest: &str| revoked(&folder, rest)["ends"].clone();
    assert_eq!(
        ends("@token --verify-with public.jwk"),
        json!(1_700_004_500.0),
        "an hour after its `exp`"
    );
    assert_eq!(
        ends("@token --unverified"),
        json!(1_700_007_200.0),
        "an hour after the longest lifetime"
    );
    assert_eq!(
        ends("@token --unverified --until 1700002000"),
        json!(1_700_005_600.0)
    );
    for (claims, end) in [
        ("{\"jti\":\"a\",\"exp\":1}", json!(1_700_007_200.0)),
        ("{\"jti\":\"b\"}", json!(null)),
    ] {
        folder.write(
            "forged",
            folder.ok(&format!(
                "sign {claims} --key other.jwk {ISSUER} {}",
                forged_at(claims)
            )),
        );
        assert_eq!(ends("@forged --unverified"), end, "{claims}");
    }
    folder.write(
        "lasting",
        folder.ok(&format!(
            "sign {{\"jti\":\"c\"}} --key key.jwk {ISSUER} --expires-in 110m {NOW}"
        )),
    );
    assert_eq!(
        ends("@lasting --unverified"),
        json!(1_700_010_200.0),
        "longer than the longest lifetime, within an hour"
    );
    folder.write(
        "lasting",
        folder.ok(&format!(
            "sign {{\"jti\":\"d\"}} --key key.jwk {ISSUER} --expires-in 1d {NOW}"
        )),
    );
    for rest in ["--unverified", "--verify-with public.jwk"] {
        folder.fails(
            &format!("revoke revoked.log @lasting {rest} {NOW}"),
            2,
            "ERR_OPTION_INVALID",
        );
    }
    assert_eq!(
        ends("@bare --unverified"),
        json!(1_700_004_500.0),
        "all that it says names it, its `exp` too"
    );
    assert!(!is_accepted(&folder, "bare"));
}

#[test]
fn a_token_is_verified_first() {
    let folder = folder();
    folder.fails(
        "revoke revoked.log @token --verify-with other.jwk",
        1,
        "ERR_JWKS_NO_MATCHING_KEY",
    );
    let token = folder.read("token");
    let (rest, signature) = token.trim().rsplit_once('.').unwrap();
    folder.write(
        "changed",
        format!("{rest}.{}", signature.chars().rev().collect::<String>()),
    );
    assert_ne!(
        folder
            .run("revoke revoked.log @changed --verify-with public.jwk")
            .code,
        0
    );
    assert!(is_accepted(&folder, "token"));
    // An expired token is still accepted with a leeway, and one that is not valid yet will be.
    let outcome = folder.run_with(
        "revoke revoked.log --verify-with public.jwk --now 1700001000",
        &token,
    );
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(!is_accepted(&folder, "token"));
    folder.fails(
        "revoke revoked.log @token --verify-with public.jwk --now 1700009000",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.ok("keygen dir --enc A256GCM --out shared.jwk");
    folder.write("encrypted", folder.ok("encrypt {} --key shared.jwk --no-expiry"));
    let outcome = folder.fails(
        "revoke revoked.log @encrypted --unverified",
        2,
        "ERR_OPTION_INVALID",
    );
    assert!(outcome.stderr.contains("tokenseal decrypt"), "{outcome:?}");
}

#[test]
fn commands_that_cannot_be_carried_out() {
    let folder = folder();
    folder.write("torn.log", &folder.read("public.jwk")[..40]);
    let bytes = std::fs::read(folder.path("revoked.log")).unwrap();
    for (line, code) in [
        (
            format!("revoke none.log --subject a {ISSUER}"),
            "ERR_JWT_REVOCATION_UNAVAILABLE",
        ),
        (
            "revocations list none.log".to_owned(),
            "ERR_JWT_REVOCATION_UNAVAILABLE",
        ),
        (
            "revocations status torn.log".to_owned(),
            "ERR_JWT_REVOCATION_UNAVAILABLE",
        ),
        (
            verify("token").replace("revoked.log", "none.log"),
            "ERR_JWT_REVOCATION_UNAVAILABLE",
        ),
        (
            format!("revoke revoked.log --subject a {ISSUER} --until 1700000900 {NOW}"),
            "ERR_OPTION_INVALID",
        ),
        (
            format!("revoke revoked.log --token-id t {ISSUER} --before 1700000000 {NOW}"),
            "ERR_OPTION_INVALID",
        ),
        (
            format!("revoke revoked.log --token-id t {ISSUER} --until 1800000000 {NOW}"),
            "ERR_OPTION_INVALID",
        ),
        (
            format!("revoke revoked.log @token --verify-with public.jwk --until 1700000900 {NOW}"),
            "ERR_OPTION_INVALID",
        ),
        (
            "revoke revoked.log - --verify-with -".to_owned(),
            "ERR_OPTION_INVALID",
        ),
    ] {
        folder.fails(&line, 2, code);
    }
    let empty = folder
        .command()
        .args(["revoke", "revoked.log", "--subject", "", "--no-issuer"])
        .output()
        .unwrap();
    assert!(
        empty.status.code() == Some(2)
            && empty
                .stderr
                .starts_with(b"tokenseal: ERR_OPTION_INVALID: --subject is empty"),
        "{empty:?}"
    );
    for line in [
        "revoke revoked.log",
        "revoke revoked.log @token",
        "revoke revoked.log --subject alice",
        "revoke revoked.log --session-id s1",
        "revoke revoked.log --token-id t1",
        "revoke revoked.log --issuer i",
        "revoke revoked.log --all-tokens",
        "revoke revoked.log --all-tokens --no-issuer",
        "revoke revoked.log --key-id k1 --no-issuer",
        "revoke revoked.log --subject a --session-id s --issuer i",
        "revoke revoked.log --subject a --issuer i --no-issuer",
        "revoke revoked.log @token --subject a --issuer i",
        "revoke revoked.log @token --unverified --issuer i",
        "revoke revoked.log @token --unverified --verify-with public.jwk",
        "revoke revoked.log --subject a --issuer i --verify-with public.jwk",
        "revoke revoked.log --subject a --issuer i --verify-alg ES256",
        "revoke revoked.log --subject a --issuer i --unverified",
        "revocations init new.log --create",
        "verify @token --key public.jwk --bytes --revocations revoked.log",
    ] {
        let outcome = folder.run(line);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{line}: {outcome:?}"
        );
    }
    assert_eq!(std::fs::read(folder.path("revoked.log")).unwrap(), bytes);
    assert!(!folder.path("new.log").exists() && !folder.path("none.log").exists());
}

#[test]
fn encrypted_tokens_are_asked_for_too() {
    let folder = folder();
    folder.ok("keygen ECDH-ES+A256KW --out service.jwk --public-out service.pub.jwk");
    folder.ok("keygen dir --enc A256GCM --out shared.jwk");
    let rest = format!("{ISSUER} --expires-in 15m {NOW}");
    folder.write(
        "sealed",
        folder.ok(&format!(
            "seal {{\"jti\":\"t2\"}} --sign-with key.jwk --encrypt-to service.pub.jwk {rest}"
        )),
    );
    folder.write(
        "encrypted",
        folder.ok(&format!("encrypt {{\"jti\":\"t2\"}} --key shared.jwk {rest}")),
    );
    let checks = [
        format!(
            "unseal @sealed --decrypt-with service.jwk --verify-with public.jwk {ISSUER} --revocations revoked.log {NOW}"
        ),
        format!("decrypt @encrypted --key shared.jwk {ISSUER} --revocations revoked.log {NOW}"),
    ];
    checks.iter().for_each(|line| drop(folder.ok(line)));
    folder.ok(&format!("revoke revoked.log --token-id t2 {ISSUER} {NOW}"));
    for line in &checks {
        folder.fails(line, 1, "ERR_JWT_REVOKED");
    }
}

#[test]
fn a_terminal_gets_a_readable_form() {
    let folder = folder();
    let list = folder.path("revoked.log").display().to_string();
    let revoke = [
        "revoke",
        &list,
        "--subject",
        "alice",
        "--issuer",
        "https://i.example",
        "--by",
        "support",
        "--reason",
        "a\u{9b}31m",
    ];
    let (code, text, _) = on_terminal(&revoke);
    let at = "2023-11-14 22:13:20 UTC, now";
    let id = folder.json(&format!("revocations list revoked.log {NOW}"))[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let entry = format!(
        "Revoked: a subject\n  id             {id}\n  at             {at}\n  by             support\n  reason         a\\u009b31m\n  \
         issued before  2023-11-14 22:13:21 UTC, in 1 second\n  ends           2023-11-15 00:13:21 UTC, in 2 hours\n"
    );
    assert_eq!((code, text), (0, entry.clone()));
    assert_eq!(
        on_terminal(&["revocations", "list", &list]).1,
        format!("Revocations: 1\n{entry}")
    );

    let (_, text, _) = on_terminal(&["revocations", "withdraw", &list, &id, "--reason", "mistake"]);
    assert!(
        text.starts_with(&format!(
            "Withdrawn: the revocation of a subject\n  id             {id}\n  issued before"
        )),
        "{text}"
    );
    assert!(
        text.ends_with(&format!("  withdrawn at   {at}\n  withdrawn for  mistake\n")),
        "{text}"
    );
    let (_, text, _) = on_terminal(&["revocations", "list", &list]);
    assert!(
        text.contains("  by             support\n") && text.contains("  withdrawn for  mistake\n"),
        "{text}"
    );

    let (_, text, _) = on_terminal(&["revocations", "status", &list]);
    assert!(
        text.starts_with("A list of revocations\n") && text.ends_with("Longest lifetime: 3600 s\n"),
        "{text}"
    );
    folder.ok("revocations init empty.log");
    let empty = folder.path("empty.log").display().to_string();
    assert_eq!(
        on_terminal(&["revocations", "list", &empty]).1,
        "Nothing is revoked\n"
    );
}
