//! The jar where nothing but it and its dependencies is there, as a user of Maven gets it.

use std::path::Path;

use anyhow::{Context, Result};

use super::maven::Repository;
use super::pom::Artifact;
use crate::kotlin::MVN;
use crate::step::Step;
use crate::workspace::{Workspace, remove_folder};

/// Fetches what the published POM depends on, and runs a small program with that and the jar.
///
/// Maven runs on the published POM itself, so that one that does not resolve is found here; and the
/// package is never put into this machine's own repository, where a later one of the same version
/// would not be looked at.
pub(crate) fn run(
    workspace: &Workspace,
    repository: &Repository,
    version: &str,
    folder: &Path,
) -> Result<()> {
    remove_folder(folder)?;
    let path = folder.join("classpath");
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
    let copy = |end: &str, to: &Path| {
        let from = repository.path(Artifact::Jvm, version, end);
        std::fs::copy(&from, to).with_context(|| {
            format!(
                "{} is missing: `cargo xtask package jar` makes it",
                from.display()
            )
        })
    };
    let jar = format!("tokenseal-{version}.jar");
    copy(".jar", &path.join(&jar))?;
    copy(".pom", &folder.join("pom.xml"))?;

    let mut maven = workspace.command(MVN);
    maven
        .args(["--batch-mode", "--quiet", "--file"])
        .arg(folder.join("pom.xml"));
    maven.args([
        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
        "-DincludeScope=runtime",
    ]);
    maven.arg(format!("-DoutputDirectory={}", path.display()));
    Step::quiet("fetch what the package depends on", maven).require()?;

    let mut java = workspace.command("java");
    java.arg("--class-path")
        .arg(path.join("*"))
        .arg(workspace.root.join("bindings-kotlin/package/Smoke.java"))
        .arg(&jar);
    java.env_remove("JAVA_TOOL_OPTIONS").current_dir(folder);
    Step::shown("try the jar", java).require().map(|_| ())
}
