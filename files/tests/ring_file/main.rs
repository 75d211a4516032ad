//! A ring's file as several processes see it: shared, killed, stopped, out of space, and after a
//! loss of power.

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
mod faults;
mod kills;
mod life;
mod power;
mod roles;
mod sharing;
mod text;
