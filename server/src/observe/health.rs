//! Whether the program is alive, and whether it can decide.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::standing;
use crate::app::App;

/// It is alive.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// It can decide: keys and lists are at hand, and it is not about to end. Whatever is missing is
/// named.
pub(super) async fn readyz(State(app): State<Arc<App>>) -> (StatusCode, Json<Value>) {
    let standing = standing::look(&app).await;
    let is_ready = standing.waiting.is_empty() && !app.is_ending();
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let answer = json!({
        "ready": is_ready,
        "ending": app.is_ending(),
        "waiting": standing.waiting,
        "degraded": standing.degraded,
        "internal_ring": standing::internal_ring(&app).await,
    });
    (status, Json(answer))
}
