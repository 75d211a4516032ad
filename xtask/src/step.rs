//! One step: a command that is run with its name, its progress and the time that it took.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::report::paint;
use crate::{children, console, failures};

/// How cargo begins the lines that say what it compiles. A sign of life shows the last one.
pub(crate) const CARGO_PROGRESS: &[&str] = &[
    "Blocking ",
    "Checking ",
    "Compiling ",
    "Downloaded ",
    "Downloading ",
    "Locking ",
    "Updating ",
];

/// A command to be run, and whether its output is shown as it comes or only if it fails.
pub(crate) struct Step {
    title: String,
    command: Command,
    shown: Shown,
    /// How lines begin that are not shown all the same.
    hidden: &'static [&'static str],
}

/// What is seen of a command that goes well.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Everything,
    StandardError,
    Nothing,
}

/// The outcome of a step.
pub(crate) struct Finished {
    pub(crate) success: bool,
    /// What it wrote to standard output.
    pub(crate) stdout: String,
    /// What it wrote to standard output and standard error, in the order in which it came.
    pub(crate) output: String,
}

enum Line {
    Stdout(String),
    Stderr(String),
}

impl Step {
    /// A step whose output is what somebody wants to see: tests, lints.
    pub(crate) fn shown(title: impl Into<String>, command: Command) -> Self {
        Self::new(title, command, Shown::Everything)
    }

    /// A step whose output is noise unless it fails: installers, builds.
    pub(crate) fn quiet(title: impl Into<String>, command: Command) -> Self {
        Self::new(title, command, Shown::Nothing)
    }

    /// A step that tells of its progress on standard error, and whose standard output is for the
    /// caller.
    pub(crate) fn measuring(title: impl Into<String>, command: Command) -> Self {
        Self::new(title, command, Shown::StandardError)
    }

    fn new(title: impl Into<String>, command: Command, shown: Shown) -> Self {
        Self {
            title: title.into(),
            command,
            shown,
            hidden: &[],
        }
    }

    /// Leaves out the lines that begin so: those of the thousands of tests that pass, among which
    /// nobody would find the one that fails.
    pub(crate) fn without(self, hidden: &'static [&'static str]) -> Self {
        Self { hidden, ..self }
    }

    /// Runs it to its end. It is an error only if the command cannot be started.
    pub(crate) fn run(mut self) -> Result<Finished> {
        if children::stopped() {
            bail!("{}: not started, the run was stopped", self.title);
        }
        let started = Instant::now();
        say!("{} {}", paint("==>", "1;34"), self.title);
        let watched = console::watch(&self.title);
        // What is shown when the step ends, if other steps run at the same time.
        let mut together = String::new();
        let program = self.command.get_program().to_string_lossy().into_owned();
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{}: cannot start `{program}`", self.title))?;
        let (sender, receiver) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            read_lines(stdout, sender.clone(), Line::Stdout);
        }
        if let Some(stderr) = child.stderr.take() {
            read_lines(stderr, sender.clone(), Line::Stderr);
        }
        drop(sender);

        let mut finished = Finished {
            success: false,
            stdout: String::new(),
            output: String::new(),
        };
        loop {
            match receiver.recv_timeout(console::until_heartbeat()) {
                Ok(line) => {
                    let (Line::Stdout(text) | Line::Stderr(text)) = &line;
                    watched.saw(text);
                    if self.shows(&line) {
                        if console::is_shared() {
                            together.push_str(text);
                            together.push('\n');
                        } else {
                            say!("{text}");
                        }
                    }
                    finished.take(line);
                }
                Err(RecvTimeoutError::Timeout) => console::heartbeat(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = child
            .wait()
            .with_context(|| format!("{}: lost sight of `{program}`", self.title))?;
        finished.success = status.success();
        if !finished.success && self.shown != Shown::Everything {
            together.clone_from(&finished.output);
        }
        let seconds = started.elapsed().as_secs_f64();
        let ending = if finished.success {
            format!("{} {} ({seconds:.1} s)", paint("ok ", "32"), self.title)
        } else {
            failures::remember(&self.title, &finished.output);
            format!(
                "{} {} ({seconds:.1} s; `{program}` ended with {status})",
                paint("FAILED", "1;31"),
                self.title
            )
        };
        if together.trim().is_empty() {
            say!("{ending}");
        } else if console::is_shared() {
            say!(
                "{} {}: its output\n{}\n{ending}",
                paint("---", "1;34"),
                self.title,
                together.trim_end()
            );
        } else {
            say!("{}\n{ending}", together.trim_end());
        }
        Ok(finished)
    }

    /// Runs it to its end, and makes a failure an error.
    pub(crate) fn require(self) -> Result<Finished> {
        let title = self.title.clone();
        let finished = self.run()?;
        if !finished.success {
            bail!("{title}: failed, see its output above");
        }
        Ok(finished)
    }

    /// Whether somebody wants to see this line of a command that goes well.
    fn shows(&self, line: &Line) -> bool {
        let (wanted, text) = match line {
            Line::Stdout(text) => (self.shown == Shown::Everything, text),
            Line::Stderr(text) => (self.shown != Shown::Nothing, text),
        };
        wanted
            && !self
                .hidden
                .iter()
                .any(|beginning| text.trim_start().starts_with(beginning))
    }
}

impl Finished {
    fn take(&mut self, line: Line) {
        let (Line::Stdout(text) | Line::Stderr(text)) = &line;
        self.output.push_str(text);
        self.output.push('\n');
        if let Line::Stdout(text) = line {
            self.stdout.push_str(&text);
            self.stdout.push('\n');
        }
    }
}

/// Reads lines on a thread of their own, since a child that fills one pipe while the other is read
/// would never end.
fn read_lines(stream: impl Read + Send + 'static, sender: Sender<Line>, kind: fn(String) -> Line) {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
            let text = String::from_utf8_lossy(&bytes)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            bytes.clear();
            if sender.send(kind(text)).is_err() {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_both_streams_apart_and_together() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let finished = Step::quiet("test", command).run().unwrap();
        assert!(!finished.success);
        assert_eq!(finished.stdout, "out\n");
        assert!(finished.output.contains("out\n") && finished.output.contains("err\n"));
    }

    #[test]
    fn names_what_cannot_be_started() {
        let error = Step::quiet("odd", Command::new("no-such-program-here"))
            .run()
            .err()
            .unwrap();
        assert_eq!(error.to_string(), "odd: cannot start `no-such-program-here`");
    }
}
