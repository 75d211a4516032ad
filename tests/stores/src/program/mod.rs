//! The program: requests in, answers out, until the input ends.

mod cluster;
mod deployment;
mod folder;
mod guard;
mod limit;
mod ports;
mod processes;
mod proxy;
mod request;
mod resp;
mod sentinel;
mod server;
mod start;
mod stores;

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::{Arc, mpsc};
use std::{env, thread};

use serde_json::json;

use folder::Folder;
use limit::Limit;
use processes::Processes;
use request::Request;
use stores::Stores;

/// Failures, which a test reads as `{"error": "…"}`.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str = "usage: tokenseal-stores (it takes no arguments; requests are lines of standard input, see tests/stores/README.md)";

pub(crate) fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let result = match arguments.split_first() {
        None => run(),
        Some((first, rest)) if first == guard::ARGUMENT => guard::become_server(rest),
        Some(_) => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "tokenseal-stores: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Servers are started on this thread, which lives as long as the program: Linux ends them with the
/// *thread* that started them.
fn run() -> Result<()> {
    let folder = Folder::make()?;
    let processes = Arc::new(Processes::default());
    let mut stores = Stores::new(folder.path.clone(), Arc::clone(&processes));
    for line in lines(folder, processes) {
        let answer = Request::parse(&line).and_then(|request| stores.perform(request, Limit::start()));
        let answer = answer.unwrap_or_else(|error| json!({ "error": error.to_string() }));
        let mut output = io::stdout().lock();
        // If nobody reads any more, the input ends as well.
        let _ = writeln!(output, "{answer}").and_then(|()| output.flush());
    }
    Ok(())
}

/// The lines of standard input. When it ends so does the program, even in the middle of a request.
fn lines(folder: Folder, processes: Arc<Processes>) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            match line {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => drop(sender.send(line)),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    drop(sender.send(String::from("not UTF-8")))
                }
                Err(_) => break,
            }
        }
        processes.end();
        folder.remove();
        std::process::exit(0);
    });
    lines
}
