//! A ring over years and years: with sound policies, nothing valid is ever refused.

mod anytime;
mod broken;
#[path = "../../../tests/remote/chance.rs"]
pub(super) mod chance;
mod kept;
mod next;
mod world;
mod years;

use super::line::{Entry, Half, Line};
use super::policy::{Policy, Purpose};

/// A key without cryptography.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fake {
    is_whole: bool,
}

impl Half for Fake {
    fn is_whole(&self) -> bool {
        self.is_whole
    }

    fn public_half(&self) -> Option<Self> {
        Some(Fake { is_whole: false })
    }
}

/// A line that makes its own keys, as a ring is created with it.
fn line(purpose: Purpose, now: f64, policy: &Policy) -> Line<Fake> {
    let mut line = Line {
        purpose,
        is_symmetric: false,
        is_external: false,
        entries: Vec::new(),
    };
    advance(&mut line, now, now, policy);
    line
}

/// Advances it; each new key is named by a number that no other key has had.
fn advance(line: &mut Line<Fake>, now: f64, seen: f64, policy: &Policy) {
    let highest = |line: &Line<Fake>| {
        line.entries
            .iter()
            .filter_map(|entry| entry.key_id.parse::<u64>().ok())
            .max()
    };
    let mut next = highest(line).map_or(0, |highest| highest + 1);
    let mut make = || {
        next += 1;
        Ok(((next - 1).to_string(), Fake { is_whole: true }))
    };
    line.advance(now, seen, policy, &mut make).unwrap();
}

fn entry<'a>(line: &'a Line<Fake>, key_id: &str) -> Option<(usize, &'a Entry<Fake>)> {
    line.entries
        .iter()
        .enumerate()
        .find(|(_, entry)| entry.key_id == key_id)
}
