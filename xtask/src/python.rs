//! Python: an interpreter, a virtual environment in the target folder, and the package built into it by maturin.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::counts::{self, Counts};
use crate::language::{Language, OUTCOMES, require_c_compiler};
use crate::report::Row;
use crate::step::Step;
use crate::workspace::{Workspace, answers, read, write};

pub(crate) const LANGUAGE: Language = Language { id: "python", title: "Python", setup, test, answerer, bench };

const FOLDER: &str = "bindings-python";

/// Asks an interpreter what it is. The package is built for the stable interface of CPython 3.10, which free-threaded builds lack.
const PROBE: &str = "
import importlib.util, json, sys, sysconfig
found = lambda name: importlib.util.find_spec(name) is not None
suitable = sys.implementation.name == 'cpython' and sys.version_info >= (3, 10) and not sysconfig.get_config_var('Py_GIL_DISABLED')
print(json.dumps({'path': getattr(sys, '_base_executable', None) or sys.executable, 'version': sys.version, 'minor': sys.version_info[1],
                  'suitable': bool(suitable), 'complete': found('venv') and found('ensurepip')}))
";

struct Interpreter {
    path: PathBuf,
    version: String,
    minor: u64,
    /// Whether it can make virtual environments by itself; Debian ships that apart.
    complete: bool,
}

fn setup(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let interpreter = find()?;
    let requirements = workspace.root.join(FOLDER).join("requirements-dev.txt");
    let venv = venv(workspace);
    // The interpreter and what was asked for, as they were when the environment was made.
    let state = format!("{}\n{}\n{}", interpreter.path.display(), interpreter.version, read(&requirements)?);
    let stamp = venv.join("xtask-stamp.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) && answers(python(workspace), &["--version"]) {
        say!("Python: the virtual environment is up to date");
    } else {
        make_venv(workspace, &interpreter, &venv)?;
        let mut install = in_venv(workspace);
        install.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--requirement"]).arg(&requirements);
        Step::quiet("Python: install requirements-dev.txt", install).require()?;
        write(&stamp, &state)?;
    }
    let mut build = in_venv(workspace);
    // With the hooks that its tests need: this installation never leaves the machine, and a wheel is built without them.
    build.args(["-m", "maturin", "develop", "--release", "--features", "test-hooks"]);
    Step::quiet("Python: build the package", build).require()?;
    Ok(())
}

fn make_venv(workspace: &Workspace, interpreter: &Interpreter, venv: &Path) -> Result<()> {
    if !interpreter.complete {
        install_ensurepip(workspace, interpreter)?;
    }
    if venv.exists() {
        std::fs::remove_dir_all(venv).with_context(|| format!("cannot remove {}", venv.display()))?;
    }
    let mut command = workspace.command(&interpreter.path);
    command.args(["-m", "venv"]).arg(venv);
    Step::quiet(format!("Python: make a virtual environment of {}", interpreter.path.display()), command).require()?;
    Ok(())
}

/// Debian and its like split `ensurepip` off into a package of its own.
fn install_ensurepip(workspace: &Workspace, interpreter: &Interpreter) -> Result<()> {
    let package = format!("python3.{}-venv", interpreter.minor);
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !root || !answers("apt-get", &["--version"]) {
        bail!("{} cannot make virtual environments; install the package {package}", interpreter.path.display());
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    Step::quiet("Python: apt-get update", apt(&["update"])).require()?;
    Step::quiet(format!("Python: apt-get install {package}"), apt(&["install", "-y", "--no-install-recommends", &package])).require()?;
    Ok(())
}

/// The first suitable interpreter: `python3`, then newer to older by name, then pyenv's. One that lacks `ensurepip` comes last.
fn find() -> Result<Interpreter> {
    let mut candidates: Vec<PathBuf> = vec!["python3".into()];
    candidates.extend((10..=15).rev().map(|minor| PathBuf::from(format!("python3.{minor}"))));
    candidates.push("python".into());
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv"));
    if let Some(pyenv) = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home) {
        let versions = std::fs::read_dir(pyenv.join("versions")).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin/python3")).collect();
        paths.sort();
        candidates.extend(paths.into_iter().rev());
    }
    let mut incomplete = None;
    for interpreter in candidates.iter().filter_map(|path| probe(path)) {
        if interpreter.complete {
            return Ok(interpreter);
        }
        incomplete.get_or_insert(interpreter);
    }
    incomplete.context("CPython 3.10 or newer is missing (not a free-threaded one); on Debian: apt-get install python3 python3-venv")
}

fn probe(path: &Path) -> Option<Interpreter> {
    let output =
        Command::new(path).args(["-c", PROBE]).env_remove("PYTHONHOME").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    let is = |name: &str| answer.get(name).and_then(Value::as_bool).unwrap_or(false);
    let interpreter = Interpreter {
        path: text("path")?.into(),
        version: text("version")?,
        minor: answer.get("minor").and_then(Value::as_u64)?,
        complete: is("complete"),
    };
    is("suitable").then_some(interpreter)
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    let report = outcomes.join("python-tests.xml");
    let mut command = in_venv(workspace);
    command.args(["-m", "pytest", "tests"]).arg(format!("--junitxml={}", report.display())).env(OUTCOMES, outcomes);
    let finished = Step::shown("Python tests", command).run()?;
    let xml = std::fs::read_to_string(&report).unwrap_or_default();
    row.add(Counts::from_junit(&xml).settle(finished.success), counts::skips_of_junit(&xml));
    Ok(())
}

/// Exchanges tokens with other Python libraries, and writes the page of what was exchanged; the test is what checks it.
pub(crate) fn write_interop(workspace: &Workspace) -> Result<()> {
    setup(workspace)?;
    let mut command = in_venv(workspace);
    command.args(["-m", "pytest", "tests/interop"]).env("TOKENSEAL_GENERATE", "1");
    Step::quiet("exchange tokens with other Python libraries", command).require().map(|_| ())
}

fn answerer(workspace: &Workspace) -> Result<Command> {
    let mut command = in_venv(workspace);
    command.arg("tests/answer.py");
    Ok(command)
}

fn bench(_: &Workspace) -> Result<bool> {
    Ok(false)
}

fn venv(workspace: &Workspace) -> PathBuf {
    workspace.target.join("python/venv")
}

fn python(workspace: &Workspace) -> PathBuf {
    venv(workspace).join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

/// The environment's interpreter, in the package's folder. Conda's and another home's traces would lead maturin and pip astray.
fn in_venv(workspace: &Workspace) -> Command {
    let mut command = workspace.command(python(workspace));
    command.current_dir(workspace.root.join(FOLDER)).env("VIRTUAL_ENV", venv(workspace));
    command.env_remove("CONDA_PREFIX").env_remove("PYTHONHOME").env_remove("PYTHONPATH");
    command
}
