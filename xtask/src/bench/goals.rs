//! Whether goals are met.

use super::figures;
use super::results::{Bound, Goal, Results, Row};

/// A goal that was held against what was measured.
pub(super) struct Judged {
    pub(super) path: String,
    pub(super) goal: String,
    /// The figure that decided.
    pub(super) figure: String,
    pub(super) met: bool,
}

/// All goals, in the order of the rows.
pub(super) fn judge(results: &Results) -> Vec<Judged> {
    results
        .rows
        .iter()
        .flat_map(|row| row.goals.iter().map(|goal| judge_one(row, goal)))
        .collect()
}

fn judge_one(row: &Row, goal: &Goal) -> Judged {
    let (own, other) = (row.own(), row.value_of(&goal.against).unwrap_or(f64::NAN));
    let (met, figure) = match goal.bound {
        Bound::AtLeastTimes(times) => (other >= times * own, format!("{} ×", figures::ratio(other / own))),
        Bound::AtMostTimes { times, plus } => {
            let allowed = times * other + plus;
            (
                own <= allowed,
                format!(
                    "{}, allowed {}",
                    figures::value(own, row.unit),
                    figures::value(allowed, row.unit)
                ),
            )
        }
    };
    Judged {
        path: row.path.clone(),
        goal: goal.text.clone(),
        figure,
        met,
    }
}

impl Judged {
    pub(super) fn verdict(&self) -> &'static str {
        if self.met { "met" } else { "NOT met" }
    }

    pub(super) fn cells(&self) -> Vec<String> {
        vec![
            self.path.clone(),
            self.goal.clone(),
            self.figure.clone(),
            self.verdict().to_owned(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::DOCUMENT;
    use super::*;

    #[test]
    fn judges() {
        let judged = judge(&Results::parse(DOCUMENT).unwrap());
        let brief: Vec<(&str, bool)> = judged
            .iter()
            .map(|judged| (judged.figure.as_str(), judged.met))
            .collect();
        assert_eq!(
            brief,
            [
                ("36.6 ×", true),
                ("4.10 µs, allowed 3.99 µs", false),
                ("4.10 µs, allowed 4.50 µs", true)
            ]
        );
    }
}
