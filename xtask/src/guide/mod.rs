//! `cargo xtask guide`: the pages of `docs/` as a book, by mdBook, and every link of what it made.
//!
//! mdBook treats each link to a Markdown file as one of its own pages. So it builds a copy of the
//! pages, in which links that leave `docs/` lead to the repository's address.

mod html;
mod source;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::python;
use crate::report::Row;
use crate::step::Step;
use crate::workspace::{Workspace, answers, remove_folder};

/// How mdBook begins a line that is not of its progress.
const COMPLAINTS: [&str; 2] = [" WARN", "ERROR"];

/// Builds the guide, says where it is, and whether all its links have targets.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let folder = build(workspace)?;
    let broken = html::broken(&folder)?;
    broken.iter().for_each(|line| say!("{line}"));
    say!("the guide: {}", folder.join("index.html").display());
    Ok(broken.is_empty())
}

/// Two checks: that it builds without a warning, and that its links have targets. Skipped where
/// there is no Python: mdBook comes from its registry.
pub(crate) fn check(workspace: &Workspace, row: &mut Row) {
    if let Err(error) = python::bare() {
        return row.skip(format!(
            "the guide was not built, mdBook comes as a Python package: {error:#}"
        ));
    }
    match build(workspace) {
        Ok(_) => row.pass(),
        Err(error) => return row.fail(format!("{error:#}")),
    }
    match html::broken(&folder(workspace)) {
        Ok(broken) if broken.is_empty() => row.pass(),
        Ok(broken) => {
            broken.iter().for_each(|line| say!("{line}"));
            row.fail(format!(
                "{} links of the guide have no target: run `cargo xtask guide`",
                broken.len()
            ));
        }
        Err(error) => row.fail(format!("{error:#}")),
    }
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    let mdbook = install(workspace)?;
    let source = workspace.target.join("guide-source");
    source::write_copy(&workspace.root, &source)?;
    let folder = folder(workspace);
    remove_folder(&folder)?;
    let mut command = workspace.command(mdbook);
    command.arg("build").arg(&source).arg("--dest-dir").arg(&folder);
    let finished = Step::quiet("build the guide", command).require()?;
    let complaints: Vec<&str> = finished
        .output
        .lines()
        .filter(|line| COMPLAINTS.iter().any(|word| line.starts_with(word)))
        .collect();
    if !complaints.is_empty() {
        complaints.iter().for_each(|line| say!("{line}"));
        bail!("mdBook has {} warnings about the guide", complaints.len());
    }
    Ok(folder)
}

/// mdBook, which a package of Python's registry holds as a program.
fn install(workspace: &Workspace) -> Result<PathBuf> {
    let venv = workspace.target.join("guide-tools");
    python::tools(workspace, &venv, &workspace.root.join("docs/requirements.txt"))?;
    let mdbook = venv.join(if cfg!(windows) {
        "Scripts/mdbook.exe"
    } else {
        "bin/mdbook"
    });
    if !answers(&mdbook, &["--version"]) {
        bail!("{} does not start", mdbook.display());
    }
    Ok(mdbook)
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("guide")
}
