//! The core that all dialects share: from the request that a gateway asks about to what the gateway
//! must do.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::http::HeaderName;
use serde_json::json;
use tokenseal::{Error, ErrorCode, Fault, RequestOptions, Token, http};

use super::original::{Original, malformed, misconfigured};
use super::{certificate, plain};
use crate::app::App;
use crate::observe::{log, log_seldom};
use crate::service::{Api, Service};

/// What a gateway must do.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// 200 to let the request pass, or the status to refuse it with.
    pub(crate) status: u16,
    /// Headers of the answer to the client: added to the service's own, if the request passes.
    pub(crate) to_client: Vec<(&'static str, String)>,
    /// Headers of the request to the service, in place of those that the client sent: if it passes,
    /// all of them are here, empty if there is nothing to say. A gateway that replaces headers then
    /// leaves none of the client's.
    pub(crate) to_service: Vec<(HeaderName, Arc<str>)>,
    /// The body to refuse it with.
    pub(crate) body: String,
    /// The code of the error, if it is refused.
    pub(crate) code: Option<&'static str>,
}

/// Decides about a request. `name` is the API that the gateway names; without one, the request's
/// host determines it. `by` is the dialect, for the metrics.
pub(crate) async fn check(
    app: &App,
    name: Option<&str>,
    original: Result<Original<'_>, Error>,
    by: &'static str,
) -> Verdict {
    let service = app.service.load_full();
    let decided = match original {
        Ok(original) => decide(&service, name, &original, app.now()).await,
        Err(error) => Err(error),
    };
    let verdict = decided.unwrap_or_else(|error| Verdict::refused(&error, by, name));
    app.metrics.checked(by, verdict.status, verdict.code);
    verdict
}

async fn decide(
    service: &Service,
    name: Option<&str>,
    original: &Original<'_>,
    now: f64,
) -> Result<Verdict, Error> {
    let api = api(service, name, original.host)?;
    let certificate = match (&original.certificate, &api.client_certificate) {
        (Some(certificate), _) => Some(certificate.clone()),
        (None, Some((header, form))) => certificate::read(original.headers, header, *form)?,
        (None, None) => None,
    };
    let options = RequestOptions {
        certificate,
        ..RequestOptions::default()
    };
    let headers = original.credentials();
    let answer = service
        .driver
        .check_request(
            &api.resource,
            original.method,
            original.path(),
            &headers,
            &options,
        )
        .await;
    report(api, &answer);
    let to_service = if answer.is_allowed() {
        identity(service, api, answer.token(), now).await?
    } else {
        Vec::new()
    };
    Ok(Verdict {
        status: answer.status(),
        to_client: answer.headers().to_vec(),
        to_service,
        body: answer.body().to_owned(),
        code: answer.error().map(|error| error.code().as_str()),
    })
}

fn api<'a>(service: &'a Service, name: Option<&str>, host: Option<&str>) -> Result<&'a Arc<Api>, Error> {
    match (name, host) {
        (Some(name), _) => {
            service.api(name).ok_or_else(|| misconfigured("the gateway names an API that no [[api]] of the configuration is"))
        }
        (None, Some(host)) => service.api_of_host(host).ok_or_else(|| malformed("no [[api]] has the host of the request among its hosts")),
        (None, None) => service
            .api_of_host("")
            .ok_or_else(|| misconfigured("the gateway names neither an API, as the last part of the path that it asks at, nor the host")),
    }
}

/// What the service is told about the client: all headers, every time.
async fn identity(
    service: &Service,
    api: &Api,
    token: Option<&Token>,
    now: f64,
) -> Result<Vec<(HeaderName, Arc<str>)>, Error> {
    let mut headers = Vec::with_capacity(1 + api.headers.len());
    if let Some(minter) = &service.minter {
        let identity = match token {
            Some(token) => minter
                .identity(token, &api.audience, &service.driver, now)
                .await
                .map_err(unavailable)?,
            None => "".into(),
        };
        headers.push((minter.header.clone(), identity));
    }
    headers.extend(
        api.headers
            .iter()
            .map(|(name, claim)| (name.clone(), plain::value(token, claim).into())),
    );
    Ok(headers)
}

/// Without an identity no request reaches a service, and that is not the client's fault.
fn unavailable(error: Error) -> Error {
    match error.fault() {
        Fault::Environment => error,
        _ => Error::new(
            ErrorCode::KeyRingUnavailable,
            format!("the identity cannot be made: {}", error.message()),
        ),
    }
}

/// Logs what people must know about an answer: what is not the client's fault, and what rules that
/// only report would have refused.
fn report(api: &Api, answer: &tokenseal::Answer) {
    static LAST: AtomicU64 = AtomicU64::new(0);
    if let Some(error) = answer.error().filter(|error| error.fault() != Fault::Token) {
        log_seldom(
            &LAST,
            "error",
            "check_failed",
            || json!({ "api": api.name, "code": error.code().as_str(), "message": error.message() }),
        );
    }
    if let Some(decision) = answer.decision().filter(|decision| decision.is_only_reported()) {
        log(
            "info",
            "would_refuse",
            json!({ "api": api.name, "rule": decision.rule(), "reason": decision.reason().as_str() }),
        );
    }
}

impl Verdict {
    /// Refuses what cannot be decided. The log says why: the gateway, or the configuration, must be
    /// fixed.
    fn refused(error: &Error, by: &'static str, api: Option<&str>) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let message = error.message();
        log_seldom(
            &LAST,
            "warn",
            "undecided",
            || json!({ "by": by, "api": api, "code": error.code().as_str(), "message": message }),
        );
        let refusal = http::refusal(error);
        Self {
            status: refusal.status,
            to_client: refusal.headers,
            to_service: Vec::new(),
            body: refusal.body,
            code: Some(error.code().as_str()),
        }
    }

    /// Whether the request passes.
    pub(crate) fn is_allowed(&self) -> bool {
        self.status == 200
    }
}
