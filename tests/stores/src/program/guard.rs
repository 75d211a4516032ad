//! Servers that end with this program, even if it is killed. The program starts itself with
//! [`ARGUMENT`], asks Linux for that, and then becomes the server.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::Result;

pub(crate) const ARGUMENT: &str = "--guard";

/// A command that runs a server this way.
pub(crate) fn command(server: &OsStr) -> Result<Command> {
    if !cfg!(target_os = "linux") {
        return Ok(Command::new(server));
    }
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg(ARGUMENT)
        .arg(std::process::id().to_string())
        .arg(server);
    Ok(command)
}

/// In the new process: `PARENT SERVER ARGUMENT…`. Returns only if it fails.
pub(crate) fn become_server(arguments: &[OsString]) -> Result<()> {
    let [parent, server, rest @ ..] = arguments else {
        return Err("the process to end with and the server are missing".into());
    };
    end_with(parent)?;
    let error = Command::new(server).args(rest).exec();
    Err(format!("cannot start {}: {error}", server.to_string_lossy()).into())
}

#[cfg(target_os = "linux")]
fn end_with(parent: &OsString) -> Result<()> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    // If it ended before that, no signal comes.
    let is_there = getppid().is_some_and(|pid| parent == pid.as_raw_nonzero().to_string().as_str());
    if is_there {
        Ok(())
    } else {
        Err("the program that started it has ended".into())
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with(_: &OsString) -> Result<()> {
    Ok(())
}
