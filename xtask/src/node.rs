//! Node.js: the dependencies of the package, the addon built by napi, and Node's own test runner.

mod tools;
mod weekly;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

pub(crate) use self::tools::NPM;
use self::tools::{install, minor, require_npm, version};
pub(crate) use self::weekly::{bundlers, dependents, fake_timers, package_managers, suite_of_jose};
use crate::again::{self, Ran};
use crate::counts::{self, Counts};
use crate::hostile_server;
use crate::language::{Demo, Drivers, Language, ONE_FORM, OUTCOMES, RECORD, nothing, require_c_compiler};
use crate::python;
use crate::report::Row;
use crate::step::Step;
use crate::stores;
use crate::uniffi;
use crate::workspace::{Workspace, read};

pub(crate) const LANGUAGE: Language = Language {
    id: "node",
    title: "Node",
    try_out,
    fetch,
    build,
    build_tests,
    build_needs_fetch: true,
    compile: nothing,
    test,
    drivers: Some(Drivers {
        forms: ONE_FORM,
        clients: &["redis", "ioredis"],
        recorder,
    }),
    demo: Demo {
        optional: false,
        minutes: 1,
        require: |_, _| version().map(|_| ()),
        crates: &["tokenseal-node"],
        prepare: place,
        answerer,
    },
    bench,
};

/// Its workspace holds Bun and Deno too, for the tests that run in them: one lock file, one
/// installation.
const FOLDER: &str = "bindings-node";
/// The libraries that the package is measured against.
const BENCH: &str = "bench/node";
/// Since when `node --test` takes a number of files to run at once, in version 20.
const KNOWS_CONCURRENCY: (u32, u32) = (20, 10);

/// The addon as shipped, next to the package's own sources: what npm would install is for tests,
/// and napi puts it in the same place.
fn try_out(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    version()?;
    Step::quiet(
        "Node: build the addon",
        workspace.cargo(["build", "--release", "--package", "tokenseal-node"]),
    )
    .require()?;
    place(workspace)?;
    let mut surfaces = in_folder(workspace, "node");
    surfaces.arg("scripts/compat.mjs");
    Step::quiet("Node: copy the surfaces of other libraries", surfaces).require()?;
    say!("Node: {} has the package", workspace.root.join(FOLDER).display());
    Ok(())
}

fn fetch(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let node = version()?;
    require_npm()?;
    // The tests of stores fail without them, and name them; all others can run.
    stores::set_up(workspace).unwrap_or_else(|error| say!("Node: {error:#}"));
    install(workspace, &node, FOLDER)
}

/// The addon as it is shipped: the package is tested as users get it.
fn build(workspace: &Workspace) -> Result<()> {
    Step::quiet(
        "Node: build the addon",
        npm(workspace, &["run", "build", "--", "--features", "one-build"]),
    )
    .require()
    .map(|_| ())
}

/// A second addon with the hooks that some tests need.
fn build_tests(workspace: &Workspace) -> Result<()> {
    Step::quiet(
        "Node: build the addon with the tests' hooks",
        npm(workspace, &["run", "build:hooks"]),
    )
    .require()?;
    hostile_server::build(workspace)?;
    stores::build(workspace)
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    let first = run(workspace, outcomes, "node-tests.tap", &test_files(workspace)?)?;
    again::settle(row, first, |files| {
        run(workspace, outcomes, "node-tests-again.tap", files)
    })?;
    check_types(workspace, row)
}

/// Runs files of tests.
fn run(workspace: &Workspace, outcomes: &Path, report: &str, files: &[impl AsRef<OsStr>]) -> Result<Ran> {
    let report = outcomes.join(report);
    let mut command = in_folder(workspace, "node");
    command.args([
        "--test",
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
        "--test-reporter=tap",
    ]);
    command
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(at_once(&version()?))
        .args(files);
    command
        .env(OUTCOMES, outcomes)
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command.envs(stores::environment(workspace, stores::path(workspace)));
    // One test has Python issue what Node checks.
    if let Some(interpreter) = python::with_package(workspace) {
        command.env(python::PACKAGE, interpreter);
    }
    let finished = Step::shown("Node tests", command).without(&["✔", "▶"]).run()?;
    let tap = std::fs::read_to_string(&report).unwrap_or_default();
    Ok(Ran {
        counts: Counts::from_tap(&tap).settle(finished.success),
        skips: counts::skips_of_tap(&tap),
        failed: counts::failures_of_tap(&tap),
    })
}

/// How many files of tests run at once. Node leaves a core to itself, so that two have one file
/// after the other; much of what tests do is waiting.
fn at_once(version: &str) -> Option<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (minor(version)? >= KNOWS_CONCURRENCY).then(|| format!("--test-concurrency={}", cores.max(2)))
}

/// The script `check` of the package, where it has one: whether the types hold what they promise.
/// It counts as one test.
fn check_types(workspace: &Workspace, row: &mut Row) -> Result<()> {
    if has_script(workspace, "check")? {
        match Step::quiet("Node: check the types", npm(workspace, &["run", "check"])).run()? {
            finished if finished.success => row.pass(),
            _ => row.fail("`npm run check` failed"),
        }
    }
    Ok(())
}

