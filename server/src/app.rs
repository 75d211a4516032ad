//! What every request has at hand.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use axum::Router;

use crate::observe::Metrics;
use crate::service::{Kept, Service};
use crate::{dialect, events, oauth, observe, publish};

/// The program, while it runs.
pub(crate) struct App {
    /// What answers requests now. Take it once for each request.
    pub(crate) service: ArcSwap<Service>,
    /// What lasts from one configuration to the next.
    pub(crate) kept: Kept,
    pub(crate) metrics: Metrics,
    /// The file of the configuration, if there is one.
    pub(crate) file: Option<PathBuf>,
}

impl App {
    /// The time in seconds since the epoch.
    pub(crate) fn now(&self) -> f64 {
        tokenseal::timestamp(SystemTime::now())
    }
}

/// Everything that the main listener answers.
pub(crate) fn routes(app: Arc<App>) -> Router {
    Router::new()
        .merge(dialect::routes())
        .merge(oauth::routes())
        .merge(publish::routes())
        .merge(events::routes())
        .merge(observe::routes())
        .with_state(app)
}
