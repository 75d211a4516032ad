//! `tokenseal serve`: a separate program, since it listens, and brings all that this takes.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};

const PROGRAM: &str = "tokenseal-serve";

/// Runs the program with these arguments. On Unix it replaces this one, so that signals reach it;
/// elsewhere this one waits for it.
pub(super) fn run(arguments: &[OsString]) -> Result<()> {
    let Some(program) = find() else {
        return Err(Failure::usage(format!(
            "{PROGRAM} is a program of its own, and is neither beside this one nor on the PATH: install it, as by `cargo install {PROGRAM}`"
        )));
    };
    let mut command = Command::new(&program);
    command.args(arguments);
    start(command).map_err(|error| Failure::usage(format!("{} cannot be run: {error}", program.display())))
}

/// First next to this program: the two belong to the same version.
fn find() -> Option<PathBuf> {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|own| own.parent().map(PathBuf::from));
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A relative folder depends on where this was started.
    let folders = beside
        .into_iter()
        .chain(std::env::split_paths(&path).filter(|folder| folder.is_absolute()));
    folders
        .map(|folder| folder.join(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX)))
        .find(|program| program.is_file())
}

#[cfg(unix)]
fn start(mut command: Command) -> std::io::Result<()> {
    use std::os::fd::AsFd;
    use std::os::unix::process::CommandExt;

    // Passed explicitly: Node.js has marked its own to be closed when another program takes its
    // place.
    command.stdin(std::io::stdin().as_fd().try_clone_to_owned()?);
    command.stdout(std::io::stdout().as_fd().try_clone_to_owned()?);
    command.stderr(std::io::stderr().as_fd().try_clone_to_owned()?);
    Err(command.exec())
}

#[cfg(not(unix))]
fn start(mut command: Command) -> std::io::Result<()> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(1))
}
