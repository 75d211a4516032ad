//! HTTP's words around a token: the `Authorization` header that carries one, and the challenge that answers a request without a good one.
//!
//! Text in, text out: nothing here reads a request or sends an answer, so it serves every framework.
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
pub(crate) mod date;
pub(crate) mod gzip;
pub(crate) mod headers;
mod path;
#[cfg(test)]
mod tests;
pub(crate) mod url;

pub use authorization::{bearer_token, dpop_token};
pub(crate) use challenge::{Challenge, Scheme, is_scope};
pub use challenge::{challenge, dpop_challenge};
