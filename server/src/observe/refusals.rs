//! Refused checks in the log: a few a second. Someone who sends bad tokens must not be able to fill
//! the disk.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use super::log::{log, logs};
use crate::config::Level;

/// Lines a second.
const MOST: u32 = 10;

/// How many refusals were logged in this second, and how many were not.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    began: Option<Instant>,
    logged: u32,
    left_out: u64,
}

impl Refusals {
    /// Logs a refused check, unless there were too many.
    pub(super) fn note(&self, by: &str, status: u16, code: &str) {
        if !logs(Level::Info) {
            return;
        }
        let is_each = logs(Level::Debug);
        let (is_logged, left_out) = self.counts().take(Instant::now());
        report(left_out);
        if is_logged || is_each {
            log(
                "info",
                "refused",
                json!({ "by": by, "status": status, "code": code }),
            );
        }
    }

    /// Logs how many were left out before this second.
    pub(crate) fn tell(&self) {
        let left_out = self.counts().end(Instant::now());
        report(left_out);
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// Whether one more may be logged, and how many were left out before.
    fn take(&mut self, now: Instant) -> (bool, u64) {
        let left_out = self.end(now);
        self.began.get_or_insert(now);
        let is_logged = self.logged < MOST;
        match is_logged {
            true => self.logged += 1,
            false => self.left_out += 1,
        }
        (is_logged, left_out)
    }

    fn end(&mut self, now: Instant) -> u64 {
        let is_over = self
            .began
            .is_some_and(|began| now.duration_since(began) >= Duration::from_secs(1));
        if is_over { std::mem::take(self).left_out } else { 0 }
    }
}

fn report(left_out: u64) {
    if left_out > 0 && !logs(Level::Debug) {
        log("info", "refused_more", json!({ "count": left_out }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_a_second_are_logged_and_the_rest_is_counted() {
        let (mut counts, start) = (Counts::default(), Instant::now());
        let taken: Vec<_> = (0..30).map(|_| counts.take(start)).collect();
        assert_eq!(taken.iter().filter(|(is_logged, _)| *is_logged).count(), 10);
        assert_eq!(counts.take(start + Duration::from_millis(1500)), (true, 20));
        assert_eq!(counts.end(start + Duration::from_secs(4)), 0);
    }
}
