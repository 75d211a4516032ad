//! The token of a request.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};

use super::Scheme;
use super::headers::trim;

/// Takes the token from the `Authorization` header of a request (RFC 6750, section 2.1).
///
/// `values` are all values of that header, each as it was received. Without a header there is no
/// token. If there is one, it must consist of `Bearer` (in any case), spaces and a token: this
/// never guesses which of two headers, or which part of one, is meant. The token itself is not
/// examined beyond its characters.
///
/// # Errors
/// `ERR_REQUEST_INVALID` if there are several headers, or no token, or one with characters that no
/// token has: the request is malformed, and the answer is 400 (RFC 6750, section 3.1).
/// `ERR_JWT_INVALID` for another scheme than `Bearer`, for which the answer is 401: the client may
/// try again with a scheme that is accepted.
///
/// ```
/// use tokenseal::http::bearer_token;
///
/// assert_eq!(bearer_token(&["Bearer mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(bearer_token(&["bearer mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(bearer_token(&[])?, None);
/// for refused in [&["Bearer a", "Bearer b"][..], &["Bearer a, Bearer b"], &["Bearer"]] {
///     assert_eq!(bearer_token(refused).unwrap_err().code().as_str(), "ERR_REQUEST_INVALID");
/// }
/// assert_eq!(bearer_token(&["Basic YTpi"]).unwrap_err().code().as_str(), "ERR_JWT_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn bearer_token<'a>(values: &[&'a str]) -> Result<Option<&'a str>> {
    take(values, &[Scheme::Bearer]).map(|found| found.map(|(_, token)| token))
}

/// The same for a token that comes with a DPoP proof (RFC 9449, section 7.1): the scheme must be
/// `DPoP`.
///
/// Pass the values of the `DPoP` header to the check of the token as its `proof`. A token that came
/// as `Bearer` has no proof: a service that accepts both kinds calls [`bearer_token`] first, and
/// this one if that refuses.
///
/// # Errors
/// Those of [`bearer_token`].
///
/// ```
/// use tokenseal::http::dpop_token;
///
/// assert_eq!(dpop_token(&["DPoP mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(dpop_token(&["Bearer mF_9.B5f-4.1JqM"]).unwrap_err().code().as_str(), "ERR_JWT_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn dpop_token<'a>(values: &[&'a str]) -> Result<Option<&'a str>> {
    take(values, &[Scheme::Dpop]).map(|found| found.map(|(_, token)| token))
}

/// The same for any of several schemes, and which one it is.
pub(crate) fn take<'a>(values: &[&'a str], schemes: &[Scheme]) -> Result<Option<(Scheme, &'a str)>> {
    let value = match values {
        [] => return Ok(None),
        [value] => trim(value),
        _ => {
            return Err(malformed(
                "the request has several Authorization headers: send one",
            ));
        }
    };
    let (name, rest) = value.split_once(' ').unwrap_or((value, ""));
    let Some(scheme) = schemes
        .iter()
        .find(|scheme| name.eq_ignore_ascii_case(scheme.as_str()))
    else {
        let names: Vec<&str> = schemes.iter().map(|scheme| scheme.as_str()).collect();
        let message = format!(
            "the Authorization header has another scheme than {}: send the scheme, a space and the token",
            names.join(" or ")
        );
        return Err(Error::new(ErrorCode::JwtInvalid, message));
    };
    let token = rest.trim_start_matches(' ');
    if token.is_empty() {
        return Err(malformed(format!(
            "the Authorization header has no token after `{}`",
            scheme.as_str()
        )));
    }
    if !is_b64token(token) {
        return Err(malformed(format!(
            "the Authorization header has characters after `{}` that no token has (RFC 6750, section 2.1)",
            scheme.as_str()
        )));
    }
    Ok(Some((*scheme, token)))
}

impl Scheme {
    /// The name of the scheme, as it appears in headers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Scheme::Bearer => "Bearer",
            Scheme::Dpop => "DPoP",
        }
    }
}

/// RFC 6750, section 2.1: letters, digits and `-._~+/`, then any number of `=`.
pub(super) fn is_b64token(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    let is_character =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/');
    !text.is_empty() && text.bytes().all(is_character)
}

/// The error for a request that does not carry its token properly.
pub(crate) fn malformed(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::RequestInvalid, message)
}
