//! Access rules compared with Cedar: random rules, tokens and requests, the same decision.

use std::process::Command;

use anyhow::Result;

use crate::step::Step;
use crate::workspace::Workspace;

/// With what Cedar decided before: to compile Cedar takes minutes.
pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    Ok(Step::quiet(
        "hold access rules against what Cedar decided",
        run(workspace, &[]),
    )
    .run()?
    .success)
}

/// The same with Cedar itself, and rules that it draws.
pub(crate) fn asking(workspace: &Workspace, cases: &str) -> Command {
    let mut command = run(workspace, &["--features", "cedar"]);
    command.args(["--", cases]);
    command
}

fn run(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.cargo([
        "run",
        "--release",
        "--locked",
        "--manifest-path",
        "tests/cedar/Cargo.toml",
    ]);
    command.env("CARGO_TARGET_DIR", &workspace.target).args(arguments);
    command
}
