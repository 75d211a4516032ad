//! The answer to a gateway that asks over HTTP, in a form that the gateway can carry.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::check::{Verdict, check};
use super::places::Dialect;
use crate::app::App;

/// The status that nginx would return if it could carry it: for `auth_request_set`.
const STATUS: HeaderName = HeaderName::from_static("x-tokenseal-status");
const CHALLENGE: HeaderName = HeaderName::from_static("x-tokenseal-challenge");

/// Answers a gateway.
pub(super) async fn answer(dialect: Dialect, State(app): State<Arc<App>>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    let (name, original) = dialect.read(&asked);
    let verdict = check(&app, name, original, dialect.name()).await;
    // An answer that cannot be written is our defect, and the request is refused.
    let response = match dialect {
        Dialect::Nginx => for_nginx(verdict),
        _ => written(verdict),
    };
    response.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Traefik, Caddy, APISIX and Envoy pass a refusal on to the client: status, headers and body.
fn written(verdict: Verdict) -> Option<Response> {
    let mut headers = HeaderMap::with_capacity(verdict.to_client.len() + verdict.to_service.len() + 1);
    for (name, value) in verdict.to_service {
        headers.append(name, HeaderValue::from_str(&value).ok()?);
    }
    for (name, value) in verdict.to_client {
        headers.append(
            HeaderName::try_from(name).ok()?,
            HeaderValue::try_from(value).ok()?,
        );
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = Response::new(Body::from(verdict.body));
    *response.status_mut() = StatusCode::from_u16(verdict.status).ok()?;
    *response.headers_mut() = headers;
    Some(response)
}

/// nginx passes on 401 with its challenge, and 403 without; it turns anything else into a 500. So a
/// malformed request is refused with 401, which carries the challenge that says what is wrong. Two
/// headers give the intended status and challenge.
fn for_nginx(verdict: Verdict) -> Option<Response> {
    let is_allowed = verdict.is_allowed();
    let mut response = written(verdict)?;
    if is_allowed {
        return Some(response);
    }
    let status = response.status();
    // Old versions of nginx pass on only one of several headers.
    let all: Vec<_> = response
        .headers()
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    let challenge = HeaderValue::from_bytes(&all.join(&b", "[..]))
        .ok()
        .filter(|challenge| !challenge.is_empty());
    if status == StatusCode::BAD_REQUEST && challenge.is_some() {
        *response.status_mut() = StatusCode::UNAUTHORIZED;
    }
    let is_carried = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    headers.insert(STATUS, HeaderValue::from(status.as_u16()));
    if let Some(challenge) = challenge {
        headers.insert(WWW_AUTHENTICATE, challenge.clone());
        if !is_carried {
            headers.insert(CHALLENGE, challenge);
        }
    }
    Some(response)
}
