//! Those who do something in the demo: the login service in Python, the support's service in Node,
//! and somebody at a terminal.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::language;
use crate::workspace::{Workspace, output};

/// The login service, which is kept running.
pub(super) struct Login {
    child: Child,
    claims: ChildStdin,
    tokens: BufReader<ChildStdout>,
}

/// A token, and the key that has signed it.
pub(super) struct Sealed {
    pub(super) text: String,
    pub(super) key_id: String,
}

impl Login {
    pub(super) fn start(workspace: &Workspace, folder: &Path) -> Result<Self> {
        let mut command = interpreter(workspace, "python")?;
        command
            .arg(workspace.root.join("xtask/src/demo/gateway/seal.py"))
            .arg(folder);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start Python")?;
        let (claims, tokens) = (child.stdin.take(), child.stdout.take());
        Ok(Self {
            child,
            claims: claims.context("no standard input")?,
            tokens: BufReader::new(tokens.context("no standard output")?),
        })
    }

    pub(super) fn seal(&mut self, claims: &Value) -> Result<Sealed> {
        writeln!(self.claims, "{claims}")
            .and_then(|()| self.claims.flush())
            .context("the login service has ended")?;
        let mut line = String::new();
        self.tokens.read_line(&mut line)?;
        let sealed: Value = serde_json::from_str(&line).context("the login service has sealed nothing")?;
        let member = |name: &str| {
            sealed
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .with_context(|| format!("no {name}"))
        };
        Ok(Sealed {
            text: member("token")?,
            key_id: member("key_id")?,
        })
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Revokes a token in Node, and gives the entry of the list.
pub(super) fn revoke(workspace: &Workspace, folder: &Path, token: &str) -> Result<String> {
    let mut command = interpreter(workspace, "node")?;
    command
        .arg(workspace.root.join("xtask/src/demo/gateway/revoke.mjs"))
        .arg(workspace.root.join("bindings-node/index.mjs"));
    output(command.arg(folder).arg(token))
}

/// Runs the command `tokenseal`.
pub(super) fn tokenseal(workspace: &Workspace, folder: &Path, arguments: &[&str]) -> Result<String> {
    let program = workspace
        .built()
        .join("tokenseal")
        .with_extension(std::env::consts::EXE_EXTENSION);
    output(Command::new(program).args(arguments).current_dir(folder))
}

/// A language's interpreter, which finds the package: that of its answerer, without the answerer.
fn interpreter(workspace: &Workspace, language: &str) -> Result<Command> {
    let language = language::chosen(&[language])?;
    let language = language.first().context("there is no such language")?;
    let answerer = (language.demo.answerer)(workspace)?;
    let mut command = Command::new(answerer.get_program());
    for (name, value) in answerer.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ok(command)
}
