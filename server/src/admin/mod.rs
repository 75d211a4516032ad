//! The administrator's page, on a listener of its own: keys on a timeline, revocations, decisions
//! by code, and a bench for tokens.
//!
//! Administrators sign in with a link that `tokenseal serve admin-link` prints, which works once.
//! Then a cookie says who they are, and every change names them in the log. The page loads nothing
//! from elsewhere.

mod bench;
mod changes;
mod gate;
mod page;
mod session;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post};

use crate::app::App;

pub(crate) use gate::{Gate, link};

/// More than any token or form needs.
const MOST_BYTES: usize = 128 << 10;

/// Everything that the administrator's listener answers.
pub(crate) fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::html))
        .route("/page.css", get(page::css))
        .route("/page.js", get(page::js))
        .route("/session", post(session::begin))
        .route("/session", delete(session::end))
        .route("/state", get(state::show))
        .route("/revocations", get(changes::list))
        .route("/revocations", post(changes::revoke))
        .route("/revocations/withdraw", post(changes::withdraw))
        .route("/bench", post(bench::hold))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(axum::middleware::map_response(page::protect))
        .with_state(app)
}
