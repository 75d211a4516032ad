//! Python: an interpreter, a virtual environment in the target folder, the package built into it by
//! maturin, and the wheel that is shipped.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use self::interpreter::{Interpreter, find};
use crate::again::{self, Ran};
use crate::debian;
use crate::hostile_server;
use crate::language::{Demo, Drivers, Language, OUTCOMES, RECORD, nothing, require_c_compiler};
use crate::report::Row;
use crate::step::Step;
use crate::stores;
use crate::workspace::{Workspace, answers, read, remove_folder, write};
pub(crate) use package::find as wheel_in;
pub(crate) use zig::{old_wheel, zig_cargo};

mod bench;
mod demo;
mod interpreter;
mod package;
mod trial;
mod zig;

pub(crate) const LANGUAGE: Language = Language {
    id: "python",
    title: "Python",
    try_out: trial::set_up,
    fetch: fetch_all,
    build: develop,
    build_tests,
    build_needs_fetch: true,
    compile: nothing,
    test,
    drivers: Some(Drivers {
        forms: &[("threads", false), ("asyncio", true)],
        clients: &["redis", "redis.asyncio"],
        recorder,
    }),
    demo: Demo {
        optional: false,
        minutes: 1,
        require: |_, _| find().map(|_| ()),
        crates: &["tokenseal-python"],
        prepare: demo::place,
        answerer: demo::answerer,
    },
    bench,
};

const FOLDER: &str = "bindings-python";

/// The environment variable that tells another language's tests which interpreter has the package.
pub(crate) const PACKAGE: &str = "TOKENSEAL_PYTHON";

/// A CPython that is here, without any package.
pub(crate) fn bare() -> Result<PathBuf> {
    find().map(|interpreter| interpreter.path)
}

/// A separate virtual environment, from a requirements file, for tools that are not part of the
/// package's tests.
pub(crate) fn tools(workspace: &Workspace, venv: &Path, requirements: &Path) -> Result<()> {
    let interpreter = find()?;
    once(venv, &interpreter, requirements, || {
        require_ensurepip(&interpreter)?;
        make_venv(workspace, &interpreter, venv, &[])?;
        let install = installing(workspace.command(python_of(venv)), requirements);
        Step::quiet(
            format!(
                "Python: install {}",
                requirements.file_name().unwrap_or_default().display()
            ),
            install,
        )
        .require()
        .map(|_| ())
    })
}

/// The interpreter of the virtual environment, where it has been set up and the package built.
pub(crate) fn with_package(workspace: &Workspace) -> Option<PathBuf> {
    let interpreter = python(workspace);
    answers(
        &interpreter,
        &["-c", "import gunicorn; from tokenseal import KeyRing"],
    )
    .then_some(interpreter)
}

/// What the tests need beyond what is needed to build the package.
fn fetch_all(workspace: &Workspace) -> Result<()> {
    environment(workspace)?;
    // The tests of stores fail without them, and name them; all others can run.
    stores::set_up(workspace).unwrap_or_else(|error| say!("Python: {error:#}"));
    Ok(())
}

fn build_tests(workspace: &Workspace) -> Result<()> {
    package::wheel(workspace)?;
    hostile_server::build(workspace)?;
    stores::build(workspace)
}

fn develop(workspace: &Workspace) -> Result<()> {
    let mut build = in_venv(workspace);
    // With the hooks that its tests need: this installation never leaves the machine, and a wheel
    // is built without them.
    build.args([
        "-m",
        "maturin",
        "develop",
        "--release",
        "--features",
        "test-hooks,one-build",
    ]);
    Step::quiet("Python: build the package", build).require()?;
    Ok(())
}

/// The virtual environment, with all that builds and tests the package.
fn environment(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let interpreter = find()?;
    let (requirements, venv) = (requirements(workspace), venv(workspace));
    once(&venv, &interpreter, &requirements, || {
        require_ensurepip(&interpreter)?;
        make_venv(workspace, &interpreter, &venv, &[])?;
        let install = installing(in_venv(workspace), &requirements);
        Step::quiet("Python: install requirements-dev.txt", install).require()?;
        // It downloads itself when it is first asked for something.
        let mut pyright = in_venv(workspace);
        pyright.args(["-m", "pyright", "--version"]);
        Step::quiet("Python: install pyright", pyright)
            .require()
            .map(|_| ())
    })?;
    install_uwsgi(workspace)
}

