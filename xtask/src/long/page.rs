//! The page of what was run last.

use super::results::{Results, Run};

const HEAD: &str = "\
<!-- Generated from tests/long/results.json by `cargo xtask soak` and `cargo xtask weekly`. Do not edit. -->
# Long tests

`cargo xtask test` runs on every change and has a budget of time. What needs hours, or other compilers, or finds something only
now and then, runs apart: `cargo xtask soak [HOURS]` before a release, `cargo xtask weekly` once a week. This is what came of
the last run of each. A plus after a commit says that the files had been changed since it.
";

const SOAK: &str = "\
Half of the time goes to the fuzz targets of `core/fuzz`, a quarter to the core's random properties, repeated with new seeds, and a
quarter to exchanging tokens with other libraries, repeated with new keys, to forks, to killing writers of a key ring's file, and to a
million random histories of rings. Key servers that hang, drip or stall come on top: the daily tests give them a second, and here the
default time limits apply. So does the server, under load for as long as all of the rest. What is found becomes a vector or a test.
";

const WEEKLY: &str = "\
What users build with, and the project's own tests do not: the oldest Rust that `Cargo.toml` promises, wheels for systems with an old
C library, and bundlers around the Node package. PyJWT's own tests, which its shim has to pass, run with every `cargo xtask test python`.
";

/// The page, whole.
pub(super) fn write(results: &Results) -> String {
    format!(
        "{HEAD}\n## Soak\n\n{SOAK}\n{}\n## Weekly\n\n{WEEKLY}\n{}",
        rows(results, "soak"),
        rows(results, "weekly")
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
