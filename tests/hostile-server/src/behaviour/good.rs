//! Correct servers, in the ways in which they differ: every client must cope with them.

use std::io;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::large::gzip;
use super::{Exchange, Row};
use crate::answer::Answer;
use crate::keys;

pub(super) const TABLE: &[Row] = &[
    ("ok", |exchange| exchange.send(&exchange.good())),
    ("chunked", chunked),
    ("close-delimited", |exchange| {
        exchange.send(&exchange.good().without("Content-Length"))
    }),
    ("content-type-none", |exchange| {
        exchange.send(&exchange.good().without("Content-Type"))
    }),
    ("content-type-wrong", |exchange| {
        exchange.send(&exchange.good().with("Content-Type", "text/plain"))
    }),
    ("gzip", gzip_where_asked),
    ("http-1.0", |exchange| {
        let answer = exchange.good();
        exchange.raw(answer.head().replacen("HTTP/1.1", "HTTP/1.0", 1))?;
        exchange.raw(&answer.body)
    }),
    ("keep-alive-closed", |exchange| {
        exchange.send(&exchange.good().with("Connection", "keep-alive"))
    }),
    ("keys-100", |exchange| exchange.keys(many(99))),
    ("kid-reused", |exchange| {
        let key = if exchange.space.asked("kid-reused").is_multiple_of(2) {
            keys::good()
        } else {
            keys::reused()
        };
        exchange.keys(keys::set(&[key]))
    }),
    ("kid-twice", |exchange| {
        exchange.keys(keys::set(&[keys::reused(), keys::good()]))
    }),
    ("one-bad-key", |exchange| {
        let off_curve = keys::with(keys::named("bad-1"), "y", json!("AAAA"));
        exchange.keys(keys::set(&[
            off_curve,
            json!({ "kty": "unheard-of", "kid": "bad-2" }),
            json!("no key"),
            keys::good(),
        ]))
    }),
    ("pauses", |exchange| {
        for piece in whole(&exchange.good()).chunks(100) {
            exchange.raw(piece)?;
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }),
    ("reason-phrase-none", |exchange| {
        exchange.send(&exchange.good().called("200 "))
    }),
];

/// The good key after that many others.
pub(super) fn many(others: usize) -> String {
    let mut all: Vec<_> = (0..others)
        .map(|number| keys::named(&format!("other-{number}")))
        .collect();
    all.push(keys::good());
    keys::set(&all)
}

pub(super) fn whole(answer: &Answer) -> Vec<u8> {
    [answer.head().as_bytes(), &answer.body].concat()
}

/// Two chunks with an extension and a trailer; RFC 9112 allows all of this.
fn chunked(exchange: &mut Exchange<'_>) -> io::Result<()> {
    let answer = exchange
        .good()
        .without("Content-Length")
        .with("Transfer-Encoding", "chunked");
    let (first, second) = answer.body.split_at(answer.body.len() / 2);
    exchange.raw(answer.head())?;
    exchange.raw(format!("{:x}\r\n", first.len()))?;
    exchange.raw([first, b"\r\n"].concat())?;
    exchange.raw(format!("{:X};name=value\r\n", second.len()))?;
    exchange.raw([second, b"\r\n0\r\nX-Trailer: 1\r\n\r\n"].concat())
}

fn gzip_where_asked(exchange: &mut Exchange<'_>) -> io::Result<()> {
    let answer = exchange.good();
    if exchange
        .request
        .header("accept-encoding")
        .is_some_and(|codings| codings.contains("gzip"))
    {
        let body = gzip(&answer.body)?;
        exchange.send(&answer.with_body(body).with("Content-Encoding", "gzip"))
    } else {
        exchange.send(&answer)
    }
}
