//! How the program stands: keys and their turns, issuers, what was decided.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokenseal::KeyRing;

use super::session::admit;
use crate::app::App;
use crate::service::Service;

pub(super) async fn show(State(app): State<Arc<App>>, method: Method, headers: HeaderMap) -> Response {
    let admin = match admit(&app, &method, &headers) {
        Ok(admin) => admin,
        Err(refused) => return *refused,
    };
    let service = app.service.load_full();
    let now = app.now();
    let mut issuers = Vec::new();
    for (issuer, verifier) in &service.issuers {
        let ready = service.driver.ready(verifier, Duration::from_millis(1)).await;
        let failed = ready.err().map(|error| json!({ "code": error.code().as_str(), "message": error.message() }));
        issuers.push(json!({ "issuer": issuer, "failed": failed }));
    }
    let apis: Vec<Value> = service.apis.iter().map(|api| json!({ "name": api.name, "hosts": api.hosts })).collect();
    let revocations: Value = serde_json::from_str(&service.revocations.status()).unwrap_or_default();
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "by": admin.by,
        "csrf": admin.csrf,
        "now": now,
        "rings": rings(&service, now),
        "issuers": issuers,
        "apis": apis,
        "revocations": revocations,
        "decisions": app.metrics.decisions(),
    }))
    .into_response()
}

/// Every ring, with the times of its keys. One that cannot be read says why.
fn rings(service: &Service, now: f64) -> Vec<Value> {
    let own = service.minter.iter().map(|minter| ("internal", &minter.ring));
    let published = service.rings.iter().map(|ring| (ring.name.as_str(), &ring.ring));
    own.chain(published).map(|(name, ring)| json!({ "name": name, "status": status(ring, now) })).collect()
}

fn status(ring: &KeyRing, now: f64) -> Value {
    match ring.status(now) {
        Ok(status) => serde_json::from_str(&status).unwrap_or_default(),
        Err(error) => json!({ "failed": { "code": error.code().as_str(), "message": error.message() } }),
    }
}
