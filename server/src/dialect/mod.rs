//! Forward auth: what each gateway sends and takes back.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
}
