//! The modules for frameworks, `tokenseal-ktor` and `tokenseal-spring`: built against the package
//! as it was just compiled, and tested against live servers.

use std::path::PathBuf;

use anyhow::Result;

use super::maven::{is_fresh, maven, mvn, state, surefire};
use super::{examples, folder};
use crate::counts::{self, Counts};
use crate::report::Row;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

/// The modules that are published, by their folders.
pub(crate) const MODULES: [&str; 2] = ["ktor", "spring"];
/// Those that have tests.
const TESTED: [&str; 3] = ["ktor", "spring", "spring-boot-4"];
const FOLDER: &str = "bindings-kotlin/frameworks";
const POM: &str = "bindings-kotlin/frameworks/pom.xml";

/// The examples of the modules' own documentation and pages.
pub(super) fn write_examples(workspace: &Workspace) -> Result<()> {
    MODULES.iter().try_for_each(|module| {
        let sources = format!("{FOLDER}/{module}/src/main/kotlin/dev/tokenseal/{module}");
        examples::write_of_framework(
            workspace,
            &sources,
            module,
            &built(workspace).join("examples").join(module),
        )
    })
}

/// Compiles them, and runs their tests: tests/http on every server, and the services of
/// examples/jvm.
pub(super) fn test(workspace: &Workspace, row: &mut Row) -> Result<()> {
    compile(workspace)?;
    let reports: Vec<PathBuf> = TESTED
        .iter()
        .map(|module| classes(workspace, module).join("surefire-reports"))
        .collect();
    reports.iter().try_for_each(|folder| remove_folder(folder))?;
    let mut command = mvn(workspace, POM);
    command.args(["--fail-at-end", "surefire:test"]);
    let finished = Step::shown("Kotlin tests of frameworks", command).run()?;
    let xml: String = reports
        .iter()
        .map(|folder| surefire(folder))
        .collect::<Result<_>>()?;
    row.add(
        Counts::from_junit(&xml).settle(finished.success),
        counts::skips_of_junit(&xml),
    );
    Ok(())
}

/// Compiles them where anything has changed, the package included.
pub(crate) fn compile(workspace: &Workspace) -> Result<()> {
    let sources = [FOLDER, "examples/jvm"].map(|path| workspace.root.join(path));
    let inputs: Vec<PathBuf> = sources
        .into_iter()
        .chain([
            built(workspace).join("examples"),
            folder(workspace).join("maven/classes"),
        ])
        .collect();
    let stamp = folder(workspace).join("stamps/frameworks");
    if is_fresh(&stamp, &inputs)? {
        say!("Kotlin: the modules for frameworks are up to date");
        return Ok(());
    }
    TESTED
        .iter()
        .try_for_each(|module| remove_folder(&classes(workspace, module)))?;
    maven(workspace, super::POM, "Kotlin: pack the jar", &["jar:jar"])?;
    maven(
        workspace,
        POM,
        "Kotlin: compile the modules for frameworks",
        &["process-test-classes"],
    )?;
    write(&stamp, &state(&inputs)?)
}

fn built(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("frameworks")
}

/// Where Maven puts what it makes of a module.
pub(crate) fn classes(workspace: &Workspace, module: &str) -> PathBuf {
    built(workspace).join(format!("tokenseal-{module}"))
}
