//! Kotlin: UniFFI's sources and library, and the package and its tests by Maven.

mod examples;
pub(crate) mod frameworks;
mod internal;
mod maven;
mod module;
mod moving;
mod native;
mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

pub(crate) use self::maven::MVN;
use self::maven::{artifacts, is_fresh, maven, mvn, state, surefire};
use self::tools::{install_tools, require, require_tools};
use crate::again::{self, Ran};
use crate::hostile_server;
use crate::language::{Demo, Drivers, Language, ONE_FORM, OUTCOMES, RECORD, require_c_compiler};
use crate::python;
use crate::report::Row;
use crate::step::Step;
use crate::stores;
use crate::uniffi::{self, Purpose};
use crate::workspace::{Workspace, read, remove_folder, write};
use crate::xml;

pub(crate) const LANGUAGE: Language = Language {
    id: "kotlin",
    title: "Kotlin",
    try_out,
    fetch,
    build,
    build_tests,
    build_needs_fetch: false,
    compile,
    test,
    drivers: Some(Drivers {
        forms: ONE_FORM,
        clients: &["Jedis", "Lettuce"],
        recorder,
    }),
    demo: Demo {
        optional: true,
        minutes: 4,
        require,
        crates: &[],
        // Not what `fetch` brings: Maven itself downloads the little that it needs to compile.
        prepare: |workspace| build(workspace).and_then(|()| compile(workspace)),
        answerer,
    },
    bench,
};

const POM: &str = "bindings-kotlin/pom.xml";
/// The library that the package is measured against, and JMH.
const BENCH: &str = "bench/kotlin/pom.xml";
/// Where Maven puts the classes of the package, and those of its tests.
const CLASSES: [&str; 2] = ["maven/classes", "maven/test-classes"];

/// Maven itself downloads the little that it needs to compile.
fn try_out(workspace: &Workspace) -> Result<()> {
    install_tools()?;
    require_tools()?;
    build(workspace)?;
    compile(workspace)
}

fn fetch(workspace: &Workspace) -> Result<()> {
    install_tools()?;
    require_tools()?;
    // The tests of stores fail without them, and name them; all others can run.
    stores::set_up(workspace).unwrap_or_else(|error| say!("Kotlin: {error:#}"));
    artifacts(workspace, POM)
}

/// The library, UniFFI's sources, and the examples of the documentation.
fn build(workspace: &Workspace) -> Result<()> {
    require_c_compiler()?;
    let library = uniffi::library(workspace, Purpose::Shipping)?;
    native::place(&library.dynamic, &folder(workspace).join("native"))?;
    internal::sources(workspace, &library, &folder(workspace).join("generated"))?;
    examples::write_all(workspace, &folder(workspace).join("examples"))?;
    frameworks::write_examples(workspace)
}

/// The library that can be made to panic, and the key server.
fn build_tests(workspace: &Workspace) -> Result<()> {
    uniffi::library(workspace, Purpose::Testing)?;
    hostile_server::build(workspace)?;
    stores::build(workspace)
}

/// Compiles package and tests, where anything has changed: Maven begins from nothing each time.
fn compile(workspace: &Workspace) -> Result<()> {
    let folder = folder(workspace);
    let package = ["bindings-kotlin/pom.xml", "bindings-kotlin/src"].map(|path| workspace.root.join(path));
    let inputs: Vec<PathBuf> = package
        .into_iter()
        .chain(["generated", "examples", "native"].map(|name| folder.join(name)))
        .collect();
    if folder.join("classpath").exists() && is_fresh(&folder.join("stamps/compiled"), &inputs)? {
        say!("Kotlin: the package is up to date");
        return Ok(());
    }
    // A test that no longer exists must not run again.
    CLASSES
        .iter()
        .try_for_each(|classes| remove_folder(&folder.join(classes)))?;
    maven(
        workspace,
        POM,
        "Kotlin: compile the package",
        &["process-test-classes"],
    )?;
    module::compile(workspace, &folder)?;
    write(&folder.join("stamps/compiled"), &state(&inputs)?)
}

/// Where everything of this language is built.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("kotlin")
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    compile(workspace)?;
    let first = run(workspace, outcomes, None)?;
    again::settle(row, first, |classes| {
        run(workspace, outcomes, Some(&classes.join(",")))
    })?;
    frameworks::test(workspace, row)
}

