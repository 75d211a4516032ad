//! What `cargo xtask weekly` runs of Node's: bundlers, fake timers, package managers, and the tests
//! of packages that depend on others.

use std::process::Command;

use anyhow::Result;

use super::LANGUAGE;
use super::tools::{install, version};
use crate::long::Outcome;
use crate::step::Step;
use crate::workspace::Workspace;

const BUNDLERS: &str = "tests/bundlers";
const CLOCKS: &str = "tests/clocks";

/// Packs the package as it is published, lets bundlers put a program together with it, and runs
/// what they made.
pub(crate) fn bundlers(workspace: &Workspace) -> Result<Outcome> {
    LANGUAGE.set_up(workspace)?;
    install(workspace, &version()?, BUNDLERS)?;
    let mut command = workspace.command("node");
    command
        .arg("bundle.mjs")
        .current_dir(workspace.root.join(BUNDLERS));
    judged("Node: bundle the package", command, |output| {
        output.lines().collect::<Vec<_>>().join("; ")
    })
}

/// Runs a program that judges by itself, and notes what its output shows if all is well.
fn judged(title: &str, command: Command, note: fn(&str) -> String) -> Result<Outcome> {
    let finished = Step::shown(title, command).run()?;
    Ok(if finished.success {
        Outcome::Passed(note(&finished.stdout))
    } else {
        Outcome::Failed("see its output".to_owned())
    })
}

/// Runs the tests of packages that depend on jsonwebtoken, and its own: with it, and with the
/// package that takes its place.
pub(crate) fn dependents(workspace: &Workspace) -> Result<Command> {
    compared(workspace, "compat/dependents/node/run.mjs")
}

/// Runs jose's own tests: with it, and with `tokenseal/compat/jose` in its place.
pub(crate) fn suite_of_jose(workspace: &Workspace) -> Result<Command> {
    compared(workspace, "compat/dependents/jose/run.mjs")
}

fn compared(workspace: &Workspace, program: &str) -> Result<Command> {
    LANGUAGE.set_up(workspace)?;
    let mut command = workspace.command("node");
    command.arg(program);
    Ok(command)
}

/// Runs the guide's examples about fake timers, each with the test runner that it is for.
pub(crate) fn fake_timers(workspace: &Workspace) -> Result<Outcome> {
    LANGUAGE.set_up(workspace)?;
    install(workspace, &version()?, CLOCKS)?;
    let mut command = workspace.command("node");
    command.arg("run.mjs").current_dir(workspace.root.join(CLOCKS));
    judged("Node: the examples about fake timers", command, |output| {
        output
            .lines()
            .filter(|line| line.ends_with("its example passes"))
            .collect::<Vec<_>>()
            .join("; ")
    })
}

/// Has each package manager put tokenseal in the place of jsonwebtoken.
pub(crate) fn package_managers(workspace: &Workspace) -> Result<Outcome> {
    judged(
        "Node: replace jsonwebtoken by each package manager",
        compared(workspace, "compat/dependents/managers/run.mjs")?,
        |output| {
            let right = output
                .lines()
                .filter(|line| line.starts_with('{') && line.contains("\"isRight\":true"));
            format!("{} work", right.count())
        },
    )
}
