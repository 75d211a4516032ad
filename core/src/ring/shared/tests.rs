//! Rings of several processes in one store, to which everything happens that happens to stores and to processes.

mod cases;
#[path = "../../../tests/remote/chance.rs"]
#[allow(dead_code, reason = "other simulations use the rest")]
mod chance;
mod history;
#[path = "../../../tests/rings/server.rs"]
mod server;
mod world;

use crate::machine::Value;
