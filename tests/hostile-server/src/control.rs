//! `/control/…`: what tests set and ask. Each name space has its own state, so concurrent tests
//! don't disturb each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::answer::{Answer, JSON};
use crate::keys;
use crate::request::Request;

/// Older requests are dropped, so that a long run does not fill the memory.
const LOG_LENGTH: usize = 100_000;

/// Every name space that was ever mentioned.
#[derive(Default)]
pub(crate) struct Spaces(Mutex<BTreeMap<String, Arc<Space>>>);

/// One name space: `/s/ID/…`, or what has no such prefix.
#[derive(Default)]
pub(crate) struct Space(Mutex<State>);

#[derive(Default)]
struct State {
    keys: Option<String>,
    max_age: Option<u64>,
    delay: Duration,
    down: bool,
    log: VecDeque<Value>,
    /// How often each behaviour was requested.
    asked: BTreeMap<String, usize>,
}

impl Spaces {
    pub(crate) fn get(&self, id: &str) -> Arc<Space> {
        Arc::clone(lock(&self.0).entry(id.to_owned()).or_default())
    }
}

impl Space {
    /// The text of the set that good paths serve.
    pub(crate) fn keys(&self) -> String {
        lock(&self.0)
            .keys
            .clone()
            .unwrap_or_else(|| keys::set(&[keys::good()]))
    }

    /// The `Cache-Control: max-age` of good paths, if set.
    pub(crate) fn max_age(&self) -> Option<u64> {
        lock(&self.0).max_age
    }

    /// How long every answer is delayed.
    pub(crate) fn delay(&self) -> Duration {
        lock(&self.0).delay
    }

    pub(crate) fn is_down(&self) -> bool {
        lock(&self.0).down
    }

    /// How often the behaviour was requested before.
    pub(crate) fn asked(&self, behaviour: &str) -> usize {
        let mut state = lock(&self.0);
        let count = state.asked.entry(behaviour.to_owned()).or_default();
        *count += 1;
        *count - 1
    }

    /// Logs a request, answered or not. `path` is without the name space.
    pub(crate) fn note(&self, request: &Request, path: &str) {
        let time = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs_f64();
        let mut state = lock(&self.0);
        if state.log.len() == LOG_LENGTH {
            state.log.pop_front();
        }
        let entry = json!({ "method": request.method, "path": path, "headers": request.headers, "time": time, "answered": !state.down });
        state.log.push_back(entry);
    }

    /// Performs a request to `/control/`. A mistaken test gets 404, or 400 for a malformed value.
    pub(crate) fn control(&self, request: &Request, words: &[&str]) -> Answer {
        let mut state = lock(&self.0);
        match (request.method.as_str(), words) {
            ("GET", ["log"]) => {
                return Answer::ok(JSON, Value::from(Vec::from(state.log.clone())).to_string());
            }
            ("POST", ["keys"]) => match std::str::from_utf8(&request.body) {
                Ok(keys) => state.keys = Some(keys.to_owned()),
                Err(_) => return Answer::status("400 Bad Request"),
            },
            ("POST", ["down"]) => state.down = true,
            ("POST", ["up"]) => state.down = false,
            ("POST", ["reset"]) => *state = State::default(),
            ("POST", ["max-age", seconds]) => match seconds.parse() {
                Ok(seconds) => state.max_age = Some(seconds),
                Err(_) => return Answer::status("400 Bad Request"),
            },
            ("POST", ["delay", milliseconds]) => match milliseconds.parse() {
                Ok(milliseconds) => state.delay = Duration::from_millis(milliseconds),
                Err(_) => return Answer::status("400 Bad Request"),
            },
            _ => return Answer::status("404 Not Found"),
        }
        Answer::ok(JSON, "{}")
    }
}

/// The state is sound even if a thread panicked while it held the lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(space: &Space, words: &[&str], body: &str) -> String {
        let request = Request {
            method: "POST".to_owned(),
            path: String::new(),
            headers: Vec::new(),
            body: body.into(),
        };
        space
            .control(&request, words)
            .head()
            .lines()
            .next()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn name_spaces_are_apart() {
        let spaces = Spaces::default();
        assert_eq!(post(&spaces.get("a"), &["keys"], "anything"), "HTTP/1.1 200 OK");
        assert_eq!(spaces.get("a").keys(), "anything");
        assert!(spaces.get("b").keys().contains("good-1"));
        post(&spaces.get("a"), &["reset"], "");
        assert!(spaces.get("a").keys().contains("good-1"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let space = Space::default();
        assert_eq!(post(&space, &["max-age", "soon"], ""), "HTTP/1.1 400 Bad Request");
        assert_eq!(post(&space, &["sideways"], ""), "HTTP/1.1 404 Not Found");
        assert_eq!((space.max_age(), space.is_down()), (None, false));
    }

    #[test]
    fn counts_per_behaviour() {
        let space = Space::default();
        assert_eq!([space.asked("a"), space.asked("a"), space.asked("b")], [0, 1, 0]);
    }
}
