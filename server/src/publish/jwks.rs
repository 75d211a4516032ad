//! The public keys of rings (RFC 7517, section 5).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use tokenseal::KeyRing;
use tokenseal::http::oauth::Refusal;

use super::document::{Document, Name, not_found, text};
use crate::app::App;
use crate::wire::{answer, blocking, log_failure};

/// The keys with which services verify identities.
pub(super) async fn internal(State(app): State<Arc<App>>, headers: HeaderMap) -> Response<Body> {
    let ring = app
        .service
        .load()
        .minter
        .as_ref()
        .map(|minter| minter.ring.clone());
    show(ring, app.now(), &headers).await
}

/// The keys of a published ring.
pub(super) async fn of_ring(State(app): State<Arc<App>>, name: Name, headers: HeaderMap) -> Response<Body> {
    let ring = app
        .service
        .load()
        .rings
        .iter()
        .find(|ring| text(&name) == Some(&ring.name))
        .map(|ring| ring.ring.clone());
    show(ring, app.now(), &headers).await
}

async fn show(ring: Option<KeyRing>, now: f64, headers: &HeaderMap) -> Response<Body> {
    let Some(ring) = ring else { return not_found() };
    // A ring in which something is due is changed first, which takes a lock and a write.
    let made = blocking(move || Ok((ring.to_jwks(now)?, ring.cache_control()))).await;
    match made {
        Ok((jwks, cache_control)) => {
            Document::new("application/jwk-set+json", cache_control, jwks).answer(headers)
        }
        Err(error) => {
            log_failure("jwks", &error);
            answer(Refusal::failure(&error).response())
        }
    }
}
