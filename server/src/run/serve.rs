//! Connections: each is served until it ends, is too slow, or the program does.

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
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::listen::{Listener, Stream};
use crate::observe::log;

/// Connections at once. More wait to be accepted.
const MOST_CONNECTIONS: usize = 20_000;
/// How long a client may take for a TLS handshake, and for the head of a request.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
/// How long nothing is accepted after that has failed, as where there are no file descriptors left.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Serves what comes in until `stopped` says so; then what has begun is finished.
pub(super) async fn serve(listener: Listener, tls: Option<TlsAcceptor>, routes: Router, mut stopped: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                log("warn", "accept_failed", json!({ "message": error.to_string() }));
                tokio::time::sleep(AFTER_FAILURE).await;
                continue;
            }
        };
        let (tls, watcher) = (tls.clone(), graceful.watcher());
        let routes = routes.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request.map(Body::new)
        });
        tokio::spawn(async move {
            let Some(stream) = secured(stream, tls).await else { return };
            let mut builder = Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD);
            builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(Duration::from_secs(60)));
            let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)).into_owned();
            // A client that breaks off is no fault of ours.
            let _ = watcher.watch(connection).await;
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn secured(stream: Box<dyn Stream>, tls: Option<TlsAcceptor>) -> Option<Box<dyn Stream>> {
    let Some(tls) = tls else { return Some(stream) };
    let shaken = tokio::time::timeout(SLOWEST_HEAD, tls.accept(stream)).await.ok()?.ok()?;
    Some(Box::new(shaken))
}
