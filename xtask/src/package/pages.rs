//! The documentation that Maven Central asks for: the pages that Dokka makes of the Kotlin sources.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::archive::Archive;
use super::kotlin::Built;
use super::maven::Repository;
use super::pom::{self, Artifact};
use crate::kotlin::MVN;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

/// One for every release; the newest that knows the Kotlin of the package.
const DOKKA: &str = "2.1.0";

/// Makes the pages, and puts them beside the packages.
pub(crate) fn write_jars(
    workspace: &Workspace,
    repository: &Repository,
    built: &Built,
    folder: &Path,
) -> Result<()> {
    let sources = workspace.root.join("bindings-kotlin");
    let pages = make(
        workspace,
        &pom::published(built.pom(), Artifact::Jvm)?,
        &sources,
        &folder.join("tokenseal"),
    )?;
    for artifact in [Artifact::Jvm, Artifact::Android] {
        pack(&pages, repository, artifact, built.version())?;
    }
    for artifact in Artifact::MODULES {
        // The package is not in Maven Central yet.
        let (package, jar) = (
            format!("<version>{}</version></dependency>", built.version()),
            workspace.target.join("kotlin/maven/tokenseal.jar"),
        );
        let beside = package.replace(
            "</dependency>",
            &format!(
                "<scope>system</scope><systemPath>{}</systemPath></dependency>",
                jar.display()
            ),
        );
        let text = built.pom_of(workspace, artifact)?.replacen(&package, &beside, 1);
        let sources = sources
            .join("frameworks")
            .join(artifact.id().trim_start_matches("tokenseal-"));
        pack(
            &make(workspace, &text, &sources, &folder.join(artifact.id()))?,
            repository,
            artifact,
            built.version(),
        )?;
    }
    Ok(())
}

/// Runs Dokka over the hand-written sources, by a POM of its own: what the package depends on, and nothing else of how it is built.
fn make(workspace: &Workspace, pom: &str, package: &Path, folder: &Path) -> Result<PathBuf> {
    let plugin = format!(
        "  <build>\n    <sourceDirectory>{}</sourceDirectory>\n    <plugins>\n      \
         <plugin><groupId>org.jetbrains.dokka</groupId><artifactId>dokka-maven-plugin</artifactId><version>{DOKKA}</version></plugin>\n    \
         </plugins>\n  </build>\n</project>",
        package.join("src/main/kotlin").display()
    );
    write(&folder.join("pom.xml"), &pom.replace("</project>", &plugin))?;
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
