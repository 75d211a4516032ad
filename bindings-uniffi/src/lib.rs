//! What the Swift and Kotlin packages call: newtypes and records over the core, one crossing of the boundary for each check.
//!
//! Nothing is decided here. Claims, headers and JWKs cross as JSON text; the packages turn them into what their language likes.

// What crosses the boundary has to be `pub`, and no crate depends on this one.
#![allow(unreachable_pub)]

mod boundary;
mod direct;
mod error;
mod external;
mod issuer;
mod jwe;
mod jws;
mod jwt;
mod key;
mod key_set;
mod making_options;
mod names;
mod options;
#[cfg(feature = "test-hooks")]
mod test_hooks;
mod token;
mod verifier;

uniffi::setup_scaffolding!("tokenseal");
