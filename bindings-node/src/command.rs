//! The command: the same code as the Rust one.

use std::io::{IsTerminal, stderr, stdin, stdout};

use napi_derive::napi;
use tokenseal_bridge::now;
use tokenseal_cli::{Process, run};

use crate::boundary::{Outcome, guarded};

/// Carries out one command with this process's streams and clock, and gives its exit code. The arguments begin with the program's name.
#[napi(catch_unwind)]
pub fn command(arguments: Vec<String>) -> Outcome<u32> {
    guarded(|| {
        let (terminal, now) = (stdout().is_terminal(), now());
        let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
        let process = Process { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal, now, get: None };
        Ok(run(arguments, process).into())
    })
}
