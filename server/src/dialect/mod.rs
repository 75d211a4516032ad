//! Forward auth: a gateway asks about every request, and the answer is to let it pass, with an
//! identity for the service, or to refuse it.
//!
//! Dialects differ in where a gateway says which request it asks about, and in what it can carry
//! back; [`check`] is the same for all. Gateways ask at `/auth/DIALECT/API`, or at `/auth/DIALECT`
//! if the request's host determines the API.

mod certificate;
mod check;
pub(crate) mod grpc;
mod http;
mod original;
mod places;
mod plain;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

use crate::app::App;
use places::Dialect;

/// The routes of this room: any method will do, and no body is read.
pub(crate) fn routes() -> Router<Arc<App>> {
    let asked_at = |routes: Router<Arc<App>>, (path, dialect): (&str, Dialect)| {
        routes.route(
            path,
            any(move |state, request| http::answer(dialect, state, request)),
        )
    };
    let paths = [
        ("/auth/nginx", Dialect::Nginx),
        ("/auth/nginx/{api}", Dialect::Nginx),
        ("/auth/traefik", Dialect::Traefik),
        ("/auth/traefik/{api}", Dialect::Traefik),
        ("/auth/caddy", Dialect::Caddy),
        ("/auth/caddy/{api}", Dialect::Caddy),
        ("/auth/apisix", Dialect::Apisix),
        ("/auth/apisix/{api}", Dialect::Apisix),
        // The API, or `*`, and then the path of the client's request.
        ("/auth/envoy/{*rest}", Dialect::Envoy),
    ];
    paths.into_iter().fold(Router::new(), asked_at)
}
