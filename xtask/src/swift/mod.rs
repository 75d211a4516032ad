//! Swift: the package over UniFFI, built and tested by SwiftPM, here or in a Debian that has Swift.

mod examples;
mod moving;
mod root;
mod toolchain;
mod trial;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::again::{self, Ran};
use crate::hostile_server;
use crate::language::{Demo, Drivers, Language, ONE_FORM, OUTCOMES, RECORD, nothing, require_c_compiler};
use crate::report::Row;
use crate::step::Step;
use crate::stores;
use crate::uniffi::{self, LIBRARY, Purpose};
use crate::workspace::{Workspace, remove_folder, write_changed};
use toolchain::Toolchain;

pub(crate) const LANGUAGE: Language = Language {
    id: "swift",
    title: "Swift",
    try_out,
    fetch,
    build,
    build_tests,
    build_needs_fetch: false,
    compile: nothing,
    test,
    drivers: Some(Drivers {
        forms: ONE_FORM,
        clients: &["its own client"],
        recorder,
    }),
    demo: Demo {
        optional: true,
        minutes: 4,
        require: |workspace, install| {
            if install {
                Toolchain::set_up(workspace)
            } else {
                Toolchain::find().map(|_| ())
            }
        },
        crates: &[],
        prepare: build,
        answerer,
    },
    bench,
};

const FOLDER: &str = "bindings-swift";

fn try_out(workspace: &Workspace) -> Result<()> {
    Toolchain::set_up(workspace)?;
    build(workspace)
}

/// Swift, and the servers of the tests of stores: those fail without them, and name them; all
/// others can run.
fn fetch(workspace: &Workspace) -> Result<()> {
    stores::set_up(workspace).unwrap_or_else(|error| say!("Swift: {error:#}"));
    Toolchain::set_up(workspace)
}

/// The key server, and what starts stores.
fn build_tests(workspace: &Workspace) -> Result<()> {
    hostile_server::build(workspace)?;
    stores::build(workspace)
}

/// Builds what the package links, and writes what UniFFI writes. Everything here uses the library
/// with the hooks of the tests, so that SwiftPM compiles once: they do nothing until a test arms
/// them.
fn build(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let library = uniffi::library(workspace, Purpose::Testing)?;
    let (from, to) = (
        uniffi::sources(workspace, &library, "swift")?,
        workspace.root.join(FOLDER).join("Sources"),
    );
    uniffi::copy_changed(
        &from.join("TokensealNative.swift"),
        &to.join("TokensealNative/TokensealNative.swift"),
    )?;
    uniffi::copy_changed(
        &from.join("TokensealFFI.h"),
        &to.join("TokensealFFI/TokensealFFI.h"),
    )?;
    // Alone in its folder: next to a dynamic library, a linker would take that.
    let archive = format!("lib{LIBRARY}.a");
    let place = libraries(workspace).join(&archive);
    let changed = || std::fs::metadata(&place).and_then(|data| data.modified()).ok();
    let before = changed();
    uniffi::copy_changed(&library.folder.join(&archive), &place)?;
    if changed() != before {
        forget_linked(workspace)?;
    }
    write_examples(workspace)
}

/// Removes what was linked: SwiftPM does not see that a library has changed, and would go on
/// testing the old one.
fn forget_linked(workspace: &Workspace) -> Result<()> {
    let folder = builds(workspace).join("release");
    for name in ["Answerer", "Bench", "TokensealPackageTests.xctest"] {
        let linked = folder.join(name);
        if linked.is_file() {
            std::fs::remove_file(&linked).with_context(|| format!("cannot remove {}", linked.display()))?;
        } else {
            remove_folder(&linked)?;
        }
    }
    Ok(())
}

