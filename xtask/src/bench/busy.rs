//! Whether the machine is busy otherwise: then the figures say little, and readers must know.

use std::time::Duration;

const SAMPLES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(50);
/// How many other threads may run on average.
const QUIET: f64 = 0.5;

/// What to tell about the last second, if anything. Only Linux can be asked.
pub(super) fn note() -> Option<String> {
    let mut others = 0.0;
    for _ in 0..SAMPLES {
        others += f64::from(runnable(&std::fs::read_to_string("/proc/loadavg").ok()?)?.saturating_sub(1))
            / f64::from(SAMPLES);
        std::thread::sleep(BETWEEN);
    }
    (others > QUIET)
        .then(|| format!("**The machine was busy**: {others:.1} other threads ran when this was begun, so the figures say little."))
}

/// The threads that run or could, the asking one among them: `0.20 0.18 0.12 1/80 11206` has one.
fn runnable(loadavg: &str) -> Option<u32> {
    loadavg.split(' ').nth(3)?.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::runnable;

    #[test]
    fn reads_the_load() {
        assert_eq!(runnable("0.20 0.18 0.12 3/80 11206\n"), Some(3));
        assert_eq!(runnable("nonsense"), None);
    }
}