/// Runs all tests, or those of some classes.
fn run(workspace: &Workspace, outcomes: &Path, classes: Option<&str>) -> Result<Ran> {
    let testing = uniffi::folder(workspace, Purpose::Testing);
    let reports = folder(workspace).join("maven/surefire-reports");
    remove_folder(&reports)?;
    // By its name the goal runs alone: everything is compiled. It may want the network for
    // Surefire's own parts.
    let mut command = mvn(workspace, POM);
    command
        .arg(format!("-Dtokenseal.testing={}", testing.display()))
        .args(classes.map(|names| format!("-Dtest={names}")))
        .arg("surefire:test");
    command
        .env(OUTCOMES, outcomes)
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command.envs(stores::environment(workspace, stores::path(workspace)));
    // One test has Python issue what Kotlin checks.
    if let Some(interpreter) = python::with_package(workspace) {
        command.env(python::PACKAGE, interpreter);
    }
    let finished = Step::shown("Kotlin tests", command).run()?;
    let xml = surefire(&reports)?;
    Ok(Ran::from_junit(&xml, finished.success, "classname"))
}

/// Writes the page of what was exchanged with other libraries of the JVM; its test is what checks
/// it.
pub(crate) fn write_interop(workspace: &Workspace) -> Result<()> {
    LANGUAGE.set_up(workspace)?;
    let mut command = exchange(workspace);
    command.env("TOKENSEAL_GENERATE", "1");
    Step::quiet("exchange tokens with other libraries of the JVM", command)
        .require()
        .map(|_| ())
}

/// Exchanges tokens with other libraries of the JVM, with new keys each time.
pub(crate) fn exchange(workspace: &Workspace) -> Command {
    let mut command = mvn(workspace, POM);
    command.args(["-Dtest=dev.tokenseal.interop.InteropTest", "surefire:test"]);
    command
}

/// The tests of the driver against a server that misbehaves.
pub(crate) fn hostile(workspace: &Workspace) -> Command {
    let mut command = mvn(workspace, POM);
    command.arg(format!(
        "-Dtokenseal.testing={}",
        uniffi::folder(workspace, Purpose::Testing).display()
    ));
    command
        .args(["-Dtest=dev.tokenseal.HostileServerTest", "surefire:test"])
        .env(hostile_server::PATH, hostile_server::path(workspace));
    command
}

fn answerer(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.command("java");
    answer(workspace, &mut command)?;
    Ok(command)
}

/// With the library that has the hooks, in place of the package's own.
fn recorder(workspace: &Workspace, record: &Path) -> Result<Command> {
    let mut command = workspace.command("java");
    command.arg(format!(
        "-Duniffi.component.tokenseal.libraryOverride={}",
        uniffi::dynamic(workspace, Purpose::Testing).display()
    ));
    command.env(RECORD, record);
    answer(workspace, &mut command)?;
    Ok(command)
}

/// The program, and where its classes are.
fn answer(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let folder = folder(workspace);
    let classes = CLASSES.map(|name| folder.join(name));
    command
        .arg("-classpath")
        .arg(classpath(&classes, &folder.join("classpath"))?)
        .arg("dev.tokenseal.Answerer");
    Ok(())
}

/// Folders of classes, and the jars that Maven has listed.
fn classpath(classes: &[PathBuf], listed: &Path) -> Result<std::ffi::OsString> {
    let listed = read(listed)?;
    let paths = classes
        .iter()
        .cloned()
        .chain(std::env::split_paths(listed.trim()));
    std::env::join_paths(paths).context("a path holds the separator of paths")
}

/// A property of a project file.
fn property(workspace: &Workspace, project: &str, name: &str) -> Result<String> {
    let text = read(&workspace.root.join(project))?;
    let document = xml::parse(&text).with_context(|| format!("{project} cannot be read"))?;
    let value = xml::child(document.root_element(), "properties")
        .and_then(|properties| xml::text_of(properties, name));
    value
        .map(str::to_owned)
        .with_context(|| format!("{project} has no property {name}"))
}

/// JMH, once the package and what it is measured against is built. It prints one document.
fn bench(workspace: &Workspace) -> Result<Vec<Command>> {
    LANGUAGE.set_up(workspace)?;
    maven(workspace, POM, "Kotlin: pack the jar", &["jar:jar"])?;
    maven(
        workspace,
        BENCH,
        "Kotlin: build the benchmarks",
        &["process-classes"],
    )?;
    let classes = folder(workspace).join("bench");
    let mut command = workspace.command("java");
    command
        .arg("-classpath")
        .arg(classpath(&[classes.join("classes")], &classes.join("classpath"))?);
    command.arg(format!(
        "-Dtokenseal.claims={}",
        workspace.root.join("bench/claims.json").display()
    ));
    command.arg(format!("-Dtokenseal.version={}", crate::version::of(workspace)?));
    for name in ["nimbus", "jjwt", "jose4j"] {
        command.arg(format!(
            "-D{name}.version={}",
            property(workspace, BENCH, &format!("{name}.version"))?
        ));
    }
    command.arg("bench.Main");
    Ok(vec![command])
}
