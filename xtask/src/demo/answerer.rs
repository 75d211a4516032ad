//! A language's answerer: a process that is kept open and asked one case after the other.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::language::Language;
use crate::workspace::Workspace;

/// Long enough for an RSA key on a busy machine; an answerer that is silent for longer has lost its
/// way.
const PATIENCE: Duration = Duration::from_secs(60);

/// One running answerer.
pub(crate) struct Answerer {
    pub(crate) title: &'static str,
    child: Child,
    /// None once the answerer is being ended.
    questions: Option<ChildStdin>,
    answers: Receiver<Vec<u8>>,
}

impl Answerer {
    /// Starts it, and asks one thing, so that one that cannot run is known at once.
    pub(crate) fn start(workspace: &Workspace, language: &'static Language) -> Result<Self> {
        let mut command = (language.demo.answerer)(workspace)?;
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start the answerer of {}", language.title))?;
        let questions = child.stdin.take();
        let stdout = child
            .stdout
            .take()
            .context("the answerer has no standard output")?;
        let (sender, answers) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let answerer = Self {
            title: language.title,
            child,
            questions,
            answers,
        };
        answerer.result("key.make", json!({ "alg": "HS256" }), json!({}))?;
        Ok(answerer)
    }

    /// Performs an operation and gives its outcome, be it a result or an error with a code.
    pub(crate) fn ask(&self, operation: &str, input: Value, options: Value) -> Result<Value> {
        let case = json!({ "operation": operation, "input": input, "options": options, "group_keys": { "keys": [] } });
        let mut questions = self.questions.as_ref().context("the answerer was ended")?;
        writeln!(questions, "{case}")
            .and_then(|()| questions.flush())
            .with_context(|| format!("the answerer of {} has ended", self.title))?;
        match self.answers.recv_timeout(PATIENCE) {
            Ok(line) => match serde_json::from_slice(&line) {
                // Neither a result nor a refusal: the answerer did not understand.
                Ok(Value::Object(outcome)) if outcome.contains_key("broken") => {
                    bail!(
                        "the answerer of {} does not know how: {operation}: {}",
                        self.title,
                        Value::Object(outcome)
                    )
                }
                Ok(outcome @ Value::Object(_)) => Ok(outcome),
                _ => bail!(
                    "the answerer of {} wrote something else than a JSON object: {}",
                    self.title,
                    String::from_utf8_lossy(&line)
                ),
            },
            Err(RecvTimeoutError::Timeout) => bail!(
                "the answerer of {} was silent for {} s ({operation})",
                self.title,
                PATIENCE.as_secs()
            ),
            Err(RecvTimeoutError::Disconnected) => {
                bail!("the answerer of {} has ended ({operation})", self.title)
            }
        }
    }

    /// Performs an operation that must succeed.
    pub(crate) fn result(&self, operation: &str, input: Value, options: Value) -> Result<Value> {
        let outcome = self.ask(operation, input, options)?;
        match outcome.get("error") {
            None => Ok(outcome),
            Some(code) => bail!(
                "{}: {operation}: {}",
                self.title,
                code.as_str().unwrap_or("an error without a code")
            ),
        }
    }

    /// Performs an operation that makes a token.
    pub(crate) fn token(&self, operation: &str, input: Value, options: Value) -> Result<String> {
        let result = self.result(operation, input, options)?;
        let token = self.member(&result, "token")?.as_str();
        token
            .map(str::to_owned)
            .with_context(|| format!("{}: {operation}: the token is not text", self.title))
    }

    /// A member of a result, or who left it out.
    pub(crate) fn member<'a>(&self, result: &'a Value, name: &str) -> Result<&'a Value> {
        result
            .get(name)
            .with_context(|| format!("{}: the result has no `{name}`", self.title))
    }

    /// The claims of a result: their text, which must be JSON.
    pub(crate) fn claims(&self, result: &Value) -> Result<Value> {
        let text = self
            .member(result, "claims")?
            .as_str()
            .with_context(|| format!("{}: the claims are not text", self.title))?;
        serde_json::from_str(text).with_context(|| format!("{}: the claims are not JSON", self.title))
    }
}

impl Drop for Answerer {
    /// The end of its input ends an answerer; one that does not listen is ended by force.
    fn drop(&mut self) {
        self.questions = None;
        if let Err(RecvTimeoutError::Timeout) = self.answers.recv_timeout(Duration::from_secs(2)) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