/// Has an interpreter install what a requirements file names.
fn installing(mut python: Command, requirements: &Path) -> Command {
    python
        .args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--requirement",
        ])
        .arg(requirements);
    python
}

/// uWSGI, where it can be compiled: that needs the headers of Python, which not every interpreter
/// has. The tests that need it say so otherwise.
fn install_uwsgi(workspace: &Workspace) -> Result<()> {
    let requirements = workspace.root.join(FOLDER).join("requirements-uwsgi.txt");
    let stamp = venv(workspace).join("xtask-stamp-uwsgi.txt");
    let state = read(&requirements)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        return Ok(());
    }
    let install = installing(in_venv(workspace), &requirements);
    if Step::quiet("Python: compile uWSGI", install).run()?.success {
        return write(&stamp, &state);
    }
    say!("Python: uWSGI could not be compiled; the tests that need it are skipped");
    Ok(())
}

/// Makes a virtual environment, unless it was made of the same interpreter and for the same
/// requirements before.
fn once(
    venv: &Path,
    interpreter: &Interpreter,
    requirements: &Path,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    if is_made(venv, interpreter, requirements)? {
        say!(
            "Python: the virtual environment {} is up to date",
            venv.file_name().unwrap_or_default().display()
        );
        return Ok(());
    }
    make()?;
    write(&stamp(venv), &state(interpreter, requirements)?)
}

fn is_made(venv: &Path, interpreter: &Interpreter, requirements: &Path) -> Result<bool> {
    let state = state(interpreter, requirements)?;
    Ok(
        std::fs::read_to_string(stamp(venv)).is_ok_and(|before| before == state)
            && answers(python_of(venv), &["--version"]),
    )
}

fn stamp(venv: &Path) -> PathBuf {
    venv.join("xtask-stamp.txt")
}

/// What a virtual environment was made of.
fn state(interpreter: &Interpreter, requirements: &Path) -> Result<String> {
    Ok(format!(
        "{}\n{}\n{}",
        interpreter.path.display(),
        interpreter.version,
        read(requirements)?
    ))
}

/// What building and testing the package needs.
fn requirements(workspace: &Workspace) -> PathBuf {
    workspace.root.join(FOLDER).join("requirements-dev.txt")
}

fn make_venv(
    workspace: &Workspace,
    interpreter: &Interpreter,
    venv: &Path,
    arguments: &[&str],
) -> Result<()> {
    remove_folder(venv)?;
    let mut command = workspace.command(&interpreter.path);
    command.args(["-m", "venv"]).args(arguments).arg(venv);
    Step::quiet(
        format!(
            "Python: make a virtual environment of {}",
            interpreter.path.display()
        ),
        command,
    )
    .require()?;
    Ok(())
}

/// Debian and its derivatives split `ensurepip` off into a separate package.
fn require_ensurepip(interpreter: &Interpreter) -> Result<()> {
    let package = format!("python3.{}-venv", interpreter.minor);
    if !interpreter.is_complete() {
        debian::install("Python", &package, &[&package])?;
    }
    if !interpreter.is_complete() {
        bail!(
            "{} cannot make virtual environments; install the package {package}",
            interpreter.path.display()
        );
    }
    Ok(())
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    let first = run(workspace, outcomes, "python-tests.xml", &[])?;
    again::settle(row, first, |_| {
        // Pytest remembers which they were.
        let only = ["--last-failed", "--last-failed-no-failures=none"];
        run(workspace, outcomes, "python-tests-again.xml", &only)
    })?;
    package::test(workspace, row)
}

