//! Redirects, none of which a key set follows. They lead to good keys where possible, so the log
//! shows a client that followed.

use std::io;

use super::{Exchange, Row};

pub(super) const TABLE: &[Row] = &[
    ("redirect-300", |exchange| to_ok(exchange, "300 Multiple Choices")),
    ("redirect-301", |exchange| {
        to_ok(exchange, "301 Moved Permanently")
    }),
    ("redirect-302", |exchange| to_ok(exchange, "302 Found")),
    ("redirect-303", |exchange| to_ok(exchange, "303 See Other")),
    ("redirect-307", |exchange| {
        to_ok(exchange, "307 Temporary Redirect")
    }),
    ("redirect-308", |exchange| {
        to_ok(exchange, "308 Permanent Redirect")
    }),
    ("redirect-file", |exchange| {
        redirect(exchange, "302 Found", "file:///etc/hostname")
    }),
    ("redirect-http", |exchange| {
        let target = format!(
            "{}/jwks.json",
            exchange.sibling(&exchange.in_the_clear("localhost"), "ok")
        );
        redirect(exchange, "302 Found", &target)
    }),
    ("redirect-loop", |exchange| {
        let target = format!("{}/jwks.json", exchange.issuer());
        redirect(exchange, "302 Found", &target)
    }),
    ("redirect-loopback", |exchange| {
        let target = format!(
            "{}/jwks.json",
            exchange.sibling(&exchange.in_the_clear("127.0.0.1"), "ok")
        );
        redirect(exchange, "302 Found", &target)
    }),
    ("redirect-nowhere", |exchange| {
        exchange.send(&exchange.good().called("302 Found"))
    }),
    ("redirect-other-host", |exchange| {
        redirect(exchange, "302 Found", "https://other.example/jwks.json")
    }),
];

fn to_ok(exchange: &mut Exchange<'_>, status: &str) -> io::Result<()> {
    let target = format!("{}/jwks.json", exchange.sibling(&exchange.place.origin, "ok"));
    redirect(exchange, status, &target)
}

/// The body is a good key set as well, which must not be used.
fn redirect(exchange: &mut Exchange<'_>, status: &str, target: &str) -> io::Result<()> {
    exchange.send(&exchange.good().called(status).with("Location", target))
}
