//! Answers that end too early or are framed wrongly. No part of them may be used.

use super::slow::stop_after_half;
use super::{Exchange, Row};
use crate::keys;

pub(super) const TABLE: &[Row] = &[
    ("chunk-garbage", |exchange| chunked(exchange, "never\r\n")),
    ("chunk-negative", |exchange| chunked(exchange, "-5\r\n")),
    ("chunk-overflow", |exchange| {
        chunked(exchange, "fffffffffffffffff\r\n")
    }),
    ("chunk-unfinished", |exchange| {
        chunked(exchange, "9\r\n{\"keys\":[\r\n")
    }),
    ("close-delimited-truncated", |exchange| {
        let answer = exchange.good().without("Content-Length");
        exchange.raw(answer.head())?;
        exchange.wire.cut();
        exchange.raw(answer.body.get(..answer.body.len() / 2).unwrap_or_default())
    }),
    ("closes-at-once", |_| Ok(())),
    ("closes-in-headers", |exchange| {
        exchange.raw("HTTP/1.1 200 OK\r\nContent-Ty")
    }),
    ("http-0.9", |exchange| {
        let keys = exchange.space.keys();
        exchange.raw(keys)
    }),
    ("length-garbage", |exchange| {
        exchange.send(&truncated(exchange).with("Content-Length", "much"))
    }),
    ("length-negative", |exchange| {
        exchange.send(&truncated(exchange).with("Content-Length", "-1"))
    }),
    ("length-twice", |exchange| {
        exchange.send(
            &exchange
                .good()
                .with("Content-Length", "10")
                .and("Content-Length", "20"),
        )
    }),
    ("length-zero", |exchange| {
        exchange.send(&exchange.good().with("Content-Length", "0"))
    }),
    ("not-http", |exchange| exchange.raw("220 mail.example ESMTP\r\n")),
    ("reset-at-once", |exchange| {
        exchange.wire.reset();
        Ok(())
    }),
    ("reset-in-body", |exchange| {
        stop_after_half(exchange)?;
        exchange.wire.reset();
        Ok(())
    }),
    ("short-body", stop_after_half),
    ("status-line-garbage", |exchange| {
        exchange.raw("HTTP/1.1 fine OK\r\nContent-Length: 0\r\n\r\n")
    }),
];

fn chunked(exchange: &mut Exchange<'_>, text: &str) -> std::io::Result<()> {
    let answer = exchange
        .good()
        .without("Content-Length")
        .with("Transfer-Encoding", "chunked");
    exchange.raw(answer.head())?;
    exchange.raw(text)
}

/// Half of a set, so that a client that tolerates a malformed length still reads no set.
fn truncated(exchange: &Exchange<'_>) -> crate::answer::Answer {
    let half = keys::set(&[keys::good()]).split_at(60).0.to_owned();
    exchange.good().with_body(half)
}
