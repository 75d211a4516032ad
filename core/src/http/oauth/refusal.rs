//! The errors of the OAuth 2.0 endpoints.

use std::borrow::Cow;

use crate::error::{Error, Fault};
use crate::http::response::{Response, body, failure, json_type, no_store};

/// Why an OAuth 2.0 endpoint refuses a request (RFC 6749, section 5.2), and how it says so.
///
/// ```
/// use tokenseal::http::oauth::Refusal;
///
/// let answer = Refusal::invalid_request("token is missing").response();
/// assert_eq!((answer.status, answer.body.as_str()), (400, r#"{"error":"invalid_request","error_description":"token is missing"}"#));
///
/// let answer = Refusal::invalid_client().response();
/// assert_eq!(answer.status, 401);
/// assert!(answer.headers.contains(&("WWW-Authenticate", r#"Basic realm="tokenseal", charset="UTF-8""#.to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    error: &'static str,
    description: Cow<'static, str>,
    status: u16,
    retry_after: Option<u64>,
}

/// How long to wait for something unreachable, in seconds: a machine has tried again by then.
const TRY_AGAIN: u64 = 1;

impl Refusal {
    /// The request lacks a parameter, has one twice, or is otherwise malformed.
    pub fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_request", 400, description)
    }

    /// The client is unknown, or does not prove who it is. The response does not say which, since
    /// that would reveal which clients exist.
    pub fn invalid_client() -> Self {
        Self::new(
            "invalid_client",
            401,
            "client authentication failed: the client is unknown, or did not prove who it is",
        )
    }

    /// The token was issued to another client.
    pub fn invalid_grant(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_grant", 400, description)
    }

    /// The scope is malformed, or exceeds what may be requested.
    pub fn invalid_scope(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_scope", 400, description)
    }

    /// Tokens for this audience or resource are not issued (RFC 8693, section 2.2.2).
    pub fn invalid_target(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_target", 400, description)
    }

    /// The client may not do this.
    pub fn unauthorized_client(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("unauthorized_client", 400, description)
    }

    /// The grant type is not one of those supported.
    pub fn unsupported_grant_type(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("unsupported_grant_type", 400, description)
    }

    /// Tokens of this type are not supported (RFC 7009, section 2.2.1).
    pub fn unsupported_token_type(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("unsupported_token_type", 400, description)
    }

    /// The client has asked too often (RFC 6585, section 4): it may ask again after this many
    /// seconds.
    pub fn too_many_requests(seconds: u64) -> Self {
        let description = "there were too many requests: wait as long as Retry-After says";
        Self {
            retry_after: Some(seconds.max(1)),
            ..Self::new("temporarily_unavailable", 429, description)
        }
    }

    /// Something that cannot be done now but can be later: the client must ask again.
    pub fn not_now(description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            retry_after: Some(TRY_AGAIN),
            ..Self::new("temporarily_unavailable", 503, description)
        }
    }

    /// A failure that is not the client's fault: keys or a store out of reach (503), or a bug
    /// (500). Nothing was decided.
    pub fn failure(error: &Error) -> Self {
        match error.fault() {
            Fault::Environment => Self::not_now(error.code().description()),
            Fault::Program | Fault::Token => {
                Self::new(failure(Fault::Program), 500, error.code().description())
            }
        }
    }

    fn new(error: &'static str, status: u16, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            error,
            description: description.into(),
            status,
            retry_after: None,
        }
    }

    /// Its name, such as `invalid_request`.
    pub fn error(&self) -> &'static str {
        self.error
    }

    /// The status to answer with.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The response to send.
    pub fn response(&self) -> Response {
        let mut headers = vec![no_store(), json_type()];
        if self.status == 401 {
            // RFC 7617, section 2.1: names and secrets are UTF-8.
            headers.push((
                "WWW-Authenticate",
                r#"Basic realm="tokenseal", charset="UTF-8""#.to_owned(),
            ));
        }
        headers.extend(
            self.retry_after
                .map(|seconds| ("Retry-After", seconds.to_string())),
        );
        Response {
            status: self.status,
            headers,
            body: body(self.error, &self.description, None),
        }
    }
}
