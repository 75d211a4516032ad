//! The package for somebody who wants to try it: built as it is shipped, in a virtual environment
//! that has nothing else. Neither maturin nor anything of the tests is downloaded for it.

use anyhow::{Context, Result};

use super::interpreter::find;
use super::{demo, develop, is_made, make_venv, python, requirements, venv};
use crate::language::require_c_compiler;
use crate::step::Step;
use crate::workspace::{Workspace, output};

/// Builds the package and installs it. Where there is the environment of the tests, it is that
/// which is brought up to date.
pub(super) fn set_up(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let (interpreter, venv) = (find()?, venv(workspace));
    if is_made(&venv, &interpreter, &requirements(workspace))? {
        return develop(workspace);
    }
    let mut build = workspace.cargo(["build", "--release", "--package", "tokenseal-python"]);
    // Python brings the symbols of its library along, so pyo3 need not find one. maturin says the
    // same.
    build.env("PYO3_BUILD_EXTENSION_MODULE", "1");
    Step::quiet("Python: build the package", build).require()?;
    // Debian ships pip's part of this apart. Who wants to try the package needs no root for it:
    // there is nothing to install.
    let with_pip = interpreter.is_complete();
    make_venv(
        workspace,
        &interpreter,
        &venv,
        if with_pip { &[] } else { &["--without-pip"] },
    )?;
    let mut ask = workspace.command(python(workspace));
    ask.args(["-c", "import sysconfig; print(sysconfig.get_path('platlib'))"]);
    let folder = output(&mut ask).context("the new virtual environment cannot be used")?;
    demo::place_in(workspace, folder.as_ref())?;
    say!("Python: {} has the package", python(workspace).display());
    if !with_pip {
        say!(
            "Python: this environment has no pip; for one that has, install python3.{}-venv",
            interpreter.minor
        );
    }
    Ok(())
}
