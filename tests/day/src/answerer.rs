//! Another language's driver: in its answerer, a process that is asked one line and writes one
//! line.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::participant::{Answer, Options, Participant, Question};
use crate::revoked::{Begin, Outcomes, Service, Target};

/// Long enough for a virtual machine to start on a busy one.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long an answerer gets to end by itself.
const FAREWELL: Duration = Duration::from_secs(2);

/// How to start an answerer, as `cargo xtask test` says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    /// Whose driver it is.
    pub(crate) title: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// Variables of its environment; null: without that one.
    environment: BTreeMap<String, Option<String>>,
    folder: PathBuf,
    /// Whether its asynchronous form is meant, where it has two.
    #[serde(default)]
    asynchronous: bool,
    /// By which client it reaches a store, where it has several.
    client: Option<String>,
    /// Where it leaves the record of its steps: in the day.
    pub(crate) record: Option<PathBuf>,
}

/// A running answerer.
pub(crate) struct Answerer {
    title: String,
    asynchronous: bool,
    client: Option<String>,
    child: Child,
    /// None once it is being ended.
    questions: Option<ChildStdin>,
    lines: Receiver<Vec<u8>>,
}

impl Answerer {
    pub(crate) fn start(description: &Description) -> Result<Self> {
        let Description {
            title,
            program,
            arguments,
            environment,
            folder,
            asynchronous,
            client,
            ..
        } = description;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        for (name, value) in environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start the answerer of {title}: {}", program.display()))?;
        let questions = child.stdin.take();
        let stdout = child
            .stdout
            .take()
            .context("the answerer has no standard output")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            BufReader::new(stdout)
                .split(b'\n')
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Ok(Self {
            title: title.clone(),
            asynchronous: *asynchronous,
            client: client.clone(),
            child,
            questions,
            lines,
        })
    }

    fn send(&mut self, operation: &str, input: Value, options: &Value) -> Result<()> {
        let line = json!({ "operation": operation, "input": input, "options": options, "group_keys": { "keys": [] } });
        let questions = self.questions.as_mut().context("the answerer was ended")?;
        writeln!(questions, "{line}")
            .and_then(|()| questions.flush())
            .context("the answerer has ended")
    }

    fn receive(&self) -> Result<Value> {
        let line = self
            .lines
            .recv_timeout(PATIENCE)
            .context("the answerer is silent, or has ended")?;
        let answer: Value =
            serde_json::from_slice(&line).with_context(|| String::from_utf8_lossy(&line).into_owned())?;
        match answer.get("broken").or(answer.get("error")) {
            None => Ok(answer),
            Some(_) => bail!("{answer}"),
        }
    }

    fn outcomes(&self) -> Result<Outcomes> {
        let answer = self.receive().with_context(|| self.title.clone())?;
        serde_json::from_value(answer.clone()).with_context(|| format!("{}: {answer}", self.title))
    }
}

impl Participant for Answerer {
    fn title(&self) -> &str {
        &self.title
    }

    fn begin(&mut self, url: &str, options: &Options) -> Result<Value> {
        let input = json!({ "url": url, "verifier": options.verifier, "asynchronous": self.asynchronous });
        self.send("day.begin", input, &options.set)?;
        let answer = self.receive().with_context(|| self.title.clone())?;
        answer
            .get("status")
            .cloned()
            .with_context(|| format!("{}: {answer}", self.title))
    }

    fn ask(&mut self, question: &Question<'_>) -> Result<()> {
        self.send(
            "day.check",
            json!({ "now": question.now, "tokens": question.tokens }),
            &json!({}),
        )
    }

    fn answer(&mut self) -> Result<Answer> {
        let answer = self.receive().with_context(|| self.title.clone())?;
        let outcomes = answer.get("outcomes").cloned().unwrap_or_default();
        let outcomes =
            serde_json::from_value(outcomes).with_context(|| format!("{}: {answer}", self.title))?;
        Ok(Answer {
            outcomes,
            status: answer.get("status").cloned().unwrap_or_default(),
        })
    }
}

impl Service for Answerer {
    fn title(&self) -> &str {
        &self.title
    }

    fn begin(&mut self, begin: &Begin<'_>) -> Result<()> {
        let input = json!({ "port": begin.port, "issuer": begin.issuer, "keys": { "jwks": begin.keys }, "client": self.client });
        self.send("revoked.begin", input, &begin.options)?;
        self.receive().map(drop).with_context(|| self.title.clone())
    }

    fn revoke(&mut self, target: &Target) -> Result<Outcomes> {
        let input = json!({ "kind": target.kind, "value": target.value, "token": target.token });
        self.send("revoked.revoke", input, &json!({}))?;
        self.outcomes()
    }

    fn check(&mut self, tokens: &[&str]) -> Result<Outcomes> {
        self.send("revoked.check", json!({ "tokens": tokens }), &json!({}))?;
        self.outcomes()
    }
}

impl Drop for Answerer {
    /// The end of its input ends an answerer; one that does not listen is ended by force.
    fn drop(&mut self) {
        self.questions = None;
        if let Err(RecvTimeoutError::Timeout) = self.lines.recv_timeout(FAREWELL) {
            _ = self.child.kill();
        }
        _ = self.child.wait();
    }
}
