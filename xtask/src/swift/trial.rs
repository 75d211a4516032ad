//! A package that uses this one, built as its user would build it: next to the package as released,
//! with every concurrency check, and warnings as errors.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use super::toolchain::Toolchain;
use super::{FOLDER, libraries};
use crate::package::{apple, archive::Archive};
use crate::report::Row;
use crate::step::Step;
use crate::uniffi::{self, Purpose};
use crate::workspace::{Workspace, write_changed};

/// Builds and runs it.
pub(super) fn run(workspace: &Workspace, toolchain: &Toolchain, row: &mut Row) -> Result<()> {
    let folder = workspace.target.join("swift/trial");
    let generated = uniffi::folder(workspace, Purpose::Testing).join("swift-sources");
    let mut files = apple::sources(workspace, &generated)?;
    // As it is released, but for the binary target: Apple's systems alone have such.
    let package = workspace.root.join(FOLDER);
    files.add_file("Package.swift", &package.join("Package.swift"))?;
    files.add_file(
        "Sources/TokensealFFI/module.modulemap",
        &package.join("Sources/TokensealFFI/module.modulemap"),
    )?;
    files.add_file(
        "Sources/TokensealFFI/TokensealFFI.h",
        &generated.join("TokensealFFI.h"),
    )?;
    place(&files, &folder.join("Tokenseal"))?;
    let mut user = Archive::default();
    user.add_folder("", &package.join("package"))?;
    place(&user, &folder.join("Trial"))?;

    // SwiftPM does not see that a library has changed, and would run what it linked before.
    let linked = folder.join("build/debug/Trial");
    if linked.is_file() {
        std::fs::remove_file(&linked).with_context(|| format!("cannot remove {}", linked.display()))?;
    }

    let path = |path: &Path| toolchain.path(workspace, path);
    let (user, build) = (path(&folder.join("Trial"))?, path(&folder.join("build"))?);
    let search = format!("-L{}", path(&libraries(workspace))?);
    let arguments = [
        "run",
        "--package-path",
        &user,
        "--scratch-path",
        &build,
        "--disable-sandbox",
        "-Xlinker",
        &search,
        "Trial",
    ];
    let mut command = toolchain.command(workspace, "swift", &arguments);
    // Nobody who depends on the package has these.
    command
        .env_remove("TOKENSEAL_CHECKOUT")
        .env_remove("TOKENSEAL_HOOKS");
    let finished = Step::quiet("Swift: a package under strict concurrency", command).run()?;
    if finished.success {
        row.pass();
    } else {
        row.fail("a package that uses the released one does not build, or does not work");
    }
    Ok(())
}

/// Writes what has changed, and removes what is left from another time.
fn place(files: &Archive, folder: &Path) -> Result<()> {
    for (name, content) in files.files() {
        write_changed(&folder.join(name), content)?;
    }
    let names: BTreeSet<&str> = files.names().collect();
    let mut there = Archive::default();
    there.add_folder("", folder)?;
    // SwiftPM writes what it resolved next to the manifest.
    for name in there
        .names()
        .filter(|name| !names.contains(name) && *name != "Package.resolved")
    {
        std::fs::remove_file(folder.join(name))
            .with_context(|| format!("cannot remove {name} from {}", folder.display()))?;
    }
    Ok(())
}
