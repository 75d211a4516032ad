//! What failed, repeated at the end: that is where a reader of a log of ten thousand lines starts.

use std::sync::{Mutex, PoisonError};

/// How much of a failed step's output is repeated: its last lines, and before them those that look
/// like the cause.
const LAST: usize = 40;
const MARKED: usize = 20;

/// How the runners and compilers begin, or what they put into, the line that says what failed.
const MARKS: [&str; 9] = [
    "FAILED",
    "[ERROR]",
    "✘",
    "✖",
    "not ok ",
    "error:",
    "error[",
    "Error:",
    "panicked at",
];

static FAILED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps what a failed step wrote, for the end.
pub(crate) fn remember(title: &str, output: &str) {
    let told = format!("== Failed: {title} ==\n\n{}", gist(output));
    FAILED.lock().unwrap_or_else(PoisonError::into_inner).push(told);
}

/// Prints what was kept, once.
pub(crate) fn retell() {
    for failed in FAILED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        say!("\n{failed}");
    }
}

/// The lines that look like the cause, and the last ones.
fn gist(output: &str) -> String {
    let lines: Vec<&str> = output.trim_end().lines().collect();
    let (before, last) = lines.split_at(lines.len().saturating_sub(LAST));
    let mut told: Vec<&str> = before
        .iter()
        .copied()
        .filter(|line| MARKS.iter().any(|mark| line.contains(mark)))
        .take(MARKED)
        .collect();
    if !before.is_empty() {
        told.push("…");
    }
    told.extend(last);
    told.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_causes_and_the_end() {
        let mut lines = vec!["ok 1".to_owned(), "not ok 2 - adds".to_owned()];
        lines.extend((0..LAST).map(|at| format!("line {at}")));
        let told = gist(&lines.join("\n"));
        assert!(told.starts_with("not ok 2 - adds\n…\nline 0\n"), "{told}");
        assert!(told.ends_with(&format!("line {}", LAST - 1)));
    }

    #[test]
    fn tells_a_short_output_whole() {
        assert_eq!(gist("one\ntwo\n"), "one\ntwo");
        assert_eq!(gist(""), "");
    }
}
