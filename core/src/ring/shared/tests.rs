//! Rings of several processes in one store, subjected to everything that happens to stores and to
//! processes.

mod cases;
mod history;
#[path = "../../../tests/rings/server.rs"]
mod server;
mod world;

use super::super::tests::chance;
use crate::machine::Value;
