//! The command: the same code as the Rust one.

use std::io::{IsTerminal, stderr, stdin, stdout};

use napi_derive::napi;
use tokenseal_bridge::now;

use crate::boundary::{Outcome, guarded};

/// Carries out one command with this process's streams and clock, and gives its exit code. The arguments begin with the program's name.
#[napi(catch_unwind)]
pub fn command(arguments: Vec<String>) -> Outcome<u32> {
    guarded(|| {
        let (terminal, now) = (stdout().is_terminal(), now());
        let code = tokenseal_cli::run(arguments, &mut stdin().lock(), &mut stdout().lock(), &mut stderr().lock(), terminal, now);
        Ok(code.into())
    })
}
