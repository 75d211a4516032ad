//! A bench that tests a token against the configuration: what it says about itself, the outcome of
//! each issuer's check, and what each rule says about a request with it. It requires no proof of
//! possession, which an administrator cannot have.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokenseal::access::{Explanation, Presented, Request};
use tokenseal::{Error, Token, inspect_unverified};

use super::session::admit;
use crate::app::App;
use crate::service::{Api, Service};

/// A token, and the request that it would come with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    token: String,
    method: String,
    path: String,
}

pub(super) async fn hold(
    State(app): State<Arc<App>>,
    method: Method,
    headers: HeaderMap,
    Json(held): Json<Held>,
) -> Response {
    if let Err(refused) = admit(&app, &method, &headers) {
        return *refused;
    }
    let service = app.service.load_full();
    let inspected = inspect_unverified(held.token.trim()).map(|inspected| {
        let read = |json: &str| serde_json::from_str::<Value>(json).unwrap_or_default();
        json!({
            "kind": inspected.kind.as_str(),
            "header": read(&inspected.header),
            "claims": inspected.claims.as_deref().map(read),
        })
    });
    let inspected = inspected.unwrap_or_else(|error| json!({ "failed": failed(&error) }));
    let mut checks = Vec::new();
    for (issuer, verifier) in &service.issuers {
        let checked = service.driver.verify(verifier, held.token.trim()).await;
        checks.push(json!({ "issuer": issuer, "failed": checked.err().as_ref().map(failed) }));
    }
    let mut apis = Vec::new();
    for api in &service.apis {
        apis.push(judge(&service, api, &held, app.now()).await);
    }
    Json(json!({ "inspected": inspected, "issuers": checks, "apis": apis })).into_response()
}

/// How one API judges it.
async fn judge(service: &Service, api: &Api, held: &Held, now: f64) -> Value {
    let checked = service
        .driver
        .verify(api.resource.verifier(), held.token.trim())
        .await;
    let presented = presented(&checked);
    let rules = api.rules.as_ref().map(|rules| {
        let request = Request::new(&held.method, &held.path);
        let decision = rules.check(presented, request, now);
        let explained: Value = serde_json::from_str(&Explanation::list_to_json(
            &rules.explain(presented, request, now),
        ))
        .unwrap_or_default();
        json!({
            "allowed": decision.is_allowed(),
            "reported": decision.is_only_reported(),
            "reason": decision.reason().as_str(),
            "rule": decision.rule(),
            "rules": explained,
        })
    });
    json!({ "api": api.name, "failed": checked.as_ref().err().map(failed), "decision": rules })
}

fn presented(checked: &Result<Token, Error>) -> Presented<'_> {
    match checked {
        Ok(token) => Presented::Token(token),
        Err(error) => Presented::Refused(error),
    }
}

fn failed(error: &Error) -> Value {
    json!({ "code": error.code().as_str(), "message": error.message(), "claim": error.claim() })
}
