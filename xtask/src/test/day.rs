//! The day (`tests/day`): the drivers of all languages that ran against one key server, and their
//! records done again by the core. Its program is one of Rust's tests, so there is no day without
//! Rust.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::hostile_server;
use crate::language::Language;
use crate::report::Row;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

pub(super) const NAME: &str = "day";
pub(super) const PROGRAM: &str = "tokenseal-day";

/// Runs the day with these languages. Of each driver, the day is one test, and its record another.
pub(super) fn run(workspace: &Workspace, languages: &[&'static Language]) -> Row {
    let mut row = Row::new(NAME);
    // Empty: a record that is left from an earlier run must not count.
    let folder = workspace.target.join(NAME);
    if let Err(error) = remove_folder(&folder) {
        return Row::unable(NAME, &error);
    }
    let mut answerers = Vec::new();
    for language in languages {
        match answerers_of(workspace, language, &folder) {
            Ok(mut own) => answerers.append(&mut own),
            Err(error) => row.skip(format!("skipped {}: {error:#}", language.title)),
        }
    }
    if let Err(error) = play(workspace, &folder, &answerers, &mut row) {
        row.fail(format!("{error:#}"));
    }
    row
}

/// How to start the answerers of a language: one for each form of its driver.
fn answerers_of(workspace: &Workspace, language: &Language, folder: &Path) -> Result<Vec<Value>> {
    let Some(drivers) = &language.drivers else {
        return Ok(Vec::new());
    };
    (language.demo.require)(workspace, false)?;
    let describe = |(form, asynchronous): &(&str, bool)| {
        let title = if form.is_empty() {
            language.title.to_owned()
        } else {
            format!("{}, {form}", language.title)
        };
        let record = folder.join(format!("{}.jsonl", title.to_lowercase().replace(", ", "-")));
        let command = (drivers.recorder)(workspace, &record)?;
        let mut said = description(&title, &command);
        if let Some(said) = said.as_object_mut() {
            said.insert("asynchronous".to_owned(), (*asynchronous).into());
            said.insert("record".to_owned(), json!(record));
        }
        Ok(said)
    };
    drivers.forms.iter().map(describe).collect()
}

/// A command as the program reads it.
pub(super) fn description(title: &str, command: &Command) -> Value {
    let environment: BTreeMap<String, Option<String>> = command
        .get_envs()
        .map(|(name, value)| {
            (
                name.to_string_lossy().into_owned(),
                value.map(|value| value.to_string_lossy().into_owned()),
            )
        })
        .collect();
    json!({
        "title": title,
        "program": command.get_program().to_string_lossy(),
        "arguments": command.get_args().map(|argument| argument.to_string_lossy()).collect::<Vec<_>>(),
        "environment": environment,
        "folder": command.get_current_dir(),
    })
}

fn play(workspace: &Workspace, folder: &Path, answerers: &[Value], row: &mut Row) -> Result<()> {
    let said = folder.join("answerers.json");
    write(&said, &Value::from(answerers).to_string())?;
    let mut command = workspace.command(
        workspace
            .built()
            .join(PROGRAM)
            .with_extension(std::env::consts::EXE_EXTENSION),
    );
    command
        .arg(&said)
        .env(hostile_server::PATH, hostile_server::built(workspace));
    let finished = Step::shown("the day: every language against one key server", command).run()?;
    let lines: Vec<Value> = finished
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if !finished.success {
        let why = finished
            .output
            .lines()
            .find(|line| line.starts_with("Error: "))
            .unwrap_or("it ended without saying why");
        bail!("the day was not kept: {why}");
    }
    let steps: Vec<u64> = lines
        .iter()
        .filter_map(|line| line.get("replayed")?.as_u64())
        .collect();
    if lines.len() <= answerers.len() || steps.len() != answerers.len() {
        bail!(
            "{} took part, and {} left a record, of {} that were asked and Rust",
            lines.len(),
            steps.len(),
            answerers.len()
        );
    }
    row.counts.passed += lines.len() + steps.len();
    let checks: u64 = lines
        .iter()
        .filter_map(|line| line.get("accepted")?.as_u64())
        .sum();
    row.notes.push(format!(
        "{} drivers, {checks} valid tokens, {} records of {} steps",
        lines.len(),
        steps.len(),
        steps.iter().sum::<u64>()
    ));
    Ok(())
}
