//! Headers about age and change. The keys are good, so the first fetch succeeds. No header may keep
//! a key longer than `max_age`, or cause more fetches than `min_age` allows.

use std::io;
use std::time::{Duration, SystemTime};

use super::{Exchange, Row};
use crate::answer::Answer;

const TAG: &str = "\"one\"";
const YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

pub(super) const TABLE: &[Row] = &[
    ("304-after-etag", |exchange| {
        let tag = format!("\"{:x}\"", checksum(&exchange.space.keys()));
        let unchanged = exchange.request.header("if-none-match") == Some(&tag);
        revalidated(exchange, unchanged, "ETag", &tag)
    }),
    ("304-after-last-modified", |exchange| {
        let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + YEARS);
        let unchanged = exchange.request.header("if-modified-since") == Some(&date);
        revalidated(exchange, unchanged, "Last-Modified", &date)
    }),
    ("304-with-other-etag", |exchange| {
        let asked = exchange.request.header("if-none-match").is_some();
        revalidated(exchange, asked, "ETag", if asked { "\"two\"" } else { TAG })
    }),
    ("304-without-asking", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("304 Not Modified")
                .bare()
                .with("ETag", TAG),
        )
    }),
    ("age-garbage", |exchange| {
        with(exchange, &[("Cache-Control", "max-age=600"), ("Age", "old")])
    }),
    ("age-lying", |exchange| {
        with(
            exchange,
            &[("Cache-Control", "max-age=600"), ("Age", "1000000000")],
        )
    }),
    ("age-negative", |exchange| {
        with(
            exchange,
            &[("Cache-Control", "max-age=600"), ("Age", "-1000000000")],
        )
    }),
    ("cache-control-garbage", |exchange| {
        with(
            exchange,
            &[("Cache-Control", ",, max-age=\"120\", =5, x=\"a, max-age=90\"")],
        )
    }),
    ("date-future", |exchange| {
        dated(exchange, SystemTime::now() + YEARS)
    }),
    ("date-garbage", |exchange| {
        with(exchange, &[("Date", "yesterday"), ("Expires", "tomorrow")])
    }),
    ("date-none", |exchange| {
        exchange.send(
            &exchange
                .good()
                .without("Date")
                .with("Cache-Control", "max-age=600"),
        )
    }),
    ("date-past", |exchange| dated(exchange, SystemTime::now() - YEARS)),
    ("etag-long", |exchange| {
        with(exchange, &[("ETag", &format!("\"{}\"", "e".repeat(4000)))])
    }),
    ("expires-0", |exchange| with(exchange, &[("Expires", "0")])),
    ("expires-far", |exchange| {
        with(
            exchange,
            &[("Expires", &httpdate::fmt_http_date(SystemTime::now() + YEARS))],
        )
    }),
    ("max-age-0", |exchange| {
        with(exchange, &[("Cache-Control", "max-age=0")])
    }),
    ("max-age-garbage", |exchange| {
        with(exchange, &[("Cache-Control", "max-age=forever")])
    }),
    ("max-age-huge", |exchange| {
        with(exchange, &[("Cache-Control", "max-age=99999999999999999999999")])
    }),
    ("max-age-negative", |exchange| {
        with(exchange, &[("Cache-Control", "max-age=-600")])
    }),
    ("max-age-twice", |exchange| {
        exchange.send(
            &exchange
                .good()
                .with("Cache-Control", "max-age=86400")
                .and("Cache-Control", "max-age=60"),
        )
    }),
    ("no-cache", |exchange| {
        with(exchange, &[("Cache-Control", "no-cache")])
    }),
    ("no-store", |exchange| {
        with(
            exchange,
            &[("Cache-Control", "no-store, max-age=600"), ("Pragma", "no-cache")],
        )
    }),
    ("stale-while-revalidate", |exchange| {
        with(
            exchange,
            &[(
                "Cache-Control",
                "max-age=60, stale-while-revalidate=31536000, stale-if-error=31536000, immutable",
            )],
        )
    }),
];

fn with(exchange: &mut Exchange<'_>, headers: &[(&str, &str)]) -> io::Result<()> {
    let answer = headers
        .iter()
        .fold(exchange.good(), |answer, (name, value)| answer.with(name, value));
    exchange.send(&answer)
}

/// Made at another time, and fresh for an hour from then on.
fn dated(exchange: &mut Exchange<'_>, time: SystemTime) -> io::Result<()> {
    let expires = httpdate::fmt_http_date(time + Duration::from_secs(3600));
    with(
        exchange,
        &[("Date", &httpdate::fmt_http_date(time)), ("Expires", &expires)],
    )
}

fn revalidated(exchange: &mut Exchange<'_>, unchanged: bool, name: &str, value: &str) -> io::Result<()> {
    let answer: Answer = exchange.good().with(name, value);
    exchange.send(&if unchanged {
        answer.called("304 Not Modified").bare()
    } else {
        answer
    })
}

/// FNV-1a: all that matters is that another text has another tag.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
