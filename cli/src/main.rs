//! The `tokenseal` command: [`tokenseal_cli::run`] with this process's arguments, streams and clock, and what fetches keys.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;
use std::time::SystemTime;

use tokenseal_cli::{Get, Process, run};

fn main() -> ExitCode {
    let (terminal, now) = (stdout().is_terminal(), tokenseal::timestamp(SystemTime::now()));
    let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
    let process = Process { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal, now, get: GET };
    run(std::env::args_os(), process).into()
}

#[cfg(feature = "fetch")]
const GET: Option<&Get<'static>> = Some(&|fetch| {
    use tokenseal::machine::{Answer, Failure};

    // Made when it is needed: most commands fetch nothing.
    match tokenseal_drivers::blocking::Driver::new() {
        Ok(driver) => driver.get(fetch),
        Err(_) => Answer::Failed { id: fetch.id, why: Failure::Tls },
    }
});

#[cfg(not(feature = "fetch"))]
const GET: Option<&Get<'static>> = None;
