//! Real servers, by the program of `tests/stores`, whose README says what it can be asked for.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// The environment variable that names the program.
const PROGRAM: &str = "TOKENSEAL_STORES";

/// One program with one deployment, which ends with it.
pub(crate) struct Stores {
    child: Child,
    /// None once it is being ended.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: Value,
    pub(crate) port: u16,
}

impl Stores {
    /// Starts the program, and a server of this kind with what these members ask for.
    pub(crate) fn start(kind: &str, members: Value) -> Result<Self> {
        let program = std::env::var_os(PROGRAM).with_context(|| {
            format!("`cargo xtask test` sets {PROGRAM}, and `cargo xtask setup stores` makes what it names")
        })?;
        let mut child = Command::new(&program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let (input, output) = (
            child.stdin.take(),
            child.stdout.take().context("it has no standard output")?,
        );
        let mut stores = Self {
            child,
            input,
            output: BufReader::new(output),
            id: Value::Null,
            port: 0,
        };
        let told = stores.ask("start", json!(kind), members)?;
        stores.id = told.get("id").cloned().unwrap_or_default();
        stores.port = told
            .get("port")
            .and_then(Value::as_u64)
            .and_then(|port| port.try_into().ok())
            .context("it names no port")?;
        Ok(stores)
    }

    /// One of `stop`, `pause` and whatever else takes an id.
    pub(crate) fn perform(&mut self, what: &str, members: Value) -> Result<()> {
        self.ask(what, self.id.clone(), members).map(drop)
    }

    /// A command of the server.
    pub(crate) fn command(&mut self, words: &[&str]) -> Result<()> {
        self.perform("command", json!({ "args": words }))
    }

    fn ask(&mut self, what: &str, of: Value, members: Value) -> Result<Value> {
        let mut request = json!({ what: of });
        if let (Some(request), Value::Object(members)) = (request.as_object_mut(), members) {
            request.extend(members);
        }
        writeln!(self.input.as_mut().context("it was ended")?, "{request}")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)
            .with_context(|| format!("{request}: the program that starts stores has ended"))?;
        ensure!(answer.get("error").is_none(), "{request}: {answer}");
        Ok(answer)
    }
}

impl Drop for Stores {
    fn drop(&mut self) {
        self.input = None;
        _ = self.child.wait();
    }
}
