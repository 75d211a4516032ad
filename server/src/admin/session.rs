//! Signing in and out, and the door that every other request goes through.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::gate::{Admin, COOKIE, Gate, SESSION_SECONDS};
use crate::app::App;
use crate::observe::log;

/// What the page sends to sign in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    link: String,
}

/// Takes a link, and returns a session for it.
pub(super) async fn begin(State(app): State<Arc<App>>, Json(given): Json<Link>) -> Response {
    let service = app.service.load_full();
    let Some(gate) = &service.admin else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let entered = gate
        .enter(&given.link, app.now())
        .and_then(|(session, by)| Ok((gate.csrf(&session)?, session, by)));
    match entered {
        Ok((csrf, session, by)) => {
            log("info", "administrator_entered", json!({ "by": by }));
            let cookie = format!(
                "{COOKIE}={session}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={SESSION_SECONDS}"
            );
            ([(SET_COOKIE, cookie)], Json(json!({ "by": by, "csrf": csrf }))).into_response()
        }
        Err(error) => {
            log(
                "warn",
                "administrator_refused",
                json!({ "code": error.code().as_str() }),
            );
            (
                StatusCode::UNAUTHORIZED,
                Json(json!({ "code": error.code().as_str(), "message": error.message() })),
            )
                .into_response()
        }
    }
}

/// Ends a session by removing its cookie. Its token stays valid for the rest of its hour for anyone
/// who has it, but nobody else does.
pub(super) async fn end(State(app): State<Arc<App>>, method: Method, headers: HeaderMap) -> Response {
    match admit(&app, &method, &headers) {
        Ok(admin) => {
            log("info", "administrator_left", json!({ "by": admin.by }));
            let cookie = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
            (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response()
        }
        Err(refused) => *refused,
    }
}

/// Who sent a request, or the answer that refuses it.
pub(super) fn admit(app: &App, method: &Method, headers: &HeaderMap) -> Result<Admin, Box<Response>> {
    let service = app.service.load();
    let gate: &Gate = service
        .admin
        .as_ref()
        .ok_or_else(|| Box::new(StatusCode::NOT_FOUND.into_response()))?;
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let given: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect();
    gate.admit(method.as_str(), &given, app.now())
        .map_err(|answer| Box::new(refusal(&answer)))
}

fn refusal(answer: &tokenseal::Answer) -> Response {
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer
        .headers()
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()))
    {
        response = response.header(*name, value);
    }
    let response = response
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(answer.body().to_owned()));
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
