//! What the OAuth 2.0 endpoints read and answer: forms, client authentication and errors (RFC
//! 6749), introspection (RFC 7662).

mod credentials;
mod introspection;
mod parameters;
mod refusal;
#[cfg(test)]
mod tests;

pub use credentials::{ASSERTION_TYPE, Credentials, Presented};
pub use introspection::{Introspection, client_of, scope_of};
pub use parameters::Parameters;
pub use refusal::Refusal;

use super::response::{Response, json_type, no_store};

/// The response to a revocation that was made, or was not needed (RFC 7009, section 2.2).
pub fn done() -> Response {
    Response {
        status: 200,
        headers: vec![no_store()],
        body: String::new(),
    }
}

/// The response that issues a token (RFC 6749, section 5.1), with these members.
///
/// ```
/// # use serde_json::json;
/// let answer = tokenseal::http::oauth::granted(&json!({ "access_token": "a.b.c", "token_type": "Bearer" }));
/// assert_eq!((answer.status, answer.headers[0].1.as_str()), (200, "no-store"));
/// ```
pub fn granted(members: &serde_json::Value) -> Response {
    Response {
        status: 200,
        headers: vec![no_store(), json_type()],
        body: members.to_string(),
    }
}
