//! What Swift and Kotlin share: the library of `bindings-uniffi`, and the sources that UniFFI
//! writes from it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step::Step;
use crate::workspace::{Workspace, write_changed};

/// The crate's name as files have it.
pub(crate) const LIBRARY: &str = "tokenseal_uniffi";

/// Which library: the one that is shipped, or the one that can be made to panic.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    Shipping,
    Testing,
}

/// A built library, in its own folder: cargo puts both in one place.
pub(crate) struct Library {
    /// Holds the dynamic library and the static one.
    pub(crate) folder: PathBuf,
    /// The dynamic one, from which UniFFI reads what there is to write.
    pub(crate) dynamic: PathBuf,
}

/// Where a library is put, with UniFFI's sources next to it.
pub(crate) fn folder(workspace: &Workspace, purpose: Purpose) -> PathBuf {
    workspace
        .target
        .join("uniffi")
        .join(if purpose == Purpose::Testing {
            "testing"
        } else {
            "shipping"
        })
}

/// Where its dynamic library is then.
pub(crate) fn dynamic(workspace: &Workspace, purpose: Purpose) -> PathBuf {
    folder(workspace, purpose).join(dynamic_name())
}

fn dynamic_name() -> String {
    format!(
        "{}{LIBRARY}{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    )
}

/// Builds the library.
pub(crate) fn library(workspace: &Workspace, purpose: Purpose) -> Result<Library> {
    let mut command = workspace.cargo(["build", "--release", "--package", "tokenseal-uniffi"]);
    // What is shipped is built by `cargo xtask package`, without the features of the whole
    // workspace.
    command.args([
        "--features",
        if purpose == Purpose::Testing {
            "test-hooks,one-build"
        } else {
            "one-build"
        },
    ]);
    Step::quiet("UniFFI: build the library", command).require()?;
    let folder = folder(workspace, purpose);
    let dynamic = dynamic_name();
    let fixed = if cfg!(windows) {
        format!("{LIBRARY}.lib")
    } else {
        format!("lib{LIBRARY}.a")
    };
    for name in [&dynamic, &fixed] {
        copy_changed(&workspace.built().join(name), &folder.join(name))?;
    }
    Ok(Library {
        dynamic: folder.join(dynamic),
        folder,
    })
}

/// Writes a language's sources, and says in which folder.
pub(crate) fn sources(workspace: &Workspace, library: &Library, language: &str) -> Result<PathBuf> {
    let arguments = [
        "run",
        "--release",
        "--package",
        "tokenseal-uniffi-bindgen",
        "--",
        "generate",
        "--no-format",
    ];
    let folder = library.folder.join(format!("{language}-sources"));
    let mut command = workspace.cargo(arguments);
    command
        .args(["--language", language, "--out-dir"])
        .arg(&folder)
        .arg(&library.dynamic);
    // UniFFI finds its settings by the workspace in which it runs.
    Step::quiet(format!("UniFFI: write the {language} sources"), command).require()?;
    Ok(folder)
}

/// Whether a language's sources were written before: what writes them takes minutes to compile.
pub(crate) fn is_written(workspace: &Workspace, language: &str) -> bool {
    let of = |purpose| folder(workspace, purpose).join(format!("{language}-sources"));
    of(Purpose::Shipping).is_dir() || of(Purpose::Testing).is_dir()
}

/// Copies a file, unless it is there already as it is.
pub(crate) fn copy_changed(from: &Path, to: &Path) -> Result<()> {
    write_changed(
        to,
        &std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?,
    )
}
