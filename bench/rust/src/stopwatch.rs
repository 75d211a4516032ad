//! The time of a single operation, where its slowest counts and not its median.

use std::fs::File;
use std::io::{Read, Seek};
use std::time::{Duration, Instant};

/// Takes the time, without what the system gave to other programs meanwhile: on a busy machine the
/// slowest of a thousand would be nothing else. Waiting for a lock counts. Only Linux says how much
/// to leave out.
pub struct Stopwatch(Option<File>);

impl Stopwatch {
    /// A stopwatch for the thread that makes it.
    #[must_use]
    pub fn new() -> Self {
        Self(File::open("/proc/thread-self/schedstat").ok())
    }

    /// How long it takes to do this.
    pub fn time(&mut self, work: impl FnOnce()) -> Duration {
        let before = self.held_up();
        let began = Instant::now();
        work();
        let taken = began.elapsed();
        taken.saturating_sub(self.held_up().saturating_sub(before))
    }

    /// How long this thread could have run and did not: the second of three numbers.
    fn held_up(&mut self) -> Duration {
        let Some(file) = &mut self.0 else {
            return Duration::ZERO;
        };
        let mut text = [0; 96];
        file.rewind().unwrap();
        let length = file.read(&mut text).unwrap();
        let text = std::str::from_utf8(text.get(..length).unwrap()).unwrap();
        Duration::from_nanos(text.split(' ').nth(1).unwrap().parse().unwrap())
    }
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_time() {
        let pause = Duration::from_millis(5);
        assert!(Stopwatch::new().time(|| std::thread::sleep(pause)) >= pause);
    }
}
