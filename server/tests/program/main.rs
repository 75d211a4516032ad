//! The program: its configuration, its start and end, and what it does when things go wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod ending;
mod faults;
mod limits;
mod load;
mod metrics;
mod mistakes;
mod quick;
mod reload;
#[path = "../../../drivers/tests/stores/servers.rs"]
#[allow(dead_code)]
mod servers;
mod start;
mod stores;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod world;
