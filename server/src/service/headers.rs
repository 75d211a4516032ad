//! The names of headers that services get, chosen so that no program on the way takes another
//! header for them, or them for another.

use std::collections::{BTreeMap, HashSet};

use axum::http::HeaderName;

/// Headers that HTTP and the gateways themselves use.
const TAKEN: [&str; 13] = [
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "dpop",
    "dpop-nonce",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
];
const TAKEN_PREFIXES: [&str; 6] = [
    "content-",
    "proxy-",
    "x-forwarded-",
    "x-original-",
    "x-tokenseal-status",
    "x-tokenseal-challenge",
];

/// A name from the configuration.
pub(super) fn name(text: &str) -> Result<HeaderName, String> {
    // Services behind CGI, WSGI and the like read `_` and `.` as `-`: a name with one of these has
    // two spellings.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !text.bytes().all(is_plain) {
        return Err(format!(
            "{text:?} is no name: letters, digits and -, so that no service takes another header for it"
        ));
    }
    text.parse().map_err(|_| "a name is empty".to_owned())
}

/// The plain headers of an API, each with its claim. `identity` is the header of the minted token.
pub(super) fn plain(
    given: &BTreeMap<String, String>,
    identity: Option<&str>,
) -> Result<Vec<(HeaderName, String)>, String> {
    let mut seen: HashSet<String> = identity.map(str::to_ascii_lowercase).into_iter().collect();
    let mut headers = Vec::with_capacity(given.len());
    for (text, claim) in given {
        let name = name(text)?;
        if !seen.insert(name.as_str().to_owned()) {
            return Err(format!(
                "{text} is there twice, or is the header of the identity ([internal])"
            ));
        }
        if TAKEN.contains(&name.as_str())
            || TAKEN_PREFIXES
                .iter()
                .any(|prefix| name.as_str().starts_with(prefix))
        {
            return Err(format!(
                "{text} has another use: choose a name of your own, such as X-User"
            ));
        }
        headers.push((name, claim.clone()));
    }
    Ok(headers)
}
