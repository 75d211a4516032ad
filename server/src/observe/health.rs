//! Whether the program lives, and whether it can decide.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;

/// It lives.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// It can decide: keys and lists are at hand. What is not, is named.
pub(super) async fn readyz(State(app): State<Arc<App>>) -> (StatusCode, Json<Value>) {
    let service = app.service.load_full();
    let mut waiting = Vec::new();
    for (issuer, verifier) in &service.issuers {
        if let Err(error) = service.driver.ready(verifier, Duration::from_millis(1)).await {
            waiting.push(json!({ "issuer": issuer, "code": error.code().as_str(), "message": error.message() }));
        }
    }
    let ring = service.minter.as_ref().and_then(|minter| serde_json::from_str::<Value>(&minter.ring.status(app.now()).ok()?).ok());
    let ring = ring.as_ref().and_then(|status| status.get("id").cloned());
    let status = if waiting.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": waiting.is_empty(), "waiting": waiting, "internal_ring": ring })))
}