fn has_script(workspace: &Workspace, name: &str) -> Result<bool> {
    let path = workspace.root.join(FOLDER).join("package.json");
    let package: Value =
        serde_json::from_str(&read(&path)?).with_context(|| format!("{} is not JSON", path.display()))?;
    Ok(package
        .get("scripts")
        .and_then(|scripts| scripts.get(name))
        .is_some())
}

/// The folders of tests. Those of the shims are the copies that the build has made, where the
/// package and its dependencies are found.
const TESTS: [&str; 3] = ["test", "compat/jose/test", "compat/jsonwebtoken/test"];

/// Every `*.test.*js` in those folders, by name: what Node makes of a folder differs between its
/// versions, and the answerer is no test.
fn test_files(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let is_test = |path: &PathBuf| {
        [".test.js", ".test.mjs", ".test.cjs"]
            .iter()
            .any(|end| path.to_string_lossy().ends_with(end))
    };
    let mut files = Vec::new();
    for folder in TESTS.map(|name| workspace.root.join(FOLDER).join(name)) {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        let mut own: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(is_test)
            .collect();
        if own.is_empty() {
            bail!("there is no test in {}", folder.display());
        }
        own.sort();
        files.append(&mut own);
    }
    Ok(files)
}

/// Writes the page of what was exchanged with other libraries of Node.js; its test is what checks
/// it.
pub(crate) fn write_interop(workspace: &Workspace) -> Result<()> {
    LANGUAGE.set_up(workspace)?;
    let mut command = exchange(workspace);
    command.env("TOKENSEAL_GENERATE", "1");
    Step::quiet("exchange tokens with other libraries of Node.js", command)
        .require()
        .map(|_| ())
}

/// Exchanges tokens with other libraries of Node.js, with new keys each time.
pub(crate) fn exchange(workspace: &Workspace) -> Command {
    let mut command = in_folder(workspace, "node");
    command.args(["--test", "test/interop.test.mjs"]);
    command
}

/// The tests of the driver against a server that misbehaves.
pub(crate) fn hostile(workspace: &Workspace) -> Command {
    let mut command = in_folder(workspace, "node");
    command
        .args(["--test", "test/hostile.test.mjs"])
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command
}

/// Puts the addon where the package looks for one, as napi does, without any download.
fn place(workspace: &Workspace) -> Result<()> {
    let library = workspace.built_library("tokenseal_node");
    let name = format!("tokenseal.{}.node", platform(workspace.triple()));
    uniffi::copy_changed(&library, &workspace.root.join(FOLDER).join(name))
}

/// A Rust target as Node and the packages call it: operating system, processor, C library.
fn platform(triple: &str) -> String {
    let processor = match triple.split('-').next().unwrap_or_default() {
        "aarch64" => "arm64",
        "x86_64" => "x64",
        other => other,
    };
    if triple.contains("apple") {
        format!("darwin-{processor}")
    } else if triple.contains("windows") {
        format!("win32-{processor}-msvc")
    } else {
        format!(
            "linux-{processor}-{}",
            if triple.ends_with("musl") { "musl" } else { "gnu" }
        )
    }
}

fn answerer(workspace: &Workspace) -> Result<Command> {
    let mut command = in_folder(workspace, "node");
    command.arg("test/answer.mjs");
    Ok(command)
}

/// Told of a record, the answerer takes the addon with the hooks.
fn recorder(workspace: &Workspace, record: &Path) -> Result<Command> {
    let mut command = answerer(workspace)?;
    command.env(RECORD, record);
    Ok(command)
}

/// The benchmark program, once the package is built and what it is measured against is installed.
/// It prints one document.
fn bench(workspace: &Workspace) -> Result<Vec<Command>> {
    LANGUAGE.set_up(workspace)?;
    install(workspace, &version()?, BENCH)?;
    hostile_server::build(workspace)?;
    let mut command = workspace.command("node");
    command
        .arg("bench.mjs")
        .current_dir(workspace.root.join(BENCH))
        .env(hostile_server::PATH, hostile_server::path(workspace));
    Ok(vec![command])
}

fn npm(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = in_folder(workspace, NPM);
    command.args(arguments);
    command
}

fn in_folder(workspace: &Workspace, program: &str) -> Command {
    let mut command = workspace.command(program);
    command.current_dir(workspace.root.join(FOLDER));
    command
}

#[cfg(test)]
mod tests {
    use super::{at_once, platform};

    #[test]
    fn names_the_platform_as_the_package_does() {
        assert_eq!(platform("x86_64-unknown-linux-gnu"), "linux-x64-gnu");
        assert_eq!(platform("aarch64-unknown-linux-musl"), "linux-arm64-musl");
        assert_eq!(platform("aarch64-apple-darwin"), "darwin-arm64");
        assert_eq!(platform("x86_64-pc-windows-msvc"), "win32-x64-msvc");
    }

    #[test]
    fn says_how_many_files_where_node_knows_it() {
        assert_eq!(at_once("v20.9.0"), None);
        assert!(at_once("v22.0.0").is_some_and(|argument| argument.starts_with("--test-concurrency=")));
    }
}
