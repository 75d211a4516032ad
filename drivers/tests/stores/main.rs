//! Lists of revocations, and key rings, in real servers.
#![cfg(feature = "redis")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends where it fails"
)]

mod faults;
mod instance;
mod listing;
mod long;
mod replays;
mod rings;
mod servers;
mod sharing;
mod simulated;
mod simulated_rings;
