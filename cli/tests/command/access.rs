//! `access`: rules that are applied, explained and linted.

use serde_json::json;

use crate::support::Folder;

const RULES: &str = r#"{ "rules": [
    { "name": "read", "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"], "max_auth_age": "5m" } },
    { "name": "refund", "methods": ["POST"], "path": "/refund", "require": { "proof": true } },
    { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("rules.json", RULES);
    folder.write(
        "claims.json",
        r#"{"sub":"alice","scope":"orders:read","auth_time":1699999990}"#,
    );
    folder
}

#[test]
fn requests_are_decided() {
    let folder = folder();
    let allowed = folder.json("access check @rules.json GET /orders --claims @claims.json --now 1700000000");
    assert_eq!(
        (allowed["reason"].as_str(), allowed["rule"].as_str()),
        (Some("allowed"), Some("read"))
    );
    assert_eq!(
        folder.json("access check @rules.json HEAD /health")["reason"],
        "public"
    );
    let old = "access check @rules.json GET /orders --claims @claims.json --now 1800000000";
    assert!(
        folder
            .fails(old, 1, "ERR_JWT_ACCESS_DENIED")
            .stderr
            .contains("rule \"read\"")
    );
    folder.fails("access check @rules.json GET /orders", 1, "ERR_JWT_ACCESS_DENIED");
    folder.fails(
        "access check @rules.json GET /HEALTH --ignore case",
        1,
        "ERR_JWT_ACCESS_DENIED",
    );
    folder.fails(
        "access check @rules.json GET /health --error ERR_JWT_EXPIRED",
        1,
        "ERR_JWT_ACCESS_DENIED",
    );
    folder.fails(
        "access check @rules.json POST /refund --claims {}",
        1,
        "ERR_JWT_ACCESS_DENIED",
    );
    folder.ok("access check @rules.json POST /refund --claims {} --proven-by dpop");
    folder.fails(
        "access check @rules.json GET /%68ealth --form decoded",
        1,
        "ERR_JWT_ACCESS_DENIED",
    );
    folder.ok("access check @rules.json GET /%68ealth");
    let piped = folder.run_with(
        "access check @rules.json GET /orders --claims - --now 1700000000",
        &folder.read("claims.json"),
    );
    assert_eq!(piped.code, 0);
}

#[test]
fn an_error_in_json_has_the_decision() {
    let outcome = folder().run("--json access check @rules.json GET /orders --claims {}");
    let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
    assert_eq!(
        (outcome.code, error["error"].as_str()),
        (1, Some("ERR_JWT_ACCESS_DENIED"))
    );
    assert_eq!(
        (
            &error["decision"]["status"],
            &error["decision"]["needed"]["scope"]
        ),
        (&json!(401), &json!(["orders:read"]))
    );
}

#[test]
fn rules_explain_themselves() {
    let shown = folder().json("access explain @rules.json POST /Orders/ --claims {}");
    assert_eq!(
        (&shown["decision"]["reason"], &shown["rules"][0]["rule"]),
        (&json!("no_rule"), &json!("read"))
    );
    assert_eq!(
        (&shown["rules"][0]["fits_path"], &shown["rules"][0]["fits_method"]),
        (&json!(false), &json!(false))
    );
}

#[test]
fn lint_fails_where_it_finds_something() {
    let folder = folder();
    assert_eq!(folder.json("access lint @rules.json"), json!({ "findings": [] }));
    let rule =
        |name: &str| format!(r#"{{ "name": "{name}", "methods": ["GET"], "path": "/", "require": {{}} }}"#);
    folder.write(
        "twice.json",
        format!(r#"{{ "rules": [ {}, {} ] }}"#, rule("a"), rule("b")),
    );
    let outcome = folder.run("access lint @twice.json");
    let shown: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        shown,
        json!({ "findings": [{ "fault": "redundant", "rule": "b", "by": "a" }] })
    );
    assert_eq!(outcome.code, 1);
    assert!(
        outcome
            .stderr
            .starts_with("tokenseal: ERR_OPTION_INVALID: 1 of the rules"),
        "{outcome:?}"
    );
}

#[test]
fn rules_are_written_in_cedar_and_have_a_schema() {
    let folder = folder();
    assert!(
        folder
            .ok("access cedar @rules.json")
            .starts_with("@id(\"read\")\npermit(principal, action in [Action::\"GET\"")
    );
    assert_eq!(folder.json("access schema")["required"], json!(["rules"]));
}

#[test]
fn what_is_wrong_is_said() {
    let folder = folder();
    folder.write("wrong.json", r#"{ "rules": [ { "path": "/", "require": {} } ] }"#);
    folder.fails("access lint @wrong.json", 2, "ERR_OPTION_INVALID");
    folder.fails("access cedar @absent.json", 2, "ERR_OPTION_INVALID");
    folder.fails(
        "access check @rules.json GET / --error ERR_OTHER",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails("access check - GET / --claims -", 2, "ERR_OPTION_INVALID");
    assert_eq!(
        folder.run("access check @rules.json GET / --proven-by dpop").code,
        2
    );
    assert_eq!(
        folder
            .run("access check @rules.json GET / --claims {} --error ERR_JWT_EXPIRED")
            .code,
        2
    );
}
