//! Signs, encrypts, verifies and decrypts JSON Web Tokens: JWS, JWE, JWK and JWT (RFC 7515 to 7519
//! and their successors).
//!
//! This is the core of the tokenseal packages for Python, Node.js, Swift and Kotlin: every decision
//! is made here, and every language passes the same test vectors. All cryptography comes from
//! [AWS-LC](https://docs.rs/aws-lc-rs); this crate contains no `unsafe` code, does no I/O and has
//! no clock.
//!
//! # A service that checks tokens
//!
//! ```
//! use std::time::SystemTime;
//! use serde_json::json;
//! use tokenseal::{Issuer, IssuerOptions, IssueOptions, Key, GenerateOptions, SignatureAlgorithm, Verifier, VerifyOptions, timestamp};
//!
//! // Once, where tokens are issued:
//! let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
//! let issuer = Issuer::new(Some(key.clone().into()), None, &IssuerOptions {
//!     issuer: Some("https://issuer.example".into()),
//!     audience: Some("https://api.example".into()),
//!     lifetime: Some("15m".into()),
//!     ..IssuerOptions::default()
//! })?;
//!
//! // Once, where they are checked:
//! let verifier = Verifier::new(Some(key.public()?.into()), None, &VerifyOptions {
//!     issuer: Some("https://issuer.example".into()),
//!     audience: Some("https://api.example".into()),
//!     leeway: Some("30s".into()),
//!     ..VerifyOptions::default()
//! })?;
//!
//! // For every token:
//! let now = timestamp(SystemTime::now());
//! let token = issuer.issue(&json!({ "sub": "alice" }), &IssueOptions { now: Some(now), ..IssueOptions::default() })?;
//! let token = verifier.verify(&token, now)?;
//! assert_eq!(token.claims::<serde_json::Value>()?["sub"], "alice");
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! # What to use
//!
//! - **Claims** (JWT): [`sign`] and [`verify`], [`encrypt`] and [`decrypt`], or [`seal`] and
//!   [`unseal`], which sign and then encrypt. [`Issuer`] and [`Verifier`] do the same with keys and
//!   options that are compiled once.
//! - **Arbitrary bytes**: [`jws`] signs and verifies, [`jwe`] encrypts and decrypts, in the compact
//!   and both JSON serializations, for one key or several.
//! - **Keys**: [`Key`] and [`KeySet`], read from JWK, PEM, DER, certificates, secrets and
//!   passwords, or generated.
//! - **Keys that never leave their hardware or service**: [`prepare`] and [`jwe::prepare_decrypt`],
//!   each completed with what the private key returns.
//! - **APIs**: a [`ProtectedResource`] takes the token from a request, checks it, and says how to
//!   respond.
//! - **Tokens that only their owner can use**: [`dpop`] makes proofs of possession, and a
//!   [`Verifier`] checks them (RFC 9449, RFC 8705).
//! - **Curiosity**: [`inspect_unverified`], which checks nothing, as its name says.
//!
//! # What is checked
//!
//! Everything, unless you waive it by name. `exp` is required and checked, `nbf` is checked, `iss`
//! and `aud` must be what the options expect (and absent if they expect nothing), and `typ` must be
//! `JWT` or absent unless you expect another; a token that is encrypted to a public key must be
//! signed inside. The fields of [`VerifyOptions`] that begin with `allow_` waive these checks one
//! by one.
//!
//! A [`Key`] is bound to its algorithm (or, if it was imported without one, to its family): the
//! header of a token can never choose more than the key permits. Headers never supply keys: `jwk`,
//! `jku`, `x5c` and `x5u` are ignored, and `kid` is only compared. A DPoP proof carries its key in
//! its header; that key is used for that proof alone, and only if the token is bound to it.
//!
//! # Building and forking
//!
//! AWS-LC's build script reads two variables that your program's own build must set, for example
//! under `[env]` in its `.cargo/config.toml`. Our packages set both: `AWS_LC_SYS_NO_JITTER_ENTROPY
//! = "1"`, without which the first random number of a process costs 40 ms or more, and
//! `AWS_LC_SYS_CFLAGS = "-DNDEBUG"`, without which AWS-LC's assertions stay in release builds too.
//!
//! A process that forks and goes on using this crate in the child must do so while none of its
//! threads is inside a call.
//!
//! # Errors
//!
//! There is one [`Error`], with a stable [`ErrorCode`] for programs, a message for people, and the
//! claim if there is one. Anything that goes wrong while a content key is unwrapped or content is
//! decrypted has the same code and the same message.
//!
//! # Limits
//!
//! The length of a token, of its header and of its decompressed content, the depth of its JSON, the
//! number of keys tried and the PBES2 iterations are bounded before the work is done.
//! [`default_limits`] lists them; options of the same names change them.

