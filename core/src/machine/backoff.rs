//! How long to wait after failures: longer each time, and randomized so that many clients do not
//! return at once.

use super::Times;

/// The first wait is random, up to this long, in seconds.
const FIRST: f64 = 1.0;
/// No wait is longer than this, or than its machine says.
pub(crate) const LONGEST: f64 = 60.0;

/// Failures in a row, and when the next attempt may be made.
#[derive(Debug)]
pub(crate) struct Backoff {
    longest: f64,
    failures: u32,
    /// When the last attempt failed, and how long to wait from then on.
    wait: Option<(Times, f64)>,
}

impl Backoff {
    pub(crate) fn new(longest: f64) -> Self {
        Self {
            longest: longest.min(LONGEST),
            failures: 0,
            wait: None,
        }
    }

    /// An attempt has failed. The server may ask for a longer wait, up to the longest. Returns the
    /// wait.
    pub(crate) fn failed(&mut self, times: Times, asked: Option<f64>) -> f64 {
        let most = (FIRST * f64::from(1_u32 << self.failures.min(16))).min(self.longest);
        self.failures = self.failures.saturating_add(1);
        let wait = (most * times.draw()).max(asked.unwrap_or(0.0).min(self.longest));
        self.wait = Some((times, wait));
        wait
    }

    /// An attempt has succeeded.
    pub(crate) fn succeeded(&mut self) {
        *self = Self::new(self.longest);
    }

    /// Draws a new wait: a forked child must not return at the same instant as its siblings.
    pub(crate) fn draw_anew(&mut self, times: Times) {
        if let Some((_, wait)) = &mut self.wait {
            *wait *= times.draw();
        }
    }

    /// How long to wait before the next attempt; 0 for not at all.
    pub(crate) fn remaining(&self, times: Times) -> f64 {
        self.wait
            .map_or(0.0, |(failed, wait)| (wait - times.since(failed)).max(0.0))
    }

    /// How many attempts have failed in a row.
    pub(crate) fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64, jitter: f64) -> Times {
        Times {
            jitter: Some(jitter),
            ..Times::of_test(seconds)
        }
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let mut backoff = Backoff::new(LONGEST);
        let waits: Vec<f64> = (0..8).map(|_| backoff.failed(at(0.0, 1.0), None)).collect();
        assert_eq!(waits, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]);
        backoff.succeeded();
        assert_eq!(backoff.failed(at(0.0, 0.5), None), 0.5);
    }

    #[test]
    fn a_server_can_ask_for_more_but_not_for_ever() {
        let mut backoff = Backoff::new(LONGEST);
        assert_eq!(backoff.failed(at(0.0, 0.5), Some(20.0)), 20.0);
        assert_eq!(backoff.remaining(at(5.0, 0.5)), 15.0);
        assert_eq!(backoff.failed(at(5.0, 0.0), Some(1e9)), LONGEST);
        assert_eq!(backoff.remaining(at(1e6, 0.0)), 0.0);
    }
}
