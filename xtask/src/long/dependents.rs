//! The test suites of packages that depend on PyJWT or jsonwebtoken, and of jsonwebtoken and jose
//! themselves: with those, and with tokenseal in their place.
//!
//! `compat/dependents` runs them and compares. It prints a line for each dependent, and this keeps
//! the last one of each, in `tests/long/dependents.json`, and makes the table of
//! `docs/dependents.md` of them.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Item;
use super::results::{self, Outcome};
use crate::step::Step;
use crate::workspace::{Workspace, read, write};
use crate::{node, python};

const RESULTS: &str = "tests/long/dependents.json";
const PAGE: &str = "docs/dependents.md";
/// Between these lines of the page is the table.
const BEGIN: &str = "<!-- Written by `cargo xtask weekly dependents`. Do not edit. -->\n";
const END: &str = "<!-- End of what is written. -->\n";

/// A library whose place tokenseal takes, and what builds everything and gives the command that
/// runs its dependents' tests.
struct Library {
    name: &'static str,
    runner: fn(&Workspace) -> Result<Command>,
}

const LIBRARIES: [Library; 3] = [
    Library {
        name: "PyJWT",
        runner: python::dependents,
    },
    Library {
        name: "jsonwebtoken",
        runner: node::dependents,
    },
    // Its own tests alone.
    Library {
        name: "jose",
        runner: node::suite_of_jose,
    },
];

/// One for each library.
pub(super) fn items(workspace: &Workspace) -> Vec<Item<'_>> {
    let item = |library: Library| Item {
        name: format!("dependents of {}", library.name),
        work: Box::new(move || run(workspace, &library)),
    };
    LIBRARIES.into_iter().map(item).collect()
}

/// Whether the table of the page is what the results make.
pub(super) fn is_page_current(workspace: &Workspace) -> Result<bool> {
    let text = read(&workspace.root.join(PAGE))?;
    Ok(with_table(&text, &table(&load(workspace)?)?)? == text)
}

fn run(workspace: &Workspace, library: &Library) -> Result<Outcome> {
    let command = (library.runner)(workspace)?;
    let finished = Step::measuring(
        format!("run the tests of what depends on {}", library.name),
        command,
    )
    .run()?;
    let lines: Vec<Value> = finished
        .stdout
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    keep(workspace, library.name, &lines)?;
    let was_run: Vec<&Value> = lines
        .iter()
        .filter(|line| line.get("skipped").is_none_or(Value::is_null))
        .collect();
    let sum =
        |number: fn(&Value) -> Result<u64>| was_run.iter().map(|line| number(line)).sum::<Result<u64>>();
    let (passed, lost) = (sum(|line| count(line, "original", "passed"))?, sum(lost)?);
    let skipped = lines.len() - was_run.len();
    let note = format!(
        "{} packages: {} of {passed} tests pass as before, {skipped} packages skipped",
        was_run.len(),
        passed.saturating_sub(lost)
    );
    Ok(match (finished.success, was_run.is_empty()) {
        (true, false) => Outcome::Passed(note),
        (true, true) => Outcome::NotRun(note),
        (false, _) => Outcome::Failed(format!(
            "a test that is not listed fails, or one that is listed passes: {note}"
        )),
    })
}

/// Replaces the last line of each dependent, and writes the page.
fn keep(workspace: &Workspace, library: &str, lines: &[Value]) -> Result<()> {
    let mut kept = load(workspace)?;
    for line in lines {
        let mut row = line.as_object().cloned().context("a line is not a JSON object")?;
        // Which those are, the manifests and the output of the run say.
        for list in ["unlisted", "gone"] {
            row.insert(list.to_owned(), json!(length(line, list)?));
        }
        row.insert("library".to_owned(), json!(library));
        row.insert("date".to_owned(), json!(results::today()));
        row.insert("commit".to_owned(), json!(results::commit(workspace)));
        let row = Value::from(row);
        let is_same = |other: &&mut Value| {
            ["library", "name"]
                .iter()
                .all(|&name| other.get(name) == row.get(name))
        };
        match kept.iter_mut().find(is_same) {
            Some(before) => *before = row,
            None => kept.push(row),
        }
    }
    write(
        &workspace.root.join(RESULTS),
        &format!("{:#}\n", Value::from(kept.clone())),
    )?;
    let page = workspace.root.join(PAGE);
    write(&page, &with_table(&read(&page)?, &table(&kept)?)?)
}

