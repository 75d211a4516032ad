//! A ring's file as several processes see it: shared, killed, stopped, out of space, and after a loss of power.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod access;
mod faults;
mod kills;
mod life;
mod player;
mod power;
mod roles;
mod sharing;
mod strace;
mod text;
