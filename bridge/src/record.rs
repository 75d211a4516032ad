//! A record of every step that bindings take, for tests: the same steps, taken with the core alone,
//! must have the same outcome. Never in a shipped package.
//!
//! One JSON object per line, in the form of the transcripts of the test vectors: the times `at` and
//! the `jitter` of the step, the `set` by its number in this process, then the step (`poll`,
//! `tell`, `status`, `check`, `resume` or `give_up`), and its outcome (`turn`, `outcome` with `due`
//! and `events`, or `shown`). `resume` and `give_up` name the line, from 0, of the step that left
//! the check waiting.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};
use tokenseal::machine::{Answer, Times, Turn};
use tokenseal::{Check, Outcome, PendingCheck, RemoteKeySet, Verifier};

use crate::machine;

/// The environment variable that names the file. Without it no record is kept.
pub const VARIABLE: &str = "TOKENSEAL_RECORD";

/// A record that is being kept.
pub struct Record(Mutex<Lines>);

struct Lines {
    writer: Box<dyn Write + Send>,
    written: u64,
    /// The line of each check that waits, by its place in memory.
    waiting: HashMap<usize, u64>,
}

/// The record of this process, if one is kept.
pub(crate) fn of_process() -> Option<&'static Record> {
    static RECORD: LazyLock<Option<Record>> = LazyLock::new(|| {
        let file = std::env::var_os(VARIABLE).and_then(|path| File::create(path).ok())?;
        Some(Record::new(Box::new(file)))
    });
    RECORD.as_ref()
}

impl Record {
    /// A record that is written to `writer`.
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self(Mutex::new(Lines {
            writer,
            written: 0,
            waiting: HashMap::new(),
        }))
    }

    /// As [`steps::poll`](crate::steps::poll).
    pub fn poll(&self, set: &RemoteKeySet, times: Times) -> Turn {
        let (mut lines, times) = (self.lines(), exact(times));
        let turn = set.poll(times);
        lines.write(
            times,
            set.id(),
            json!({ "poll": true, "turn": shown(&machine::turn(&turn)) }),
        );
        turn
    }

    /// As [`steps::tell`](crate::steps::tell).
    pub fn tell(&self, set: &RemoteKeySet, times: Times, answer: Answer) -> Turn {
        let (mut lines, times) = (self.lines(), exact(times));
        let told = told(&answer);
        let turn = set.tell(times, answer);
        lines.write(
            times,
            set.id(),
            json!({ "tell": told, "turn": shown(&machine::turn(&turn)) }),
        );
        turn
    }

    /// As [`steps::status`](crate::steps::status).
    pub fn status(&self, set: &RemoteKeySet, times: Times) -> String {
        let (mut lines, times) = (self.lines(), exact(times));
        let status = set.status(times);
        lines.write(
            times,
            set.id(),
            json!({ "status": true, "shown": shown(&status) }),
        );
        status
    }

    /// As [`steps::check`](crate::steps::check). Only checks of a verifier with one set can be
    /// replayed.
    pub fn check(&self, verifier: &Verifier, token: &[u8], now: f64, times: Times) -> Check {
        let (mut lines, times, now) = (self.lines(), exact(times), microseconds(now));
        let check = verifier.check(token, now, times);
        let set = verifier.remotes().first().map_or(0, RemoteKeySet::id);
        lines.note(
            times,
            set,
            json!({ "check": String::from_utf8_lossy(token), "now": now }),
            &check,
        );
        check
    }

    /// As [`steps::resume`](crate::steps::resume).
    pub fn resume(&self, pending: Box<PendingCheck>, times: Times) -> Check {
        let (mut lines, times, set) = (self.lines(), exact(times), pending.followed().id());
        let line = lines.waiting.remove(&place(&pending));
        let check = pending.resume(times);
        lines.note(times, set, json!({ "resume": line }), &check);
        check
    }

    /// As [`steps::give_up`](crate::steps::give_up).
    pub fn give_up(&self, pending: Box<PendingCheck>) -> Check {
        let (mut lines, set) = (self.lines(), pending.followed().id());
        let line = lines.waiting.remove(&place(&pending));
        let check = pending.give_up();
        lines.note(Times::of_test(0.0), set, json!({ "give_up": line }), &check);
        check
    }

    /// Held while a step is taken, so that the lines have the order of the steps.
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn note(&mut self, times: Times, set: u64, mut step: Value, check: &Check) {
        if let Outcome::Waits(pending) = &check.outcome {
            self.waiting.insert(place(pending), self.written);
        }
        if let (Some(step), Value::Object(came)) = (step.as_object_mut(), machine::came(check)) {
            step.extend(came);
        }
        self.write(times, set, step);
    }

    /// If a line cannot be written, replaying the record will notice.
    fn write(&mut self, times: Times, set: u64, step: Value) {
        let mut line = Map::from_iter([
            ("at".to_owned(), json!([times.wall, times.monotonic])),
            ("jitter".to_owned(), json!(times.jitter)),
            ("set".to_owned(), json!(set)),
        ]);
        line.extend(step.as_object().cloned().unwrap_or_default());
        _ = writeln!(self.writer, "{}", Value::Object(line));
        self.written += 1;
    }
}

fn shown(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// An answer as drivers tell it. A body that is not text is recorded as its bytes.
fn told(answer: &Answer) -> Value {
    match answer {
        Answer::Reply { id, values } => {
            json!({ "id": id, "replies": values.iter().map(machine::of_value).collect::<Vec<_>>() })
        }
        Answer::Failed { id, why } => json!({ "id": id, "failed": why.as_str() }),
        Answer::Response {
            id,
            status,
            headers,
            body,
        } => {
            let body = std::str::from_utf8(body).map_or_else(|_| json!(body), |text| json!(text));
            json!({ "id": id, "status": status, "headers": headers, "body": body })
        }
    }
}

fn place(pending: &PendingCheck) -> usize {
    std::ptr::from_ref(pending).addr()
}

/// Times that stay the same when read back from a line, with whatever is drawn at random.
fn exact(times: Times) -> Times {
    let jitter = times
        .jitter
        .unwrap_or_else(|| (RandomState::new().hash_one(0) % 1_000_001) as f64 / 1e6);
    Times {
        jitter: Some(jitter),
        ..Times::new(microseconds(times.wall), microseconds(times.monotonic))
    }
}

/// To the microsecond, since more digits may be read back as a different number.
fn microseconds(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
