//! Rust: the core itself, and everything in the workspace that has tests.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::again::{self, Ran};
use crate::counts::{self, Counts};
use crate::debian;
use crate::gateways;
use crate::hostile_server;
use crate::language::{Demo, Language, OUTCOMES, nothing, require_c_compiler};
use crate::openssl;
use crate::report::Row;
use crate::step::{CARGO_PROGRESS, Step};
use crate::stores;
use crate::workspace::{Workspace, answers};

/// Members without a test. A test program of each would compile UniFFI's own programs a second
/// time, which takes minutes.
const WITHOUT_TESTS: [&str; 4] = [ANSWERER, BINDGEN, "tokenseal-bench-bare", "tokenseal-uniffi"];
const ANSWERER: &str = "tokenseal-answerer";
/// It calls UniFFI in one line, and to look at that would cost a minute.
const BINDGEN: &str = "tokenseal-uniffi-bindgen";
/// The member that is this program: it is tested as it runs, and its dependencies are compiled
/// once.
const XTASK: &str = "xtask";
/// The members that link josekit.
const BENCH: &str = "tokenseal-bench";
const INTEROP: &str = "tokenseal-interop";
/// What watches programs while they are tested; programs and packages have the same names.
const WATCHERS: [&str; 2] = ["strace", "valgrind"];
const FILES: &str = "tokenseal-files";
/// What is tested beyond the defaults of the members.
const FEATURES: [&str; 2] = ["--features", "tokenseal-drivers/async,tokenseal-drivers/redis"];

pub(crate) const LANGUAGE: Language = Language {
    id: "rust",
    title: "Rust",
    // Cargo builds it for whatever depends on it.
    try_out: |_| require_c_compiler(),
    fetch: fetch_all,
    build: nothing,
    build_tests,
    build_needs_fetch: true,
    compile: nothing,
    test,
    // In the day's own program.
    drivers: None,
    demo: Demo {
        optional: false,
        minutes: 2,
        require: |_, _| require_c_compiler(),
        crates: &[ANSWERER],
        prepare: nothing,
        answerer,
    },
    bench,
};

fn fetch(_: &Workspace) -> Result<()> {
    require_c_compiler()?;
    openssl::set_up()?;
    WATCHERS.iter().try_for_each(|name| set_up_watcher(name))
}

/// What the tests need beyond what is needed to build them.
fn fetch_all(workspace: &Workspace) -> Result<()> {
    fetch(workspace)?;
    // The tests of stores fail without them, and name them; all others can run.
    stores::set_up(workspace).unwrap_or_else(|error| say!("Rust: {error:#}"));
    // So do those of the server.
    gateways::set_up(workspace).unwrap_or_else(|error| say!("Rust: {error:#}"));
    Ok(())
}

/// tests/side-channels and the tests of files fail without it, and name it.
fn set_up_watcher(name: &str) -> Result<()> {
    if cfg!(target_os = "linux") && !answers(name, &["--version"]) {
        debian::install("Rust", name, &[name])
    } else {
        Ok(())
    }
}

/// The test programs of every member that one can be linked from.
fn build_tests(workspace: &Workspace) -> Result<()> {
    Step::quiet("Rust: build the tests", tests(workspace, &["--no-run"])).require()?;
    Step::quiet(
        "Rust: build the tests of xtask",
        tests_of_xtask(workspace, &["--no-run"]),
    )
    .require()
    .map(|_| ())
}

/// Unit, integration and documentation tests.
fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    let first = run(workspace, outcomes, &["--no-fail-fast"])?;
    again::settle(row, first, |names| {
        let only = ["--no-fail-fast", "--", "--exact"].into_iter();
        run(
            workspace,
            outcomes,
            &only.chain(names.iter().map(String::as_str)).collect::<Vec<_>>(),
        )
    })?;
    let own = Step::shown("tests of xtask", tests_of_xtask(workspace, &["--no-fail-fast"]));
    let finished = own.without(CARGO_PROGRESS).run()?;
    row.add(
        Counts::from_cargo(&finished.output).settle(finished.success),
        counts::skips_of_cargo(&finished.output),
    );
    Ok(())
}

fn run(workspace: &Workspace, outcomes: &Path, arguments: &[&str]) -> Result<Ran> {
    let mut command = tests(workspace, arguments);
    // Cargo has built it with the tests of all members, and builds nothing else while they run.
    command
        .env(OUTCOMES, outcomes)
        .env(hostile_server::PATH, hostile_server::built(workspace));
    command
        .envs(stores::environment(workspace, stores::built(workspace)))
        .envs(gateways::environment(workspace));
    let finished = Step::shown("Rust tests", command).without(CARGO_PROGRESS).run()?;
    Ok(Ran {
        counts: Counts::from_cargo(&finished.output).settle(finished.success),
        skips: counts::skips_of_cargo(&finished.output),
        failed: counts::failures_of_cargo(&finished.output),
    })
}

