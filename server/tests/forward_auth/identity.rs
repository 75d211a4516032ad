//! What services are told about the client: one signed token, and plain headers that are always
//! set.

use serde_json::{Map, Value, json};
use tokenseal::{IssueOptions, Issuer, IssuerOptions, JwkOptions, Key, KeySet, Verifier, VerifyOptions};

use super::asking::{ALL, By, Client};
use super::file::{FILE, key};
use super::servers;
use crate::support::tokens::now;
use crate::support::{Serve, check};

const HEADERS: &str = r#"audience = "https://orders.internal"
headers = { X-User = "sub", X-Roles = "roles", X-Verified = "email_verified", X-Number = "n", X-Scope = "scope" }"#;

fn bearer(claims: &Value) -> String {
    let mut claims: Map<String, Value> = claims.as_object().unwrap().clone();
    claims.insert(
        "iss".into(),
        FILE["services"]["bearer"]["verifier"]["issuer"].clone(),
    );
    claims.insert(
        "aud".into(),
        FILE["services"]["bearer"]["verifier"]["audience"].clone(),
    );
    let options = IssueOptions {
        expires_in: Some("5m".into()),
        now: Some(now()),
        ..IssueOptions::default()
    };
    let issuer = Issuer::new(Some(key("issuer").into()), None, &IssuerOptions::default()).unwrap();
    format!("Bearer {}", issuer.issue(&claims, &options).unwrap())
}

/// Checks an identity as a service does: with the keys of the program's own ring.
fn verified(serve: &Serve, token: &str) -> Value {
    let protecting = std::fs::read_to_string(serve.path("protect.jwk")).unwrap();
    let protecting = KeySet::from(Key::from_jwk(&protecting, &JwkOptions::default()).unwrap());
    let ring = tokenseal_files::open(serve.path("internal.ring"), protecting, now()).unwrap();
    let options = VerifyOptions {
        issuer: Some("https://gateway.example".into()),
        audience: Some("https://orders.internal".into()),
        max_age: Some("10s".into()),
        ..VerifyOptions::default()
    };
    let token = Verifier::new(Some((&ring).into()), None, &options)
        .unwrap()
        .verify(token, now())
        .unwrap();
    serde_json::from_str(token.claims_json()).unwrap()
}

#[test]
fn the_identity_is_a_token_for_the_service() {
    let serve = servers::start_with("bearer", HEADERS);
    let token = bearer(
        &json!({ "sub": "alice", "scope": "orders:read", "client_id": "shop", "act": { "sub": "bob" }, "email": "a@example" }),
    );
    for by in ALL {
        let told = by.ask(
            &serve,
            Some("shop"),
            Client::get("/orders/7", &[("Authorization", &token)]),
        );
        let identity = verified(&serve, told.reply.header("x-tokenseal-identity").unwrap());
        let lifetime = identity["exp"].as_i64().unwrap() - identity["iat"].as_i64().unwrap();
        assert_eq!(lifetime, 60);
        let members: Vec<&str> = identity.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            members.len(),
            ["iss", "aud", "exp", "iat", "sub", "scope", "client_id", "act"].len(),
            "{members:?}"
        );
        assert_eq!(
            (&identity["sub"], &identity["scope"]),
            (&json!("alice"), &json!("orders:read"))
        );
        assert_eq!(
            (&identity["client_id"], &identity["act"]["sub"]),
            (&json!("shop"), &json!("bob"))
        );
        assert_eq!(told.reply.all("x-tokenseal-identity").len(), 1);
    }
}

/// If tokens are remembered, so is their identity: it is for one audience, and a revoked token no
/// longer has one.
#[test]
fn an_identity_is_used_again_for_a_while() {
    let serve = servers::start_of("bearer", "remember = 100", HEADERS);
    let [token, other] =
        ["alice", "bob"].map(|sub| bearer(&json!({ "sub": sub, "scope": "orders:read", "jti": sub })));
    let ask = |token: &str| {
        By::Nginx.ask(
            &serve,
            Some("shop"),
            Client::get("/orders/7", &[("Authorization", token)]),
        )
    };
    // A token is remembered when it comes for the second time.
    for _ in 0..3 {
        assert_eq!(ask(&token).status(), 200);
    }
    let first = ask(&token);
    let identity = first.reply.header("x-tokenseal-identity").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(ask(&token).reply.header("x-tokenseal-identity"), Some(identity));
    assert_eq!(verified(&serve, identity)["sub"], "alice");
    assert_eq!(ask(&other).identity()["sub"], "bob");

    servers::revoke(
        &servers::list(&serve),
        FILE["services"]["bearer"]["verifier"]["issuer"].as_str(),
        &json!({ "token_id": "alice" }),
    );
    let began = std::time::Instant::now();
    while ask(&token).status() == 200 {
        assert!(began.elapsed().as_secs_f64() < 1.0, "it was revoked a second ago");
    }
    assert_eq!(
        (ask(&token).code(), ask(&other).status()),
        (json!("ERR_JWT_REVOKED"), 200)
    );
}

