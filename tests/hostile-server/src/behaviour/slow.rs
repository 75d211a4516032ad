//! Slow and endless servers. A time limit per read never ends these; one for the whole fetch does.

use std::io::Write;
use std::time::Duration;

use super::good::whole;
use super::{Exchange, Row};

const SECOND: Duration = Duration::from_secs(1);
/// A client that reads this many interim answers would read on forever. The server stops there, so
/// that it does not spin.
const STORM: usize = 10_000;

pub(super) const TABLE: &[Row] = &[
    ("1xx-storm", |exchange| {
        exchange.raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(STORM))?;
        exchange.wire.wait()
    }),
    ("never-answers", |exchange| exchange.wire.wait()),
    ("slow-body", |exchange| {
        let answer = exchange.good();
        exchange.raw(answer.head())?;
        exchange.wire.drip(&answer.body, SECOND)
    }),
    ("slow-chunks", |exchange| {
        let answer = exchange
            .good()
            .without("Content-Length")
            .with("Transfer-Encoding", "chunked");
        exchange.raw(answer.head())?;
        let chunks: Vec<u8> = answer
            .body
            .iter()
            .flat_map(|byte| [b'1', b'\r', b'\n', *byte, b'\r', b'\n'])
            .collect();
        exchange.wire.drip(&chunks, SECOND)
    }),
    ("slow-headers", |exchange| {
        let answer = whole(&exchange.good());
        exchange.wire.drip(&answer, SECOND)
    }),
    ("stops-in-body", |exchange| {
        stop_after_half(exchange)?;
        exchange.wire.wait()
    }),
    ("stops-in-headers", |exchange| {
        exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: application/jwk-")?;
        exchange.wire.wait()
    }),
];

/// The head, which promises the whole, and half of the body.
pub(super) fn stop_after_half(exchange: &mut Exchange<'_>) -> std::io::Result<()> {
    let answer = exchange.good();
    exchange.raw(answer.head())?;
    exchange
        .wire
        .write_all(answer.body.get(..answer.body.len() / 2).unwrap_or_default())?;
    exchange.wire.flush()
}
