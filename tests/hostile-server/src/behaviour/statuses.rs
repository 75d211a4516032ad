//! Statuses other than 200. Where a body is allowed it is a good key set, so that only the status
//! keeps it out.

use std::time::{Duration, SystemTime};

use super::Row;

pub(super) const TABLE: &[Row] = &[
    ("201", |exchange| {
        exchange.send(&exchange.good().called("201 Created"))
    }),
    ("204", |exchange| {
        exchange.send(&exchange.good().called("204 No Content").bare())
    }),
    ("206", |exchange| {
        let length = exchange.good().body.len();
        let range = format!(
            "bytes 0-{}/{}",
            length.saturating_sub(1),
            length.saturating_mul(2)
        );
        exchange.send(
            &exchange
                .good()
                .called("206 Partial Content")
                .with("Content-Range", &range),
        )
    }),
    ("401", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("401 Unauthorized")
                .with("WWW-Authenticate", "Basic realm=\"keys\""),
        )
    }),
    ("403", |exchange| {
        exchange.send(&exchange.good().called("403 Forbidden"))
    }),
    ("404", |exchange| {
        exchange.send(&exchange.good().called("404 Not Found"))
    }),
    ("407", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("407 Proxy Authentication Required")
                .with("Proxy-Authenticate", "Basic"),
        )
    }),
    ("410", |exchange| {
        exchange.send(&exchange.good().called("410 Gone"))
    }),
    ("429-retry-after-date", |exchange| {
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(120));
        exchange.send(
            &exchange
                .good()
                .called("429 Too Many Requests")
                .with("Retry-After", &date),
        )
    }),
    ("429-retry-after-garbage", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("429 Too Many Requests")
                .with("Retry-After", "later"),
        )
    }),
    ("500", |exchange| {
        exchange.send(&exchange.good().called("500 Internal Server Error"))
    }),
    ("503-retry-after", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("503 Service Unavailable")
                .with("Retry-After", "120"),
        )
    }),
    ("503-retry-after-huge", |exchange| {
        exchange.send(
            &exchange
                .good()
                .called("503 Service Unavailable")
                .with("Retry-After", "99999999999999999999"),
        )
    }),
    ("599", |exchange| {
        exchange.send(&exchange.good().called("599 Whatever"))
    }),
];
