//! The program: its configuration, its start and end, what it does when things go wrong.

mod mistakes;
mod quick;
mod start;
#[path = "../support/mod.rs"]
mod support;
