//! How long each part may take, from nothing on two cores: empty caches, nothing compiled. A part
//! that grows is seen before CI ends the run.

use std::time::Duration;

use crate::report::{Row, Time};

/// Seconds for each part, its downloads included: what it takes, and about a third more. Swift's
/// build comes first, so it compiles AWS-LC for all.
const BUDGETS: [(&str, u64); 9] = [
    ("checks", 400),
    ("rust", 800),
    ("python", 950),
    ("node", 550),
    ("swift", 900),
    ("kotlin", 650),
    ("vectors", 10),
    ("day", 90),
    ("revoked", 120),
];

/// A run that takes longer says which parts grew.
const WARNING: Duration = Duration::from_secs(45 * 60);
/// A run that takes longer is ended, and fails: CI would end it at 90 minutes, and say nothing.
pub(super) const LIMIT: Duration = Duration::from_secs(75 * 60);

/// The time of a part, next to its budget.
pub(super) fn time(part: &str, took: Duration) -> Time {
    let budget = BUDGETS
        .iter()
        .find(|(name, _)| *name == part)
        .map(|(_, seconds)| Duration::from_secs(*seconds));
    Time { took, budget }
}

/// What to say of a run that took this long; nothing if it was quick enough.
pub(super) fn warning(elapsed: Duration, rows: &[Row]) -> Option<String> {
    if elapsed <= WARNING {
        return None;
    }
    let grown: Vec<String> = rows.iter().filter_map(grown).collect();
    let parts = if grown.is_empty() {
        "no part is past its budget".to_owned()
    } else {
        format!("past their budgets: {}", grown.join(", "))
    };
    Some(format!(
        "warning: the run took {} minutes, more than {}; {parts}",
        elapsed.as_secs() / 60,
        WARNING.as_secs() / 60
    ))
}

fn grown(row: &Row) -> Option<String> {
    let time = row.time.as_ref()?;
    let budget = time.budget.filter(|budget| time.took > *budget)?;
    Some(format!(
        "{} ({} s of {} s)",
        row.name,
        time.took.as_secs(),
        budget.as_secs()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, took: u64) -> Row {
        Row {
            time: Some(time(name, Duration::from_secs(took))),
            ..Row::new(name)
        }
    }

    #[test]
    fn every_part_has_a_budget() {
        let languages = crate::language::ALL.iter().map(|language| language.id);
        for part in languages.chain(["checks", "vectors", "day", "revoked"]) {
            assert!(
                time(part, Duration::ZERO).budget.is_some(),
                "{part} has no budget"
            );
        }
    }

    #[test]
    fn budgets_leave_room_below_the_warning() {
        // At least two jobs run at a time for most of a run.
        let sum: u64 = BUDGETS.iter().map(|(_, seconds)| seconds).sum();
        assert!(Duration::from_secs(sum) < LIMIT && WARNING < LIMIT);
    }

    #[test]
    fn names_the_parts_that_grew() {
        let rows = [row("rust", 10_000), row("node", 550), Row::new("vectors")];
        assert_eq!(warning(WARNING, &rows), None);
        let later = WARNING + Duration::from_secs(60);
        let budget = time("rust", Duration::ZERO).budget.unwrap().as_secs();
        let expected = format!(
            "warning: the run took 46 minutes, more than 45; past their budgets: rust (10000 s of {budget} s)"
        );
        assert_eq!(warning(later, &rows), Some(expected));
        let expected = "warning: the run took 46 minutes, more than 45; no part is past its budget";
        assert_eq!(warning(later, &[row("node", 550)]).as_deref(), Some(expected));
    }
}
