//! The interpreters of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::output;

/// Asks an interpreter what it is. The package is built for the stable interface of CPython 3.10,
/// which free-threaded builds lack.
const PROBE: &str = "
import importlib.util, json, sys, sysconfig
found = lambda name: importlib.util.find_spec(name) is not None
suitable = sys.implementation.name == 'cpython' and sys.version_info >= (3, 10) and not sysconfig.get_config_var('Py_GIL_DISABLED')
print(json.dumps({'path': getattr(sys, '_base_executable', None) or sys.executable, 'version': sys.version, 'minor': sys.version_info[1],
                  'suitable': bool(suitable), 'complete': found('venv') and found('ensurepip')}))
";

/// A CPython that the package can be built for and run by.
pub(super) struct Interpreter {
    pub(super) path: PathBuf,
    pub(super) version: String,
    pub(super) minor: u64,
    complete: bool,
}

impl Interpreter {
    /// Whether it can make virtual environments by itself, as it is now; Debian ships that apart.
    pub(super) fn is_complete(&self) -> bool {
        self.complete || probe(&self.path).is_some_and(|now| now.complete)
    }
}

/// The first suitable interpreter. One that lacks `ensurepip` comes last.
pub(super) fn find() -> Result<Interpreter> {
    let mut incomplete = None;
    for interpreter in candidates().iter().filter_map(|path| probe(path)) {
        if interpreter.complete {
            return Ok(interpreter);
        }
        incomplete.get_or_insert(interpreter);
    }
    incomplete.context("CPython 3.10 or newer is missing (not a free-threaded one); on Debian: apt-get install python3 python3-venv")
}

/// A suitable interpreter of every version that is here, the oldest first.
pub(super) fn all() -> Vec<Interpreter> {
    let mut found: Vec<Interpreter> = Vec::new();
    for interpreter in candidates().iter().filter_map(|path| probe(path)) {
        if found.iter().all(|other| other.minor != interpreter.minor) {
            found.push(interpreter);
        }
    }
    found.sort_by_key(|interpreter| interpreter.minor);
    found
}

/// Where interpreters are: `python3`, then newer to older by name, then pyenv's.
fn candidates() -> Vec<PathBuf> {
    let mut candidates: Vec<PathBuf> = vec!["python3".into()];
    candidates.extend(
        (10..=15)
            .rev()
            .map(|minor| PathBuf::from(format!("python3.{minor}"))),
    );
    candidates.push("python".into());
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv"));
    if let Some(pyenv) = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home) {
        let versions = std::fs::read_dir(pyenv.join("versions"))
            .into_iter()
            .flatten()
            .flatten();
        let mut paths: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin/python3")).collect();
        paths.sort();
        candidates.extend(paths.into_iter().rev());
    }
    candidates
}

fn probe(path: &Path) -> Option<Interpreter> {
    let answer = output(Command::new(path).args(["-c", PROBE]).env_remove("PYTHONHOME")).ok()?;
    let answer: Value = serde_json::from_str(&answer).ok()?;
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    let is = |name: &str| answer.get(name).and_then(Value::as_bool).unwrap_or(false);
    let interpreter = Interpreter {
        path: text("path")?.into(),
        version: text("version")?,
        minor: answer.get("minor").and_then(Value::as_u64)?,
        complete: is("complete"),
    };
    is("suitable").then_some(interpreter)
}
