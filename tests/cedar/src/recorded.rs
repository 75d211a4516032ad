//! What Cedar decided, written down in `decisions.txt`: a line for each file of rules, with the
//! seed that makes it, a digest of the policies and requests that Cedar was given, and its
//! decisions. If rules, their translation or the requests change, the digest does, and Cedar must
//! be asked again.

use std::hash::Hash;
use std::ops::Range;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::question::Question;

/// The files of rules that are recorded.
pub const SEEDS: Range<u64> = 1..313;
#[cfg(not(feature = "cedar"))]
const LINES: &str = include_str!("../decisions.txt");
#[cfg(not(feature = "cedar"))]
const AGAIN: &str = "Cedar was asked something else: ask it again by `cargo run --release --manifest-path tests/cedar/Cargo.toml --features cedar -- record`";

/// What Cedar decided of this file of rules.
#[cfg(not(feature = "cedar"))]
pub fn decide(seed: u64, policies: &str, questions: &[Question]) -> Result<u64, String> {
    let start = format!("{seed} {} ", digest(policies, questions));
    let decisions = LINES
        .lines()
        .find_map(|line| line.strip_prefix(&start))
        .ok_or(AGAIN)?;
    u64::from_str_radix(decisions, 16).map_err(|error| format!("{error}: {decisions}"))
}

/// Asks Cedar, and writes down what it says.
#[cfg(feature = "cedar")]
pub fn write() -> Result<(), String> {
    let line = |seed| {
        let crate::Asked { rules, questions, .. } = crate::asked(seed)?;
        let policies = rules.to_cedar();
        let decisions = crate::cedar::decide(seed, &policies, &questions)?;
        Ok(format!(
            "{seed} {} {decisions:016x}\n",
            digest(&policies, &questions)
        ))
    };
    let lines = SEEDS.map(line).collect::<Result<String, String>>()?;
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/decisions.txt"), lines)
        .map_err(|error| error.to_string())
}

/// A digest that is the same on every machine.
fn digest(policies: &str, questions: &[Question]) -> String {
    let mut hasher = SipHasher13::new();
    policies.hash(&mut hasher);
    for question in questions {
        format!("{question:?}").hash(&mut hasher);
    }
    format!("{:032x}", hasher.finish128().as_u128())
}
