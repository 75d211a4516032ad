//! The wheel, as it is shipped: built without the hooks for tests, installed into an empty
//! environment of every CPython that is here, and tried.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::interpreter::{self, Interpreter};
use super::{FOLDER, in_venv, python, python_of};
use crate::report::Row;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

/// The distribution whose module `jwt` is PyJWT's surface.
const DROP_IN: &str = "compat/pyjwt/distribution";

/// What the wheel is made of.
const SOURCES: [&str; 17] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "bindings-python/Cargo.toml",
    "bindings-python/LICENSE-APACHE",
    "bindings-python/LICENSE-MIT",
    "bindings-python/README.md",
    "bindings-python/build.rs",
    "bindings-python/pyproject.toml",
    "bindings-python/python",
    "bindings-python/src",
    "bridge/Cargo.toml",
    "bridge/src",
    "cli/Cargo.toml",
    "cli/src",
    "core/Cargo.toml",
    "core/src",
];

/// Builds the wheel, where its sources have changed, and tries it with every interpreter; each
/// counts as one test.
pub(super) fn test(workspace: &Workspace, row: &mut Row) -> Result<()> {
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        // The packages have copies: their metadata may not name files outside of their folders.
        let text = |path: &str| std::fs::read(workspace.root.join(path).join(name)).unwrap_or_default();
        for folder in [FOLDER, DROP_IN] {
            if text(folder) == text("") {
                row.pass()
            } else {
                row.fail(format!("{folder}/{name} is no copy of {name}"))
            }
        }
    }
    let (wheel, drop_in) = (wheel(workspace)?, drop_in(workspace)?);
    for interpreter in interpreter::all() {
        match try_out(workspace, &interpreter, &wheel)
            .and_then(|()| try_drop_in(workspace, &interpreter, &drop_in))
        {
            Ok(()) => row.pass(),
            Err(error) => row.fail(format!(
                "the wheel with Python 3.{}: {error:#}",
                interpreter.minor
            )),
        }
    }
    Ok(())
}

/// The wheel that is there if its sources are those that it was built from: cargo has room for one
/// build of an extension, and the one with hooks is what every other step needs.
pub(super) fn wheel(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("python/wheel");
    let stamp = folder.join("xtask-stamp.txt");
    let state = digest(workspace)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        say!("Python: the wheel is up to date");
        return find(&folder);
    }
    remove_folder(&folder)?;
    let mut build = in_venv(workspace);
    build
        .args([
            "-m",
            "maturin",
            "build",
            "--release",
            "--locked",
            "--features",
            "one-build",
            "--interpreter",
        ])
        .arg(python(workspace))
        .arg("--out")
        .arg(&folder);
    Step::quiet("Python: build the wheel", build).require()?;
    write(&stamp, &state)?;
    find(&folder)
}

/// The wheel of the distribution that takes PyJWT's place. It is pure Python, so it is rebuilt each
/// time.
pub(super) fn drop_in(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("python/dropin");
    remove_folder(&folder)?;
    let mut build = in_venv(workspace);
    build.args([
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
    ]);
    build.arg(&folder).arg(workspace.root.join(DROP_IN));
    Step::quiet("Python: build the wheel that takes PyJWT's place", build).require()?;
    find(&folder)
}

pub(crate) fn find(folder: &Path) -> Result<PathBuf> {
    let mut files = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let wheel = files.find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    wheel.with_context(|| format!("there is no wheel in {}", folder.display()))
}

/// In an environment with nothing in it, not even pip; the one in the environment for tests
/// installs from outside.
pub(super) fn try_out(workspace: &Workspace, interpreter: &Interpreter, wheel: &Path) -> Result<()> {
    let title = format!("Python 3.{}", interpreter.minor);
    let venv = venv_of(workspace, interpreter);
    let mut make = workspace.command(&interpreter.path);
    make.args(["-m", "venv", "--clear", "--without-pip"]).arg(&venv);
    Step::quiet(format!("{title}: make an empty environment"), make).require()?;
    install(workspace, &title, &venv, wheel)?;
    let mut smoke = workspace.command(python_of(&venv));
    smoke
        .arg("-I")
        .arg(workspace.root.join(FOLDER).join("tests/smoke.py"))
        .current_dir(&venv);
    Step::shown(format!("{title}: try the wheel"), smoke)
        .require()
        .map(|_| ())
}

/// In the environment that `try_out` has made: its own word that `jwt` is the shim, and a token by
/// that name.
fn try_drop_in(workspace: &Workspace, interpreter: &Interpreter, drop_in: &Path) -> Result<()> {
    const TOKEN: &str = "import jwt; assert jwt.decode(jwt.encode({'n': 1}, 'k' * 32), 'k' * 32, algorithms=['HS256']) == {'n': 1}";
    let title = format!("Python 3.{}", interpreter.minor);
    let venv = venv_of(workspace, interpreter);
    install(workspace, &title, &venv, drop_in)?;
    for arguments in [["-m", "tokenseal_pyjwt"], ["-c", TOKEN]] {
        let mut command = workspace.command(python_of(&venv));
        command.arg("-I").args(arguments).current_dir(&venv);
        Step::shown(format!("{title}: try what takes PyJWT's place"), command).require()?;
    }
    Ok(())
}

fn venv_of(workspace: &Workspace, interpreter: &Interpreter) -> PathBuf {
    workspace
        .target
        .join(format!("python/wheel-venv-3.{}", interpreter.minor))
}

fn install(workspace: &Workspace, title: &str, venv: &Path, wheel: &Path) -> Result<()> {
    let mut install = in_venv(workspace);
    install
        .args(["-m", "pip", "--disable-pip-version-check", "--python"])
        .arg(python_of(venv))
        .args(["install", "--no-index", "--no-deps"])
        .arg(wheel);
    Step::quiet(format!("{title}: install the wheel"), install)
        .require()
        .map(|_| ())
}

/// A number that changes when a source does.
fn digest(workspace: &Workspace) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        add(&workspace.root.join(source), &mut hasher)?;
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if name == "__pycache__" || name.starts_with("_native.") && !name.ends_with(".pyi") {
        return Ok(());
    }
    name.hash(hasher);
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, hasher));
    }
    std::fs::read(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .hash(hasher);
    Ok(())
}
