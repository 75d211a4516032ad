//! The token of a request.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Result};

use super::headers::trim;

/// Takes the token from the `Authorization` header of a request (RFC 6750, section 2.1).
///
/// `values` are all values of that header, each as it came. Without one there is no token. With one it has to be `Bearer`, in any case, spaces and a
/// token: this never guesses which of two headers, or which part of one, is meant. Nothing is said of the token itself, which is not looked at
/// beyond its characters.
///
/// # Errors
/// `ERR_JWT_INVALID` if there are several headers, another scheme than `Bearer`, or no token, or one with characters that no token has. A service
/// answers it as it answers every bad token, by 401. RFC 6750, section 3.1, has 400 for a request that is malformed (`invalid_request`); both
/// are refusals, and a client that sends such a header is not helped by the difference.
///
/// ```
/// use tokenseal::http::bearer_token;
///
/// assert_eq!(bearer_token(&["Bearer mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(bearer_token(&["bearer mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(bearer_token(&[])?, None);
/// for refused in [&["Bearer a", "Bearer b"][..], &["Basic YTpi"], &["Bearer a, Bearer b"], &["Bearer"]] {
///     assert_eq!(bearer_token(refused).unwrap_err().code().as_str(), "ERR_JWT_INVALID");
/// }
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn bearer_token<'a>(values: &[&'a str]) -> Result<Option<&'a str>> {
    take(values, "Bearer")
}

/// The same for a token that comes with a DPoP proof (RFC 9449, section 7.1): the scheme has to be `DPoP`.
///
/// Hand the values of the header `DPoP` to the check of the token as its `proof`. To a token that came as `Bearer` belongs no proof: a service
/// that takes both kinds asks [`bearer_token`] first, and this if that refuses.
///
/// # Errors
/// As [`bearer_token`].
///
/// ```
/// use tokenseal::http::dpop_token;
///
/// assert_eq!(dpop_token(&["DPoP mF_9.B5f-4.1JqM"])?, Some("mF_9.B5f-4.1JqM"));
/// assert_eq!(dpop_token(&["Bearer mF_9.B5f-4.1JqM"]).unwrap_err().code().as_str(), "ERR_JWT_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn dpop_token<'a>(values: &[&'a str]) -> Result<Option<&'a str>> {
    take(values, "DPoP")
}

fn take<'a>(values: &[&'a str], expected: &str) -> Result<Option<&'a str>> {
    let value = match values {
        [] => return Ok(None),
        [value] => trim(value),
        _ => return Err(invalid("the request has several Authorization headers: send one")),
    };
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case(expected) {
        return Err(invalid(format!(
            "the Authorization header has another scheme than {expected}: send `{expected}`, a space and the token"
        )));
    }
    let token = rest.trim_start_matches(' ');
    if token.is_empty() {
        return Err(invalid(format!("the Authorization header has no token after `{expected}`")));
    }
    if !is_b64token(token) {
        return Err(invalid(format!(
            "the Authorization header has characters after `{expected}` that no token has (RFC 6750, section 2.1)"
        )));
    }
    Ok(Some(token))
}

/// RFC 6750, section 2.1: letters, digits and `-._~+/`, then any number of `=`.
fn is_b64token(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    let is_character = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/');
    !text.is_empty() && text.bytes().all(is_character)
}

fn invalid(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::JwtInvalid, message)
}
