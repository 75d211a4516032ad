//! `cargo xtask soak [HOURS [WORD]]` and `cargo xtask weekly`: what takes too long for `cargo xtask test`, or fails too seldom to be run each time.
//!
//! What came of each run stands in `docs/soak-and-weekly.md`, which is committed: whoever reads it sees what was run, of which commit, and what
//! could not be run, and why.

mod fuzz;
mod page;
mod results;
mod soak;
mod weekly;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::report::table;
use crate::workspace::{Workspace, read, write};
pub(crate) use results::Outcome;
use results::{Results, Run};

/// Where the results are kept, and the page that is made of them.
const RESULTS: &str = "tests/long/results.json";
const PAGE: &str = "docs/soak-and-weekly.md";

/// One thing to run.
struct Item<'a> {
    name: String,
    work: Box<dyn FnOnce() -> Result<Outcome> + 'a>,
}

/// Shares the hours out between fuzzing, properties and exchanges, runs what has the word in its name, and says whether nothing failed.
pub(crate) fn soak(workspace: &Workspace, words: &[&str]) -> Result<bool> {
    let (hours, word) = match words {
        [] => ("1", ""),
        [hours] => (*hours, ""),
        [hours, word] => (*hours, *word),
        _ => bail!("`soak` takes one number of hours, and a word of what to run"),
    };
    let hours: f64 = hours
        .parse()
        .with_context(|| format!("`{hours}` is not a number of hours"))?;
    if !hours.is_finite() || !(0.01..=1000.0).contains(&hours) {
        bail!("`soak` takes from 0.01 to 1000 hours");
    }
    let mut items = soak::items(workspace, Duration::from_secs_f64(hours * 3600.0));
    items.retain(|item| item.name.contains(word));
    if items.is_empty() {
        bail!("nothing of the soak has `{word}` in its name");
    }
    run(workspace, "soak", items)
}

/// Builds with the oldest Rust, for old systems and for bundlers, and says whether nothing failed.
pub(crate) fn weekly(workspace: &Workspace) -> Result<bool> {
    run(workspace, "weekly", weekly::items(workspace))
}

/// Whether the page is what the results make.
pub(crate) fn check_page(workspace: &Workspace) -> Result<bool> {
    let results = load(workspace)?;
    Ok(read(&workspace.root.join(PAGE)).is_ok_and(|text| text == page::write(&results)))
}

fn run(workspace: &Workspace, command: &'static str, items: Vec<Item<'_>>) -> Result<bool> {
    let mut results = load(workspace)?;
    let (date, commit) = (results::today(), results::commit(workspace));
    let mut rows = Vec::new();
    let mut success = true;
    for item in items {
        let started = Instant::now();
        let outcome = (item.work)().unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        success &= !matches!(outcome, Outcome::Failed(_));
        let run = Run {
            command: command.to_owned(),
            name: item.name,
            date: date.clone(),
            commit: commit.clone(),
            seconds: started.elapsed().as_secs(),
            outcome: outcome.word().to_owned(),
            note: outcome.note().lines().next().unwrap_or_default().to_owned(),
        };
        rows.push(vec![
            run.name.clone(),
            run.outcome.clone(),
            run.seconds.to_string(),
            run.note.clone(),
        ]);
        results.put(run);
        // After each of them: hours must not be lost because the last one was interrupted.
        write(&workspace.root.join(RESULTS), &results.to_json())?;
        write(&workspace.root.join(PAGE), &page::write(&results))?;
    }
    say!(
        "\n{}\n\nSee {PAGE}.",
        table(&["what", "outcome", "seconds", "note"], &rows)
    );
    Ok(success)
}

fn load(workspace: &Workspace) -> Result<Results> {
    let path = workspace.root.join(RESULTS);
    if path.exists() {
        Results::parse(&read(&path)?).with_context(|| format!("{RESULTS} is not what xtask writes"))
    } else {
        Ok(Results::default())
    }
}
