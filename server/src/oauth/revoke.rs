//! Revocation (RFC 7009).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use serde_json::json;
use tokenseal::http::oauth::{Refusal, client_of};
use tokenseal::{ErrorCode, Fault, RevocationChange, RevokeOptions, Token, Verifier, inspect_unverified};

use super::authenticate::{Call, counted};
use crate::app::App;
use crate::observe::log;
use crate::service::Revokes;
use crate::wire::log_failure;

/// Revokes a token: after 200, nobody who follows the list accepts it.
pub(super) async fn revoke(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    match answer(Arc::clone(&app), request).await {
        Ok(()) => counted(&app, "revoke", tokenseal::http::oauth::done(), None),
        Err(refusal) => counted(&app, "revoke", refusal.response(), Some(refusal.error())),
    }
}

async fn answer(app: Arc<App>, request: Request<Body>) -> Result<(), Refusal> {
    let call = Call::read(app, request, &[]).await?;
    let may = call
        .client
        .revokes
        .ok_or_else(|| Refusal::unauthorized_client("this client may not revoke tokens"))?;
    let Some(token) = issued(&call, call.form.require("token")?).await? else {
        return Ok(());
    };
    if may == Revokes::Own && client_of(&token).as_ref() != Some(&call.client.id) {
        return Err(Refusal::invalid_grant("the token was issued to another client"));
    }
    let options = RevokeOptions {
        by: Some(call.client.id.clone()),
        reason: Some("RFC 7009".to_owned()),
        now: Some(call.now),
        ..RevokeOptions::default()
    };
    let failed = |error: tokenseal::Error| {
        log_failure("revoke", &error);
        Refusal::failure(&error)
    };
    let change = RevocationChange::revoke(token.header(), token.claims_json(), &options).map_err(failed)?;
    let entry = call
        .service
        .driver
        .change(&call.service.revocations, change)
        .await
        .map_err(failed)?;
    log(
        "info",
        "revoked",
        json!({ "client": call.client.id, "entry": entry.id }),
    );
    Ok(())
}

/// The token, if it was issued and can still be valid somewhere. RFC 7009, section 2.2: any other
/// need not be revoked, and is not an error.
async fn issued(call: &Call, text: &str) -> Result<Option<Token>, Refusal> {
    // Only trying the keys shows which ones decrypt a token.
    let encrypted = call.service.apis.iter().filter_map(|api| api.issued.as_ref());
    for verifier in std::iter::once(&call.service.issued).chain(encrypted) {
        if let Some(token) = issued_by(call, verifier, text).await? {
            return Ok(Some(token));
        }
    }
    Ok(None)
}

async fn issued_by(call: &Call, verifier: &Verifier, text: &str) -> Result<Option<Token>, Refusal> {
    let driver = &call.service.driver;
    let checked = match driver.verify_at(verifier, text, call.now).await {
        // It will be valid later, and must be refused then.
        Err(error) if error.code() == ErrorCode::NotYetValid => {
            driver
                .verify_at(verifier, text, not_before(text).unwrap_or(call.now))
                .await
        }
        checked => checked,
    };
    match checked {
        Ok(token) => Ok(Some(token)),
        // RFC 7009, section 2.2.1: the client must assume that it still exists, and ask again.
        Err(error) if error.code() == ErrorCode::NotYetValid => Err(Refusal::not_now(
            "the token is encrypted and not valid yet: it can be revoked when it is",
        )),
        Err(error) if error.fault() == Fault::Token => Ok(None),
        Err(error) => {
            log_failure("revoke", &error);
            Err(Refusal::failure(&error))
        }
    }
}

/// From when a token is valid whose only fault is that it is too early.
fn not_before(text: &str) -> Option<f64> {
    let claims: serde_json::Value = serde_json::from_str(&inspect_unverified(text).ok()?.claims?).ok()?;
    ["nbf", "iat"]
        .into_iter()
        .filter_map(|name| claims.get(name)?.as_f64())
        .reduce(f64::max)
}
