//! The program `tokenseal-serve`.

use std::process::ExitCode;

use clap::Parser;
use tokenseal_serve::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match tokenseal_serve::run::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
