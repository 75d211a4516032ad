//! `cargo xtask test [PART…]`: lints and generated files, the tests of each language, and their
//! outcomes compared.
//!
//! A failing step does not stop the others, so that the table shows everything that is wrong.
//! Downloads start at once, cargo builds one thing at a time ([`plan`]), and the tests of a
//! language run while the next one is built ([`queue`], [`workers`]).

mod budget;
mod day;
mod plan;
mod queue;
pub(crate) mod revoked;
mod workers;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::clock::{Clock, Stopwatch};
use crate::report::{Row, finish};
use crate::workspace::{Workspace, remove_folder};
use crate::{children, language, vectors};
use plan::Parts;
use workers::Done;

/// The names of all parts.
pub(crate) fn parts() -> impl Iterator<Item = &'static str> {
    [plan::CHECKS].into_iter().chain(language::ids())
}

/// Runs the parts of these names, or everything, and says whether all went well.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<bool> {
    let clock = Stopwatch::start();
    let parts = Parts::chosen(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let outcomes = fresh_folder(workspace)?;
    let end = || {
        children::stop();
        children::end();
    };
    let done = workers::run(
        plan::jobs(workspace, &outcomes, &parts),
        &clock,
        budget::LIMIT,
        &end,
    );
    // Whatever a test left behind.
    children::end();

    let mut rows = rows(&parts, done);
    if !parts.languages.is_empty() {
        let started = clock.elapsed();
        let languages: Vec<&str> = parts.languages.iter().map(|language| language.id).collect();
        let mut row = vectors::compare(&workspace.root.join("tests/vectors"), &outcomes, &languages);
        row.time = Some(budget::time(&row.name, clock.elapsed().saturating_sub(started)));
        rows.push(row);
    }
    if parts.has_day() {
        for run in [day::run, revoked::run] {
            let started = clock.elapsed();
            let mut row = run(workspace, &parts.languages);
            row.time = Some(budget::time(&row.name, clock.elapsed().saturating_sub(started)));
            rows.push(row);
        }
    }
    say!("");
    let success = finish("part", &rows);
    say!("in {:.0} s", clock.elapsed().as_secs_f64());
    if let Some(warning) = budget::warning(clock.elapsed(), &rows) {
        say!("{warning}");
    }
    Ok(success && clock.elapsed() < budget::LIMIT)
}

/// A row for each part, in the order of the languages: what its jobs did, and how long they took
/// together.
fn rows(parts: &Parts, done: Vec<Done>) -> Vec<Row> {
    let names = parts
        .checks
        .then_some(plan::CHECKS)
        .into_iter()
        .chain(parts.languages.iter().map(|language| language.id));
    let mut rows: Vec<(Row, Duration)> = names.map(|name| (Row::new(name), Duration::ZERO)).collect();
    for done in done {
        if let Some((row, took)) = rows.iter_mut().find(|(row, _)| row.name == done.row.name) {
            row.add(done.row.counts, done.row.notes);
            *took += done.took;
        }
    }
    rows.into_iter()
        .map(|(row, took)| Row {
            time: Some(budget::time(&row.name, took)),
            ..row
        })
        .collect()
}

/// An empty folder for this run's outcomes: one that is left from an earlier run must not count.
fn fresh_folder(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("outcomes");
    remove_folder(&folder)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::Counts;

    #[test]
    fn adds_up_the_jobs_of_a_part() {
        let job = |name: &str, passed: usize, took: u64| {
            let counts = Counts {
                passed,
                ..Counts::default()
            };
            Done {
                row: Row {
                    counts,
                    ..Row::new(name)
                },
                took: Duration::from_secs(took),
            }
        };
        let rows = rows(
            &Parts::chosen(&["node", "checks"]).unwrap(),
            vec![job("node", 0, 5), job("checks", 4, 1), job("node", 7, 30)],
        );
        let seen: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.name.as_str(),
                    row.counts.passed,
                    row.time.as_ref().unwrap().took.as_secs(),
                )
            })
            .collect();
        assert_eq!(seen, [("checks", 4, 1), ("node", 7, 35)]);
    }
}
