//! The documentation that Maven Central asks for: the pages that Dokka makes of the Kotlin sources.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::archive::Archive;
use super::kotlin::Built;
use super::maven::Repository;
use super::pom::{Artifact, Pom};
use crate::kotlin::MVN;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

/// Makes the pages, and puts them next to the packages.
pub(crate) fn write_jars(
    workspace: &Workspace,
    repository: &Repository,
    built: &Built,
    folder: &Path,
) -> Result<()> {
    let package = workspace.root.join("bindings-kotlin");
    let pages = make(
        workspace,
        &built.pom(Artifact::Jvm)?,
        &package,
        &folder.join("tokenseal"),
    )?;
    for artifact in [Artifact::Jvm, Artifact::Android] {
        pack(&pages, repository, artifact, built.version())?;
    }
    for artifact in Artifact::MODULES {
        let module = package
            .join("frameworks")
            .join(artifact.id().trim_start_matches("tokenseal-"));
        let pages = make(
            workspace,
            &built.pom_of_module(workspace, artifact)?,
            &module,
            &folder.join(artifact.id()),
        )?;
        pack(&pages, repository, artifact, built.version())?;
    }
    Ok(())
}

/// Runs Dokka over the hand-written sources with its own POM: the package's dependencies, and
/// nothing else of its build.
fn make(workspace: &Workspace, pom: &Pom, package: &Path, folder: &Path) -> Result<PathBuf> {
    let jar = workspace.target.join("kotlin/maven/tokenseal.jar");
    write(
        &folder.join("pom.xml"),
        &pom.for_dokka(&package.join("src/main/kotlin"), &jar),
    )?;
    let pages = folder.join("target/dokka");
    remove_folder(&pages)?;
    let mut maven = workspace.command(MVN);
    maven
        .args(["--batch-mode", "--quiet", "dokka:dokka", "--file"])
        .arg(folder.join("pom.xml"));
    Step::quiet("Dokka: the pages of the Kotlin package", maven).require()?;
    Ok(pages)
}

/// Packs a folder of pages as the documentation of an artifact.
pub(crate) fn pack(pages: &Path, repository: &Repository, artifact: Artifact, version: &str) -> Result<()> {
    let mut jar = Archive::default();
    jar.add_folder("", pages)?;
    if jar.get("index.html").is_none() {
        bail!(
            "{} holds no documentation: there is no index.html",
            pages.display()
        );
    }
    jar.write(&repository.path(artifact, version, "-javadoc.jar"))
}