fn tests(workspace: &Workspace, arguments: &[&str]) -> Command {
    members_with_tests(workspace, "test", arguments)
}

/// The example that prints the core's tables, compiled with what the tests are compiled with:
/// alone, the core would be compiled once more.
pub(crate) fn tables(workspace: &Workspace) -> Result<Command> {
    let build = members_with_tests(workspace, "build", &["--example", "tables"]);
    Step::quiet("Rust: build the example that prints the core's tables", build).require()?;
    Ok(workspace.command(
        workspace
            .built()
            .join("examples/tables")
            .with_extension(std::env::consts::EXE_EXTENSION),
    ))
}

fn members_with_tests(workspace: &Workspace, what: &str, arguments: &[&str]) -> Command {
    let mut command = workspace.cargo([what, "--release"]);
    command.args(members_of_tests(workspace)).args(arguments);
    command
}

/// Which members are built at once for Rust's tests, and with which features.
pub(crate) fn members_of_tests(workspace: &Workspace) -> impl Iterator<Item = String> {
    let without = workspace
        .extensions()
        .into_iter()
        .chain(WITHOUT_TESTS.into_iter().chain([XTASK]).map(str::to_owned));
    let features = FEATURES
        .into_iter()
        .map(str::to_owned)
        .chain(openssl::features(INTEROP));
    ["--workspace".to_owned()]
        .into_iter()
        .chain(features)
        .chain(without.flat_map(|name| ["--exclude".to_owned(), name]))
}

/// In the profile, and for the target, that `cargo xtask` was compiled in and for.
fn tests_of_xtask(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.cargo(["test", "--package", XTASK]);
    command.args(arguments);
    if std::env::var_os("CARGO_BUILD_TARGET").is_none() {
        command.env_remove("CARGO_BUILD_TARGET");
    }
    command
}

/// Runs the oracles, and writes the page of what was exchanged with other libraries; their test is
/// what checks it.
pub(crate) fn write_interop(workspace: &Workspace) -> Result<()> {
    fetch(workspace)?;
    let mut command = exchange(workspace);
    command.env("TOKENSEAL_GENERATE", "1");
    Step::quiet("exchange tokens with other libraries", command)
        .require()
        .map(|_| ())
}

/// Exchanges tokens with other libraries, with new keys each time.
pub(crate) fn exchange(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo(["test", "--release", "-p", INTEROP, "--test", "oracles"]);
    command.args(openssl::features(INTEROP));
    command
}

/// Plays this many random histories of key rings.
pub(crate) fn rings(workspace: &Workspace, seeds: &str) -> Command {
    let mut command = workspace.cargo(["test", "--release", "-p", "tokenseal", "--lib", "ring::tests::"]);
    command.env("TOKENSEAL_SEEDS", seeds);
    command
}

/// Kills this many writers of a key ring's file, and of a list of revocations.
pub(crate) fn kills(workspace: &Workspace, count: &str) -> Command {
    let mut command = workspace.cargo([
        "test",
        "--release",
        "-p",
        FILES,
        "--test",
        "ring_file",
        "--test",
        "revocation_file",
        "kills::",
    ]);
    command.env("TOKENSEAL_FILE_KILLS", count);
    command
}

/// The tests of the server's program: 100 reloads under load, 10,000 idle connections, and as many
/// seconds of load with flat memory.
pub(crate) fn served(workspace: &Workspace, seconds: &str) -> Command {
    let mut command = workspace.cargo(["test", "--release", "-p", "tokenseal-serve", "--test", "program"]);
    command
        .env("TOKENSEAL_SOAK", "1")
        .env("TOKENSEAL_LOAD_SECONDS", seconds);
    command.envs(stores::environment(workspace, stores::path(workspace)));
    command
}

/// The tests of the drivers against a server that misbehaves.
pub(crate) fn hostile(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo([
        "test",
        "--release",
        "--package",
        "tokenseal-drivers",
        "--test",
        "drivers",
    ]);
    command
        .args(FEATURES)
        .arg("hostile")
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command
}

fn answerer(workspace: &Workspace) -> Result<Command> {
    Ok(workspace.command(
        workspace
            .built()
            .join(ANSWERER)
            .with_extension(std::env::consts::EXE_EXTENSION),
    ))
}

