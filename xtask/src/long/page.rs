//! The page of what was run last.

use super::results::{Results, Run};
use crate::template::fill;

/// The page, whole.
pub(super) fn write(results: &Results) -> String {
    let template = include_str!("soak-and-weekly.md.in");
    fill(
        template,
        &[
            ("SOAK", &rows(results, "soak")),
            ("WEEKLY", &rows(results, "weekly")),
        ],
    )
}

fn rows(results: &Results, command: &str) -> String {
    let runs: Vec<&Run> = results.runs.iter().filter(|run| run.command == command).collect();
    if runs.is_empty() {
        return "Not run yet.\n".to_owned();
    }
    let rows = runs.iter().map(|run| {
        let Run {
            name,
            date,
            commit,
            outcome,
            seconds,
            note,
            ..
        } = run;
        format!(
            "| {name} | {outcome} | {date} | `{commit}` | {} | {} |\n",
            duration(*seconds),
            note.replace('|', "\\|")
        )
    });
    format!(
        "| What | Outcome | Date | Commit | Took | Note |\n| --- | --- | --- | --- | --- | --- |\n{}",
        rows.collect::<String>()
    )
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_was_run_and_what_was_not() {
        let run = Run {
            command: "weekly".to_owned(),
            name: "Rust 1.88".to_owned(),
            date: "2026-11-28".to_owned(),
            commit: "abc".to_owned(),
            seconds: 130,
            outcome: "not run".to_owned(),
            note: "no a|b".to_owned(),
        };
        let text = write(&Results { runs: vec![run] });
        assert!(
            text.contains("| Rust 1.88 | not run | 2026-11-28 | `abc` | 2 min | no a\\|b |\n"),
            "{text}"
        );
        assert!(text.contains("\nNot run yet.\n\n## Weekly\n"), "{text}");
    }

    #[test]
    fn rounds_times() {
        assert_eq!(
            [119, 120, 7199, 7200].map(duration),
            ["119 s", "2 min", "119 min", "2 h"]
        );
    }
}
