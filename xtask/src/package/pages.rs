//! The documentation that Maven Central asks for: the pages that Dokka makes of the Kotlin sources.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::archive::Archive;
use super::maven::Repository;
use super::pom::{self, Artifact};
use crate::kotlin::MVN;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder, write};

/// One for every release; the newest that knows the Kotlin of the package.
const DOKKA: &str = "2.1.0";

/// Makes the pages, and puts them beside both packages.
pub(crate) fn write_jars(workspace: &Workspace, repository: &Repository, source_pom: &str, folder: &Path) -> Result<()> {
    let pages = make(workspace, source_pom, folder)?;
    let version = pom::version(source_pom)?;
    for artifact in [Artifact::Jvm, Artifact::Android] {
        pack(&pages, repository, artifact, &version)?;
    }
    Ok(())
}

/// Runs Dokka over the hand-written sources, by a POM of its own: what the package depends on, and nothing else of how it is built.
fn make(workspace: &Workspace, source_pom: &str, folder: &Path) -> Result<PathBuf> {
    let sources = workspace.root.join("bindings-kotlin/src/main/kotlin");
    let plugin = format!(
        "  <build>\n    <sourceDirectory>{}</sourceDirectory>\n    <plugins>\n      \
         <plugin><groupId>org.jetbrains.dokka</groupId><artifactId>dokka-maven-plugin</artifactId><version>{DOKKA}</version></plugin>\n    \
         </plugins>\n  </build>\n</project>",
        sources.display()
    );
    let text = pom::published(source_pom, Artifact::Jvm)?.replace("</project>", &plugin);
    write(&folder.join("pom.xml"), &text)?;
    let pages = folder.join("target/dokka");
    remove_folder(&pages)?;
    let mut maven = workspace.command(MVN);
    maven.args(["--batch-mode", "--quiet", "dokka:dokka", "--file"]).arg(folder.join("pom.xml"));
    Step::quiet("Dokka: the pages of the Kotlin package", maven).require()?;
    Ok(pages)
}

/// Packs a folder of pages as the documentation of an artifact.
pub(crate) fn pack(pages: &Path, repository: &Repository, artifact: Artifact, version: &str) -> Result<()> {
    let mut jar = Archive::default();
    jar.add_folder("", pages)?;
    if jar.get("index.html").is_none() {
        bail!("{} holds no documentation: there is no index.html", pages.display());
    }
    jar.write(&repository.path(artifact, version, "-javadoc.jar"))
}
