//! Counters and times, for Prometheus.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use serde_json::{Value, json};

use super::log::{log, logs};
use super::refusals::Refusals;
use crate::config::Level;

/// The bounds of times in seconds: a check takes microseconds, one that waits for keys takes
/// seconds.
const SECONDS: [f64; 12] = [
    0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0,
];

type Seconds = Family<Room, Histogram, fn() -> Histogram>;
pub(super) type Gauges = Family<Of, Gauge<f64, AtomicU64>>;

/// What is counted.
pub(crate) struct Metrics {
    pub(super) registry: Registry,
    checks: Family<Check, Counter>,
    reloads: Family<Outcome, Counter>,
    reload_succeeded: Gauge,
    request_seconds: Seconds,
    connections: Gauge,
    /// Connections that could not be accepted.
    pub(crate) accept_failures: Counter,
    /// Connections whose TLS handshake failed.
    pub(crate) handshake_failures: Counter,
    /// Which refusals are logged.
    pub(crate) refusals: Refusals,
    pub(super) looked: Looked,
}

/// What is measured when the metrics are read.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) ready: Gauge,
    pub(super) keys: Gauges,
    pub(super) keys_age: Gauges,
    pub(super) keys_failures: Gauges,
    pub(super) revocations: Gauges,
}

/// The labels of a check. The codes are those of the library.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Check {
    /// Who asked: `nginx`, `introspection`, …
    by: &'static str,
    /// The status of the answer.
    status: u16,
    /// The code of the error, or `none`.
    code: &'static str,
}

/// The labels of a reload.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    /// Whether the new configuration serves now: `done` or `refused`.
    outcome: &'static str,
}

/// A kind of request.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Room {
    room: &'static str,
}

/// What a value belongs to: an issuer, or a kind of entry.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Of {
    pub(super) of: String,
}

/// The outcome of a reload.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reload {
    /// The new configuration serves now.
    Done,
    /// It is wrong, and the previous one goes on serving.
    Refused,
}

/// A connection, counted until it is dropped.
pub(crate) struct Connected(Gauge);

impl Metrics {
    pub(crate) fn new() -> Self {
        let new = || Histogram::new(SECONDS);
        let own = Self {
            registry: Registry::with_prefix("tokenseal"),
            checks: Family::default(),
            reloads: Family::default(),
            reload_succeeded: Gauge::default(),
            request_seconds: Seconds::new_with_constructor(new),
            connections: Gauge::default(),
            accept_failures: Counter::default(),
            handshake_failures: Counter::default(),
            refusals: Refusals::default(),
            looked: Looked::default(),
        };
        own.reload_succeeded.set(1);
        own.registered()
    }

    fn registered(mut self) -> Self {
        let all = &mut self.registry;
        all.register(
            "build",
            "The version that runs",
            Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]),
        );
        all.register(
            "checks",
            "Checks of tokens, by how they were asked, the status of the answer and the code of the error",
            self.checks.clone(),
        );
        all.register("reloads", "Reloads of the configuration", self.reloads.clone());
        all.register(
            "config_last_reload_successful",
            "Whether the configuration that was read last serves",
            self.reload_succeeded.clone(),
        );
        all.register_with_unit(
            "request",
            "Times of answers, by kind of request",
            Unit::Seconds,
            self.request_seconds.clone(),
        );
        all.register(
            "connections",
            "Connections that are open",
            self.connections.clone(),
        );
        all.register(
            "accept_failures",
            "Connections that could not be accepted",
            self.accept_failures.clone(),
        );
        all.register(
            "handshake_failures",
            "Connections whose TLS handshake failed",
            self.handshake_failures.clone(),
        );
        all.register("ready", "Whether it can decide", self.looked.ready.clone());
        all.register(
            "keys",
            "Keys that verify, of issuers whose keys are fetched",
            self.looked.keys.clone(),
        );
        all.register_with_unit(
            "keys_age",
            "Since when they were asked for last with success",
            Unit::Seconds,
            self.looked.keys_age.clone(),
        );
        all.register(
            "keys_failures_in_a_row",
            "Fetches of keys that failed since the last success",
            self.looked.keys_failures.clone(),
        );
        all.register(
            "revocation_entries",
            "Entries of the list of what was revoked, by kind",
            self.looked.revocations.clone(),
        );
        self
    }

    /// The checks that were counted, for people.
    pub(crate) fn decisions(&self) -> Vec<Value> {
        let mut text = String::new();
        if prometheus_client::encoding::text::encode(&mut text, &self.registry).is_err() {
            return Vec::new();
        }
        let decision = |line: &str| {
            let (labels, count) = line.strip_prefix("tokenseal_checks_total{")?.split_once("} ")?;
            let label = |name: &str| {
                labels
                    .split(',')
                    .find_map(|one| one.strip_prefix(name)?.strip_prefix("=\"")?.strip_suffix('"'))
            };
            let status: u16 = label("status")?.parse().ok()?;
            Some(
                json!({ "by": label("by")?, "status": status, "code": label("code")?, "count": count.parse::<u64>().ok()? }),
            )
        };
        text.lines().filter_map(decision).collect()
    }

    /// Counts a check, and logs a refused one.
    pub(crate) fn checked(&self, by: &'static str, status: u16, code: Option<&'static str>) {
        self.checks
            .get_or_create(&Check {
                by,
                status,
                code: code.unwrap_or("none"),
            })
            .inc();
        match code {
            Some(code) => self.refusals.note(by, status, code),
            None if logs(Level::Debug) => log("debug", "checked", json!({ "by": by, "status": status })),
            None => {}
        }
    }

    /// Counts a reload.
    pub(crate) fn reloaded(&self, what: Reload) {
        let (outcome, succeeded) = match what {
            Reload::Done => ("done", 1),
            Reload::Refused => ("refused", 0),
        };
        self.reloads.get_or_create(&Outcome { outcome }).inc();
        self.reload_succeeded.set(succeeded);
    }

    /// Counts a connection until the returned value is dropped.
    pub(crate) fn connected(&self) -> Connected {
        self.connections.inc();
        Connected(self.connections.clone())
    }

    /// Notes how long a request of a kind took.
    pub(crate) fn answered(&self, room: &'static str, took: Duration) {
        self.request_seconds
            .get_or_create(&Room { room })
            .observe(took.as_secs_f64());
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The kind of a request: one of a few, whatever the path.
pub(crate) fn room(path: &str) -> &'static str {
    const ROOMS: [&str; 12] = [
        "auth",
        "introspect",
        "revoke",
        "token",
        "jwks",
        "status",
        ".well-known",
        "events",
        "logout",
        "healthz",
        "readyz",
        "metrics",
    ];
    let first = path.split('/').nth(1).unwrap_or_default();
    ROOMS.into_iter().find(|room| *room == first).unwrap_or("other")
}

/// The metrics in Prometheus's format, with what is measured now.
pub(super) async fn show(
    axum::extract::State(app): axum::extract::State<Arc<crate::app::App>>,
) -> impl axum::response::IntoResponse {
    use axum::http::header::CONTENT_TYPE;

    super::standing::measure(&app).await;
    let mut text = String::new();
    let is_written = prometheus_client::encoding::text::encode(&mut text, &app.metrics.registry).is_ok();
    let text = if is_written { text } else { String::new() };
    (
        [(
            CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )],
        text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_no_label() {
        for (path, label) in [
            ("/auth/nginx/orders", "auth"),
            ("/introspect", "introspect"),
            ("/wp-login.php", "other"),
            ("", "other"),
            ("*", "other"),
        ] {
            assert_eq!(room(path), label);
        }
    }
}
