//! What clients, identity providers and everyone else ask the program, apart from forward auth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod apinto;
mod clients;
mod events;
mod exchanges;
mod guide;
mod introspection;
mod openapi;
mod publishing;
mod revocation;
mod stores;
mod world;