// The table of options is one macro that is expanded block by block.
#![recursion_limit = "256"]
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod access;
mod algorithm;
mod base64url;
mod deflate;
pub mod dpop;
mod error;
mod followed;
mod header;
pub mod http;
mod json;
pub mod jwe;
pub mod jws;
mod jwt;
mod key;
mod limits;
pub mod machine;
mod made;
mod options;
mod primitive;
mod random;
mod remote;
mod resource;
mod revocation;
mod ring;
mod secrecy;
mod serialization;
mod status;
mod time;

/// The README's Rust example, run as it stands.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The guide's examples in Rust.
#[cfg(doctest)]
#[doc = include_str!("../../docs/access-rules.md")]
struct AccessRulesOfTheGuide;

/// The guide's examples in Rust.
#[cfg(doctest)]
#[doc = include_str!("../../docs/proof-of-possession.md")]
struct ProofsOfPossession;

#[cfg(doctest)]
#[doc = include_str!("../../docs/protected-resource.md")]
struct ProtectedResources;

pub use algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};
pub use dpop::ReplayCache;
pub use error::{Error, ErrorCode, Fault, Result};
pub use followed::Followed;
pub use jws::Unsigned;
pub use jwt::{
    Beside, Check, EncryptionKey, Inspected, Issued, Issuer, JsonText, Keys, Outcome, PendingCheck,
    SigningKey, StatusLists, Token, Verifier, decrypt, encrypt, inspect_unverified, prepare, seal, sign,
    unseal, verify,
};
pub use key::{Key, KeySet, RejectedKey, Secret, ThumbprintHash};
pub use options::{
    AccessOptions, CheckOptions, Choice, CompleteOptions, Confirmation, Durability, EntriesOptions,
    EventOptions, ExportOptions, FileOptions, Form, GenerateOptions, Ignored, IssueOptions, IssuerOptions,
    JwkOptions, JwksOptions, KeyOptions, Length, LimitInfo, OneOrMany, OptionRow, OptionSet, Password,
    PathForm, Profile, ProofOfPossession, ProofOptions, RemoteOptions, ReplayOptions, ReplayStoreOptions,
    RequestOptions, ResourceOptions, RevocationsOptions, RevokeOptions, RingOptions, RingStoreOptions,
    Serialization, SignatureFormat, StatusListsOptions, StatusTokenOptions, StoreOptions, TextEncoding,
    TokenKind, TokenOptions, VerifyOptions, WhenUnavailable, choices, default_limits, object_from_json,
    option_sets, options_from_json, options_from_text,
};
pub use remote::RemoteKeySet;
pub use resource::{Answer, ProtectedResource, Taken};
pub use revocation::{
    LogReader, PendingChange, PendingEntries, RevocationChange, RevocationEntry, RevocationLog, Revocations,
    Withdrawal,
};
pub use ring::{Advanced, KeyRing, KeyState, PendingAction, RingAction, RingChange, RingKey, RingStore};
#[cfg(tokenseal_side_channels)]
pub use secrecy::watch;
pub use status::{RemoteStatusList, StatusList};
pub use time::timestamp;
