//! The `tokenseal` command, for `python -m tokenseal`: the very same as that of Rust.

use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::iter::once;

use pyo3::prelude::*;
use tokenseal_bridge::now;
use tokenseal_cli::{Process, run};

use crate::error::guard;

/// Carries out one command with this process's own streams and clock, whatever `sys.stdin` and `sys.stdout` are, and gives its exit code.
///
/// `arguments` are those after the program's name, which is always `tokenseal`: help and errors would call it `__main__.py`.
#[pyfunction]
pub(crate) fn _main(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    guard(py, || {
        let line = once(OsString::from("tokenseal")).chain(arguments);
        let (terminal, now) = (stdout().is_terminal(), now());
        // Unlocked: reading standard input and making keys take as long as they take.
        Ok(py.detach(|| {
            let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
            run(line, Process { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal, now, get: None })
        }))
    })
}
