//! Access rules beside Cedar: random rules, tokens and requests, the same decision.

use std::process::Command;

use anyhow::Result;

use crate::step::Step;
use crate::workspace::Workspace;

/// What `test` asks; `soak` asks a million.
const CASES: &str = "20000";
/// The same each time: a random file that fails one day would stop somebody whose change it is not.
const SEED: &str = "1";

pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    Ok(Step::quiet(
        "hold access rules against Cedar",
        command(workspace, CASES, Some(SEED)),
    )
    .run()?
    .success)
}

/// The comparison. Without a seed it draws one.
pub(crate) fn command(workspace: &Workspace, cases: &str, seed: Option<&str>) -> Command {
    let mut command = workspace.cargo([
        "run",
        "--release",
        "--locked",
        "--manifest-path",
        "tests/cedar/Cargo.toml",
    ]);
    command
        .env("CARGO_TARGET_DIR", &workspace.target)
        .args(["--", cases])
        .args(seed);
    command
}
