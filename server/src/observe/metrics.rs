//! Counters and times, for Prometheus.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use serde_json::{Value, json};

use crate::app::App;

/// What is counted.
pub(crate) struct Metrics {
    registry: Registry,
    /// Checks, by what came of them.
    pub(crate) checks: Family<Check, Counter>,
    /// Reloads of the configuration, by what came of them.
    pub(crate) reloads: Family<Reload, Counter>,
}

/// The labels of a check. The codes are those of the library.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct Check {
    /// How it was asked: `nginx`, `introspection`, …
    pub(crate) by: &'static str,
    /// The status of the answer.
    pub(crate) status: u16,
    /// The code of the error, or `none`.
    pub(crate) code: &'static str,
}

/// The labels of a reload.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct Reload {
    /// Whether the new configuration serves now: `done` or `refused`.
    pub(crate) outcome: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let (checks, reloads) = (Family::default(), Family::default());
        let mut registry = Registry::with_prefix("tokenseal");
        registry.register("checks", "Checks of tokens", checks.clone());
        registry.register("reloads", "Reloads of the configuration", reloads.clone());
        Self { registry, checks, reloads }
    }

    /// The checks that were counted, for people.
    pub(crate) fn decisions(&self) -> Vec<Value> {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            return Vec::new();
        }
        let decision = |line: &str| {
            let (labels, count) = line.strip_prefix("tokenseal_checks_total{")?.split_once("} ")?;
            let label = |name: &str| labels.split(',').find_map(|one| one.strip_prefix(name)?.strip_prefix("=\"")?.strip_suffix('"'));
            let status: u16 = label("status")?.parse().ok()?;
            Some(json!({ "by": label("by")?, "status": status, "code": label("code")?, "count": count.parse::<u64>().ok()? }))
        };
        text.lines().filter_map(decision).collect()
    }

    /// Counts a check.
    pub(crate) fn checked(&self, by: &'static str, status: u16, code: Option<&'static str>) {
        self.checks.get_or_create(&Check { by, status, code: code.unwrap_or("none") }).inc();
    }
}

/// The text that Prometheus reads.
pub(super) async fn show(State(app): State<Arc<App>>) -> impl IntoResponse {
    let mut text = String::new();
    let is_written = encode(&mut text, &app.metrics.registry).is_ok();
    let text = if is_written { text } else { String::new() };
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
}
