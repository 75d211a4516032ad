//! The only cookie that may hold a token.

use crate::error::Result;

use super::authorization::{is_b64token, malformed};
use super::headers::trim;

/// The prefix of a cookie that only this host can set, over https, for all its paths (RFC 6265bis,
/// section 4.1.3.2).
pub(crate) const HOST_PREFIX: &str = "__Host-";

/// Takes the token from the cookie with this name. `values` are all values of the `Cookie` header:
/// there may be several (RFC 9113, section 8.2.3).
///
/// An empty cookie counts as none: that is how it looks after logging out. Names are compared byte
/// by byte. A token has no quotes, and nothing is decoded.
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

/// Whether this is a valid cookie name (RFC 6265, section 4.1.1; RFC 9110, section 5.6.2).
pub(crate) fn is_name(name: &str) -> bool {
    let is_character = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_character)
}
