//! One list of revocations in a store (`tests/day`), which the drivers of all languages that ran
//! follow by every client that they have: what one of them revokes, all others refuse, whatever
//! happens to the store. Its program is one of Rust's tests, as the day's is.

use std::process::Command;

use anyhow::{Result, bail};
use serde_json::Value;

use super::day::{PROGRAM, description};
use crate::language::{Language, RECORD};
use crate::long::Outcome;
use crate::report::Row;
use crate::step::{Finished, Step};
use crate::stores;
use crate::workspace::{Workspace, remove_folder, write};

pub(super) const NAME: &str = "revoked";

/// What the long form asks of the program.
const LONG: [(&str, &str); 3] = [
    ("TOKENSEAL_SOAK", "1"),
    ("TOKENSEAL_TRIES", "1000"),
    ("TOKENSEAL_ROUNDS", "6"),
];

/// Runs it with these languages. Of each driver, to refuse what the others revoke is one test, and
/// so is each fault.
pub(super) fn run(workspace: &Workspace, languages: &[&'static Language]) -> Row {
    let mut row = Row::new(NAME);
    let (answerers, skipped) = answerers(workspace, languages);
    skipped.into_iter().for_each(|why| row.skip(why));
    match play(workspace, &answerers, &[]).and_then(|finished| Seen::of(&finished, answerers.len())) {
        Ok(seen) => {
            row.counts.passed += seen.drivers + seen.faults;
            row.notes.push(seen.note);
        }
        Err(error) => row.fail(format!("{error:#}")),
    }
    row
}

/// The long form, for `cargo xtask soak`: a thousand revocations, each refused by all within a
/// second, and more faults and rounds of them.
pub(crate) fn soak(workspace: &Workspace, languages: &[&'static Language]) -> Result<Outcome> {
    for language in languages {
        language.set_up(workspace)?;
        (language.build_tests)(workspace)?;
    }
    Step::quiet(
        "build the day",
        workspace.cargo(["build", "--release", "--package", PROGRAM]),
    )
    .require()?;
    let (answerers, skipped) = answerers(workspace, languages);
    let finished = play(workspace, &answerers, &LONG)?;
    Ok(match Seen::of(&finished, answerers.len()) {
        Ok(seen) => Outcome::Passed([vec![seen.note], skipped].concat().join("; ")),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    })
}

/// How to start the answerers, one for each client, and which languages cannot take part.
fn answerers(workspace: &Workspace, languages: &[&'static Language]) -> (Vec<Value>, Vec<String>) {
    let (mut answerers, mut skipped) = (Vec::new(), Vec::new());
    for language in languages {
        match answerers_of(workspace, language) {
            Ok(mut own) => answerers.append(&mut own),
            Err(error) => skipped.push(format!("skipped {}: {error:#}", language.title)),
        }
    }
    (answerers, skipped)
}

fn answerers_of(workspace: &Workspace, language: &Language) -> Result<Vec<Value>> {
    let Some(drivers) = &language.drivers else {
        return Ok(Vec::new());
    };
    (language.demo.require)(workspace, false)?;
    let describe = |client: &&str| {
        let mut command = (drivers.recorder)(workspace, &workspace.target.join(NAME).join("none"))?;
        command.env_remove(RECORD);
        let mut said = description(&format!("{}, {client}", language.title), &command);
        if let Some(said) = said.as_object_mut() {
            said.insert("client".to_owned(), (*client).into());
        }
        Ok(said)
    };
    drivers.clients.iter().map(describe).collect()
}

fn play(workspace: &Workspace, answerers: &[Value], form: &[(&str, &str)]) -> Result<Finished> {
    let folder = workspace.target.join(NAME);
    remove_folder(&folder)?;
    let said = folder.join("answerers.json");
    write(&said, &Value::from(answerers).to_string())?;
    let mut command: Command = workspace.command(
        workspace
            .built()
            .join(PROGRAM)
            .with_extension(std::env::consts::EXE_EXTENSION),
    );
    command
        .arg(NAME)
        .arg(&said)
        .envs(stores::environment(workspace, stores::path(workspace)))
        .envs(form.iter().copied());
    Step::shown("revocations: every language, and faults of the store", command).run()
}

/// What the program has said.
struct Seen {
    drivers: usize,
    faults: usize,
    note: String,
}

impl Seen {
    fn of(finished: &Finished, answerers: usize) -> Result<Self> {
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
            bail!("{why}");
        }
        let with = |name: &str| {
            lines
                .iter()
                .filter(|line| line.get(name).is_some())
                .collect::<Vec<_>>()
        };
        let (drivers, faults, tries) = (with("title").len(), with("fault").len(), with("tries"));
        let [tries] = tries.as_slice() else {
            bail!("it does not say how many tries there were")
        };
        if drivers <= answerers || faults == 0 {
            bail!("{drivers} took part, of {answerers} that were asked and Rust, and {faults} faults came");
        }
        let number = |name: &str| tries.get(name).and_then(Value::as_f64).unwrap_or_default();
        let note = format!(
            "{} of {} refused by {drivers} drivers, {} within 1 s (median {} ms, at most {} ms), {faults} faults",
            number("tries"),
            number("tries"),
            number("within_a_second"),
            number("median"),
            number("maximum"),
        );
        Ok(Self {
            drivers,
            faults,
            note,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(stdout: &str, success: bool) -> Finished {
        Finished {
            success,
            stdout: stdout.to_owned(),
            output: format!("{stdout}Error: a promise\n"),
        }
    }

    #[test]
    fn counts_who_took_part_and_what_happened() {
        let said = concat!(
            "{\"title\": \"Rust\"}\n{\"title\": \"Node\"}\n",
            "{\"tries\": 100, \"within_a_second\": 99, \"median\": 270.0, \"maximum\": 1001.0}\nnoise\n{\"fault\": \"killed\"}\n",
        );
        let seen = Seen::of(&finished(said, true), 1).unwrap();
        assert_eq!((seen.drivers, seen.faults), (2, 1));
        assert_eq!(
            seen.note,
            "100 of 100 refused by 2 drivers, 99 within 1 s (median 270 ms, at most 1001 ms), 1 faults"
        );
        for (said, answerers, success, why) in [
            (
                said,
                2,
                true,
                "2 took part, of 2 that were asked and Rust, and 1 faults came",
            ),
            (
                "{\"title\": \"Rust\"}\n",
                0,
                true,
                "it does not say how many tries there were",
            ),
            (said, 1, false, "Error: a promise"),
        ] {
            assert_eq!(
                Seen::of(&finished(said, success), answerers)
                    .err()
                    .unwrap()
                    .to_string(),
                why
            );
        }
    }
}
