//! The time since a run began, asked of something that tests can replace: they need not wait.

use std::time::{Duration, Instant};

/// Tells how long a run has taken so far.
pub(crate) trait Clock: Sync {
    /// The time since the run began.
    fn elapsed(&self) -> Duration;
}

/// The machine's own clock.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for Stopwatch {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
