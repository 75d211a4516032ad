//! Maven: what it downloads, how it is run, and what is up to date without it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::folder;
use crate::step::Step;
use crate::workspace::{Workspace, read, write};

pub(crate) const MVN: &str = if cfg!(windows) { "mvn.cmd" } else { "mvn" };

/// What Maven needs of the network for this project file, but for what its plugins find out only
/// when they run.
pub(super) fn artifacts(workspace: &Workspace, project: &str) -> Result<()> {
    let (stamp, state) = (
        folder(workspace).join("stamps/artifacts"),
        read(&workspace.root.join(project))?,
    );
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        say!("Kotlin: Maven has what it needs");
        return Ok(());
    }
    let mut command = mvn(workspace, project);
    command.arg("dependency:go-offline");
    Step::quiet("Kotlin: download what Maven needs", command).require()?;
    write(&stamp, &state)
}

/// Runs Maven, without the network where a run with this very project file has gone well before:
/// everything is there then.
pub(super) fn maven(workspace: &Workspace, project: &str, title: &str, arguments: &[&str]) -> Result<()> {
    let stamp = folder(workspace).join("stamps").join(project.replace('/', "-"));
    let state = read(&workspace.root.join(project))?;
    let mut command = mvn(workspace, project);
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        command.arg("--offline");
        command.args(arguments);
        if Step::quiet(title, command).run()?.success {
            return Ok(());
        }
        say!("Kotlin: once more, with the network");
        command = mvn(workspace, project);
    }
    command.args(arguments);
    Step::quiet(title, command).require()?;
    write(&stamp, &state)
}

pub(super) fn mvn(workspace: &Workspace, project: &str) -> Command {
    let mut command = workspace.command(MVN);
    command.args(["--batch-mode", "--no-transfer-progress", "--file", project]);
    command.arg(format!("-Dtokenseal.build={}", folder(workspace).display()));
    command
}

/// Whether the result behind a stamp was made from these files. If not, the stamp is removed: until
/// it is rebuilt, nothing is fresh.
pub(super) fn is_fresh(stamp: &Path, inputs: &[PathBuf]) -> Result<bool> {
    let state = state(inputs)?;
    if std::fs::read_to_string(stamp).is_ok_and(|before| before == state) {
        return Ok(true);
    }
    std::fs::remove_file(stamp).ok();
    Ok(false)
}

pub(super) fn state(inputs: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    inputs.iter().try_for_each(|input| hash(input, &mut hasher))?;
    Ok(format!("{:x}", hasher.finish()))
}

/// Takes in every file below a folder, by name and content.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        return paths.iter().try_for_each(|path| hash(path, hasher));
    }
    std::fs::read(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .hash(hasher);
    Ok(())
}

/// What Surefire wrote of each class; nothing where the tests did not start.
pub(super) fn surefire(folder: &Path) -> Result<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(String::new());
    };
    let files = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "xml"));
    files.map(|path| read(&path)).collect()
}