/// The times, what is allocated, and the slowest checks during refreshes.
fn bench(workspace: &Workspace) -> Result<Vec<Command>> {
    fetch(workspace)?;
    let cargo = |command: &str, rest: &[&str]| {
        let mut command = workspace.cargo([command, "--release", "-p", BENCH]);
        command.args(openssl::features(BENCH)).args(rest);
        command
    };
    Step::quiet("Rust: build the benchmarks", cargo("build", &["--bins"])).require()?;
    let program = |name| cargo("run", &["--quiet", "--bin", name]);
    Ok(vec![
        program("tokenseal-bench"),
        program("tokenseal-bench-allocations"),
        program("tokenseal-bench-refresh"),
    ])
}

/// The lints, each of which counts as one test; where the toolchain lacks one, that is said and
/// nothing fails.
pub(crate) fn lint(workspace: &Workspace, row: &mut Row) {
    if available(workspace, "fmt", "rustfmt", row) {
        lint_with("rustfmt", workspace.cargo(["fmt", "--all", "--check"]), row);
    }
    if !available(workspace, "clippy", "clippy", row) {
        return;
    }
    if let Err(error) = fetch(workspace) {
        row.fail(format!("{error:#}"));
        return;
    }
    // An extension is looked at as it is shipped, and with its hooks for tests: napi leaves out
    // half of it in a test program, and everything that only that half uses would count as dead.
    let extensions = workspace.extensions();
    let (mut members, mut extension, mut small) = (clippy(workspace), clippy(workspace), clippy(workspace));
    members
        .args([
            "--workspace",
            "--exclude",
            BINDGEN,
            "--all-targets",
            "--features",
            "tokenseal-bench/criterion",
        ])
        .args(FEATURES)
        .args(openssl::features(INTEROP));
    extension.args(["--lib", "--all-features"]);
    // And as the demo builds it, without the command; with the features of the rest, so that
    // nothing else is looked at again.
    let features = extensions
        .iter()
        .map(|name| format!("{name}/one-build"))
        .collect::<Vec<_>>()
        .join(",");
    small.args(["--lib", "--no-default-features", "--features", &features]);
    for name in &extensions {
        members.args(["--exclude", name]);
        extension.args(["--package", name]);
        small.args(["--package", name]);
    }
    lint_with("clippy", deny_warnings(members), row);
    if !extensions.is_empty() {
        lint_with("clippy on the extensions", deny_warnings(extension), row);
        lint_with("clippy on the extensions of the demo", deny_warnings(small), row);
    }
    let failure = "the fuzz targets do not compile, or their lock file is not the core's: `cargo check --manifest-path core/fuzz/Cargo.toml`";
    check_with("fuzz targets", failure, fuzz(workspace), row);
}

/// Sees to it that the fuzz targets compile and that their lock file is that of the core, in
/// seconds: nothing is linked, so libFuzzer, which is C++, need not be compiled, and in the
/// workspace's profile AWS-LC has been already.
fn fuzz(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo([
        "check",
        "--release",
        "--locked",
        "--bins",
        "--manifest-path",
        "core/fuzz/Cargo.toml",
    ]);
    command.env("CUSTOM_LIBFUZZER_PATH", "unused/libfuzzer.a");
    command.envs([
        ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
    ]);
    command
}

/// In the release profile, so that AWS-LC is not compiled a second time only to be looked at.
fn clippy(workspace: &Workspace) -> Command {
    workspace.cargo(["clippy", "--profile", "release"])
}

fn deny_warnings(mut command: Command) -> Command {
    command.args(["--", "--deny", "warnings"]);
    command
}

fn available(workspace: &Workspace, tool: &str, component: &str, row: &mut Row) -> bool {
    let available = answers(workspace.cargo([]).get_program(), &[tool, "--version"]);
    if !available {
        row.skip(format!("{component} is not part of this toolchain"));
    }
    available
}

fn lint_with(title: &str, command: Command, row: &mut Row) {
    check_with(title, &format!("{title} found something"), command, row);
}

fn check_with(title: &str, failure: &str, command: Command, row: &mut Row) {
    match Step::shown(title, command).without(CARGO_PROGRESS).run() {
        Ok(finished) if finished.success => row.pass(),
        Ok(_) => row.fail(failure),
        Err(error) => row.fail(format!("{error:#}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_tests(folder: &Path) -> bool {
        std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                has_tests(&path)
            } else {
                std::fs::read_to_string(&path).is_ok_and(|text| text.contains("#[test]"))
            }
        })
    }

    #[test]
    fn members_without_tests_have_none() {
        let workspace = Workspace::find().unwrap();
        for name in WITHOUT_TESTS {
            let folder = workspace.member(name).unwrap();
            assert!(
                !has_tests(&folder.join("src")) && !folder.join("tests").exists(),
                "{name} has tests now: take it from the list"
            );
        }
    }
}
