//! The administrator's page, on a listener of its own.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// Everything that the administrator's listener answers.
pub(crate) fn routes(app: Arc<App>) -> Router {
    Router::new().with_state(app)
}
