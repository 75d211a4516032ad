//! A list's file as several processes see it: shared, killed, stopped, out of space, damaged, and
//! after a loss of power.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod compaction;
mod damage;
mod faults;
mod kills;
mod life;
mod lists;
mod many;
mod power;
mod records;
mod roles;
mod sharing;
