//! Forward auth: every dialect is tested over the wire, as its gateway asks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub
)]

mod answers;
mod asking;
mod carried;
mod cases;
mod certificates;
mod examples;
mod faults;
mod file;
mod gateways;
mod identity;
mod servers;
mod spoofing;
#[path = "../support/mod.rs"]
mod support;
