//! What is visible from outside: health, metrics, logs. Never a token, and no label with more than
//! a few values.

mod health;
mod log;
mod metrics;
mod refusals;
pub(crate) mod standing;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use log::{flush, log, log_panics, log_seldom, set_level, settings};
pub(crate) use metrics::{Metrics, Reload, room};

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::show))
}
