//! Kotlin: UniFFI's sources and library, and the package and its tests by Maven.

mod examples;
pub(crate) mod frameworks;
mod internal;
mod native;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::counts::{self, Counts};
use crate::debian;
use crate::hostile_server;
use crate::language::{Demo, Drivers, Language, ONE_FORM, OUTCOMES, RECORD, require_c_compiler};
use crate::python;
use crate::report::Row;
use crate::step::Step;
use crate::stores;
use crate::uniffi::{self, Purpose};
use crate::workspace::{Workspace, answers, read, remove_folder, write};

pub(crate) const LANGUAGE: Language = Language {
    id: "kotlin",
    title: "Kotlin",
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
const OLDEST: u32 = 17;
pub(crate) const MVN: &str = if cfg!(windows) { "mvn.cmd" } else { "mvn" };

fn fetch(workspace: &Workspace) -> Result<()> {
    install_tools()?;
    require_tools()?;
    // The tests of stores fail without them, and name them; all others can run.
    stores::set_up(workspace).unwrap_or_else(|error| say!("Kotlin: {error:#}"));
    artifacts(workspace)
}

/// What Maven needs of the network for this project file, but for what its plugins find out only when they run.
fn artifacts(workspace: &Workspace) -> Result<()> {
    let (stamp, state) = (
        folder(workspace).join("stamps/artifacts"),
        read(&workspace.root.join(POM))?,
    );
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        say!("Kotlin: Maven has what it needs");
        return Ok(());
    }
    let mut command = mvn(workspace, POM);
    command.arg("dependency:go-offline");
    Step::quiet("Kotlin: download what Maven needs", command).require()?;
    write(&stamp, &state)
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
    // A test that is no longer there must not run again.
    CLASSES
        .iter()
        .try_for_each(|classes| remove_folder(&folder.join(classes)))?;
    maven(
        workspace,
        POM,
        "Kotlin: compile the package",
        &["process-test-classes"],
    )?;
    write(&folder.join("stamps/compiled"), &state(&inputs)?)
}

/// Whether what a stamp stands for was made of these files. If not, the stamp is taken away: while nothing is made, nothing is fresh.
fn is_fresh(stamp: &Path, inputs: &[PathBuf]) -> Result<bool> {
    let state = state(inputs)?;
    if std::fs::read_to_string(stamp).is_ok_and(|before| before == state) {
        return Ok(true);
    }
    std::fs::remove_file(stamp).ok();
    Ok(false)
}

fn state(inputs: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    inputs.iter().try_for_each(|input| hash(input, &mut hasher))?;
    Ok(format!("{:x}", hasher.finish()))
}

/// Takes in every file below a folder, by name and content.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        return paths.iter().try_for_each(|path| hash(path, hasher));
    }
    std::fs::read(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .hash(hasher);
    Ok(())
}

/// A JDK and Maven; and, where nothing is to be installed, the compiler in Maven's folder. It is the part of the toolchain that takes long
/// to download.
fn require(workspace: &Workspace, install: bool) -> Result<()> {
    if install {
        install_tools()?;
        return require_tools();
    }
    require_tools()?;
    let version = element(&read(&workspace.root.join(POM))?, "kotlin.version")
        .with_context(|| format!("{POM} names no version of Kotlin"))?;
    let home = std::env::var_os("HOME")
        .or_else(|| std::env::var_os("USERPROFILE"))
        .map(PathBuf::from)
        .unwrap_or_default();
    if !home
        .join(".m2/repository/org/jetbrains/kotlin/kotlin-compiler-embeddable")
        .join(&version)
        .is_dir()
    {
        bail!("Maven has not downloaded the compiler of Kotlin {version}");
    }
    Ok(())
}

/// On Debian, installs a JDK that is new enough, and Maven, where they are missing.
fn install_tools() -> Result<()> {
    if jdk().is_none_or(|found| found < OLDEST) || !answers(MVN, &["--version"]) {
        debian::install("Kotlin", "a JDK and Maven", &["openjdk-17-jdk-headless", "maven"])?;
    }
    Ok(())
}

