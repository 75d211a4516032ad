//! Key sets that are fetched, in simulations: what is promised about removed and valid keys holds
//! on days on which everything goes wrong, and a flood of unknown keys costs nobody else anything.
//!
//! `TOKENSEAL_SEEDS` says how many days are simulated; a failing seed is named, and fails again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "remote/chance.rs"]
mod chance;
#[path = "remote/day.rs"]
mod day;
#[path = "remote/flood.rs"]
mod flood;
#[path = "remote/publisher.rs"]
mod publisher;
