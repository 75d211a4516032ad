//! Real servers, from the program `tokenseal-stores`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A program of its own for each test, which ends its servers with the test.
pub(crate) struct Servers {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// One deployment.
pub(crate) struct Started(pub(crate) Value);

impl Started {
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.0["port"])
    }
}

impl Servers {
    pub(crate) fn new() -> Self {
        let program = std::env::var_os("TOKENSEAL_STORES")
            .expect("`cargo xtask test` sets TOKENSEAL_STORES, and `cargo xtask setup stores` makes it");
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    pub(crate) fn start(&mut self, kind: &str, members: Value) -> Started {
        let mut request = json!({ "start": kind });
        request
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        Started(self.ask(&request))
    }

    /// One of `stop`, `pause` and whatever else takes an id.
    pub(crate) fn perform(&mut self, what: &str, started: &Started) -> Value {
        self.ask(&json!({ what: started.0["id"] }))
    }

    pub(crate) fn perform_with(&mut self, what: &str, started: &Started, members: Value) -> Value {
        let mut request = json!({ what: started.0["id"] });
        request
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        self.ask(&request)
    }

    pub(crate) fn command(&mut self, started: &Started, words: &[&str]) -> Value {
        self.ask(&json!({ "command": started.0["id"], "args": words }))["reply"].take()
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.input.as_mut().unwrap(), "{request}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert!(answer.get("error").is_none(), "{request}: {answer}");
        answer
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
