//! Wrong metadata. The key set is good, so a client that trusts the metadata, or ignores it, gets
//! usable keys.

use std::io;

use serde_json::{Value, json};

use super::{Exchange, Part, Row};
use crate::answer::{Answer, JSON};

pub(super) const TABLE: &[Row] = &[
    ("metadata-404", |exchange| {
        exchange.send(&Answer::status("404 Not Found"))
    }),
    ("metadata-404-then-oauth", |exchange| match exchange.part {
        Part::OAuth => good(exchange),
        _ => exchange.send(&Answer::status("404 Not Found")),
    }),
    ("metadata-500-then-oauth", |exchange| match exchange.part {
        Part::OAuth => good(exchange),
        _ => exchange.send(&Answer::status("500 Internal Server Error")),
    }),
    ("metadata-array", |exchange| {
        text(exchange, &json!([document(exchange)]).to_string())
    }),
    ("metadata-duplicate-issuer", |exchange| {
        let doubled =
            document(exchange)
                .to_string()
                .replacen('{', "{\"issuer\":\"https://other.example\",", 1);
        text(exchange, &doubled)
    }),
    ("metadata-html", |exchange| {
        exchange.send(&Answer::ok("text/html", "<!doctype html><title>Sign in</title>"))
    }),
    ("metadata-http-jwks-uri", |exchange| {
        let uri = format!(
            "{}/jwks.json",
            exchange.sibling(&exchange.in_the_clear("localhost"), "ok")
        );
        with(exchange, "jwks_uri", json!(uri))
    }),
    ("metadata-huge", |exchange| {
        with(exchange, "padding", json!("x".repeat(64 * 1024)))
    }),
    ("metadata-issuer-none", |exchange| {
        with(exchange, "issuer", Value::Null)
    }),
    ("metadata-issuer-number", |exchange| {
        with(exchange, "issuer", json!(1))
    }),
    ("metadata-issuer-slash", |exchange| {
        with(exchange, "issuer", json!(format!("{}/", exchange.issuer())))
    }),
    ("metadata-issuer-upper-case", |exchange| {
        with(
            exchange,
            "issuer",
            json!(exchange.issuer().replacen("http", "HTTP", 1)),
        )
    }),
    ("metadata-jwks-down", |exchange| jwks_of(exchange, "500")),
    ("metadata-jwks-redirect", |exchange| {
        jwks_of(exchange, "redirect-302")
    }),
    ("metadata-jwks-uri-data", |exchange| {
        with(
            exchange,
            "jwks_uri",
            json!("data:application/json,%7B%22keys%22%3A%5B%5D%7D"),
        )
    }),
    ("metadata-jwks-uri-elsewhere", |exchange| {
        let uri = format!(
            "{}/jwks.json",
            exchange.sibling(&exchange.in_the_clear("localhost"), "ok")
        );
        with(exchange, "jwks_uri", json!(uri))
    }),
    ("metadata-jwks-uri-file", |exchange| {
        with(exchange, "jwks_uri", json!("file:///etc/hostname"))
    }),
    ("metadata-jwks-uri-fragment", |exchange| {
        with(
            exchange,
            "jwks_uri",
            json!(format!("{}/jwks.json#here", exchange.issuer())),
        )
    }),
    ("metadata-jwks-uri-itself", |exchange| {
        with(
            exchange,
            "jwks_uri",
            json!(format!("{}/.well-known/openid-configuration", exchange.issuer())),
        )
    }),
    ("metadata-jwks-uri-line-break", |exchange| {
        with(
            exchange,
            "jwks_uri",
            json!(format!("{}/jwks.json\r\nX-Injected: 1", exchange.issuer())),
        )
    }),
    ("metadata-jwks-uri-loopback", |exchange| {
        let uri = format!(
            "{}/jwks.json",
            exchange.sibling(&exchange.in_the_clear("127.0.0.1"), "ok")
        );
        with(exchange, "jwks_uri", json!(uri))
    }),
    ("metadata-jwks-uri-none", |exchange| {
        with(exchange, "jwks_uri", Value::Null)
    }),
    ("metadata-jwks-uri-number", |exchange| {
        with(exchange, "jwks_uri", json!(1))
    }),
    ("metadata-jwks-uri-relative", |exchange| {
        with(exchange, "jwks_uri", json!("/b/ok/jwks.json"))
    }),
    ("metadata-never-answers", |exchange| exchange.wire.wait()),
    ("metadata-not-json", |exchange| text(exchange, "issuer = here\n")),
    ("metadata-other-issuer", |exchange| {
        with(exchange, "issuer", json!("https://other.example"))
    }),
    ("metadata-redirect", |exchange| {
        let target = format!(
            "{}/.well-known/openid-configuration",
            exchange.sibling(&exchange.place.origin, "ok")
        );
        exchange.send(&Answer::status("302 Found").with("Location", &target))
    }),
    ("metadata-userinfo", |exchange| {
        let uri = format!("{}/jwks.json", exchange.issuer()).replacen("://", "://user:password@", 1);
        with(exchange, "jwks_uri", json!(uri))
    }),
];

/// Correct metadata.
pub(super) fn good(exchange: &mut Exchange<'_>) -> io::Result<()> {
    text(exchange, &document(exchange).to_string())
}

fn document(exchange: &Exchange<'_>) -> Value {
    let issuer = exchange.issuer();
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks.json"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })
}

/// Correct metadata except for one member. Null leaves it out.
fn with(exchange: &mut Exchange<'_>, name: &str, value: Value) -> io::Result<()> {
    let mut document = document(exchange);
    if let Some(members) = document.as_object_mut() {
        if value.is_null() {
            members.remove(name)
        } else {
            members.insert(name.to_owned(), value)
        };
    }
    text(exchange, &document.to_string())
}

/// Correct metadata, with the key set of another behaviour.
fn jwks_of(exchange: &mut Exchange<'_>, behaviour: &str) -> io::Result<()> {
    let uri = format!(
        "{}/jwks.json",
        exchange.sibling(&exchange.place.origin, behaviour)
    );
    with(exchange, "jwks_uri", json!(uri))
}

fn text(exchange: &mut Exchange<'_>, text: &str) -> io::Result<()> {
    exchange.send(&Answer::ok(JSON, text))
}
