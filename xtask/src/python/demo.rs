//! The package for the demo: its sources and what cargo has built, in one folder. It needs no
//! downloads, unlike maturin and the libraries of the tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{FOLDER, find};
use crate::workspace::{Workspace, remove_folder, write_changed};

/// Puts the package where an interpreter finds it.
pub(super) fn place(workspace: &Workspace) -> Result<()> {
    place_in(workspace, &folder(workspace))
}

/// The same in a folder of packages.
pub(super) fn place_in(workspace: &Workspace, packages: &Path) -> Result<()> {
    let package = packages.join("tokenseal");
    remove_folder(&package)?;
    copy(&workspace.root.join(FOLDER).join("python/tokenseal"), &package)?;
    let library = workspace.built_library("_native");
    let bytes = std::fs::read(&library).with_context(|| format!("cannot read {}", library.display()))?;
    write_changed(
        &package.join(if cfg!(windows) {
            "_native.pyd"
        } else {
            "_native.abi3.so"
        }),
        &bytes,
    )
}

/// Any suitable interpreter, as it is. No other modules may be found next to the package.
pub(super) fn answerer(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.command(find()?.path);
    command
        .arg("tests/answer.py")
        .current_dir(workspace.root.join(FOLDER));
    command
        .env_remove("PYTHONHOME")
        .env("PYTHONPATH", folder(workspace))
        .env("PYTHONNOUSERSITE", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("python/demo")
}

/// The sources of a folder. What maturin has put there for the tests is another build.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)
        .with_context(|| format!("cannot read the folder {}", from.display()))?
        .flatten()
    {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path
            .extension()
            .is_some_and(|extension| ["py", "pyi", "typed"].iter().any(|kind| extension == *kind))
        {
            let text = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            write_changed(&to.join(name), &text)?;
        }
    }
    Ok(())
}
