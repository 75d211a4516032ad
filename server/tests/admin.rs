//! The administrator's page: who may sign in, what they can do, and how a browser shows it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use std::process::Command;

use browser::Browser;
use serde_json::{Value, json};
use support::tokens::{ISSUER, TestIssuer};
use support::{PATIENCE, Reply, Serve, ask, check};
use tempfile::TempDir;
use tokenseal::SignatureAlgorithm::ES256;

const CONFIG: &str = r#"
listen = "127.0.0.1:0"
state = "state"
[admin]
listen = "127.0.0.1:0"
[internal]
issuer = "https://gateway.example"
[[issuer]]
issuer = "https://issuer.example"
audience = "https://api.example"
keys = ["keys.json"]
[[api]]
name = "orders"
rules = "rules.json"
"#;

const RULES: &str = r#"{ "rules": [
    { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }"#;

/// A folder with the configuration, and no saved state yet.
fn folder(issuer: &TestIssuer) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("serve.toml", CONFIG),
        ("keys.json", &issuer.jwks),
        ("rules.json", RULES),
    ] {
        crate::support::write_private(&folder.path().join(name), text);
    }
    std::fs::create_dir(folder.path().join("state")).unwrap();
    folder
}

fn start(issuer: &TestIssuer) -> Serve {
    Serve::start_in(folder(issuer), &["--config", "serve.toml"], 2)
}

/// The link that the command prints, which has the configuration's port.
fn link(serve: &Serve) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenseal-serve"));
    command
        .args(["admin-link", "--by", "alice", "--config", "serve.toml"])
        .current_dir(serve.folder.path());
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.trim().split_once("#link=").unwrap().1.to_owned()
}

/// A session's cookie, and the token that every change also needs.
fn enter(serve: &Serve) -> (String, String) {
    let body = json!({ "link": link(serve) }).to_string();
    let entered = to_admin(
        serve,
        "POST",
        "/session",
        &[("Content-Type", "application/json")],
        &body,
    );
    assert_eq!(entered.status, 200, "{}", entered.body);
    let cookie = entered.header("Set-Cookie").unwrap();
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=3600"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(cookie.starts_with("__Host-tokenseal-admin="));
    (
        cookie.split(';').next().unwrap().to_owned(),
        entered.json()["csrf"].as_str().unwrap().to_owned(),
    )
}

fn to_admin(serve: &Serve, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    ask(&serve.addresses[1], method, path, headers, body.as_bytes())
}

#[test]
fn to_look_at_a_configuration_makes_nothing() {
    let folder = folder(&TestIssuer::new(ES256));
    let (is_good, said) = check(folder.path(), &["--config", "serve.toml"]);
    assert!(is_good, "{said}");
    assert_eq!(std::fs::read_dir(folder.path().join("state")).unwrap().count(), 0);
}

