//! What OAuth 2.0 clients ask: introspection (RFC 7662), revocation (RFC 7009), token exchange (RFC 8693).

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
}
