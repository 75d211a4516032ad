//! The state of what the program depends on, for health checks and metrics.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokenseal::{Error, Followed, KeyRing};

use super::metrics::Of;
use crate::app::App;
use crate::service::Service;

/// What cannot be used now, and what can but needs attention.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Checks are refused without these.
    pub(super) waiting: Vec<Value>,
    /// For these, the last known state is still used.
    pub(super) degraded: Vec<Value>,
}

/// Examines everything. Reading files is left to threads that may block.
pub(super) async fn look(app: &App) -> Standing {
    let service = app.service.load_full();
    let mut standing = Standing::default();
    for (issuer, failed) in issuers(&service).await {
        if let Some(error) = failed {
            standing
                .waiting
                .push(json!({ "issuer": issuer, "code": error.code().as_str(), "message": error.message() }));
        }
    }
    for (name, ring) in service.own_rings().filter(|(_, ring)| ring.is_followed()) {
        if let Err(error) = service
            .driver
            .ready_all(&[Followed::Ring(ring)], Duration::from_millis(1))
            .await
        {
            standing
                .waiting
                .push(json!({ "ring": name, "code": error.code().as_str(), "message": error.message() }));
        }
    }
    let now = app.now();
    let files = tokio::task::spawn_blocking(move || in_files(&service, now))
        .await
        .unwrap_or_default();
    standing.waiting.extend(files.waiting);
    standing.degraded.extend(files.degraded);
    standing
}

/// Every issuer, and why its tokens cannot be checked, if so.
pub(crate) async fn issuers(service: &Service) -> Vec<(&str, Option<Error>)> {
    let mut found = Vec::with_capacity(service.issuers.len());
    for (issuer, verifier) in &service.issuers {
        found.push((
            issuer.as_str(),
            service
                .driver
                .ready(verifier, Duration::from_millis(1))
                .await
                .err(),
        ));
    }
    found
}

fn in_files(service: &Service, now: f64) -> Standing {
    let mut standing = Standing::default();
    for (name, ring) in service.own_rings().filter(|(_, ring)| !ring.is_followed()) {
        let failed = status_of(&ring, now)
            .and_then(|status| status.get("failed").cloned())
            .filter(|failed| !failed.is_null());
        if let Some(failed) = failed {
            standing
                .degraded
                .push(json!({ "ring": name, "code": failed.get("code"), "message": failed.get("message") }));
        }
    }
    if let Some(message) = revocations(service)
        .get("failed")
        .filter(|failed| !failed.is_null())
    {
        standing
            .waiting
            .push(json!({ "revocations": true, "message": message }));
    }
    standing
}

/// The id of the ring of identities, which instances may compare.
pub(super) async fn internal_ring(app: &App) -> Option<Value> {
    let (service, now) = (app.service.load_full(), app.now());
    let look = move || {
        service
            .minter
            .as_ref()
            .and_then(|minter| status_of(&minter.ring, now))
            .and_then(|status| status.get("id").cloned())
    };
    tokio::task::spawn_blocking(look).await.ok().flatten()
}

/// Sets the gauges that are measured when the metrics are read.
pub(super) async fn measure(app: &Arc<App>) {
    let standing = look(app).await;
    let (service, looked) = (app.service.load_full(), &app.metrics.looked);
    looked
        .ready
        .set(i64::from(standing.waiting.is_empty() && !app.is_ending()));
    for gauges in [
        &looked.keys,
        &looked.keys_age,
        &looked.keys_failures,
        &looked.revocations,
    ] {
        gauges.clear();
    }
    let times = service.driver.times();
    for (issuer, verifier) in &service.issuers {
        for keys in verifier.remotes() {
            let Ok(status) = serde_json::from_str::<Value>(&keys.status(times)) else {
                continue;
            };
            let set = |gauges: &super::metrics::Gauges, member: &str| {
                if let Some(value) = status.get(member).and_then(Value::as_f64) {
                    gauges.get_or_create(&Of { of: issuer.clone() }).set(value);
                }
            };
            set(&looked.keys, "usable");
            set(&looked.keys_age, "age");
            set(&looked.keys_failures, "failed_in_a_row");
        }
    }
    let entries = revocations(&service)
        .get("entries")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (kind, count) in entries {
        if let Some(count) = count.as_f64() {
            looked.revocations.get_or_create(&Of { of: kind }).set(count);
        }
    }
}

/// The revocations, in numbers.
pub(crate) fn revocations(service: &Service) -> Value {
    serde_json::from_str(&service.revocations.status()).unwrap_or_default()
}

fn status_of(ring: &KeyRing, now: f64) -> Option<Value> {
    serde_json::from_str(&ring.status(now).ok()?).ok()
}
