//! The `tokenseal` command: makes keys, makes tokens, checks them, and shows them.
//!
//! It is a library with one function, [`run`], so that the Python and Node packages can ship the
//! very same command. Like a binding it translates and never decides: the core determines what an
//! option means, its default, and what is refused with which code. The command adds files, standard
//! input, the clock, and a form that people can read.
//!
//! ```
//! use tokenseal_cli::{Process, run};
//!
//! let (mut output, mut errors) = (Vec::new(), Vec::new());
//! let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
//! let (stdin, now) = (&mut std::io::empty(), 1_700_000_000.0);
//! let process = Process { stdin, stdout: &mut output, stderr: &mut errors, terminal: false, now, get: None, ask: None };
//! let code = run(["tokenseal", "inspect", token], process);
//! assert_eq!(code, 0);
//! let shown: serde_json::Value = serde_json::from_slice(&output).unwrap();
//! assert_eq!(shown["claims"]["sub"], "alice");
//! ```
//!
//! # Exit codes
//!
//! 0: done, and what was checked is valid. 1: a token, claims or a key was refused. 2: the command
//! could not be carried out as given: a wrong argument or option, a file that cannot be read or may
//! not be written, keys that cannot be fetched.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod arguments;
mod commands;
mod failure;
mod fetching;
mod files;
mod input;
mod json;
mod keys;
mod readable;
mod terminal;

use std::ffi::OsString;
use std::io::{Read, Write};

use clap::Parser;
use tokenseal::Error;
use tokenseal::machine::{Answer, Fetch, Store};

use crate::arguments::Arguments;
use crate::failure::{Failure, USAGE};
use crate::fetching::Fetching;
use crate::input::Input;
use crate::terminal::{Terminal, wants_color};

/// Makes one of a machine's requests, as `tokenseal_drivers::blocking::Driver::get` does, and as
/// the packages of other languages do in theirs.
pub type Get<'a> = dyn Fn(&Fetch) -> Answer + 'a;

/// Sends the commands of a list of revocations to the Redis or Valkey server at a URL, as a
/// `tokenseal_drivers::StoreClient` does, and as the packages of other languages do in theirs. The
/// error says why it cannot send any, and never shows the URL.
pub type Ask<'a> = dyn Fn(&str, &Store) -> Result<Answer, Error> + 'a;

/// The process in which a command is carried out.
pub struct Process<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Whether standard output is a terminal: people get a readable form, programs get JSON, and
    /// private keys are never shown.
    pub terminal: bool,
    /// The time in seconds since the epoch (`tokenseal::timestamp`), for commands that are not
    /// given `--now`.
    pub now: f64,
    /// Fetches keys that an issuer publishes. Without it, a command that needs them is refused.
    pub get: Option<&'a Get<'a>>,
    /// Talks to servers that have lists of revocations. Without it, a command that needs one is
    /// refused.
    pub ask: Option<&'a Ask<'a>>,
}

/// Carries out one command, and returns its exit code. `arguments` begins with the program's name.
///
/// A reader that is gone (`tokenseal … | head -1`) is not an error and does not change the exit
/// code.
pub fn run<I, A>(arguments: I, process: Process<'_>) -> u8
where
    I: IntoIterator<Item = A>,
    A: Into<OsString>,
{
    let Process {
        stdin,
        stdout,
        stderr,
        terminal: interactive,
        now,
        get,
        ask,
    } = process;
    let color = interactive && wants_color(std::env::var_os("NO_COLOR"));
    let mut terminal = Terminal {
        stdout,
        stderr,
        interactive,
        color,
        json: false,
    };
    let mut arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    // Everything that follows is for another program.
    if arguments.get(1).is_some_and(|command| command == "serve") {
        arguments.insert(2, "--".into());
    }
    // Determined before the arguments are parsed, so that mistakes in them are reported in the
    // right form, too.
    terminal.json = arguments.iter().any(|argument| argument == "--json");
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        Err(error) => return answer_instead(&error, &mut terminal),
    };
    match commands::run(
        &arguments.command,
        &mut Input::new(stdin),
        &mut terminal,
        &Fetching::new(get, ask, now),
        now,
    ) {
        Ok(()) => 0,
        Err(failure) => terminal.fail(&failure),
    }
}

/// What clap says if there is no command to carry out: help and the version, if requested, or what
/// is wrong with the arguments.
fn answer_instead(error: &clap::Error, terminal: &mut Terminal<'_>) -> u8 {
    let text = error.render();
    if error.use_stderr() {
        let text = text.to_string();
        let reason = text.lines().next().unwrap_or_default();
        if terminal.json {
            return terminal.fail(&Failure::usage(reason.trim_start_matches("error: ")));
        }
        terminal.note(text.trim_end());
        return USAGE;
    }
    let text = if terminal.color {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    match terminal.print(text.as_bytes()) {
        Ok(()) => 0,
        Err(failure) => terminal.fail(&failure),
    }
}
