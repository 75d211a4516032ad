//! The `tokenseal` command: [`tokenseal_cli::run`] with this process's arguments, streams and clock.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;
use std::time::SystemTime;

fn main() -> ExitCode {
    let (terminal, now) = (stdout().is_terminal(), tokenseal::timestamp(SystemTime::now()));
    tokenseal_cli::run(std::env::args_os(), &mut stdin().lock(), &mut stdout().lock(), &mut stderr().lock(), terminal, now).into()
}
