//! A wheel for systems with an old C library: zig is the C compiler and the linker, and knows every version of glibc.

use anyhow::Result;

use super::{environment, in_venv, interpreter, package, python};
use crate::long::Outcome;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder};

const ZIG: &str = "ziglang==0.15.2";
const OLD: &str = "manylinux2014";

/// Builds the wheel, and tries it with every interpreter that is here. This shows that it is one for old systems, and not that it runs on them.
pub(crate) fn old_wheel(workspace: &Workspace) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotRun("it is for Linux".to_owned()));
    }
    environment(workspace)?;
    let folder = workspace.target.join("weekly/zig");
    let packages = folder.join("packages");
    let mut install = in_venv(workspace);
    install
        .args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--upgrade",
            "--target",
        ])
        .arg(&packages)
        .arg(ZIG);
    if !Step::quiet(format!("Python: install {ZIG}"), install)
        .run()?
        .success
    {
        return Ok(Outcome::NotRun(format!("pip cannot install {ZIG}")));
    }
    let wheels = folder.join("wheels");
    remove_folder(&wheels)?;
    let mut build = in_venv(workspace);
    build.args([
        "-m",
        "maturin",
        "build",
        "--release",
        "--locked",
        "--zig",
        "--compatibility",
        OLD,
        "--interpreter",
    ]);
    build.arg(python(workspace)).arg("--out").arg(&wheels);
    // Another compiler builds AWS-LC again: in a folder of its own, so that the other builds stay as they are.
    build
        .env("PYTHONPATH", &packages)
        .env("CARGO_TARGET_DIR", folder.join("target"));
    if !Step::quiet(format!("Python: build a wheel for {OLD}"), build)
        .run()?
        .success
    {
        return Ok(Outcome::Failed("it does not compile".to_owned()));
    }
    let wheel = package::find(&wheels)?;
    let interpreters = interpreter::all();
    for interpreter in &interpreters {
        package::try_out(workspace, interpreter, &wheel)?;
    }
    let name = wheel
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Outcome::Passed(format!(
        "{name}, tried with {} interpreters",
        interpreters.len()
    )))
}
