//! The benchmark: the wheel, as it is shipped, beside the libraries that a user would otherwise pick, in an environment of their own.

use std::process::Command;

use anyhow::{Context, Result};

use super::{environment, in_venv, interpreter, package, python_of};
use crate::step::Step;
use crate::workspace::{Workspace, read, write};

/// The program of the bare primitives, which the benchmark starts.
const BARE: &str = "tokenseal-bench-bare";

/// Installs and builds all that is measured, and gives the command that prints what was measured as one JSON document.
pub(super) fn command(workspace: &Workspace) -> Result<Command> {
    environment(workspace)?;
    let requirements = workspace.root.join("bench/python/requirements.txt");
    let interpreter = interpreter::find()?;
    let venv = workspace.target.join("python/bench-venv");
    let python = python_of(&venv);
    let pip = || {
        let mut command = in_venv(workspace);
        command.args(["-m", "pip", "--disable-pip-version-check", "--no-input", "--python"]).arg(&python).arg("install");
        command
    };
    let state = format!("{}\n{}\n{}", interpreter.path.display(), interpreter.version, read(&requirements)?);
    let stamp = venv.join("xtask-stamp.txt");
    if !std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        if venv.exists() {
            std::fs::remove_dir_all(&venv).with_context(|| format!("cannot remove {}", venv.display()))?;
        }
        let mut make = workspace.command(&interpreter.path);
        make.args(["-m", "venv", "--without-pip"]).arg(&venv);
        Step::quiet("Python: make an environment for the benchmark", make).require()?;
        let mut install = pip();
        install.arg("--requirement").arg(&requirements);
        Step::quiet("Python: install the libraries to compare with", install).require()?;
        write(&stamp, &state)?;
    }
    let mut install = pip();
    install.args(["--no-index", "--no-deps", "--force-reinstall"]).arg(package::wheel(workspace)?);
    Step::quiet("Python: install the wheel", install).require()?;
    Step::quiet("Python: build the bare primitives", workspace.cargo(["build", "--release", "-p", BARE])).require()?;

    let bare = workspace.cargo(["run", "--quiet", "--release", "-p", BARE]);
    let mut command = workspace.command(&python);
    command.arg("bench/python/bench.py").arg(bare.get_program()).args(bare.get_args());
    Ok(command)
}
