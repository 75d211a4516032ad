//! `cargo xtask test [LANGUAGE…]`: lints and generated files, the tests of each language, and their outcomes compared.
//!
//! A step that fails does not stop the others: whoever reads the table sees everything that is wrong.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::language::{self, Language};
use crate::report::{Row, finish};
use crate::workspace::{Workspace, remove_folder};
use crate::{floors, generate, option_coverage, pages, paths, rust, vectors, version};

/// Runs the tests of the languages of these names, or of everything, and says whether all went well.
pub(crate) fn run(workspace: &Workspace, names: &[&str]) -> Result<bool> {
    let started = Instant::now();
    let languages = language::chosen(names)?;
    let outcomes = fresh_folder(workspace)?;
    let mut rows = Vec::new();
    if names.is_empty() {
        rows.push(checks(workspace));
    }
    let mut ran = Vec::new();
    for language in languages {
        match test(workspace, language, &outcomes) {
            Ok(row) => {
                ran.push(language.id);
                rows.push(row);
            }
            Err(error) => rows.push(Row::unable(language.id, &error)),
        }
    }
    rows.push(vectors::compare(&workspace.root.join("tests/vectors"), &outcomes, &ran));
    say!("");
    let success = finish("language", &rows);
    say!("in {:.0} s", started.elapsed().as_secs_f64());
    Ok(success)
}

fn test(workspace: &Workspace, language: &Language, outcomes: &Path) -> Result<Row> {
    (language.setup)(workspace)?;
    let mut row = Row::new(language.id);
    (language.test)(workspace, outcomes, &mut row)?;
    Ok(row)
}

/// What belongs to no language: each check counts as one test.
fn checks(workspace: &Workspace) -> Row {
    let mut row = Row::new("checks");
    rust::lint(workspace, &mut row);
    count(&mut row, floors::check(workspace), "a module of the core uses one above it: see xtask/src/floors.rs");
    count(&mut row, generate::check(workspace), "generated files have drifted: run `cargo xtask generate`");
    let covered = generate::tables(workspace).and_then(|tables| option_coverage::check(workspace, &tables));
    count(&mut row, covered, "an option stands in no test vector: see xtask/src/option_coverage.rs");
    count(&mut row, version::print(workspace), "versions differ");
    paths::check(workspace, &mut row);
    pages::check(workspace, &mut row);
    row
}

fn count(row: &mut Row, result: Result<bool>, failure: &str) {
    match result {
        Ok(true) => row.pass(),
        Ok(false) => row.fail(failure),
        Err(error) => row.fail(format!("{error:#}")),
    }
}

/// An empty folder for this run's outcomes: one that is left from an earlier run must not count.
fn fresh_folder(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("outcomes");
    remove_folder(&folder)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
