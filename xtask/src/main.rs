//! `cargo xtask …`: the one door to everything that is done with this repository.
//!
//! It sets up what a language needs, builds, tests, generates and demonstrates. It does not link
//! the core, so that it compiles in seconds; what it needs to know of the core it asks a program
//! that does. A new language is one file next to `node.rs` and one entry in the list in
//! `language.rs`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::command_line::{BenchArguments, Command, CommandLine, Subject};
use crate::workspace::Workspace;

/// Prints a line, as `println!` does, and see [`console`].
macro_rules! say {
    ($($argument:tt)*) => { crate::console::print(format_args!($($argument)*)) };
}

mod again;
mod bench;
mod checks;
mod children;
mod clock;
mod command_line;
mod console;
mod counts;
mod debian;
mod demo;
mod failures;
mod gateways;
mod generate;
mod guide;
mod hostile_server;
mod kotlin;
mod language;
mod long;
mod node;
mod openssl;
mod package;
mod python;
mod report;
mod rust;
mod setup;
mod size;
mod step;
mod stores;
mod swift;
mod template;
mod test;
mod uniffi;
mod vectors;
mod version;
mod workspace;
mod xml;

fn main() -> ExitCode {
    // Words that are not understood end the program here, with 2.
    let CommandLine { command } = CommandLine::parse();
    match run(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what a command asks for, and says whether all went well.
fn run(command: Command) -> Result<bool> {
    let workspace = &Workspace::find()?;
    match command {
        Command::Demo(arguments) => demo::run(workspace, &arguments),
        Command::Test { parts } => test::run(workspace, &parts),
        Command::Bench(BenchArguments {
            subject: Some(Subject::Serve),
            ..
        }) => bench::serve::run(workspace),
        Command::Bench(BenchArguments { languages, .. }) => {
            bench::run(workspace, &language::chosen(&languages)?)
        }
        Command::Setup { words } => setup::run(workspace, &words),
        Command::Soak { hours, word } => long::soak(workspace, hours, &word),
        Command::Weekly { word } => long::weekly(workspace, &word),
        Command::Generate { check: false } => generate::write(workspace).map(|()| true),
        Command::Generate { check: true } => generate::check(workspace),
        Command::Guide => guide::run(workspace),
        Command::Parts { base } => checks::paths::print(workspace, base.as_deref()).map(|()| true),
        Command::Package(arguments) => package::run(workspace, arguments).map(|()| true),
        Command::Size { target } => {
            size::run(workspace, target.as_deref().unwrap_or(workspace.triple())).map(|()| true)
        }
        Command::Version { version: None } => version::print(workspace),
        Command::Version {
            version: Some(version),
        } => version::set(workspace, &version).map(|()| true),
    }
}
