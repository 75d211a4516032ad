//! What identity providers tell: security events (RFC 8935) and back-channel logout.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
}
