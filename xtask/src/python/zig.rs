//! A wheel for systems with an old C library: zig is the C compiler and the linker, and knows every
//! version of glibc.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{environment, in_venv, interpreter, package, python};
use crate::long::Outcome;
use crate::long::elsewhere::loads_on_an_old_system;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder};

/// The compiler, and what has cargo use it.
const ZIG: [&str; 2] = ["ziglang==0.15.2", "cargo-zigbuild==0.24.0"];
const OLD: &str = "manylinux2014";

/// Builds the wheel, tries it with every interpreter that is here, and asks the loader of an older
/// Debian whether it finds all that the module needs.
pub(crate) fn old_wheel(workspace: &Workspace) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotRun("it is for Linux".to_owned()));
    }
    let packages = match install(workspace)? {
        Ok(packages) => packages,
        Err(missing) => return Ok(Outcome::NotRun(missing)),
    };
    let wheels = folder(workspace).join("wheels");
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
    use_zig(workspace, &mut build, &packages);
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
    let tried = format!("{name}, tried with {} interpreters", interpreters.len());
    Ok(
        match loads_on_an_old_system(workspace, &module(&wheel, &folder(workspace))?)? {
            Outcome::Passed(note) => Outcome::Passed(format!("{tried}; its module {note}")),
            Outcome::Failed(note) => Outcome::Failed(format!("{tried}; {note}")),
            // That it is one for old systems, maturin has checked; that an old system takes it,
            // nobody.
            Outcome::NotRun(note) => Outcome::Passed(format!("{tried}; {note}")),
        },
    )
}

/// A cargo that compiles and links by zig, in the folder of the wheel's build; or what is missing.
pub(crate) fn zig_cargo(workspace: &Workspace) -> Result<Result<Command, String>> {
    Ok(install(workspace)?.map(|packages| {
        let mut command = workspace.command(packages.join("bin/cargo-zigbuild"));
        command.env("CARGO_ZIGBUILD_PYTHON_PATH", python(workspace));
        // What it is told of the target says which glibc, and this would not.
        command.env_remove("CARGO_BUILD_TARGET");
        use_zig(workspace, &mut command, &packages);
        command
    }))
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("weekly/zig")
}

/// Another compiler builds AWS-LC again: in its own folder, so that the other builds stay as they
/// are.
fn use_zig(workspace: &Workspace, command: &mut Command, packages: &Path) {
    command
        .env("PYTHONPATH", packages)
        .env("CARGO_TARGET_DIR", folder(workspace).join("target"));
}

/// The folder that zig is in; or what is missing.
fn install(workspace: &Workspace) -> Result<Result<PathBuf, String>> {
    environment(workspace)?;
    let packages = folder(workspace).join("packages");
    let mut install = in_venv(workspace);
    install.args([
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--upgrade",
        "--target",
    ]);
    install.arg(&packages).args(ZIG);
    let success = Step::quiet("Python: install zig", install).run()?.success;
    Ok(if success {
        Ok(packages)
    } else {
        Err(format!("pip cannot install {}", ZIG.join(" ")))
    })
}

/// The native module of a wheel, extracted into a folder.
fn module(wheel: &Path, folder: &Path) -> Result<PathBuf> {
    const NAME: &str = "tokenseal/_native.abi3.so";
    let file = std::fs::File::open(wheel).with_context(|| format!("cannot read {}", wheel.display()))?;
    let mut archive = zip::ZipArchive::new(file)?;
    let mut bytes = Vec::new();
    archive
        .by_name(NAME)
        .with_context(|| format!("the wheel has no {NAME}"))?
        .read_to_end(&mut bytes)?;
    let path = folder.join("_native.abi3.so");
    std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}
