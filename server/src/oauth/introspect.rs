//! Introspection (RFC 7662).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use tokenseal::http::oauth::Refusal;

use super::authenticate::{Call, counted};
use crate::app::App;
use crate::wire::log_failure;

/// Says whether a token is active for the client's API, and what the token says.
pub(super) async fn introspect(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    match answer(Arc::clone(&app), request).await {
        Ok((answer, code)) => counted(&app, "introspect", answer, code),
        Err(refusal) => counted(&app, "introspect", refusal.response(), Some(refusal.error())),
    }
}

async fn answer(
    app: Arc<App>,
    request: Request<Body>,
) -> Result<(tokenseal::http::Response, Option<&'static str>), Refusal> {
    let call = Call::read(app, request, &[]).await?;
    let (api, caller) = call
        .client
        .introspects
        .as_ref()
        .ok_or_else(|| Refusal::unauthorized_client("this client may not introspect tokens"))?;
    let token = call.form.require("token")?;
    let checked = call.service.driver.verify(&api.unproven, token).await;
    let code = checked.as_ref().err().map(|error| {
        log_failure("introspect", error);
        error.code().as_str()
    });
    Ok((caller.answer(checked.as_ref(), call.now), code))
}
