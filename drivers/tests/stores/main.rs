//! Lists of revocations in real servers.
#![cfg(feature = "redis")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test ends where it fails")]

mod faults;
mod instance;
mod replays;
mod servers;
mod sharing;
mod simulated;
