//! The command, end to end: as a process where that matters, in this process where a terminal or an
//! endless stream is needed.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod access;
mod bytes;
mod documentation;
mod dpop;
mod keyring;
mod keys;
mod process;
mod published;
#[path = "../../../core/tests/vectors/read.rs"]
mod read;
mod refusals;
mod revocations;
mod serve;
#[path = "../../../drivers/tests/stores/servers.rs"]
#[allow(dead_code, reason = "tests of the drivers use the rest")]
mod servers;
mod status_list;
mod stores;
mod support;
mod tokens;