/// The examples of the documentation, as tests.
fn write_examples(workspace: &Workspace) -> Result<()> {
    let text = examples::write(workspace, &workspace.root.join(FOLDER))?;
    let place = workspace
        .root
        .join(FOLDER)
        .join("Tests/TokensealTests/Examples.swift");
    write_changed(&place, text.as_bytes())
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    let toolchain = Toolchain::find()?;
    Step::quiet(
        "Swift: build the tests",
        toolchain.swift(workspace, "build", &["--build-tests"]),
    )
    .require()?;
    for (name, which) in [("swift-tests", "--skip"), ("swift-remote-tests", "--filter")] {
        let first = run(workspace, &toolchain, outcomes, name, &[which, FETCHING])?;
        again::settle(row, first, |failed| {
            // A filter is a regular expression: what comes before the parentheses is a name.
            let names = failed.iter().map(|test| test.split('(').next().unwrap_or(test));
            let only: Vec<&str> = names.flat_map(|name| ["--filter", name]).collect();
            run(workspace, &toolchain, outcomes, &format!("{name}-again"), &only)
        })?;
    }
    trial::run(workspace, &toolchain, row)
}

/// The tests whose names have one of these words fetch keys or follow stores within time limits,
/// and need threads that no other test keeps busy.
const FETCHING: &str = "Remote|Issuers|Hostile";

/// Runs the tests that the arguments select.
fn run(
    workspace: &Workspace,
    toolchain: &Toolchain,
    outcomes: &Path,
    name: &str,
    which: &[&str],
) -> Result<Ran> {
    let report = toolchain.path(workspace, &outcomes.join(format!("{name}.xml")))?;
    let arguments = ["--skip-build", "--xunit-output", &report];
    let mut command = toolchain.swift(workspace, "test", &[&arguments, which].concat());
    command.env(OUTCOMES, toolchain.path(workspace, outcomes)?);
    command.env(
        hostile_server::PATH,
        toolchain.path(workspace, &hostile_server::path(workspace))?,
    );
    for (variable, program) in stores::environment(workspace, stores::path(workspace)) {
        command.env(variable, toolchain.path(workspace, &program)?);
    }
    let finished = Step::shown("Swift tests", command).without(&["✔", "◇"]).run()?;
    // SwiftPM writes the tests of Swift Testing next to those of XCTest, which there are none of. A
    // run that crashed wrote neither, and has failed.
    let xml = std::fs::read_to_string(outcomes.join(format!("{name}-swift-testing.xml"))).unwrap_or_default();
    Ok(Ran::from_junit(&xml, finished.success, "name"))
}

/// The tests of the driver against a server that misbehaves.
pub(crate) fn hostile(workspace: &Workspace) -> Result<Command> {
    let toolchain = Toolchain::find()?;
    let mut command = toolchain.swift(workspace, "test", &["--filter", "Hostile"]);
    command.env(
        hostile_server::PATH,
        toolchain.path(workspace, &hostile_server::path(workspace))?,
    );
    Ok(command)
}

fn answerer(workspace: &Workspace) -> Result<Command> {
    program(workspace, "Answerer")
}

fn recorder(workspace: &Workspace, record: &Path) -> Result<Command> {
    let mut command = answerer(workspace)?;
    command.env(RECORD, Toolchain::find()?.path(workspace, record)?);
    Ok(command)
}

/// The benchmark program, ready to run. It prints one document.
fn bench(workspace: &Workspace) -> Result<Vec<Command>> {
    Toolchain::set_up(workspace)?;
    build(workspace)?;
    Ok(vec![program(workspace, "Bench")?])
}

/// A program of the package, compiled.
fn program(workspace: &Workspace, name: &str) -> Result<Command> {
    let toolchain = Toolchain::find()?;
    Step::quiet(
        format!("Swift: build {name}"),
        toolchain.swift(workspace, "build", &["--product", name]),
    )
    .require()?;
    let built = toolchain.path(workspace, &builds(workspace).join("release").join(name))?;
    Ok(toolchain.command(workspace, &built, &[]))
}

/// The folder that the linker looks into.
fn libraries(workspace: &Workspace) -> PathBuf {
    workspace.target.join("swift/library")
}

/// The folder that SwiftPM builds into.
fn builds(workspace: &Workspace) -> PathBuf {
    workspace.target.join("swift/build")
}
