//! The tests' own server: the program, on free loopback ports, with a folder of its own.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod tokens;
pub mod wire;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub use wire::{Reply, ask};

/// The longest that a test waits for anything.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The program, which ends with the test.
pub struct Serve {
    child: Child,
    lines: Receiver<Value>,
    /// What it has logged so far.
    pub logged: Vec<Value>,
    /// Where it listens, in the order of the log.
    pub addresses: Vec<String>,
    pub folder: TempDir,
}

impl Serve {
    /// Starts it with a configuration, next to these files. Whatever listens should do so on
    /// port 0.
    pub fn start(config: &str, files: &[(&str, &str)]) -> Self {
        let listeners = 1 + config.matches("[admin]").count() + config.matches("\ngrpc =").count();
        Self::start_in(
            Self::folder(config, files),
            &["--config", "serve.toml"],
            listeners,
        )
    }

    /// The same for one that may have to wait before it listens.
    pub fn begin(config: &str, files: &[(&str, &str)]) -> Self {
        Self::start_in(Self::folder(config, files), &["--config", "serve.toml"], 0)
    }

    fn folder(config: &str, files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files.iter().chain(&[("serve.toml", config)]) {
            write_private(&folder.path().join(name), text);
        }
        folder
    }

    /// Starts it in a folder, with arguments, and waits until it listens on this many addresses.
    pub fn start_in(folder: TempDir, arguments: &[&str], listeners: usize) -> Self {
        Self::spawn(folder, arguments, listeners, Stdio::inherit())
    }

    /// Starts it without a configuration, and reads what it prints before it goes on: up to an
    /// empty line after the last command.
    pub fn start_and_read(arguments: &[&str]) -> (Self, String) {
        let mut serve = Self::spawn(tempfile::tempdir().unwrap(), arguments, 1, Stdio::piped());
        let mut stdout = BufReader::new(serve.child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.ends_with("/metrics\n") {
            assert!(stdout.read_line(&mut text).unwrap() > 0, "it ends: {text}");
        }
        (serve, text)
    }

    fn spawn(folder: TempDir, arguments: &[&str], listeners: usize, stdout: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tokenseal-serve"))
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = send.send(serde_json::from_str(&line).unwrap_or(Value::String(line)));
            }
        });
        let mut serve = Self {
            child,
            lines,
            logged: Vec::new(),
            addresses: Vec::new(),
            folder,
        };
        while serve.addresses.len() < listeners {
            let line = serve.next_line();
            if line["event"] == "listening" {
                serve.addresses.push(line["address"].as_str().unwrap().to_owned());
            }
        }
        serve
    }

    /// Sends a request to the main listener.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        ask(&self.addresses[0], method, path, headers, body.as_bytes())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces a whole file, as an editor does.
    pub fn write(&self, name: &str, text: &str) {
        let new = self.path("new");
        let _ = std::fs::remove_file(&new);
        write_private(&new, text);
        std::fs::rename(new, self.path(name)).unwrap();
    }

    /// Waits for a line of the log.
    pub fn wait_for(&mut self, event: &str) -> Value {
        loop {
            let line = self.next_line();
            if line["event"] == event {
                return line;
            }
        }
    }

    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Waits until it has ended, and returns whether it succeeded.
    pub fn end(&mut self) -> bool {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn next_line(&mut self) -> Value {
        let line = self
            .lines
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("it has logged no more: {:#?}", self.logged));
        self.logged.push(line.clone());
        line
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program says about a configuration that it checks, and whether it is valid.
pub fn check(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tokenseal-serve"))
        .arg("--check-config")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// Writes a file for its owner alone, as secrets and private keys must be.
pub fn write_private(path: &Path, text: &str) {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}