fn load(workspace: &Workspace) -> Result<Vec<Value>> {
    let path = workspace.root.join(RESULTS);
    if !path.exists() {
        return Ok(Vec::new());
    }
    serde_json::from_str(&read(&path)?).with_context(|| format!("{RESULTS} is not what xtask writes"))
}

fn table(rows: &[Value]) -> Result<String> {
    let mut text =
        "| package | takes the place of | passed before | of them now | of them reach its code | date |\n\
                    | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for row in rows {
        let word = |name: &str| {
            row.get(name)
                .and_then(Value::as_str)
                .with_context(|| format!("a result has no `{name}`"))
        };
        let (name, version, library, date) =
            (word("name")?, word("version")?, word("library")?, word("date")?);
        let start = format!("| {name} {version} | {library} |");
        if let Some(reason) = row.get("skipped").and_then(Value::as_str) {
            text.push_str(&format!(
                "{start} | | skipped: {} | {date} |\n",
                reason.replace('|', "\\|")
            ));
            continue;
        }
        let (passed, lost) = (count(row, "original", "passed")?, lost(row)?);
        let now = passed.saturating_sub(lost);
        let touching = row
            .get("touching")
            .and_then(Value::as_u64)
            .map(|count| count.to_string())
            .unwrap_or_default();
        text.push_str(&format!(
            "{start} {passed} | {now} ({}) | {touching} | {date} |\n",
            percent(now, passed)
        ));
    }
    Ok(text)
}

fn count(row: &Value, run: &str, which: &str) -> Result<u64> {
    let found = row
        .get(run)
        .and_then(|counts| counts.get(which))
        .and_then(Value::as_u64);
    found.with_context(|| format!("a result has no `{run}.{which}`"))
}

/// How many tests passed with the original and do not with tokenseal: those that are listed and
/// fail, and those that are not listed.
fn lost(row: &Value) -> Result<u64> {
    Ok((length(row, "listed")? + length(row, "unlisted")?).saturating_sub(length(row, "gone")?))
}

/// How many tests a list has, or had.
fn length(row: &Value, name: &str) -> Result<u64> {
    let number = |value: &Value| {
        value
            .as_array()
            .map(|list| list.len() as u64)
            .or_else(|| value.as_u64())
    };
    row.get(name)
        .and_then(number)
        .with_context(|| format!("a result has no `{name}`"))
}

/// Rounded down, so that 100 % is said of nothing less.
fn percent(part: u64, whole: u64) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn with_table(page: &str, table: &str) -> Result<String> {
    let (before, rest) = page
        .split_once(BEGIN)
        .with_context(|| format!("{PAGE} has no line where its table begins"))?;
    let Some((_, after)) = rest.split_once(END) else {
        bail!("{PAGE} has no line where its table ends")
    };
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Value {
        json!({ "name": "a", "version": "1.2", "library": "PyJWT", "date": "2026-11-30", "original": { "passed": 1000, "failed": 3 },
                "shim": { "passed": 999, "failed": 4 }, "touching": 40, "listed": 2, "unlisted": [], "gone": ["t"], "skipped": null })
    }

    #[test]
    fn counts_what_was_lost() {
        assert_eq!(lost(&row()).unwrap(), 1);
        let mut kept = row();
        (kept["gone"], kept["unlisted"]) = (json!(0), json!(5));
        assert_eq!(lost(&kept).unwrap(), 7);
        assert!(lost(&json!({ "listed": 1 })).is_err());
    }

    #[test]
    fn writes_the_table_between_its_lines() {
        let mut skipped = row();
        skipped["skipped"] = json!("no a|b");
        let text = table(&[row(), skipped]).unwrap();
        assert!(
            text.contains("| a 1.2 | PyJWT | 1000 | 999 (99.9 %) | 40 | 2026-11-30 |\n"),
            "{text}"
        );
        assert!(text.contains("skipped: no a\\|b"), "{text}");
        let page = format!("before\n{BEGIN}old\n{END}after\n");
        assert_eq!(
            with_table(&page, &text).unwrap(),
            format!("before\n{BEGIN}{text}{END}after\n")
        );
        assert!(with_table("before", &text).is_err() && with_table(BEGIN, &text).is_err());
    }

    #[test]
    fn rounds_down() {
        assert_eq!(
            [(999, 1000), (1000, 1000), (1999, 2000), (0, 0)].map(|(part, whole)| percent(part, whole)),
            ["99.9 %", "100.0 %", "99.9 %", "0.0 %"]
        );
    }
}
