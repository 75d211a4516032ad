//! The claims that every contender in every language signs, encrypts and checks.

use serde_json::{Map, Value};

/// About 200 bytes.
pub(crate) const TEXT: &str = include_str!("../../claims.json");
pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "https://api.example";

/// When the core's own checks take place: the bare primitive does not read the clock either.
pub const NOW: f64 = 1_700_000_000.0;

pub(crate) fn map() -> Map<String, Value> {
    serde_json::from_str(TEXT).unwrap()
}
