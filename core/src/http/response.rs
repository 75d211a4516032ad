//! How to answer those who deliver events: security events (RFC 8935) and logouts (OpenID Connect
//! Back-Channel Logout 1.0).

use serde_json::json;

use crate::error::{Error, ErrorCode, Fault, Result};

use super::authorization::{is_b64token, malformed};
use super::form;

/// The longest body of a request that delivers an event or is an OAuth form, in bytes: 1 MiB. A
/// receiver reads at most one byte more, so that nobody can fill its memory.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// A response: status, headers and body, for every framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status, such as 202.
    pub status: u16,
    /// The headers, as names and values, in order.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty if there is none.
    pub body: String,
}

/// The response to a request that is refused before its token is looked at, for example because
/// what a gateway says about it is malformed: the status of the error, and a body like that of
/// [`ProtectedResource`](crate::ProtectedResource). There is no challenge: a different token would
/// not help.
///
/// ```
/// use tokenseal::{Error, ErrorCode, http::refusal};
///
/// let refused = refusal(&Error::new(ErrorCode::OptionInvalid, "the gateway does not say which request it asks about"));
/// assert_eq!((refused.status, refused.headers[0].clone()), (500, ("Cache-Control", "no-store".to_owned())));
/// assert!(refused.body.starts_with(r#"{"error":"server_error","error_description":"An option"#));
/// assert_eq!(refusal(&Error::new(ErrorCode::KeyRingUnavailable, "the ring cannot be read")).status, 503);
/// ```
pub fn refusal(error: &Error) -> Response {
    let name = match error.fault() {
        Fault::Token => "invalid_request",
        fault => failure(fault),
    };
    let body = body(name, error.code().description(), Some(error.code()));
    Response {
        status: error.status(),
        headers: vec![no_store(), json_type()],
        body,
    }
}

/// The response to a pushed security event (RFC 8935, sections 2.2 to 2.4): 202, or 400 with the
/// reason. `error` is the error from checking or applying it.
///
/// The sender tries again after 500 and 503, which are for failures that are not the event's fault.
///
/// ```
/// use tokenseal::{Error, ErrorCode, http::event_answer};
///
/// assert_eq!(event_answer(None).status, 202);
///
/// let refused = event_answer(Some(&Error::new(ErrorCode::SignatureVerificationFailed, "no key verifies it")));
/// assert_eq!(refused.status, 400);
/// assert_eq!(refused.body, r#"{"err":"invalid_key","description":"No matching key verifies the signature."}"#);
/// assert_eq!(event_answer(Some(&Error::new(ErrorCode::JwksUnavailable, "no keys"))).status, 503);
/// ```
pub fn event_answer(error: Option<&Error>) -> Response {
    match error {
        None => Response {
            status: 202,
            headers: vec![no_store()],
            body: String::new(),
        },
        Some(error) if error.fault() != Fault::Token => Response {
            status: error.status(),
            headers: vec![no_store()],
            body: String::new(),
        },
        Some(error) => {
            let (err, description) = (event_error(error), error.code().description());
            let language = ("Content-Language", "en".to_owned());
            Response {
                status: 400,
                headers: vec![no_store(), json_type(), language],
                body: format!(
                    "{{\"err\":{},\"description\":{}}}",
                    json!(err),
                    json!(description)
                ),
            }
        }
    }
}

/// The codes of RFC 8935, section 2.4.
fn event_error(error: &Error) -> &'static str {
    match (error.code(), error.claim()) {
        (
            ErrorCode::SignatureVerificationFailed
            | ErrorCode::DecryptionFailed
            | ErrorCode::NoMatchingKey
            | ErrorCode::NotSupported
            | ErrorCode::AlgorithmNotAllowed
            | ErrorCode::Unsigned,
            _,
        ) => "invalid_key",
        (_, Some("iss")) => "invalid_issuer",
        (_, Some("aud")) => "invalid_audience",
        (ErrorCode::NotBound | ErrorCode::DpopInvalid | ErrorCode::DpopNonceRequired, _) => {
            "authentication_failed"
        }
        (ErrorCode::Revoked, _) => "access_denied",
        _ => "invalid_request",
    }
}

