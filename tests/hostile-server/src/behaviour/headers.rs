//! Malformed headers that some clients tolerate. The keys are good, so a client may refuse or
//! accept them; it must not hang, crash, or take part of one header for another.

use std::io;

use super::{Exchange, Row};

pub(super) const TABLE: &[Row] = &[
    ("header-bare-cr", |exchange| {
        with(exchange, b"X-Bare: a\rCache-Control: max-age=31536000\r\n")
    }),
    ("header-folded", |exchange| {
        with(exchange, b"Cache-Control: max-age=60,\r\n  no-transform\r\n")
    }),
    ("header-latin-1", |exchange| {
        with(exchange, b"X-Name: caf\xe9\r\n")
    }),
    ("header-many", |exchange| {
        with(exchange, "X-Many: 1\r\n".repeat(90).as_bytes())
    }),
    ("header-nul", |exchange| with(exchange, b"X-Nul: a\0b\r\n")),
    ("header-space-before-colon", |exchange| {
        with(exchange, b"Cache-Control : max-age=60\r\n")
    }),
    ("header-without-colon", |exchange| {
        with(exchange, b"no colon at all\r\n")
    }),
];

/// The good answer with these bytes among its headers.
fn with(exchange: &mut Exchange<'_>, bytes: &[u8]) -> io::Result<()> {
    let answer = exchange.good();
    let head = answer.head();
    let (status, rest) = head.split_at(head.find("\r\n").map_or(0, |end| end.saturating_add(2)));
    let whole = [status.as_bytes(), bytes, rest.as_bytes(), &answer.body].concat();
    exchange.raw(whole)
}