#[test]
fn nobody_comes_in_without_a_session() {
    let issuer = TestIssuer::new(ES256);
    let serve = start(&issuer);
    let link = link(&serve);
    let json = ("Content-Type", "application/json");
    let revoke = json!({ "kind": "token", "issuer": ISSUER, "value": "1" }).to_string();
    for (method, path, body) in [
        ("GET", "/state", ""),
        ("GET", "/revocations", ""),
        ("POST", "/revocations", revoke.as_str()),
        ("POST", "/revocations/withdraw", r#"{"id":"t1"}"#),
        ("POST", "/bench", r#"{"token":"a","method":"GET","path":"/"}"#),
        ("DELETE", "/session", ""),
    ] {
        for headers in [
            &[json][..],
            &[json, ("Cookie", "__Host-tokenseal-admin=a.b.c")],
            &[json, ("Authorization", &format!("Bearer {link}"))],
        ] {
            let reply = to_admin(&serve, method, path, headers, body);
            // A cookie that is not a session has no value that proves that our page sent it.
            let has_cookie = headers.iter().any(|(name, _)| *name == "Cookie");
            let expected = if has_cookie && method != "GET" { 403 } else { 401 };
            assert_eq!(
                reply.status, expected,
                "{method} {path} {headers:?}: {}",
                reply.body
            );
        }
        // The main listener knows nothing about it.
        assert_eq!(serve.ask(method, path, &[json], body).status, 404);
    }
    // A link is not a session, and a session is not a link.
    let as_cookie = format!("__Host-tokenseal-admin={link}");
    assert_eq!(
        to_admin(&serve, "GET", "/state", &[("Cookie", &as_cookie)], "").status,
        401
    );
    let (session, _) = enter(&serve);
    let body = json!({ "link": session.split_once('=').unwrap().1 }).to_string();
    assert_eq!(to_admin(&serve, "POST", "/session", &[json], &body).status, 401);
    // A link works once.
    let body = json!({ "link": link }).to_string();
    assert_eq!(to_admin(&serve, "POST", "/session", &[json], &body).status, 200);
    let again = to_admin(&serve, "POST", "/session", &[json], &body);
    assert_eq!(
        (again.status, &again.json()["code"]),
        (401, &json!("ERR_JWT_REVOKED"))
    );
}

#[test]
fn changes_are_asked_for_twice_and_logged_with_who_made_them() {
    let issuer = TestIssuer::new(ES256);
    let mut serve = start(&issuer);
    let (cookie, csrf) = enter(&serve);
    let json = ("Content-Type", "application/json");
    let body =
        json!({ "kind": "token", "issuer": ISSUER, "value": "t-1", "reason": "lost laptop" }).to_string();
    // Another site's form sends the cookie, but cannot send the header.
    for headers in [
        &[json, ("Cookie", &*cookie)][..],
        &[json, ("Cookie", &cookie), ("X-CSRF-Token", "a")],
    ] {
        assert_eq!(
            to_admin(&serve, "POST", "/revocations", headers, &body).status,
            403
        );
    }
    let headers = [json, ("Cookie", cookie.as_str()), ("X-CSRF-Token", csrf.as_str())];
    let revoked = to_admin(&serve, "POST", "/revocations", &headers, &body);
    assert_eq!(revoked.status, 200, "{}", revoked.body);
    assert_eq!(serve.wait_for("revoked")["by"], "alice");
    let listed = to_admin(&serve, "GET", "/revocations", &headers, "").json();
    assert_eq!(
        (&listed["entries"][0]["reason"], &listed["entries"][0]["by"]),
        (&json!("lost laptop"), &json!("alice"))
    );

    let token = issuer.token(&json!({ "sub": "bob", "scope": "orders:read", "jti": "t-1" }));
    let held = json!({ "token": token, "method": "GET", "path": "/orders/7" }).to_string();
    let found = to_admin(&serve, "POST", "/bench", &headers, &held).json();
    assert_eq!(found["issuers"][0]["failed"]["code"], "ERR_JWT_REVOKED");
    let withdraw = json!({ "id": revoked.json()["id"] }).to_string();
    assert_eq!(
        to_admin(&serve, "POST", "/revocations/withdraw", &headers, &withdraw).status,
        200
    );
    assert_eq!(serve.wait_for("withdrawn")["by"], "alice");
    let found = to_admin(&serve, "POST", "/bench", &headers, &held).json();
    assert_eq!(
        (
            &found["issuers"][0]["failed"],
            &found["apis"][0]["decision"]["rule"]
        ),
        (&Value::Null, &json!("read orders"))
    );

    // Input mistakes are reported, and nothing is changed.
    for wrong in [
        json!({ "kind": "token", "issuer": ISSUER, "value": "" }),
        json!({ "kind": "issuer", "issuer": ISSUER, "value": "t" }),
        json!({ "kind": "session", "issuer": ISSUER, "value": "s", "reason": "x".repeat(1001) }),
    ] {
        let reply = to_admin(&serve, "POST", "/revocations", &headers, &wrong.to_string());
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (400, &json!("ERR_OPTION_INVALID")),
            "{wrong}"
        );
    }
    assert!(
        to_admin(&serve, "DELETE", "/session", &headers, "")
            .header("Set-Cookie")
            .unwrap()
            .contains("Max-Age=0")
    );
}

#[test]
fn a_browser_shows_it_and_the_keyboard_is_enough() {
    let issuer = TestIssuer::new(ES256);
    let serve = start(&issuer);
    let token = issuer.token(&json!({ "sub": "bob", "scope": "orders:read", "jti": "t-2" }));
    let browser = Browser::start();
    browser.open(&format!("http://{}/#link={}", serve.addresses[1], link(&serve)));
    browser.wait_for("document.activeElement.id === 'enter-button'");
    assert_eq!(browser.run("return location.hash;"), json!(""));
    browser.press(&["\u{e007}"]);
    browser.wait_for("!document.getElementById('inside').hidden && document.querySelectorAll('#rings svg rect').length > 0");
    assert_eq!(
        browser.run("return document.getElementById('by').textContent;"),
        json!("alice")
    );

    // Revoke with the keyboard alone: Tab to the field, type, Enter.
    tab_to(&browser, "value");
    browser.type_text("t-2");
    browser.press(&["\u{e007}"]);
    browser.wait_for("document.getElementById('notice').textContent.startsWith('Revoked')");
    browser.wait_for("document.querySelectorAll('#revoked tr').length === 1");
    tab_to(&browser, "token");
    browser.type_text(&token);
    tab_to(&browser, "path");
    browser.press(&["\u{e007}"]);
    browser.wait_for("document.getElementById('found').textContent.includes('ERR_JWT_REVOKED')");

    // Every control has a name, for those who cannot see it.
    let tree = browser.tell("Accessibility.getFullAXTree", &json!({}));
    let controls = ["button", "textbox", "combobox", "link"];
    let mut named = 0;
    for node in tree["nodes"].as_array().unwrap() {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        if controls.contains(&role) && node["ignored"] != json!(true) {
            assert_ne!(node["name"]["value"].as_str().unwrap_or_default(), "", "{node}");
            named += 1;
        }
    }
    assert!(named >= 9, "only {named} controls");
    // Nothing is loaded from elsewhere, and nothing breaks the policy.
    let loaded =
        browser.run("return performance.getEntriesByType('resource').filter((one) => !one.name.startsWith(location.origin)).length;");
    assert_eq!(loaded, json!(0));

    for scheme in ["light", "dark"] {
        browser.tell(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
        assert!(lowest_contrast(&browser) >= 4.5, "{scheme}");
        let picture = browser.picture();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000);
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("admin-{scheme}.png")), picture).unwrap();
    }
    let small = json!({ "width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true });
    browser.tell("Emulation.setDeviceMetricsOverride", &small);
    assert_eq!(
        browser.run("return document.documentElement.scrollWidth <= innerWidth;"),
        json!(true)
    );
}

/// Presses Tab until the element has the focus.
fn tab_to(browser: &Browser, id: &str) {
    let began = std::time::Instant::now();
    while browser.run("return document.activeElement.id;") != json!(id) {
        assert!(began.elapsed() < PATIENCE, "Tab does not lead to {id}");
        browser.press(&["\u{e004}"]);
    }
}

/// The lowest contrast of text with its background, as WCAG 2 computes it.
fn lowest_contrast(browser: &Browser) -> f64 {
    let script = r#"
        const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
        const light = (rgb) => { const [r, g, b] = rgb.slice(0, 3).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ground = (node) => { for (; node; node = node.parentElement) { const own = parse(getComputedStyle(node).backgroundColor);
            if (own.length === 3 || own[3] > 0) return own; } return [255, 255, 255]; };
        let lowest = 21;
        for (const node of document.querySelectorAll("body *")) {
            if (!node.textContent.trim() || !node.offsetParent || node.closest("svg") || node.closest(".hidden")) continue;
            const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
            lowest = Math.min(lowest, (a + 0.05) / (b + 0.05));
        }
        return lowest;"#;
    browser.run(script).as_f64().unwrap()
}
