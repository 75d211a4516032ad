//! `hostile-server`: an issuer's key server on free ports of the loopback. It behaves well or
//! badly, as the path asks. Every language's tests start one: see `tests/remote/README.md` for how,
//! and `tests/remote/behaviours.json` for the outcome that each behaviour must have.
//!
//! It prints one line of JSON with its URLs and serves until its standard input ends, so that it
//! never outlives the tests.

mod answer;
mod behaviour;
mod certificates;
mod control;
mod keys;
mod ports;
mod request;
mod route;
mod serve;
mod wire;

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

/// Failures of the program itself. What a client does wrong is not one of them.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "usage: hostile-server [--ca-file PATH]";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "hostile-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let ca_file = ca_file(env::args_os().skip(1))?;
    let started = serve::start()?;
    if let Some(path) = ca_file {
        fs::write(path, &started.ca)?;
    }
    let mut output = io::stdout().lock();
    writeln!(output, "{}", started.line())?;
    output.flush()?;
    // Standard input ends when the tests do. Threads that still serve end with the process.
    io::copy(&mut io::stdin().lock().by_ref(), &mut io::sink())?;
    Ok(())
}

fn ca_file(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<PathBuf>> {
    match (arguments.next(), arguments.next(), arguments.next()) {
        (None, ..) => Ok(None),
        (Some(option), Some(path), None) if option == "--ca-file" => Ok(Some(path.into())),
        _ => Err(USAGE.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<PathBuf>> {
        ca_file(arguments.iter().map(OsString::from))
    }

    #[test]
    fn reads_its_arguments() {
        assert_eq!(read(&[]).unwrap(), None);
        assert_eq!(read(&["--ca-file", "a.pem"]).unwrap(), Some("a.pem".into()));
        for wrong in [
            ["--ca-file"].as_slice(),
            &["--port", "80"],
            &["--ca-file", "a", "b"],
        ] {
            assert_eq!(read(wrong).unwrap_err().to_string(), USAGE, "{wrong:?}");
        }
    }
}
