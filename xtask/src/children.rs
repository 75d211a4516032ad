//! The programs that this one started, and those that they started: all of them end with the run.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

static STOPPED: AtomicBool = AtomicBool::new(false);

/// From now on, no step starts.
pub(crate) fn stop() {
    STOPPED.store(true, Ordering::SeqCst);
}

/// Whether steps may still start.
pub(crate) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// Ends every program below this one, the youngest generation included.
pub(crate) fn end() {
    let own = std::process::id();
    if cfg!(windows) {
        // Windows ends a tree by its root, and the root is this program: its direct children are
        // ended one by one.
        let query = format!(
            "Get-CimInstance Win32_Process -Filter 'ParentProcessId={own}' | ForEach-Object {{ taskkill /T /F /PID $_.ProcessId }}"
        );
        run(Command::new("powershell").args(["-NoProfile", "-Command", &query]));
        return;
    }
    let listed = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid="])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let text = listed
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let below = below(own, &text);
    if !below.is_empty() {
        run(Command::new("kill")
            .arg("-KILL")
            .args(below.iter().map(u32::to_string)));
    }
}

fn run(command: &mut Command) {
    // A process that has ended by itself in the meantime is not a failure.
    let _ = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

/// The processes below one, from lines of `PID PARENT`.
fn below(root: u32, listed: &str) -> Vec<u32> {
    let pair = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    let pairs: Vec<(u32, u32)> = listed.lines().filter_map(pair).collect();
    let mut found = Vec::new();
    let mut known = HashSet::from([root]);
    loop {
        let next: Vec<u32> = pairs
            .iter()
            .filter(|(pid, parent)| known.contains(parent) && !known.contains(pid))
            .map(|(pid, _)| *pid)
            .collect();
        if next.is_empty() {
            return found;
        }
        known.extend(&next);
        found.extend(next);
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn finds_children_and_their_children() {
        let listed =
            "    1     0\n   10     1\n   11    10\n   12    11\n   13     1\n   14    12\nodd line\n";
        assert_eq!(below(10, listed), [11, 12, 14]);
        assert_eq!(below(14, listed), [] as [u32; 0]);
        assert_eq!(below(99, ""), [] as [u32; 0]);
    }
}
