//! Revoking and withdrawing. Every change is logged with the name of the person who made it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokenseal::{EntriesOptions, Error, ErrorCode, Result, RevocationChange, RevocationEntry, RevokeOptions};

use super::session::admit;
use crate::app::App;
use crate::observe::log;

/// What to revoke.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    kind: Kind,
    /// The issuer of what is revoked.
    issuer: String,
    /// The `jti`, the `sid`, the `sub` or the `kid`; nothing for an issuer.
    #[serde(default)]
    value: String,
    reason: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Token,
    Session,
    Subject,
    Key,
    Issuer,
}

/// The entry to withdraw.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withdraw {
    id: String,
    reason: Option<String>,
}

pub(super) async fn list(State(app): State<Arc<App>>, method: Method, headers: HeaderMap) -> Response {
    if let Err(refused) = admit(&app, &method, &headers) {
        return *refused;
    }
    let service = app.service.load_full();
    match service
        .driver
        .entries(&service.revocations, &EntriesOptions::default())
        .await
    {
        // People look for the newest ones.
        Ok(entries) => {
            let all = entries.len();
            let newest: Vec<Value> = entries
                .iter()
                .rev()
                .take(200)
                .map(RevocationEntry::to_json)
                .collect();
            Json(json!({ "all": all, "entries": newest })).into_response()
        }
        Err(error) => failure(&error),
    }
}

pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    method: Method,
    headers: HeaderMap,
    Json(given): Json<Revoke>,
) -> Response {
    match admit(&app, &method, &headers) {
        Ok(admin) => {
            change(
                &app,
                "revoked",
                &admin.by,
                change_of(&given, &admin.by, app.now()),
            )
            .await
        }
        Err(refused) => *refused,
    }
}

pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    method: Method,
    headers: HeaderMap,
    Json(given): Json<Withdraw>,
) -> Response {
    match admit(&app, &method, &headers) {
        Ok(admin) => {
            let options = options(&admin.by, given.reason.as_deref(), app.now());
            change(
                &app,
                "withdrawn",
                &admin.by,
                RevocationChange::withdraw(&given.id, &options),
            )
            .await
        }
        Err(refused) => *refused,
    }
}

fn change_of(given: &Revoke, by: &str, now: f64) -> Result<RevocationChange> {
    let options = options(by, given.reason.as_deref(), now);
    let (issuer, value) = (Some(given.issuer.as_str()), given.value.as_str());
    match given.kind {
        Kind::Token => RevocationChange::revoke_id(issuer, value, &options),
        Kind::Session => RevocationChange::revoke_session(issuer, value, &options),
        Kind::Subject => RevocationChange::revoke_subject(issuer, value, &options),
        Kind::Key => RevocationChange::revoke_key(issuer, value, &options),
        Kind::Issuer if value.is_empty() => RevocationChange::revoke_issuer(&given.issuer, &options),
        Kind::Issuer => Err(Error::new(
            ErrorCode::OptionInvalid,
            "of an issuer, all tokens are revoked: leave the value out",
        )),
    }
}

fn options(by: &str, reason: Option<&str>, now: f64) -> RevokeOptions {
    let reason = reason.filter(|reason| !reason.is_empty()).map(str::to_owned);
    RevokeOptions {
        by: Some(by.to_owned()),
        reason,
        now: Some(now),
        ..RevokeOptions::default()
    }
}

async fn change(app: &App, what: &str, by: &str, change: Result<RevocationChange>) -> Response {
    let service = app.service.load_full();
    let changed = match change {
        Ok(change) => service.driver.change(&service.revocations, change).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(entry) => {
            log(
                "info",
                what,
                json!({ "by": by, "id": entry.id, "kind": entry.kind }),
            );
            Json(entry.to_json()).into_response()
        }
        Err(error) => failure(&error),
    }
}

/// What the core says. A mistake in what an administrator typed is not the program's fault.
fn failure(error: &Error) -> Response {
    let status = if error.code() == ErrorCode::OptionInvalid {
        400
    } else {
        error.status()
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        Json(json!({ "code": error.code().as_str(), "message": error.message() })),
    )
        .into_response()
}
