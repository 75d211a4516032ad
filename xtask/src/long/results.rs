//! The outcome of each item's last run: a document that is committed.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::workspace::{Workspace, output};

/// How an item ended, and what to report about it.
pub(crate) enum Outcome {
    Passed(String),
    Failed(String),
    /// What is missing.
    NotRun(String),
}

impl Outcome {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Passed(_) => "passed",
            Self::Failed(_) => "failed",
            Self::NotRun(_) => "not run",
        }
    }

    pub(super) fn note(&self) -> &str {
        let (Self::Passed(note) | Self::Failed(note) | Self::NotRun(note)) = self;
        note
    }
}

/// The last run of an item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) command: String,
    pub(super) name: String,
    pub(super) date: String,
    pub(super) commit: String,
    pub(super) seconds: u64,
    pub(super) outcome: String,
    pub(super) note: String,
}

/// The last run of every item, in the order in which items were first run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Results {
    pub(super) runs: Vec<Run>,
}

impl Results {
    /// Replaces the last run of the same item.
    pub(super) fn put(&mut self, run: Run) {
        match self
            .runs
            .iter_mut()
            .find(|before| before.command == run.command && before.name == run.name)
        {
            Some(before) => *before = run,
            None => self.runs.push(run),
        }
    }

    pub(super) fn to_json(&self) -> String {
        let run = |run: &Run| {
            json!({
                "command": run.command, "name": run.name, "date": run.date, "commit": run.commit, "seconds": run.seconds, "outcome": run.outcome,
                "note": run.note,
            })
        };
        format!(
            "{:#}\n",
            json!({ "runs": self.runs.iter().map(run).collect::<Vec<_>>() })
        )
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let document: Value = serde_json::from_str(text).context("it is not JSON")?;
        let runs = document
            .get("runs")
            .and_then(Value::as_array)
            .context("it has no `runs`")?;
        let run = |run: &Value| {
            let text = |name: &str| {
                run.get(name)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
                    .with_context(|| format!("a run has no `{name}`"))
            };
            Ok(Run {
                command: text("command")?,
                name: text("name")?,
                date: text("date")?,
                commit: text("commit")?,
                seconds: run
                    .get("seconds")
                    .and_then(Value::as_u64)
                    .context("a run has no `seconds`")?,
                outcome: text("outcome")?,
                note: text("note")?,
            })
        };
        Ok(Self {
            runs: runs.iter().map(run).collect::<Result<_>>()?,
        })
    }
}

/// The commit of what is run, with a plus where files were changed since.
pub(super) fn commit(workspace: &Workspace) -> String {
    let git = |arguments: &[&str]| output(workspace.command("git").args(arguments)).ok();
    let Some(commit) = git(&["rev-parse", "--short=10", "HEAD"]) else {
        return "unknown".to_owned();
    };
    // The results themselves are written while this runs.
    let changed = git(&[
        "status",
        "--porcelain",
        "--",
        ".",
        ":!tests/long",
        ":!docs/soak-and-weekly.md",
    ])
    .is_none_or(|text| !text.is_empty());
    if changed { format!("{commit}+") } else { commit }
}

/// Today's date, in UTC.
pub(super) fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    date(seconds / 86_400)
}

/// The date of a day that is counted from 1970-01-01.
fn date(mut days: u64) -> String {
    let is_leap = |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [
        31,
        28 + u64::from(is_leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
    ] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &str, outcome: &str) -> Run {
        Run {
            command: "weekly".to_owned(),
            name: name.to_owned(),
            date: "2026-11-28".to_owned(),
            commit: "abc".to_owned(),
            seconds: 3,
            outcome: outcome.to_owned(),
            note: String::new(),
        }
    }

    #[test]
    fn knows_dates() {
        let days = [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_453, "2025-12-31"),
            (20_454, "2026-01-01"),
        ];
        for (day, expected) in days {
            assert_eq!(date(day), expected);
        }
    }

    #[test]
    fn keeps_the_last_run_of_each_item() {
        let mut results = Results::default();
        results.put(run("a", "failed"));
        results.put(run("b", "passed"));
        results.put(run("a", "passed"));
        assert_eq!(results.runs, [run("a", "passed"), run("b", "passed")]);
        assert_eq!(Results::parse(&results.to_json()).unwrap(), results);
        assert!(Results::parse("{}").is_err() && Results::parse("[").is_err());
    }
}
