//! Connections: each is served until it ends, is too slow, or the program ends.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::json;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use super::listen::{Listener, Stream};
use super::watched::Watched;
use crate::app::App;
use crate::observe::log;

/// How long a client may take for a TLS handshake, and to read what it is sent.
const SLOWEST: Duration = Duration::from_secs(30);
/// The longest request head.
const LONGEST_HEAD: usize = 64 * 1024;
/// The most concurrent requests on one HTTP/2 connection.
const MOST_STREAMS: u32 = 256;
/// How long to pause after accepting has failed, for example because no file descriptors are left.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// What is served, and to whom.
pub(super) struct Served {
    pub(super) listener: Listener,
    pub(super) routes: Router,
    /// Whether connections use TLS, if the configuration has a certificate.
    pub(super) by_tls: bool,
    /// The most concurrent connections. Further ones wait to be accepted.
    pub(super) most: usize,
}

/// Serves connections until `stopped` is set; then what has begun is finished.
pub(super) async fn serve(served: Served, app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let Served {
        listener,
        routes,
        by_tls,
        most,
    } = served;
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(most));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok()?;
            Some((place, listener.accept().await))
        };
        let accepted = tokio::select! {
            accepted = next => accepted,
            _ = stopped.changed() => None,
        };
        let Some((place, accepted)) = accepted else { break };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                app.metrics.accept_failures.inc();
                log("warn", "accept_failed", json!({ "message": error.to_string() }));
                tokio::time::sleep(AFTER_FAILURE).await;
                continue;
            }
        };
        let (app, watcher) = (Arc::clone(&app), graceful.watcher());
        let routes = routes.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request.map(Body::new)
        });
        tokio::spawn(async move {
            let _connected = app.metrics.connected();
            let idle = app.service.load().config.idle();
            let Some(stream) = secured(stream, by_tls, &app).await else {
                return;
            };
            let mut builder = Builder::new(TokioExecutor::new());
            // How long a request head may take, including the idle time before it.
            builder
                .http1()
                .timer(TokioTimer::new())
                .header_read_timeout(idle)
                .max_buf_size(LONGEST_HEAD);
            builder
                .http2()
                .timer(TokioTimer::new())
                .keep_alive_interval(Some(Duration::from_secs(60)));
            builder
                .http2()
                .max_concurrent_streams(MOST_STREAMS)
                .max_header_list_size(LONGEST_HEAD as u32);
            let stream = TokioIo::new(Watched::new(stream, idle, SLOWEST));
            let connection = builder
                .serve_connection(stream, TowerToHyperService::new(routes))
                .into_owned();
            // A client that breaks off is not our fault.
            let _ = watcher.watch(connection).await;
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The stream itself, or wrapped in TLS with the configuration's current certificate.
async fn secured(stream: Box<dyn Stream>, by_tls: bool, app: &App) -> Option<Box<dyn Stream>> {
    let Some(tls) = app.service.load().tls.clone().filter(|_| by_tls) else {
        return Some(stream);
    };
    let shaken = tokio::time::timeout(SLOWEST, tls.accept(stream)).await.ok()?;
    match shaken {
        Ok(stream) => Some(Box::new(stream)),
        Err(_) => {
            app.metrics.handshake_failures.inc();
            None
        }
    }
}
