//! Starting other processes, listening to them, and sending them signals.

use std::env;
use std::ffi::OsStr;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

/// What a player does, and to which file.
pub(crate) const ROLE: &str = "TOKENSEAL_FILES_ROLE";
pub(crate) const FILE: &str = "TOKENSEAL_FILES_FILE";

/// How many writers are killed; `cargo xtask soak` kills more.
pub(crate) const KILLS: &str = "TOKENSEAL_FILE_KILLS";
/// In microseconds: from the start of a process in every other case, and from its first change in
/// the others.
const LONGEST_LIFE: u64 = 10_000;

/// Another process that plays a role. It ends with this value.
pub(crate) struct Player {
    pub(crate) process: Child,
    said: BufReader<ChildStderr>,
}

impl Player {
    pub(crate) fn start(file: &Path, role: &str) -> Self {
        Self::start_under::<&str>(&[], file, role)
    }

    /// Under a program that starts others, with its arguments.
    pub(crate) fn start_under<S: AsRef<OsStr>>(wrapper: &[S], file: &Path, role: &str) -> Self {
        let mut words: Vec<&OsStr> = wrapper.iter().map(AsRef::as_ref).collect();
        let program = env::current_exe().unwrap();
        words.push(program.as_os_str());
        let mut command = Command::new(words[0]);
        // One thread, so that the record of its system calls is in order.
        command.args(&words[1..]).args([
            "--exact",
            "roles::another_process_makes_changes",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.env(ROLE, role).env(FILE, file);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut process = command
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", words[0].display()));
        let said = BufReader::new(process.stderr.take().unwrap());
        Self { process, said }
    }

    /// The next line that it says; empty if it has ended.
    pub(crate) fn hear(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// What it says until it ends.
    pub(crate) fn hear_all(mut self) -> Vec<String> {
        let lines = self.said.by_ref().lines().map(Result::unwrap).collect();
        self.process.wait().unwrap();
        lines
    }

    /// Lets it go on.
    pub(crate) fn go_on(&mut self) {
        self.tell("");
    }

    pub(crate) fn tell(&mut self, line: &str) {
        self.process
            .stdin
            .as_mut()
            .unwrap()
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        signal(name, &self.process.id().to_string());
    }
}

/// Starts a writer and kills it at any moment. Gives the last change that it acknowledged.
pub(crate) fn killed_writer(file: &Path, kill: u64) -> Option<u64> {
    let mut writer = Player::start(file, "count 1000000");
    let mut said = Vec::new();
    if kill % 2 == 1 {
        said.push(writer.hear());
    }
    // Drawn anew each time: the hasher's keys are random.
    std::thread::sleep(Duration::from_micros(
        RandomState::new().hash_one(kill) % LONGEST_LIFE,
    ));
    writer.signal("KILL");
    said.extend(writer.hear_all());
    let last = said.last()?;
    Some(
        last.strip_prefix("done ")
            .unwrap_or_else(|| panic!("{said:?}"))
            .parse()
            .unwrap(),
    )
}

pub(crate) fn signal(name: &str, process: &str) {
    assert!(
        Command::new("kill")
            .args(["-s", name, process])
            .status()
            .unwrap()
            .success()
    );
}

impl Drop for Player {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
