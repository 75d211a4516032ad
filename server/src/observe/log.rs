//! Logs: one JSON object a line, on standard error.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use serde_json::{Map, Value, json};
use tokenseal::machine::Event;
use tokenseal_drivers::Settings;

/// Writes one line. Values come from the program, never from a token.
pub(crate) fn log(level: &str, event: &str, members: Value) {
    let mut line = Map::new();
    line.insert("time".into(), json!(tokenseal::timestamp(SystemTime::now())));
    line.insert("level".into(), level.into());
    line.insert("event".into(), event.into());
    if let Value::Object(members) = members {
        line.extend(members);
    }
    // Whoever reads it may be gone; a request must not fail for that.
    let _ = writeln!(std::io::stderr().lock(), "{}", Value::Object(line));
}

/// The same for what clients can bring about: at most one line a second, and only where one is written are its members made. `last` is of the place.
pub(crate) fn log_seldom(last: &AtomicU64, level: &str, event: &str, members: impl FnOnce() -> Value) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    if last.swap(now, Ordering::Relaxed) != now {
        log(level, event, members());
    }
}

/// A driver that says what becomes of what it fetches. A refused token is no news: requests are counted.
pub(crate) fn settings() -> Settings {
    Settings::new().on_event(|event| match event {
        Event::Refused { .. } | Event::AcceptedStale => {}
        Event::Failed { .. } | Event::AcceptedUnavailable => log("warn", "followed", event.to_json()),
        _ => log("info", "followed", event.to_json()),
    })
}
