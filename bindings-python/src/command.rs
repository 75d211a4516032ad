//! The `tokenseal` command, for `python -m tokenseal`: the very same as that of Rust.

use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::iter::once;

use pyo3::prelude::*;
use tokenseal::machine::{Answer, Failure, Fetch};
use tokenseal_bridge::{machine, now};
use tokenseal_cli::{Process, run};

use crate::error::guard;

/// Carries out one command with this process's own streams and clock, whatever `sys.stdin` and `sys.stdout` are, and gives its exit code.
///
/// `arguments` are those after the program's name, which is always `tokenseal`: help and errors would call it `__main__.py`.
/// `get` makes one request: JSON in, JSON and a body out.
#[pyfunction]
pub(crate) fn _main(py: Python<'_>, arguments: Vec<OsString>, get: Py<PyAny>) -> PyResult<u8> {
    guard(py, || {
        let line = once(OsString::from("tokenseal")).chain(arguments);
        let (terminal, now) = (stdout().is_terminal(), now());
        // Unlocked: reading standard input and making keys take as long as they take.
        Ok(py.detach(|| {
            let get = |fetch: &Fetch| fetched(&get, fetch);
            let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
            run(line, Process { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal, now, get: Some(&get) })
        }))
    })
}

/// What Python's driver makes of a request. It raises nothing; if it did, there would be no answer.
fn fetched(get: &Py<PyAny>, fetch: &Fetch) -> Answer {
    let told = Python::attach(|py| get.call1(py, (machine::request(fetch),))?.extract::<(String, Vec<u8>)>(py));
    let answer = told.ok().and_then(|(answer, body)| machine::answer(&answer, body).ok());
    answer.unwrap_or(Answer::Failed { id: fetch.id, why: Failure::Connect })
}
