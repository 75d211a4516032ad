//! Events from identity providers: security events (RFC 8935) and back-channel logout.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, Response};
use axum::routing::post;
use serde_json::json;
use tokenseal::http::{event_answer, logout_answer, logout_token};
use tokenseal::{Error, ErrorCode, EventOptions, Result, Token, Verifier};

use crate::app::App;
use crate::oauth::Sight;
use crate::observe::log;
use crate::service::Service;
use crate::wire::{self, Asked, log_failure};

/// The longest that a token is remembered as applied, in seconds.
const REMEMBERED: f64 = 86_400.0;
/// The largest leeway with which one is accepted after its `exp`.
const LEEWAY: f64 = 3600.0;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/events", post(events))
        .route("/logout", post(logout))
}

/// Takes a pushed security event (RFC 8935, section 2).
async fn events(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    let service = app.service.load_full();
    let told = async {
        let asked = read(request, "application/secevent+jwt").await?;
        apply(&service, &service.events.events, &asked.body, app.now()).await
    };
    answer(&app, "events", told.await, event_answer)
}

/// Takes a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.5).
async fn logout(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    let service = app.service.load_full();
    let told = async {
        let asked = read(request, "application/x-www-form-urlencoded").await?;
        apply(
            &service,
            &service.events.logouts,
            logout_token(&asked.body)?.as_bytes(),
            app.now(),
        )
        .await
    };
    answer(&app, "logout", told.await, logout_answer)
}

async fn read(request: Request<Body>, content_type: &str) -> Result<Asked> {
    let refused = |message: String| Error::new(ErrorCode::RequestInvalid, message);
    let asked = Asked::read(request).await;
    let asked = asked
        .ok_or_else(|| refused("the body is longer than 1 MiB, took too long, or broke off".to_owned()))?;
    let is_it = |given: &str| {
        given
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(content_type))
    };
    match asked.all(CONTENT_TYPE)[..] {
        [given] if is_it(given) => Ok(asked),
        _ => Err(refused(format!(
            "the content has another type than {content_type}"
        ))),
    }
}

/// Revokes what a token ends. Sent again, it changes nothing more.
async fn apply(service: &Service, verifier: &Verifier, text: &[u8], now: f64) -> Result<()> {
    let token = service.driver.verify(verifier, text).await?;
    let text = |name: &str| {
        token
            .claim_json(name)
            .and_then(|json| serde_json::from_str::<String>(json).ok())
            .unwrap_or_default()
    };
    let (issuer, id) = (text("iss"), text("jti"));
    let applied = &service.events.applied;
    if applied.see(&issuer, &id, until(&token, now), now) == Sight::Again {
        return Ok(());
    }
    let options = EventOptions {
        subject_issuers: service.events.subject_issuers(&issuer),
        now: Some(now),
        ..EventOptions::default()
    };
    match service
        .driver
        .apply_events(&service.revocations, &token, &options)
        .await
    {
        Ok(entries) => {
            let entries: Vec<_> = entries.into_iter().map(|entry| entry.id).collect();
            log("info", "told", json!({ "issuer": issuer, "entries": entries }));
            Ok(())
        }
        Err(error) => {
            applied.forget(&issuer, &id);
            Err(error)
        }
    }
}

fn until(token: &Token, now: f64) -> f64 {
    let exp = token.claim_json("exp").and_then(|exp| exp.parse::<f64>().ok());
    exp.map_or(now + REMEMBERED, |exp| (exp + LEEWAY).min(now + REMEMBERED))
}

fn answer(
    app: &App,
    by: &'static str,
    told: Result<()>,
    say: fn(Option<&Error>) -> tokenseal::http::Response,
) -> Response<Body> {
    let error = told.err();
    if let Some(error) = &error {
        log_failure(by, error);
    }
    let answer = say(error.as_ref());
    app.metrics
        .checked(by, answer.status, error.map(|error| error.code().as_str()));
    wire::answer(answer)
}