/// A JDK that is new enough, and Maven.
fn require_tools() -> Result<()> {
    match jdk() {
        Some(found) if found >= OLDEST => {}
        Some(found) => bail!("JDK {OLDEST} or newer is missing; the `javac` on the PATH is of JDK {found}"),
        None => bail!("JDK {OLDEST} or newer is missing; on Debian: apt-get install openjdk-17-jdk-headless"),
    }
    if !answers(MVN, &["--version"]) {
        bail!("Maven is missing; on Debian: apt-get install maven");
    }
    Ok(())
}

/// The version of the `javac` on the PATH.
fn jdk() -> Option<u32> {
    let output = Command::new("javac").arg("-version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

fn major(said: &str) -> Option<u32> {
    said.trim()
        .strip_prefix("javac ")?
        .split(['.', '-'])
        .next()?
        .parse()
        .ok()
}

/// Runs Maven, without the network where a run with this very project file has gone well before: everything is there then.
fn maven(workspace: &Workspace, project: &str, title: &str, arguments: &[&str]) -> Result<()> {
    let stamp = folder(workspace).join("stamps").join(project.replace('/', "-"));
    let state = read(&workspace.root.join(project))?;
    let mut command = mvn(workspace, project);
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        command.arg("--offline");
        command.args(arguments);
        if Step::quiet(title, command).run()?.success {
            return Ok(());
        }
        say!("Kotlin: once more, with the network");
        command = mvn(workspace, project);
    }
    command.args(arguments);
    Step::quiet(title, command).require()?;
    write(&stamp, &state)
}

fn mvn(workspace: &Workspace, project: &str) -> Command {
    let mut command = workspace.command(MVN);
    command.args(["--batch-mode", "--no-transfer-progress", "--file", project]);
    command.arg(format!("-Dtokenseal.build={}", folder(workspace).display()));
    command
}

/// Where everything of this language is built.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("kotlin")
}

fn test(workspace: &Workspace, outcomes: &Path, row: &mut Row) -> Result<()> {
    compile(workspace)?;
    let testing = uniffi::folder(workspace, Purpose::Testing);
    let reports = folder(workspace).join("maven/surefire-reports");
    remove_folder(&reports)?;
    // By its name the goal runs alone: everything is compiled. It may want the network for Surefire's own parts.
    let mut command = mvn(workspace, POM);
    command
        .arg(format!("-Dtokenseal.testing={}", testing.display()))
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
    row.add(
        Counts::from_junit(&xml).settle(finished.success),
        counts::skips_of_junit(&xml),
    );
    frameworks::test(workspace, row)
}

/// What Surefire wrote of each class; nothing where the tests did not start.
fn surefire(folder: &Path) -> Result<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(String::new());
    };
    let files = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "xml"));
    files.map(|path| read(&path)).collect()
}

/// Writes the page of what was exchanged with other libraries of the JVM; its test is what checks it.
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

/// The text of the first element of this name.
fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once('<').map(|(text, _)| text.to_owned())
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
    for (name, page, tag) in [
        ("tokenseal", POM, "version"),
        ("nimbus", BENCH, "nimbus.version"),
        ("jjwt", BENCH, "jjwt.version"),
        ("jose4j", BENCH, "jose4j.version"),
    ] {
        let version = element(&read(&workspace.root.join(page))?, tag)
            .with_context(|| format!("{page} has no {tag}"))?;
        command.arg(format!("-D{name}.version={version}"));
    }
    command.arg("bench.Main");
    Ok(vec![command])
}

#[cfg(test)]
mod tests {
    use super::{element, major};

    #[test]
    fn reads_elements() {
        assert_eq!(
            element("<a><version>1.2</version></a>", "version").as_deref(),
            Some("1.2")
        );
        assert_eq!(element("<a/>", "version"), None);
    }

    #[test]
    fn reads_versions() {
        assert_eq!(major("javac 17.0.15\n"), Some(17));
        assert_eq!(major("javac 25-ea\n"), Some(25));
        assert_eq!(major("javac 1.8.0_402"), Some(1));
        assert_eq!(major(""), None);
    }
}