fn run(workspace: &Workspace, outcomes: &Path, report: &str, arguments: &[&str]) -> Result<Ran> {
    let report = outcomes.join(report);
    let mut command = in_venv(workspace);
    command
        .args([
            "-m",
            "pytest",
            "--config-file=pyproject.toml",
            "tests",
            "../compat/pyjwt/tests",
        ])
        .arg(format!("--junitxml={}", report.display()))
        .args(arguments)
        .env(OUTCOMES, outcomes)
        .env(hostile_server::PATH, hostile_server::path(workspace))
        .envs(stores::environment(workspace, stores::path(workspace)));
    let finished = Step::shown("Python tests", command).run()?;
    let xml = std::fs::read_to_string(&report).unwrap_or_default();
    Ok(Ran::from_junit(&xml, finished.success, "name"))
}

/// Writes the stubs, whose docstrings are those of the built module, and the page of what was
/// exchanged with other Python libraries. The tests are what checks both.
pub(crate) fn write_generated(workspace: &Workspace) -> Result<()> {
    environment(workspace)?;
    develop(workspace)?;
    let mut stubs = in_venv(workspace);
    stubs.arg("stubs/generate.py");
    Step::quiet("Python: write the stubs", stubs).require()?;
    let mut exchange = exchange(workspace);
    exchange.env("TOKENSEAL_GENERATE", "1");
    Step::quiet("exchange tokens with other Python libraries", exchange)
        .require()
        .map(|_| ())
}

/// Exchanges tokens with other Python libraries, with new keys each time.
pub(crate) fn exchange(workspace: &Workspace) -> Command {
    let mut command = in_venv(workspace);
    command.args(["-m", "pytest", "tests/interop"]);
    command
}

/// Runs the tests of packages that depend on PyJWT: with it, and with the wheels that take its
/// place, as they are shipped.
pub(crate) fn dependents(workspace: &Workspace) -> Result<Command> {
    const FOLDER: &str = "compat/dependents/python";
    let interpreter = find()?;
    if interpreter.minor < 11 {
        bail!(
            "the tests of dependents need Python 3.11, and {} is older",
            interpreter.path.display()
        );
    }
    environment(workspace)?;
    package::wheel(workspace)?;
    package::drop_in(workspace)?;
    let venv = workspace.target.join("python/dependents");
    tools(
        workspace,
        &venv,
        &workspace.root.join(FOLDER).join("requirements.txt"),
    )?;
    let mut command = workspace.command(python_of(&venv));
    command.arg(workspace.root.join(FOLDER).join("run.py"));
    Ok(command)
}

/// Forks so many times next to busy threads, in each way.
pub(crate) fn forks(workspace: &Workspace, times: &str) -> Command {
    let mut command = in_venv(workspace);
    command
        .args(["-m", "pytest", "tests/test_fork.py"])
        .env("TOKENSEAL_FORKS", times);
    command
}

/// The tests of the drivers against a server that misbehaves.
pub(crate) fn hostile(workspace: &Workspace) -> Command {
    let mut command = in_venv(workspace);
    command
        .args(["-m", "pytest", "tests/test_hostile.py"])
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command
}

/// Over what the tests have, and not what the demo has: it has the hooks.
fn recorder(workspace: &Workspace, record: &Path) -> Result<Command> {
    let mut command = in_venv(workspace);
    command.arg("tests/answer.py").env(RECORD, record);
    Ok(command)
}

fn bench(workspace: &Workspace) -> Result<Vec<Command>> {
    Ok(vec![bench::command(workspace)?])
}

fn venv(workspace: &Workspace) -> PathBuf {
    workspace.target.join("python/venv")
}

fn python(workspace: &Workspace) -> PathBuf {
    python_of(&venv(workspace))
}

pub(crate) fn python_of(venv: &Path) -> PathBuf {
    venv.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

/// The environment's interpreter, in the package's folder. Conda's and another home's traces would
/// lead maturin and pip astray.
fn in_venv(workspace: &Workspace) -> Command {
    let mut command = workspace.command(python(workspace));
    command
        .current_dir(workspace.root.join(FOLDER))
        .env("VIRTUAL_ENV", venv(workspace));
    command
        .env_remove("CONDA_PREFIX")
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH");
    command
}
