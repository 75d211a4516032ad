//! The metadata of APIs (RFC 9728), each at the address that it names.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Response, Uri};

use super::document::{Document, not_found};
use crate::app::App;
use crate::service::{Api, Service};

/// Metadata changes with the configuration, and nobody needs to see that at once.
const CACHE_CONTROL: &str = "max-age=300";

/// The metadata of the API with this path; if several share it, of the one with this host.
pub(super) async fn show(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let service = app.service.load_full();
    let host = uri.authority().map(|authority| authority.as_str());
    let host = host
        .or_else(|| headers.get(HOST)?.to_str().ok())
        .unwrap_or_default();
    let metadata = api(&service, uri.path(), host).and_then(|api| api.resource.metadata());
    match metadata {
        Some(metadata) => {
            Document::new("application/json", CACHE_CONTROL, metadata.to_owned()).answer(&headers)
        }
        None => not_found(),
    }
}

fn api<'a>(service: &'a Service, path: &str, host: &str) -> Option<&'a Api> {
    let is_here = |api: &&Arc<Api>| api.resource.metadata_path() == Some(path);
    let mut here = service.apis.iter().filter(is_here);
    let first = here.next()?;
    if here.next().is_none() {
        return Some(first);
    }
    let of_host = |api: &&Arc<Api>| {
        let url = api
            .resource
            .metadata_url()
            .and_then(|url| url.parse::<Uri>().ok());
        url.as_ref()
            .and_then(Uri::authority)
            .is_some_and(|own| own.as_str().eq_ignore_ascii_case(host))
    };
    let by_url = service.apis.iter().filter(is_here).find(of_host);
    by_url
        .or_else(|| service.api_of_host(host).filter(is_here))
        .map(Arc::as_ref)
}
