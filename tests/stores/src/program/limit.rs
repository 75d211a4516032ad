//! The time limit of a request.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use super::Result;

/// How long a request may take.
const REQUEST: Duration = Duration::from_secs(10);
/// How long to wait before looking again.
const STEP: Duration = Duration::from_millis(10);

/// When a request must be answered.
#[derive(Clone, Copy)]
pub(crate) struct Limit(Instant);

impl Limit {
    pub(crate) fn start() -> Self {
        Self(Instant::now() + REQUEST)
    }

    #[cfg(test)]
    pub(crate) fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// What is left of it; an error once nothing is.
    pub(crate) fn left(self) -> io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() {
            Err(io::ErrorKind::TimedOut.into())
        } else {
            Ok(left)
        }
    }

    /// Asks again and again until there is an answer. `what` names what it waits for.
    pub(crate) fn wait_for<T>(self, what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
        loop {
            if let Some(answer) = ask()? {
                return Ok(answer);
            }
            if self.left().is_err() {
                return Err(format!("{what}: not within {} s", REQUEST.as_secs()).into());
            }
            thread::sleep(STEP);
        }
    }
}
