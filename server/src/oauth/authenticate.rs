//! Admits clients: each must authenticate, not ask too often, and send a form.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Request, Response};
use tokenseal::Token;
use tokenseal::http::oauth::{Credentials, Parameters, Presented, Refusal};

use super::seen::Sight;
use crate::app::App;
use crate::service::{Client, Clients, Service};
use crate::wire::{self, Asked};

/// A client's request.
pub(super) struct Call {
    pub(super) service: Arc<Service>,
    pub(super) client: Arc<Client>,
    pub(super) form: Parameters,
    pub(super) now: f64,
}

impl Call {
    /// Reads a request. The parameters in `several` may occur more than once.
    pub(super) async fn read(
        app: Arc<App>,
        request: Request<Body>,
        several: &[&str],
    ) -> Result<Self, Refusal> {
        let service = app.service.load_full();
        let asked = Asked::read(request).await;
        let asked = asked.ok_or_else(|| {
            Refusal::invalid_request("the body is longer than 1 MiB, took too long, or broke off")
        })?;
        let now = app.now();
        let (client, form) = authenticated(&service.clients, &asked, several, now)?;
        if let Some(rate) = &client.rate {
            rate.take(Instant::now()).map_err(Refusal::too_many_requests)?;
        }
        Ok(Self {
            service,
            client,
            form,
            now,
        })
    }
}

fn authenticated(
    clients: &Clients,
    asked: &Asked,
    several: &[&str],
    now: f64,
) -> Result<(Arc<Client>, Parameters), Refusal> {
    clients
        .failures
        .may_try(asked.peer, Instant::now())
        .map_err(Refusal::too_many_requests)?;
    let form = Parameters::read(&asked.all(CONTENT_TYPE), &asked.body, several)?;
    let found =
        Credentials::of(&asked.all(AUTHORIZATION), &form).and_then(|given| proven(clients, &given, now));
    if found.as_ref().is_err_and(|refusal| refusal.status() == 401) {
        clients.failures.failed(asked.peer, Instant::now());
    }
    Ok((found?, form))
}

/// The client, if it authenticates.
fn proven(clients: &Clients, given: &Credentials, now: f64) -> Result<Arc<Client>, Refusal> {
    let client = clients.find(given.client_id());
    match given.presented() {
        Presented::Secret(secret) => {
            let own = client.and_then(|client| client.secret.as_ref());
            // An unknown client costs as much as a known one.
            let is_it = own.unwrap_or(clients.nobody()).is(secret);
            client
                .filter(|_| is_it && own.is_some())
                .map(Arc::clone)
                .ok_or_else(Refusal::invalid_client)
        }
        Presented::Assertion(assertion) => {
            let (client, verifier) = client
                .and_then(|client| Some((client, client.assertion.as_ref()?)))
                .ok_or_else(Refusal::invalid_client)?;
            let token = verifier
                .verify(assertion, now)
                .map_err(|_| Refusal::invalid_client())?;
            let (id, until) = one_time(&token).ok_or_else(Refusal::invalid_client)?;
            match clients.assertions.see(&client.id, &id, until, now) {
                Sight::New => Ok(Arc::clone(client)),
                Sight::Again => Err(Refusal::invalid_client()),
                Sight::Full => Err(Refusal::too_many_requests(60)),
            }
        }
    }
}

/// The id of an assertion, and until when it would be accepted.
fn one_time(token: &Token) -> Option<(String, f64)> {
    const LEEWAY: f64 = 30.0;
    let id = serde_json::from_str::<String>(token.claim_json("jti")?).ok()?;
    let exp: f64 = token.claim_json("exp")?.parse().ok()?;
    Some((id, exp + LEEWAY))
}

/// Sends an answer, and counts it.
pub(super) fn counted(
    app: &App,
    by: &'static str,
    answer: tokenseal::http::Response,
    code: Option<&'static str>,
) -> Response<Body> {
    app.metrics.checked(by, answer.status, code);
    wire::answer(answer)
}
