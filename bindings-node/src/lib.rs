//! The native half of the Node package: newtypes around the core's, with one-line methods.
//!
//! It translates and decides nothing. The JavaScript in `lib/` is what users see: it has made sure
//! of the types of everything that arrives here, so that no conversion of napi's own can fail.

#![allow(unreachable_pub)] // napi's attribute asks for `pub`, and nobody links to this crate

mod access;
mod boundary;
mod change;
mod check;
#[cfg(feature = "command")]
mod command;
mod dpop;
mod external;
mod followed;
mod incoming;
mod issuer;
mod jwe;
mod jws;
mod jwt;
mod key;
mod key_set;
mod lately;
mod listing;
mod packed;
mod remembered;
mod remote;
mod replay;
mod resource;
mod revocations;
mod ring;
mod status_list;
mod status_lists;
mod task;
#[cfg(feature = "test-hooks")]
mod test_hooks;
mod verifier;
