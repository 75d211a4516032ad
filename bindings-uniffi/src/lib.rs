//! What the Swift and Kotlin packages call: newtypes and records over the core, with one crossing
//! of the boundary for each check.
//!
//! Nothing is decided here. Claims, headers, JWKs and options cross as JSON text, and names are
//! spelled as in the RFCs; the packages turn them into types of their language.

// What crosses the boundary must be `pub`, and no crate depends on this one.
#![allow(unreachable_pub)]

mod access;
mod boundary;
mod change;
mod direct;
mod dpop;
mod error;
mod external;
mod followed;
mod issuer;
mod jwe;
mod jws;
mod jwt;
mod key;
mod key_set;
mod keys;
mod lent;
mod listing;
mod remote;
mod replay;
mod resource;
mod revocations;
mod ring;
mod status;
#[cfg(feature = "test-hooks")]
mod test_hooks;
mod token;
mod verifier;

uniffi::setup_scaffolding!("tokenseal");
