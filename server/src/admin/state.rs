//! The state of the program: keys and their turns, issuers, decisions.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokenseal::{Error, KeyRing};
use tokio::task::spawn_blocking;

use super::session::admit;
use crate::app::App;
use crate::observe::standing;
use crate::service::Service;

pub(super) async fn show(State(app): State<Arc<App>>, method: Method, headers: HeaderMap) -> Response {
    let admin = match admit(&app, &method, &headers) {
        Ok(admin) => admin,
        Err(refused) => return *refused,
    };
    let service = app.service.load_full();
    let now = app.now();
    let failed = |error: Error| json!({ "code": error.code().as_str(), "message": error.message() });
    let issuers = standing::issuers(&service).await.into_iter();
    let issuers: Vec<Value> = issuers
        .map(|(issuer, error)| json!({ "issuer": issuer, "failed": error.map(failed) }))
        .collect();
    let apis: Vec<Value> = service
        .apis
        .iter()
        .map(|api| json!({ "name": api.name, "hosts": api.hosts }))
        .collect();
    // They read files.
    let own = Arc::clone(&service);
    let rings = spawn_blocking(move || rings(&own, now)).await.unwrap_or_default();
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "by": admin.by,
        "csrf": admin.csrf,
        "now": now,
        "rings": rings,
        "issuers": issuers,
        "apis": apis,
        "revocations": standing::revocations(&service),
        "decisions": app.metrics.decisions(),
    }))
    .into_response()
}

/// Every ring, with the times of its keys. One that cannot be read says why.
fn rings(service: &Service, now: f64) -> Vec<Value> {
    service
        .own_rings()
        .map(|(name, ring)| json!({ "name": name, "status": status(&ring, now) }))
        .collect()
}

fn status(ring: &KeyRing, now: f64) -> Value {
    match ring.status(now) {
        Ok(status) => serde_json::from_str(&status).unwrap_or_default(),
        Err(error) => json!({ "failed": { "code": error.code().as_str(), "message": error.message() } }),
    }
}
