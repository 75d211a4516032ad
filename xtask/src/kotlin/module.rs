//! What makes the jar a module: compiled by itself, since neither the package nor its tests are
//! compiled as one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step::Step;
use crate::workspace::{Workspace, read, remove_folder};

const SOURCE: &str = "bindings-kotlin/src/main/module/module-info.java";
/// The jars that the module names, by how their files begin.
const REQUIRED: [&str; 6] = [
    "kotlin-stdlib-",
    "kotlinx-serialization-",
    "jna-",
    "kotlinx-coroutines-core-jvm-",
    "jedis-",
    "lettuce-core-",
];

/// Compiles it against the classes that Maven has compiled, into the folder `module`.
pub(super) fn compile(workspace: &Workspace, folder: &Path) -> Result<()> {
    let to = folder.join("module");
    remove_folder(&to)?;
    let listed = read(&folder.join("classpath"))?;
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let jars: Vec<PathBuf> = std::env::split_paths(listed.trim())
        .filter(|path| REQUIRED.iter().any(|begin| name(path).starts_with(begin)))
        .collect();
    let mut javac = workspace.command("javac");
    javac
        .args([
            "--release",
            "17",
            "-Xlint:-requires-automatic",
            "-Xlint:-requires-transitive-automatic",
            "-d",
        ])
        .arg(&to);
    javac
        .arg("--module-path")
        .arg(std::env::join_paths(&jars).context("a path holds the separator of paths")?);
    let mut patch = std::ffi::OsString::from("dev.tokenseal=");
    patch.push(folder.join("maven/classes"));
    javac
        .arg("--patch-module")
        .arg(patch)
        .arg(workspace.root.join(SOURCE));
    Step::quiet("Kotlin: compile the module", javac)
        .require()
        .map(|_| ())
}
