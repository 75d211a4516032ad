//! The HTTP around a token: the `Authorization` header that carries one, the challenge that answers
//! a request without a good one, and the responses to events. To protect an API, use
//! [`ProtectedResource`](crate::ProtectedResource), which produces all of them.
//!
//! Text in, text out: nothing here reads a request or sends a response, so it works with every
//! framework.
//!
//! ```
//! use tokenseal::http::{bearer_token, challenge};
//!
//! assert_eq!(bearer_token(&["Bearer eyJhbGciOi.eyJzdWIi.c2ln"])?, Some("eyJhbGciOi.eyJzdWIi.c2ln"));
//!
//! // No token: 401, and the header WWW-Authenticate with the challenge.
//! assert_eq!(bearer_token(&[])?, None);
//! assert_eq!(challenge(None, Some("api"), Some("read write"))?.as_deref(), Some(r#"Bearer realm="api", scope="read write""#));
//! # Ok::<(), tokenseal::Error>(())
//! ```

mod authorization;
pub(crate) mod cache;
mod cache_control;
mod challenge;
pub(crate) mod cookies;
pub(crate) mod date;
pub(crate) mod form;
pub(crate) mod gzip;
pub(crate) mod headers;
pub mod oauth;
mod path;
pub(crate) mod response;
#[cfg(test)]
mod tests;
pub(crate) mod url;

pub use authorization::{bearer_token, dpop_token};
pub(crate) use authorization::{malformed, take};
pub(crate) use challenge::{Challenge, Scheme, algorithms, check_realm, is_scope};
pub use challenge::{challenge, dpop_challenge};
pub use response::{MAX_BODY_BYTES, Response, event_answer, logout_answer, logout_token, refusal};
