//! A public document: what caches and browsers are told about it.

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, Response, StatusCode};

/// What is published at an address now.
#[derive(Clone)]
pub(super) struct Document {
    content_type: &'static str,
    cache_control: String,
    etag: String,
    body: Bytes,
}

impl Document {
    pub(super) fn new(
        content_type: &'static str,
        cache_control: impl Into<String>,
        body: impl Into<Bytes>,
    ) -> Self {
        let body = body.into();
        let etag = format!(
            "\"{}\"",
            base64_simd::URL_SAFE_NO_PAD.encode_to_string(digest(&SHA256, &body))
        );
        Self {
            content_type,
            cache_control: cache_control.into(),
            etag,
            body,
        }
    }

    /// The same document, which may be cached for a different time.
    pub(super) fn kept_for(&self, cache_control: String) -> Self {
        Self {
            cache_control,
            ..self.clone()
        }
    }

    /// The answer, without the document if the client already has it (RFC 9110, section 13.1.2).
    /// Scripts of every origin may read it: it is the same for everyone.
    pub(super) fn answer(self, asked: &HeaderMap) -> Response<Body> {
        let is_known = self.is_known(asked);
        let headers: [(HeaderName, &str); 4] = [
            (CONTENT_TYPE, self.content_type),
            (CACHE_CONTROL, &self.cache_control),
            (ETAG, &self.etag),
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ];
        let mut response = Response::new(if is_known {
            Body::empty()
        } else {
            Body::from(self.body)
        });
        for (name, value) in headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }

    /// Our ETags contain no comma.
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let values = asked
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.etag)
    }
}

/// The last part of the path, which may not be valid text.
pub(super) type Name = Result<Path<String>, PathRejection>;

pub(super) fn text(name: &Name) -> Option<&String> {
    name.as_ref().ok().map(|Path(name)| name)
}

/// There is nothing at this address.
pub(super) fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