#[test]
fn plain_headers_are_always_set_and_one_line() {
    let serve = servers::start_with("bearer", HEADERS);
    for (claims, user, roles, verified, number) in [
        (
            json!({ "sub": "alice", "roles": ["a", "b"], "email_verified": true, "n": 7 }),
            "alice",
            r#"["a","b"]"#,
            "true",
            "7",
        ),
        (
            json!({ "sub": "a\r\nX-Roles: admin", "roles": "x\ny" }),
            "a%0D%0AX-Roles: admin",
            "x%0Ay",
            "",
            "",
        ),
        (
            json!({ "sub": "é\u{0} ", "roles": null, "n": {} }),
            "%C3%A9%00%20",
            "",
            "",
            "{}",
        ),
        (
            json!({ "sub": "100% , \"x\"", "roles": { "a": "\u{2028}" } }),
            "100%25 , \"x\"",
            "{\"a\":\"%E2%80%A8\"}",
            "",
            "",
        ),
        (json!({ "roles": "  " }), "", "%20%20", "", ""),
    ] {
        let mut claims = claims;
        claims["scope"] = json!("orders:read");
        let token = bearer(&claims);
        for by in ALL {
            let told = by.ask(
                &serve,
                Some("shop"),
                Client::get("/orders/7", &[("Authorization", &token)]),
            );
            let one = |name: &str| {
                told.reply
                    .header(name)
                    .unwrap_or_else(|| panic!("{name} is missing: {told:?}"))
                    .to_owned()
            };
            let all = ["x-user", "x-roles", "x-verified", "x-number", "x-scope"].map(one);
            assert_eq!(
                all.each_ref().map(String::as_str),
                [user, roles, verified, number, "orders:read"],
                "{by:?}"
            );
        }
    }
    for by in ALL {
        for headers in [&[][..], &[("X-User", "root"), ("X-Tokenseal-Identity", "a.b.c")]] {
            let told = by.ask(&serve, Some("shop"), Client::get("/health", headers));
            for name in [
                "x-user",
                "x-roles",
                "x-verified",
                "x-number",
                "x-scope",
                "x-tokenseal-identity",
            ] {
                assert_eq!(told.reply.header(name), Some(""), "{by:?} {name}");
            }
        }
    }
}

/// A name that some program on the way takes for another is not allowed.
#[test]
fn names_of_headers_are_checked() {
    for (lines, expected) in [
        ("headers = { X_User = \"sub\" }", "headers: \"X_User\" is no name"),
        (
            "headers = { \"X.User\" = \"sub\" }",
            "headers: \"X.User\" is no name",
        ),
        ("headers = { \"\" = \"sub\" }", "headers: a name is empty"),
        (
            "headers = { X-User = \"sub\", x-user = \"sub\" }",
            "is there twice",
        ),
        (
            "headers = { x-tokenseal-identity = \"sub\" }",
            "is the header of the identity",
        ),
        ("headers = { Authorization = \"sub\" }", "has another use"),
        ("headers = { X-Forwarded-User = \"sub\" }", "has another use"),
        (
            "client_certificate = { header = \"Client_Cert\", form = \"rfc9440\" }",
            "client_certificate: \"Client_Cert\" is no name",
        ),
        (
            "client_certificate = { header = \"Client-Cert\", form = \"der\" }",
            "\"der\" is not known here: give escaped-pem",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "[[issuer]]\nissuer = \"https://issuer.example\"\naudience = \"a\"\n[[api]]\nname = \"shop\"\n{lines}\n[internal]\nissuer = \"i\"\n"
        );
        std::fs::write(folder.path().join("serve.toml"), config).unwrap();
        let (is_good, said) = check(folder.path(), &["--config", "serve.toml"]);
        assert!(!is_good && said.contains(expected), "{lines}: {said}");
    }
}

/// Without `[internal]` nothing is minted, and plain headers are unchanged.
#[test]
fn no_identity_is_minted_unless_asked_for() {
    let serve = servers::start_with("bearer", HEADERS);
    let config = std::fs::read_to_string(serve.path("serve.toml")).unwrap();
    let (config, _) = config.split_once("[internal]").unwrap();
    let files: Vec<(&str, String)> = ["rules.json", "keys.json"]
        .map(|name| (name, std::fs::read_to_string(serve.path(name)).unwrap()))
        .into();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let bare = Serve::start(config, &files);
    let token = bearer(&json!({ "sub": "alice", "scope": "orders:read" }));
    let told = By::Traefik.ask(
        &bare,
        Some("shop"),
        Client::get("/orders/7", &[("Authorization", &token)]),
    );
    assert_eq!(
        (
            told.status(),
            told.reply.header("x-user"),
            told.reply.header("x-tokenseal-identity")
        ),
        (200, Some("alice"), None)
    );
}
