//! Between axum and the core: the peer, the body of a request, and the core's answers.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Request, Response, StatusCode};
use serde_json::json;
use tokenseal::http::MAX_BODY_BYTES;

use crate::observe::log;

/// How long a client may take for it.
const SLOWEST_BODY: Duration = Duration::from_secs(10);

/// The address that a connection comes from; None on a Unix socket. Each request carries it as an
/// extension.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

/// A request that was read in full.
pub(crate) struct Asked {
    pub(crate) headers: HeaderMap,
    pub(crate) peer: Option<IpAddr>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    /// Reads a request. None if its body is longer than 1 MiB, takes too long, or breaks off.
    pub(crate) async fn read(request: Request<Body>) -> Option<Self> {
        let (parts, body) = request.into_parts();
        let peer = parts.extensions.get::<Peer>().and_then(|peer| peer.0);
        let bytes = tokio::time::timeout(SLOWEST_BODY, axum::body::to_bytes(body, MAX_BODY_BYTES))
            .await
            .ok()?
            .ok()?;
        Some(Self {
            headers: parts.headers,
            peer,
            body: bytes.into(),
        })
    }

    /// All values of a header. One that is not text becomes a value that nothing accepts.
    pub(crate) fn all(&self, name: HeaderName) -> Vec<&str> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap_or("\u{fffd}"))
            .collect()
    }
}

/// A core answer, as axum sends it.
pub(crate) fn answer(from: tokenseal::http::Response) -> Response<Body> {
    let mut response = Response::new(Body::from(from.body));
    *response.status_mut() = StatusCode::from_u16(from.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in from.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Runs work that reads or writes files, on a thread where it holds nothing up.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> tokenseal::Result<T> + Send + 'static,
) -> tokenseal::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| {
        Err(tokenseal::Error::new(
            tokenseal::ErrorCode::Internal,
            "a task has broken off",
        ))
    })
}

/// Logs what went wrong and is not the client's fault.
pub(crate) fn log_failure(by: &'static str, error: &tokenseal::Error) {
    if error.fault() != tokenseal::Fault::Token {
        log(
            "error",
            "failed",
            json!({ "by": by, "code": error.code().as_str(), "message": error.message() }),
        );
    }
}