/// The response to a back-channel logout (Back-Channel Logout 1.0, section 2.8): 200, or 400 if the
/// logout token is not acceptable or the logout failed. `error` is the error from taking, checking
/// or applying the token.
///
/// ```
/// use tokenseal::{Error, ErrorCode, http::logout_answer};
///
/// assert_eq!((logout_answer(None).status, logout_answer(None).headers), (200, vec![("Cache-Control", "no-store".to_owned())]));
///
/// let refused = logout_answer(Some(&Error::new(ErrorCode::ClaimMissing, "there is no sid")));
/// assert_eq!(refused.status, 400);
/// assert!(refused.body.starts_with(r#"{"error":"invalid_request","error_description":"A required or expected claim"#));
/// ```
pub fn logout_answer(error: Option<&Error>) -> Response {
    let Some(error) = error else {
        return Response {
            status: 200,
            headers: vec![no_store()],
            body: String::new(),
        };
    };
    let name = match error.fault() {
        Fault::Token => "invalid_request",
        fault => failure(fault),
    };
    Response {
        status: 400,
        headers: vec![no_store(), json_type()],
        body: body(name, error.code().description(), None),
    }
}

/// The logout token of a back-channel logout (Back-Channel Logout 1.0, section 2.5): the field
/// `logout_token` of the form in the body.
///
/// # Errors
/// `ERR_REQUEST_INVALID` if the body is not a form with exactly one such field, or is longer than 1
/// MiB.
///
/// ```
/// use tokenseal::http::logout_token;
///
/// assert_eq!(logout_token("logout_token=eyJhbGciOi.eyJzdWIi.c2ln&state=1")?, "eyJhbGciOi.eyJzdWIi.c2ln");
/// for refused in ["", "token=a", "logout_token=a&logout_token=b", "logout_token=", "logout_token=%zz"] {
///     assert_eq!(logout_token(refused).unwrap_err().code().as_str(), "ERR_REQUEST_INVALID");
/// }
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn logout_token(body: impl AsRef<[u8]>) -> Result<String> {
    let body = body.as_ref();
    if body.len() > MAX_BODY_BYTES {
        return Err(malformed(
            "the body is longer than 1 MiB: a logout token is shorter",
        ));
    }
    let no_form = || malformed("the body is no form (application/x-www-form-urlencoded)");
    let text = std::str::from_utf8(body).map_err(|_| no_form())?;
    let mut tokens = form::fields(text).filter(|(name, _)| name.as_deref() == Some("logout_token"));
    match (tokens.next(), tokens.next()) {
        (None, _) => Err(malformed(
            "the body has no field logout_token: a back-channel logout posts a form with one",
        )),
        (Some(_), Some(_)) => Err(malformed("the body has several fields logout_token: send one")),
        (Some((_, token)), None) => token
            .filter(|token| is_b64token(token))
            .ok_or_else(|| malformed("logout_token is no token")),
    }
}

/// The name of a failure that is not the client's fault (RFC 6749, section 4.1.2.1).
pub(crate) fn failure(fault: Fault) -> &'static str {
    if fault == Fault::Environment {
        "temporarily_unavailable"
    } else {
        "server_error"
    }
}

/// A body with the member names of RFC 6749, section 5.2.
pub(crate) fn body(error: &str, description: &str, code: Option<ErrorCode>) -> String {
    let code = code
        .map(|code| format!(",\"code\":{}", json!(code.as_str())))
        .unwrap_or_default();
    format!(
        "{{\"error\":{},\"error_description\":{}{code}}}",
        json!(error),
        json!(description)
    )
}

/// A refusal must not be stored by a cache (RFC 6750, section 5.3).
pub(crate) fn no_store() -> (&'static str, String) {
    ("Cache-Control", "no-store".to_owned())
}

pub(crate) fn json_type() -> (&'static str, String) {
    ("Content-Type", "application/json".to_owned())
}
