//! Lists of revocations in a store, in simulations: what was acknowledged is refused, whatever
//! happens to servers, networks, clocks and processes, and once everything works again all of them
//! agree.
//!
//! `TOKENSEAL_SEEDS` says how many histories are simulated; a failing seed is named, and fails
//! again (`TOKENSEAL_SEED` runs it alone, and prints what happened).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "remote/chance.rs"]
#[allow(dead_code, reason = "the simulation of fetched keys uses the rest")]
mod chance;
#[path = "revocations/history.rs"]
mod history;
#[path = "revocations/process.rs"]
mod process;
#[path = "revocations/record.rs"]
mod record;
#[path = "revocations/scenes.rs"]
mod scenes;
#[path = "revocations/server.rs"]
mod server;
#[path = "revocations/truth.rs"]
mod truth;
#[path = "revocations/world.rs"]
mod world;

use tokenseal::machine::Value;
