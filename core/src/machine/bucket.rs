//! A token bucket for rate limiting: a burst of a given size, and one more every so many seconds.

use super::Times;

/// What may still be taken.
#[derive(Debug)]
pub(crate) struct Bucket {
    size: f64,
    seconds_each: f64,
    left: f64,
    filled: Option<Times>,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(size: u32, seconds_each: f64) -> Self {
        Self {
            size: size.into(),
            seconds_each,
            left: size.into(),
            filled: None,
        }
    }

    /// Takes one, if there is one.
    pub(crate) fn take(&mut self, times: Times) -> bool {
        self.fill(times);
        let can = self.left >= 1.0;
        if can {
            self.left -= 1.0;
        }
        can
    }

    /// The number of whole ones left.
    pub(crate) fn left(&mut self, times: Times) -> u32 {
        self.fill(times);
        self.left as u32
    }

    /// The seconds until there is one.
    pub(crate) fn wait(&mut self, times: Times) -> f64 {
        self.fill(times);
        ((1.0 - self.left) * self.seconds_each).max(0.0)
    }

    fn fill(&mut self, times: Times) {
        let since = self.filled.map_or(0.0, |filled| times.since(filled));
        self.left = (self.left + since / self.seconds_each).min(self.size);
        self.filled = Some(times);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_two_at_once_and_one_more_each_thirty_seconds() {
        let mut bucket = Bucket::new(2, 30.0);
        let taken: Vec<bool> = [0.0, 0.0, 0.0, 29.0, 30.0, 31.0, 1e6, 1e6, 1e6]
            .iter()
            .map(|&at| bucket.take(Times::of_test(at)))
            .collect();
        assert_eq!(taken, [true, true, false, false, true, false, true, true, false]);
    }

    #[test]
    fn a_clock_set_back_gives_nothing() {
        let mut bucket = Bucket::new(1, 10.0);
        assert!(bucket.take(Times::of_test(100.0)));
        assert!(!bucket.take(Times::new(0.0, 100.0)));
        assert!(!bucket.take(Times::new(5.0, 105.0)));
        assert_eq!(bucket.wait(Times::new(5.0, 105.0)), 5.0);
    }
}
