//! What clients, identity providers and everybody else ask the program besides forward auth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, unreachable_pub)]

#[path = "../support/mod.rs"]
mod support;

mod apinto;
mod clients;
mod introspection;
mod revocation;
mod world;
