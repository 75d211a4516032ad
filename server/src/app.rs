//! What every request can use.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use arc_swap::ArcSwap;
use axum::Router;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::observe::{Metrics, room};
use crate::service::{Kept, Service};
use crate::{dialect, events, oauth, observe, publish};

/// The running program.
pub(crate) struct App {
    /// What answers requests now. Load it once per request.
    pub(crate) service: ArcSwap<Service>,
    /// What outlives a configuration.
    pub(crate) kept: Arc<Kept>,
    pub(crate) metrics: Metrics,
    /// The file of the configuration, if there is one.
    pub(crate) file: Option<PathBuf>,
    is_ending: AtomicBool,
}

impl App {
    pub(crate) fn new(service: Service, kept: Arc<Kept>, file: Option<PathBuf>) -> Self {
        Self {
            service: ArcSwap::from_pointee(service),
            kept,
            metrics: Metrics::new(),
            file,
            is_ending: AtomicBool::new(false),
        }
    }

    /// Whether the program is about to end: requests are still answered, but no more should be
    /// sent.
    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    pub(crate) fn ends(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
    }

    /// The time in seconds since the epoch.
    pub(crate) fn now(&self) -> f64 {
        tokenseal::timestamp(SystemTime::now())
    }
}

/// How long a request with a body may take, since its sender may be slow. Without a body, nothing
/// waits longer than the core says.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// Everything that the main listener answers.
pub(crate) fn routes(app: Arc<App>) -> Router {
    Router::new()
        .merge(dialect::routes())
        .merge(oauth::routes())
        .merge(publish::routes())
        .merge(events::routes())
        .merge(observe::routes())
        .layer(from_fn_with_state(Arc::clone(&app), around))
        .with_state(app)
}

/// Applied to every request: it is timed, and the wait for a body is bounded.
async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (began, room) = (Instant::now(), room(request.uri().path()));
    let response = match request.body().is_end_stream() {
        true => next.run(request).await,
        false => match tokio::time::timeout(
            SLOWEST_BODY.min(app.service.load().config.idle()),
            next.run(request),
        )
        .await
        {
            Ok(response) => response,
            Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
        },
    };
    app.metrics.answered(room, began.elapsed());
    response
}
