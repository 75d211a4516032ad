//! DPoP (RFC 9449): proofs that a client holds the key that its token is bound to. Apps make them
//! with [`prove`]; a [`Verifier`](crate::Verifier) checks them with the token.
//!
//! ```
//! # use serde_json::json;
//! use tokenseal::{
//!     CheckOptions, Confirmation, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, ProofOptions, SignatureAlgorithm::ES256, Verifier,
//!     VerifyOptions, dpop,
//! };
//!
//! let (issuers_key, apps_key) = (Key::generate(ES256.into(), &GenerateOptions::default())?, Key::generate(ES256.into(), &GenerateOptions::default())?);
//! # let now = Some(1_700_000_000.0);
//!
//! // The issuer binds the token to the app's key.
//! let issuer = Issuer::new(Some(issuers_key.clone().into()), None, &IssuerOptions { lifetime: Some("5m".into()), ..IssuerOptions::default() })?;
//! let bound = IssueOptions { confirm: Some(Confirmation::of_key(&apps_key)?), now, ..IssueOptions::default() };
//! let token = issuer.issue(&json!({ "sub": "alice" }), &bound)?;
//!
//! // The app proves with each request that it holds the key.
//! let options = ProofOptions { access_token: Some(token.clone()), now, ..ProofOptions::default() };
//! let proof = dpop::prove(&apps_key, "GET", "https://api.example/orders?page=2", &options)?;
//!
//! // The service checks both.
//! let options = VerifyOptions { public_origins: Some(vec!["https://api.example".into()]), ..VerifyOptions::default() };
//! let verifier = Verifier::new(Some(issuers_key.public()?.into()), None, &options)?;
//! let sent = CheckOptions {
//!     proof: Some(proof.as_str().into()),
//!     method: Some("GET".into()),
//!     url: Some("/orders?page=2".into()),
//!     now,
//!     ..CheckOptions::default()
//! };
//! verifier.verify_with(&token, &sent)?;
//! assert_eq!(verifier.verify_with(&token, &sent).unwrap_err().code().as_str(), "ERR_DPOP_INVALID"); // it was used
//! # Ok::<(), tokenseal::Error>(())
//! ```

mod confirmation;
mod nonce;
mod origins;
mod possession;
mod proof;
mod prove;
mod replay;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_store;

use crate::error::{Error, ErrorCode};

pub use confirmation::ProvenBy;
pub(crate) use nonce::Nonces;
pub(crate) use possession::{Possession, Presented, Proven};
pub use prove::{prepare, prove};
pub use replay::ReplayCache;
pub(crate) use replay::Ticket;

/// The `typ` of a proof (RFC 9449, section 4.2).
const TYPE: &str = "dpop+jwt";

/// The error for a proof that is malformed, or is not for this request and token.
fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::DpopInvalid, message)
}

/// The value of `ath` for an access token: the hash of its ASCII bytes (RFC 9449, section 4.2).
fn hash_of_token(token: &[u8]) -> String {
    crate::base64url::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token).as_ref())
}
