//! The benchmark: the wheel as shipped, and the libraries that a user would otherwise pick, in
//! their own environment.

use std::process::Command;

use anyhow::Result;

use super::{environment, in_venv, interpreter, make_venv, once, package, python_of};
use crate::hostile_server;
use crate::step::Step;
use crate::workspace::Workspace;

/// The program of the bare primitives, which the benchmark starts.
const BARE: &str = "tokenseal-bench-bare";

/// Installs and builds all that is measured, and gives the command that prints what was measured as
/// one JSON document.
pub(super) fn command(workspace: &Workspace) -> Result<Command> {
    environment(workspace)?;
    let requirements = workspace.root.join("bench/python/requirements.txt");
    let interpreter = interpreter::find()?;
    let venv = workspace.target.join("python/bench-venv");
    let python = python_of(&venv);
    let pip = || {
        let mut command = in_venv(workspace);
        command
            .args([
                "-m",
                "pip",
                "--disable-pip-version-check",
                "--no-input",
                "--python",
            ])
            .arg(&python)
            .arg("install");
        command
    };
    once(&venv, &interpreter, &requirements, || {
        make_venv(workspace, &interpreter, &venv, &["--without-pip"])?;
        let mut install = pip();
        install.arg("--requirement").arg(&requirements);
        Step::quiet("Python: install the libraries to compare with", install)
            .require()
            .map(|_| ())
    })?;
    let mut install = pip();
    install
        .args(["--no-index", "--no-deps", "--force-reinstall"])
        .arg(package::wheel(workspace)?);
    Step::quiet("Python: install the wheel", install).require()?;
    Step::quiet(
        "Python: build the bare primitives",
        workspace.cargo(["build", "--release", "-p", BARE]),
    )
    .require()?;

    hostile_server::build(workspace)?;
    let bare = workspace.cargo(["run", "--quiet", "--release", "-p", BARE]);
    let mut command = workspace.command(&python);
    command
        .arg("bench/python/bench.py")
        .arg(bare.get_program())
        .args(bare.get_args());
    command.env(hostile_server::PATH, hostile_server::path(workspace));
    Ok(command)
}
