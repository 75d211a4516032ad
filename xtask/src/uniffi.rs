//! What Swift and Kotlin share: the library of `bindings-uniffi`, and the sources that UniFFI writes from it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step::Step;
use crate::workspace::Workspace;

/// The crate's name as files have it.
pub(crate) const LIBRARY: &str = "tokenseal_uniffi";

/// Which library: the one that is shipped, or the one that can be made to panic.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    Shipping,
    Testing,
}

/// A library that was built, in a folder of its own: cargo puts both to one place.
pub(crate) struct Library {
    /// Holds the dynamic library and the static one.
    pub(crate) folder: PathBuf,
    /// The dynamic one, from which UniFFI reads what there is to write.
    pub(crate) dynamic: PathBuf,
}

/// Builds the library.
pub(crate) fn library(workspace: &Workspace, purpose: Purpose) -> Result<Library> {
    let mut command = workspace.cargo(["build", "--release", "--package", "tokenseal-uniffi"]);
    if purpose == Purpose::Testing {
        command.args(["--features", "test-hooks"]);
    }
    Step::quiet("UniFFI: build the library", command).require()?;
    let folder = workspace.target.join("uniffi").join(if purpose == Purpose::Testing { "testing" } else { "shipping" });
    let dynamic = format!("{}{LIBRARY}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let fixed = if cfg!(windows) { format!("{LIBRARY}.lib") } else { format!("lib{LIBRARY}.a") };
    for name in [&dynamic, &fixed] {
        copy_changed(&workspace.built().join(name), &folder.join(name))?;
    }
    Ok(Library { dynamic: folder.join(dynamic), folder })
}

/// Writes a language's sources into a folder, and leaves alone what is already so: compilers go by the time of a file.
pub(crate) fn sources(workspace: &Workspace, library: &Library, language: &str, folder: &Path) -> Result<()> {
    let arguments = ["run", "--release", "--package", "tokenseal-uniffi-bindgen", "--", "generate", "--no-format"];
    let fresh = library.folder.join(format!("{language}-sources"));
    let mut command = workspace.cargo(arguments);
    command.args(["--language", language, "--out-dir"]).arg(&fresh).arg(&library.dynamic);
    // UniFFI finds its settings by the workspace in which it runs.
    Step::quiet(format!("UniFFI: write the {language} sources"), command).require()?;
    copy_folder(&fresh, folder)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let entries = std::fs::read_dir(from).with_context(|| format!("cannot read the folder {}", from.display()))?;
    for entry in entries.flatten() {
        let (one, other) = (entry.path(), to.join(entry.file_name()));
        if one.is_dir() { copy_folder(&one, &other)? } else { copy_changed(&one, &other)? }
    }
    Ok(())
}

/// Copies a file, unless it is there already as it is.
pub(crate) fn copy_changed(from: &Path, to: &Path) -> Result<()> {
    let bytes = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    if std::fs::read(to).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    std::fs::write(to, bytes).with_context(|| format!("cannot write {}", to.display()))
}
