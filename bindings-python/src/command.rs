//! The `tokenseal` command, for `python -m tokenseal`: the very same as that of Rust.

use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::iter::once;

use pyo3::prelude::*;
use tokenseal::Error;
use tokenseal::machine::{Answer, Failure, Fetch, Store};
use tokenseal_bridge::{machine, message, now};
use tokenseal_cli::{Process, run};

use crate::error::guard;

/// Carries out one command with this process's own streams and clock, whatever `sys.stdin` and
/// `sys.stdout` are, and returns its exit code.
///
/// `arguments` are those after the program's name, which is always `tokenseal`: help and errors
/// would call it `__main__.py`. `get` makes one request: JSON in, JSON and a body out. `ask` sends
/// commands to the server at a URL: JSON in, JSON out, and None where no client of such servers is
/// installed. It raises ValueError for a URL that cannot be read.
#[pyfunction]
pub(crate) fn _main(
    py: Python<'_>,
    arguments: Vec<OsString>,
    get: Py<PyAny>,
    ask: Py<PyAny>,
) -> PyResult<u8> {
    guard(py, || {
        let line = once(OsString::from("tokenseal")).chain(arguments);
        let (terminal, now) = (stdout().is_terminal(), now());
        // Unlocked: reading standard input and making keys take as long as they take.
        Ok(py.detach(|| {
            let get = |fetch: &Fetch| fetched(&get, fetch);
            let ask = |url: &str, store: &Store| asked(&ask, url, store);
            let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
            let (stdin, stdout, stderr) = (&mut stdin, &mut stdout, &mut stderr);
            run(
                line,
                Process {
                    stdin,
                    stdout,
                    stderr,
                    terminal,
                    now,
                    get: Some(&get),
                    ask: Some(&ask),
                },
            )
        }))
    })
}

/// What Python's driver makes of a request. It raises nothing; if it did, there would be no answer.
fn fetched(get: &Py<PyAny>, fetch: &Fetch) -> Answer {
    let told = Python::attach(|py| {
        get.call1(py, (machine::request(fetch),))?
            .extract::<(String, Vec<u8>)>(py)
    });
    let answer = told
        .ok()
        .and_then(|(answer, body)| machine::answer(&answer, body).ok());
    answer.unwrap_or(Answer::Failed {
        id: fetch.id,
        why: Failure::Connect,
    })
}

/// What Python's driver makes of commands for a server.
fn asked(ask: &Py<PyAny>, url: &str, store: &Store) -> Result<Answer, Error> {
    let told = Python::attach(|py| {
        ask.call1(py, (url, machine::store_request(store)))?
            .extract::<Option<String>>(py)
    });
    match told {
        Ok(Some(answer)) => machine::answer(&answer, Vec::new()),
        Ok(None) => Err(message::no_store_client(
            "pip install 'tokenseal[redis]', or valkey",
        )),
        Err(_) => Err(message::store_url_unreadable()),
    }
}
