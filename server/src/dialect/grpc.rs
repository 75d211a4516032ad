//! Envoy, `ext_authz` over gRPC: the request comes as a message, and the headers to set, to remove
//! and to answer with go back in one.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use envoy_types::ext_authz::v3::pb::{
    Authorization, AuthorizationServer, CheckRequest, CheckResponse, DeniedHttpResponse, HeaderAppendAction,
    HeaderValueOption, HttpResponse, HttpStatus, OkHttpResponse,
};
use envoy_types::pb::envoy::config::core::v3::HeaderValue as Pair;
use envoy_types::pb::envoy::service::auth::v3::attribute_context::HttpRequest;
use envoy_types::pb::google::rpc::Status;
use tokenseal::Error;
use tonic::service::Routes;

use super::certificate::unescaped;
use super::check::{Verdict, check};
use super::original::{Original, malformed, misconfigured};
use crate::app::App;

/// The key in the route's `context_extensions` that names the API.
const API: &str = "api";
/// The longest message: a request's head, which Envoy limits to 60 KiB, and a certificate.
const MOST_BYTES: usize = 256 << 10;
/// gRPC status codes, which Envoy reads as "allowed" and "not".
const OK: i32 = 0;
const PERMISSION_DENIED: i32 = 7;

/// Everything that the listener for Envoy answers.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let server = AuthorizationServer::new(Checks(app)).max_decoding_message_size(MOST_BYTES);
    Routes::new(server).into_axum_router()
}

struct Checks(Arc<App>);

#[tonic::async_trait]
impl Authorization for Checks {
    async fn check(
        &self,
        asked: tonic::Request<CheckRequest>,
    ) -> Result<tonic::Response<CheckResponse>, tonic::Status> {
        let asked = asked.into_inner();
        let attributes = asked.attributes.unwrap_or_default();
        let name = attributes
            .context_extensions
            .get(API)
            .map(String::as_str)
            .filter(|name| !name.is_empty());
        let peer = attributes
            .source
            .as_ref()
            .map(|peer| peer.certificate.as_str())
            .filter(|certificate| !certificate.is_empty());
        let sent = attributes
            .request
            .as_ref()
            .and_then(|request| request.http.as_ref());
        let sent = sent.ok_or_else(|| misconfigured("the message has no HTTP request"));
        let sent = sent.and_then(|sent| Ok((sent, headers_of(sent)?)));
        let original = sent
            .as_ref()
            .map_err(Error::clone)
            .and_then(|(sent, headers)| original(sent, headers, peer));
        let verdict = check(&self.0, name, original, "envoy-grpc").await;
        let mut unwanted = sent
            .map(|(_, headers)| aliases(&headers, &verdict))
            .unwrap_or_default();
        if self.0.service.load().minter.is_some() {
            // The token was for the gateway: the service gets the identity.
            unwanted.extend(["authorization".to_owned(), "dpop".to_owned()]);
        }
        Ok(tonic::Response::new(written(verdict, unwanted)))
    }
}

fn original<'a>(
    sent: &'a HttpRequest,
    headers: &'a HeaderMap,
    peer: Option<&str>,
) -> Result<Original<'a>, Error> {
    let host = Some(sent.host.as_str()).filter(|host| !host.is_empty());
    let original = Original::new(&sent.method, &sent.path, host, headers)?;
    let wrong = || malformed("the certificate of the client is no escaped PEM");
    let certificate = peer.map(|text| unescaped(text).ok_or_else(wrong)).transpose()?;
    Ok(Original {
        certificate,
        ..original
    })
}

/// The headers of the request: raw and one by one if Envoy is configured to send them so
/// (`encode_raw_headers`), otherwise with those of one name in one value.
fn headers_of(sent: &HttpRequest) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut add = |name: &str, value: &[u8]| {
        if name.starts_with(':') {
            return Ok::<(), Error>(());
        }
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| malformed("a header of the request has a name that is none"))?;
        let value = HeaderValue::from_bytes(value)
            .map_err(|_| malformed("a header of the request has a value that is none"))?;
        headers.append(name, value);
        Ok(())
    };
    match &sent.header_map {
        Some(map) => map.headers.iter().try_for_each(|pair| {
            add(
                &pair.key,
                if pair.raw_value.is_empty() {
                    pair.value.as_bytes()
                } else {
                    &pair.raw_value
                },
            )
        })?,
        None => sent
            .headers
            .iter()
            .try_for_each(|(name, value)| add(name, value.as_bytes()))?,
    }
    Ok(headers)
}

/// The client's headers that a service may take for ours: services behind CGI, WSGI and the like
/// read `_` and `.` as `-`.
fn aliases(sent: &HeaderMap, verdict: &Verdict) -> Vec<String> {
    let plain = |name: &str| name.replace(['_', '.'], "-");
    let is_ours = |name: &HeaderName| {
        verdict
            .to_service
            .iter()
            .any(|(own, _)| own != name && *own.as_str() == plain(name.as_str()))
    };
    sent.keys()
        .filter(|name| is_ours(name))
        .map(|name| name.as_str().to_owned())
        .collect()
}

fn written(verdict: Verdict, unwanted: Vec<String>) -> CheckResponse {
    let is_allowed = verdict.is_allowed();
    let to_client: Vec<_> = verdict
        .to_client
        .into_iter()
        .map(|(name, value)| header(name, value, false))
        .collect();
    let response = if is_allowed {
        HttpResponse::OkResponse(OkHttpResponse {
            headers: verdict
                .to_service
                .into_iter()
                .map(|(name, value)| header(name.as_str(), value.to_string(), true))
                .collect(),
            headers_to_remove: unwanted,
            response_headers_to_add: to_client,
            ..OkHttpResponse::default()
        })
    } else {
        HttpResponse::DeniedResponse(DeniedHttpResponse {
            status: Some(HttpStatus {
                code: i32::from(verdict.status),
            }),
            headers: to_client,
            body: verdict.body,
        })
    };
    let code = if is_allowed { OK } else { PERMISSION_DENIED };
    CheckResponse {
        status: Some(Status {
            code,
            ..Status::default()
        }),
        http_response: Some(response),
        ..CheckResponse::default()
    }
}

/// A header in place of all others with its name, or in addition to them. An empty one stays:
/// without it, the client's own would.
fn header(name: &str, value: String, replaces: bool) -> HeaderValueOption {
    let action = if replaces {
        HeaderAppendAction::OverwriteIfExistsOrAdd
    } else {
        HeaderAppendAction::AppendIfExistsOrAdd
    };
    HeaderValueOption {
        header: Some(Pair {
            key: name.to_owned(),
            value,
            ..Pair::default()
        }),
        append_action: action.into(),
        keep_empty_value: true,
        ..HeaderValueOption::default()
    }
}
