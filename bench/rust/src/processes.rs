//! Two processes that do the same work: what two threads are held against. How much a second core
//! is worth differs from machine to machine, and two processes, which share nothing, get all of it.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use tokenseal::{JwkOptions, Key};

use crate::claims::NOW;
use crate::keys;

/// What a program is started with that is to call [`work`].
pub const ARGUMENT: &str = "--work";

/// Two of them, which wait until there is something to do.
pub(crate) struct TwoProcesses([Worker; 2]);

struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl TwoProcesses {
    /// Starts this program twice, each to verify this token by this key.
    pub(crate) fn start(program: &Path, key: &Key, token: &str) -> Self {
        let job = format!(
            "{}\n{token}\n",
            keys::public(key).to_jwk(key.key_type() == "oct").unwrap()
        );
        Self([(); 2].map(|()| Worker::start(program, &job)))
    }

    /// Verifies it so many times, each of them half.
    pub(crate) fn verify(&mut self, count: u64) {
        let Self([one, other]) = self;
        one.begin(count / 2);
        other.begin(count - count / 2);
        one.end();
        other.end();
    }
}

impl Worker {
    fn start(program: &Path, job: &str) -> Self {
        let mut child = Command::new(program)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        input.write_all(job.as_bytes()).unwrap();
        Self {
            child,
            input: Some(input),
            output: BufReader::new(output),
        }
    }

    fn begin(&mut self, count: u64) {
        writeln!(self.input.as_ref().unwrap(), "{count}").unwrap();
    }

    fn end(&mut self) {
        assert_eq!(self.output.read_line(&mut String::new()).unwrap(), "done\n".len());
    }
}

impl Drop for Worker {
    /// It ends when there is nothing more to read.
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// What such a process does: reads a JWK, a token, and then how often to verify that, again and
/// again.
pub fn work(input: impl BufRead, mut output: impl Write) {
    let mut lines = input.lines().map(Result::unwrap);
    let (jwk, token) = (lines.next().unwrap(), lines.next().unwrap());
    let verifier = keys::verifier(Some(&Key::from_jwk(&jwk, &JwkOptions::default()).unwrap()), None);
    for count in lines {
        for _ in 0..count.parse::<u64>().unwrap() {
            drop(black_box(verifier.verify(&token, NOW).unwrap()));
        }
        writeln!(output, "done").unwrap();
        output.flush().unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_as_often_as_it_is_asked_to() {
        for algorithm in ["HS256", "ES256"] {
            let (key, token) = crate::key_and_token(algorithm);
            let job = format!(
                "{}\n{token}\n3\n0\n",
                keys::public(&key).to_jwk(algorithm == "HS256").unwrap()
            );
            let mut output = Vec::new();
            work(job.as_bytes(), &mut output);
            assert_eq!(output, b"done\ndone\n");
        }
    }
}
