//! Both drivers against a real server that behaves well or badly, as asked
//! (`tests/hostile-server`).
//!
//! `cargo xtask test rust` builds the server and says where it is. By hand:
//! `cargo build --release -p hostile-server`, and then
//! `cargo test --release -p tokenseal-drivers --features async`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod carrier;
mod clock;
mod flights;
mod hostile;
mod keys;
mod requests;
mod resources;
mod server;
mod status;
