//! What everybody may fetch: keys, status lists, metadata.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
}
