//! The program as a test of any language drives it, and a client of its servers.

// Each test program uses only part of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Long enough for a busy machine; only a test that fails waits as long.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long silence is listened to.
const SILENCE: Duration = Duration::from_millis(200);

/// A program of its own for each test, which ends with the test.
pub(crate) struct Stores {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Stores {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tokenseal-stores"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    /// The answer to a line.
    pub(crate) fn say(&mut self, line: &str) -> Value {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// The answer to a request that must succeed.
    pub(crate) fn ask(&mut self, request: Value) -> Value {
        let answer = self.say(&request.to_string());
        assert!(
            answer.get("error").is_none(),
            "{request}: {answer}\n`cargo xtask setup stores` brings the servers"
        );
        answer
    }

    /// Why a request is refused.
    pub(crate) fn refuse(&mut self, line: &str) -> String {
        let answer = self.say(line);
        answer["error"]
            .as_str()
            .unwrap_or_else(|| panic!("{line}: {answer}"))
            .to_owned()
    }

    /// What a server replies to a command that is given in words.
    pub(crate) fn command(&mut self, started: &Value, words: &str) -> Value {
        let words: Vec<&str> = words.split(' ').collect();
        self.ask(json!({ "command": started["id"], "args": words }))["reply"].take()
    }

    /// The same at one of its ports.
    pub(crate) fn command_at(&mut self, started: &Value, port: &Value, words: &str) -> Value {
        let words: Vec<&str> = words.split(' ').collect();
        self.ask(json!({ "command": started["id"], "port": port, "args": words }))["reply"].take()
    }

    /// The folder of a server, and the number of its process.
    pub(crate) fn place(&mut self, started: &Value) -> (PathBuf, u32) {
        let folder = self.command(started, "CONFIG GET dir")[1]
            .as_str()
            .unwrap()
            .into();
        let info = self.command(started, "INFO server");
        let process = info
            .as_str()
            .unwrap()
            .lines()
            .find_map(|line| line.strip_prefix("process_id:"));
        (folder, process.unwrap().parse().unwrap())
    }

    /// Closes its input, and waits.
    pub(crate) fn end(&mut self) -> ExitStatus {
        drop(self.input.take());
        self.child.wait().unwrap()
    }

    /// Kills it, so that it can end nothing.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Stores {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// A connection to a server, as a driver would have.
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn connect(port: &Value) -> Self {
        let port = u16::try_from(port.as_u64().unwrap()).unwrap();
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        Self(stream)
    }

    pub(crate) fn send(&mut self, command: &str) {
        self.0.write_all(format!("{command}\r\n").as_bytes()).unwrap();
    }

    /// The next line; none if the connection has ended.
    pub(crate) fn line(&mut self) -> Option<String> {
        self.0.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            match self.0.read(&mut byte) {
                Ok(0) => return None,
                Ok(_) => line.push(byte[0]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("{error}"),
            }
        }
        Some(String::from_utf8(line).unwrap().trim_end().to_owned())
    }

    /// Whether nothing comes, the end of the connection included.
    pub(crate) fn is_silent(&mut self) -> bool {
        self.0.set_read_timeout(Some(SILENCE)).unwrap();
        self.0
            .read(&mut [0])
            .is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
    }
}

/// Whether nobody listens on a port.
pub(crate) fn is_refused(port: &Value) -> bool {
    let port = u16::try_from(port.as_u64().unwrap()).unwrap();
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// Waits until it is so.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what}: never");
        thread::sleep(Duration::from_millis(10));
    }
}
