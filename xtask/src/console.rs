//! The one place that prints: whole lines, and a sign of life while several steps run and none has
//! anything to show.

use std::cell::Cell;
use std::fmt::Arguments;
use std::io::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::report::paint;

/// How long nothing may be printed before the running steps are listed.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(15);
/// How much of a running step's last line is shown.
const LAST_LINE: usize = 80;

thread_local! {
    static TOGETHER: Cell<bool> = const { Cell::new(false) };
}

static STATE: Mutex<State> = Mutex::new(State {
    printed: None,
    running: Vec::new(),
});

struct State {
    printed: Option<Instant>,
    running: Vec<Running>,
}

struct Running {
    id: u64,
    title: String,
    started: Instant,
    last_line: String,
}

/// Prints a line, or several that must not be torn apart. It survives a reader that has gone
/// (`cargo xtask test | head`).
pub(crate) fn print(text: Arguments<'_>) {
    if cfg!(test) {
        // Unlike `writeln!`, this is kept quiet by the test runner.
        println!("{text}");
    } else {
        let _ = writeln!(std::io::stdout(), "{text}");
    }
    state().printed = Some(Instant::now());
}

/// From now on, steps that this thread runs show their output when they end: other threads run
/// steps at the same time.
pub(crate) fn share_with_others() {
    TOGETHER.set(true);
}

/// Whether a step shows its output when it ends, instead of line by line.
pub(crate) fn is_shared() -> bool {
    TOGETHER.get()
}

/// A running step, listed until this is dropped.
pub(crate) struct Watched {
    id: u64,
}

/// Lists a step among those that run.
pub(crate) fn watch(title: &str) -> Watched {
    let mut state = state();
    let id = state
        .running
        .iter()
        .map(|running| running.id + 1)
        .max()
        .unwrap_or(0);
    state.running.push(Running {
        id,
        title: title.to_owned(),
        started: Instant::now(),
        last_line: String::new(),
    });
    Watched { id }
}

impl Watched {
    /// Remembers the last line that says something, for the sign of life.
    pub(crate) fn saw(&self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if let Some(running) = state().running.iter_mut().find(|running| running.id == self.id) {
            running.last_line = line.chars().take(LAST_LINE).collect();
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        state().running.retain(|running| running.id != self.id);
    }
}

/// How long to wait until the next sign of life may be due.
pub(crate) fn until_heartbeat() -> Duration {
    let quiet = state()
        .printed
        .map_or(Duration::ZERO, |printed| printed.elapsed());
    HEARTBEAT.saturating_sub(quiet).max(Duration::from_millis(50))
}

/// Lists what runs, if nothing has been printed for a while. Every waiting step asks; the first one
/// that is late enough prints.
pub(crate) fn heartbeat() {
    let line = {
        let mut state = state();
        if state.printed.is_some_and(|printed| printed.elapsed() < HEARTBEAT) {
            return;
        }
        state.printed = Some(Instant::now());
        let now = Instant::now();
        let steps = state.running.iter().map(|running| describe(running, now));
        steps.collect::<Vec<_>>().join(" | ")
    };
    print(format_args!("    … {line}"));
}

fn describe(running: &Running, now: Instant) -> String {
    let seconds = now.duration_since(running.started).as_secs();
    format!(
        "{} ({seconds} s) {}",
        running.title,
        paint(&running.last_line, "2")
    )
    .trim_end()
    .to_owned()
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_what_runs() {
        let started = Instant::now();
        let running = Running {
            id: 0,
            title: "clippy".to_owned(),
            started,
            last_line: "Checking x".to_owned(),
        };
        assert_eq!(
            describe(&running, started + Duration::from_secs(31)),
            "clippy (31 s) Checking x"
        );
    }

    #[test]
    fn forgets_what_has_ended() {
        let watched = watch("a step of this test");
        watched.saw("  a line \n");
        let listed = || {
            state()
                .running
                .iter()
                .any(|running| running.title == "a step of this test")
        };
        assert!(listed());
        drop(watched);
        assert!(!listed());
    }
}
