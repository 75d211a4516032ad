//! `cargo xtask soak [HOURS [WORD]]` and `cargo xtask weekly [WORD]`: what takes too long for
//! `cargo xtask test`, or fails too seldom to be run each time.
//!
//! The outcome of each run is in `docs/soak-and-weekly.md`, which is committed: readers see what
//! was run, on which commit, and what could not be run, and why.

mod dependents;
pub(crate) mod elsewhere;
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

/// Shares the hours out between fuzzing, properties and exchanges, runs what has the word in its
/// name, and says whether nothing failed.
pub(crate) fn soak(workspace: &Workspace, hours: f64, word: &str) -> Result<bool> {
    run(
        workspace,
        "soak",
        named(
            soak::items(workspace, Duration::from_secs_f64(hours * 3600.0)),
            "soak",
            word,
        )?,
    )
}

/// Builds with the oldest Rust, for old systems and for bundlers, runs the tests of dependents, and
/// says whether nothing failed.
pub(crate) fn weekly(workspace: &Workspace, word: &str) -> Result<bool> {
    run(
        workspace,
        "weekly",
        named(weekly::items(workspace), "weekly", word)?,
    )
}

/// Whether the pages are what the results make.
pub(crate) fn check_page(workspace: &Workspace) -> Result<bool> {
    let results = load(workspace)?;
    let is_current = read(&workspace.root.join(PAGE)).is_ok_and(|text| text == page::write(&results));
    Ok(is_current && dependents::is_page_current(workspace)?)
}

/// Those that have the word in their names.
fn named<'a>(mut items: Vec<Item<'a>>, command: &str, word: &str) -> Result<Vec<Item<'a>>> {
    items.retain(|item| item.name.contains(word));
    if items.is_empty() {
        bail!("nothing of `{command}` has `{word}` in its name");
    }
    Ok(items)
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
