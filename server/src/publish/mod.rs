//! What anyone may fetch: keys, status lists, metadata.

mod document;
mod jwks;
mod lists;
mod metadata;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use lists::SignedList;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/jwks", get(jwks::internal))
        .route("/jwks/{ring}", get(jwks::of_ring))
        .route("/status/{list}", get(lists::show))
        .route("/.well-known/oauth-protected-resource", get(metadata::show))
        .route(
            "/.well-known/oauth-protected-resource/{*rest}",
            get(metadata::show),
        )
}
