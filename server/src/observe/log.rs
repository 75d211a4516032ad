//! Logs: one JSON object per line, on standard error.

use std::io::Write;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};
use tokenseal::machine::Event;
use tokenseal_drivers::Settings;

use crate::config::Level;

/// Lines that may wait for their reader. Further ones are counted, and left out.
const MOST_LINES: usize = 4096;
/// How long the program waits at its end for lines to be read.
const AT_THE_END: Duration = Duration::from_secs(1);

static LEVEL: AtomicU8 = AtomicU8::new(Level::Info as u8);
static LEFT_OUT: AtomicU64 = AtomicU64::new(0);

/// Writes lines on a thread of its own: a slow or missing reader must not stop a request.
static WRITER: LazyLock<SyncSender<Line>> = LazyLock::new(|| {
    let (send, lines) = sync_channel::<Line>(MOST_LINES);
    let write = move || {
        for line in lines {
            match line {
                Line::Text(text) => {
                    let _ = writeln!(std::io::stderr().lock(), "{text}");
                }
                Line::Flush(done) => {
                    let _ = done.send(());
                }
            }
            let left_out = LEFT_OUT.swap(0, Ordering::Relaxed);
            if left_out > 0 {
                let _ = writeln!(
                    std::io::stderr().lock(),
                    "{}",
                    line_of("warn", "lines_left_out", json!({ "count": left_out }))
                );
            }
        }
    };
    // Without the thread nothing is logged, and everything else works.
    let _ = std::thread::Builder::new().name("log".to_owned()).spawn(write);
    send
});

enum Line {
    Text(String),
    Flush(SyncSender<()>),
}

/// Writes one line. Values come from the program, never from a token.
pub(crate) fn log(level: &str, event: &str, members: Value) {
    let is_wanted = match level {
        "debug" => logs(Level::Debug),
        "info" => logs(Level::Info),
        _ => true,
    };
    if is_wanted
        && let Err(TrySendError::Full(_)) =
            WRITER.try_send(Line::Text(line_of(level, event, members).to_string()))
    {
        LEFT_OUT.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether lines at a level are written.
pub(crate) fn logs(level: Level) -> bool {
    LEVEL.load(Ordering::Relaxed) >= level as u8
}

/// Sets what is logged from now on.
pub(crate) fn set_level(level: Level) {
    LEVEL.store(level as u8, Ordering::Relaxed);
}

/// Waits until everything logged so far is written.
pub(crate) fn flush() {
    let (send, done) = sync_channel(1);
    if WRITER.try_send(Line::Flush(send)).is_ok() {
        let _ = done.recv_timeout(AT_THE_END);
    }
}

/// Logs where the program panicked, but never the message, which may come from a token.
pub(crate) fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(|at| format!("{}:{}", at.file(), at.line()));
        log(
            "error",
            "panic",
            json!({ "at": at, "message": "this is a bug: please report it" }),
        );
    }));
}

fn line_of(level: &str, event: &str, members: Value) -> Value {
    let mut line = Map::new();
    line.insert("time".into(), json!(tokenseal::timestamp(SystemTime::now())));
    line.insert("level".into(), level.into());
    line.insert("event".into(), event.into());
    if let Value::Object(members) = members {
        for (name, value) in members {
            // A member called `event` becomes `what`.
            line.insert(if name == "event" { "what".to_owned() } else { name }, value);
        }
    }
    Value::Object(line)
}

/// The same for what clients can cause: at most one line a second, whose members are made only if
/// it is written. `last` belongs to the call site.
pub(crate) fn log_seldom(last: &AtomicU64, level: &str, event: &str, members: impl FnOnce() -> Value) {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    if last.swap(now, Ordering::Relaxed) != now {
        log(level, event, members());
    }
}

/// Settings of a driver that logs the outcome of its fetches. A refused token is not news: requests
/// are counted.
pub(crate) fn settings() -> Settings {
    Settings::new().on_event(|event| match event {
        Event::Refused { .. } | Event::AcceptedStale => {}
        Event::Failed { .. } | Event::AcceptedUnavailable => log("warn", "followed", event.to_json()),
        _ => log("info", "followed", event.to_json()),
    })
}
