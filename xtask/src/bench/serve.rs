//! `cargo xtask bench serve`: what a check costs the server, and what it adds to nginx. The
//! server's benchmark prints tables and judges its goals.

use anyhow::{Result, bail};

use crate::step::Step;
use crate::workspace::{Workspace, answers};
use crate::{debian, gateways};

pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    gateways::set_up(workspace)?;
    if !has_wrk() {
        debian::install("serve", "wrk", &["wrk"])?;
    }
    if !has_wrk() {
        bail!("wrk is missing, which sends nginx its requests: install wrk");
    }
    let cargo = |rest: &[&str]| {
        let mut command = workspace.cargo(["bench", "--package", "tokenseal-serve", "--bench", "load"]);
        command.args(rest).envs(gateways::environment(workspace));
        command
    };
    Step::quiet("serve: build the benchmark", cargo(&["--no-run"])).require()?;
    let finished = Step::measuring("serve: what a check costs", cargo(&[])).require()?;
    say!("{}", finished.stdout);
    Ok(true)
}

/// It has no option that says its version and succeeds.
fn has_wrk() -> bool {
    answers("sh", &["-c", "command -v wrk"])
}
