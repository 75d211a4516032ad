//! The one cookie that may hold a token.

use crate::error::Result;

use super::authorization::{is_b64token, malformed};
use super::headers::trim;

/// The prefix of a cookie that only this host set, by https, for all its paths (RFC 6265bis, section 4.1.3.2).
pub(crate) const HOST_PREFIX: &str = "__Host-";

/// Takes the token from the cookie of this name. `values` are all values of the header `Cookie`: there may be several (RFC 9113, section 8.2.3).
///
/// A cookie that is empty is none: so it is where somebody has logged out. Names compare byte by byte. Quotes do not belong to a token, and nothing
/// is decoded.
pub(crate) fn take<'a>(values: &[&'a str], name: &str) -> Result<Option<&'a str>> {
    let mut found = None;
    for pair in values.iter().flat_map(|value| value.split(';')) {
        let Some((own, value)) = pair.split_once('=') else {
            continue;
        };
        if trim(own) != name {
            continue;
        }
        if found.is_some() {
            return Err(malformed(
                "the request has the cookie of its token more than once: delete it for other paths and domains",
            ));
        }
        found = Some(trim(value));
    }
    match found.filter(|token| !token.is_empty()) {
        Some(token) if !is_b64token(token) => Err(malformed(
            "the cookie has characters that no token has (RFC 6750, section 2.1)",
        )),
        token => Ok(token),
    }
}

/// Whether a cookie can be called so (RFC 6265, section 4.1.1; RFC 9110, section 5.6.2).
pub(crate) fn is_name(name: &str) -> bool {
    let is_character = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_character)
}
