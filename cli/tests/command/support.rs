//! A folder of its own for each test, and the command run in it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Folder(TempDir);

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), contents).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The command, ready to start here.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tokenseal"));
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    /// Runs a command line without quotes in it.
    pub(crate) fn run(&self, line: &str) -> Outcome {
        self.run_with(line, "")
    }

    /// The same, with something on standard input.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> Outcome {
        let mut command = self.command();
        let command = command
            .args(line.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        Outcome {
            code: output.status.code().expect("a signal ended the command"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must succeed quietly, and returns what it printed.
    pub(crate) fn ok(&self, line: &str) -> String {
        let outcome = self.run(line);
        assert!(
            outcome.code == 0 && outcome.stderr.is_empty(),
            "{line}: {outcome:?}"
        );
        outcome.stdout
    }

    /// The same, for JSON output.
    pub(crate) fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(line)).unwrap()
    }

    /// Runs a command that must fail with this exit code and error code, having printed nothing.
    pub(crate) fn fails(&self, line: &str, exit: i32, code: &str) -> Outcome {
        let outcome = self.run(line);
        assert_eq!(outcome.code, exit, "{line}: {outcome:?}");
        assert!(outcome.stdout.is_empty(), "{line}: {outcome:?}");
        assert!(
            outcome.stderr.starts_with(&format!("tokenseal: {code}: ")),
            "{line}: {outcome:?}"
        );
        outcome
    }
}
