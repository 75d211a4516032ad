//! Tests that failed are run once more: one that passes then is unsteady, which the end of the run
//! says by its name (decision 0110).
//!
//! It is for the few of many thousand that start programs, wait for servers or meet an unlucky
//! random number. Where more than a few fail, or one that a vector decides, nothing is run again.

use anyhow::Result;

use crate::counts::{self, Counts};
use crate::report::Row;

/// How many tests, or files of them, may be run again in one run of a runner.
const MOST: usize = 3;
/// What has this in its name has one outcome, each time.
const NEVER: &str = "vector";
/// Set to anything, it has every failure count: for those who look for unsteady tests.
const ONCE: &str = "TOKENSEAL_ONCE";

/// What a runner did.
pub(crate) struct Ran {
    pub(crate) counts: Counts,
    /// What was skipped, and why.
    pub(crate) skips: Vec<String>,
    /// What failed, as the runner selects it: tests, files or classes.
    pub(crate) failed: Vec<String>,
}

impl Ran {
    /// What a JUnit file says, whose attribute `by` names what the runner selects.
    pub(crate) fn from_junit(xml: &str, success: bool, by: &str) -> Self {
        Self {
            counts: Counts::from_junit(xml).settle(success),
            skips: counts::skips_of_junit(xml),
            failed: counts::failures_of_junit(xml, by),
        }
    }
}

/// Adds what a runner did to a row; `again` runs alone what failed.
pub(crate) fn settle(row: &mut Row, first: Ran, again: impl FnOnce(&[String]) -> Result<Ran>) -> Result<()> {
    let mut counts = first.counts;
    if std::env::var_os(ONCE).is_none() && may_be_unsteady(&first.failed) {
        let second = again(&first.failed)?.counts;
        if second.failed == 0 && second.passed >= first.failed.len() {
            counts.passed += counts.failed;
            counts.failed = 0;
            row.unsteady.extend(first.failed);
        }
    }
    row.add(counts, first.skips);
    Ok(())
}

fn may_be_unsteady(failed: &[String]) -> bool {
    let decided = |name: &String| name.to_ascii_lowercase().contains(NEVER);
    (1..=MOST).contains(&failed.len()) && !failed.iter().any(decided)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Counts = Counts {
        passed: 7,
        failed: 1,
        skipped: 2,
    };

    /// The row after one test failed, and then did what `second` says.
    fn row(failed: &[&str], second: Option<Counts>) -> Row {
        let mut row = Row::new("python");
        let ran = |counts, failed: &[&str]| Ran {
            counts,
            skips: Vec::new(),
            failed: failed.iter().map(|name| (*name).to_owned()).collect(),
        };
        let again = |_: &[String]| Ok(ran(second.expect("it is not run again"), &[]));
        settle(&mut row, ran(FIRST, failed), again).unwrap();
        row
    }

    #[test]
    fn what_passes_then_is_named() {
        let passed = Counts {
            passed: 1,
            ..Counts::default()
        };
        let steady = row(&["test_a_server"], Some(passed));
        assert_eq!((steady.counts.passed, steady.counts.failed), (8, 0));
        assert_eq!(steady.unsteady, ["test_a_server"]);
    }

    #[test]
    fn what_fails_again_has_failed() {
        let failed = Counts {
            failed: 1,
            ..Counts::default()
        };
        for second in [failed, Counts::default()] {
            let row = row(&["test_a_server"], Some(second));
            assert_eq!((row.counts, row.unsteady.len()), (FIRST, 0));
        }
    }

    #[test]
    fn vectors_and_many_failures_are_not_run_again() {
        for failed in [&["tests::vectors::jws"][..], &["a", "b", "c", "d"], &[]] {
            let row = row(failed, None);
            assert_eq!((row.counts, row.unsteady.len()), (FIRST, 0));
        }
    }
}
