//! Endpoints for OAuth 2.0 clients: introspection (RFC 7662), revocation (RFC 7009), token exchange
//! (RFC 8693).

mod authenticate;
mod exchange;
mod introspect;
mod limits;
mod revoke;
mod secret;
mod seen;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;

use crate::app::App;

pub(crate) use limits::{Bucket, Failures};
pub(crate) use secret::Secret;
pub(crate) use seen::{Seen, Sight};

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/introspect", post(introspect::introspect))
        .route("/revoke", post(revoke::revoke))
        .route("/token", post(exchange::token))
}
