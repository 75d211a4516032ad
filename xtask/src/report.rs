//! What a person reads at the end: rows of a table, and the one closing line.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Duration;

use crate::counts::Counts;
use crate::failures;

/// How many notes a row of the summary has room for.
const NOTES: usize = 3;
const NOTE_LENGTH: usize = 100;

/// One line of the summary.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) counts: Counts,
    /// What was skipped or went wrong, and why.
    pub(crate) notes: Vec<String>,
    /// What failed, and passed when it was run again.
    pub(crate) unsteady: Vec<String>,
    /// How long it took, where that is shown.
    pub(crate) time: Option<Time>,
}

/// How long something took, and how long it may take.
pub(crate) struct Time {
    pub(crate) took: Duration,
    pub(crate) budget: Option<Duration>,
}

impl Row {
    /// A row that starts empty, for checks that are added one by one.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            counts: Counts::default(),
            notes: Vec::new(),
            unsteady: Vec::new(),
            time: None,
        }
    }

    /// A row for something that could not run at all.
    pub(crate) fn unable(name: impl Into<String>, why: &anyhow::Error) -> Self {
        let mut row = Self::new(name);
        row.fail(format!("could not run: {why:#}"));
        row
    }

    /// What a runner did, and why it skipped what it skipped.
    pub(crate) fn add(&mut self, counts: Counts, skips: Vec<String>) {
        self.counts += counts;
        self.notes.extend(skips);
    }

    /// One check that went well.
    pub(crate) fn pass(&mut self) {
        self.counts.passed += 1;
    }

    /// One check that failed, and why.
    pub(crate) fn fail(&mut self, why: impl Into<String>) {
        self.counts.failed += 1;
        self.notes.push(why.into());
    }

    /// One check that was not made, and why.
    pub(crate) fn skip(&mut self, why: impl Into<String>) {
        self.counts.skipped += 1;
        self.notes.push(why.into());
    }
}

/// Prints the gist of what failed, the table of rows and the closing line, and says whether nothing
/// failed.
pub(crate) fn finish(heading: &str, rows: &[Row]) -> bool {
    let mut total = Counts::default();
    for row in rows {
        total += row.counts;
    }
    let unsteady: Vec<&str> = rows
        .iter()
        .flat_map(|row| &row.unsteady)
        .map(String::as_str)
        .collect();
    if total.failed > 0 || !unsteady.is_empty() {
        failures::retell();
        say!("");
    }
    say!("{}", summary(heading, rows));
    for name in unsteady {
        say!("\nUNSTEADY, a defect to be mended: {name} failed, and passed when it was run again");
    }
    let skipped = if total.skipped > 0 {
        format!(", {} skipped", total.skipped)
    } else {
        String::new()
    };
    // Alone on its line and without colour: other programs look for it.
    say!("\n{} passed, {} failed{skipped}", total.passed, total.failed);
    total.failed == 0 && total.passed > 0
}

/// The table of rows, with times and budgets where they are known.
fn summary(heading: &str, rows: &[Row]) -> String {
    let timed = rows.iter().any(|row| row.time.is_some());
    let mut headings = vec![heading, "passed", "failed", "skipped"];
    if timed {
        headings.extend(["seconds", "budget"]);
    }
    headings.push("notes");
    let seconds = |time: Option<Duration>| {
        time.map_or_else(|| "-".to_owned(), |time| format!("{:.0}", time.as_secs_f64()))
    };
    let cells = rows.iter().map(|row| {
        let Counts {
            passed,
            failed,
            skipped,
        } = row.counts;
        let mut cells = vec![
            row.name.clone(),
            passed.to_string(),
            failed.to_string(),
            skipped.to_string(),
        ];
        if timed {
            let time = row.time.as_ref();
            cells.extend([
                seconds(time.map(|time| time.took)),
                seconds(time.and_then(|time| time.budget)),
            ]);
        }
        cells.push(brief(&row.notes));
        cells
    });
    table(&headings, &cells.collect::<Vec<_>>())
}

/// As many notes as fit into a cell; all of them were printed where they arose.
fn brief(notes: &[String]) -> String {
    let short = |note: &String| match note.lines().next().unwrap_or_default() {
        line if line.chars().count() > NOTE_LENGTH => line.chars().take(NOTE_LENGTH).chain(['…']).collect(),
        line => line.to_owned(),
    };
    let mut shown: Vec<String> = notes.iter().take(NOTES).map(short).collect();
    if notes.len() > NOTES {
        shown.push(format!("and {} more, see above", notes.len() - NOTES));
    }
    shown.join("; ")
}

/// Lays out columns of text. Columns that hold only numbers are aligned to the right.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let mut lines = vec![String::new(); rows.len() + 2];
    for (column, heading) in headings.iter().enumerate() {
        let cells: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
        let width = cells
            .iter()
            .map(|cell| cell.chars().count())
            .chain([heading.chars().count()])
            .max()
            .unwrap_or(0);
        let is_number =
            |cell: &String| !cell.is_empty() && cell.chars().all(|letter| letter.is_ascii_digit());
        let right = !cells.is_empty() && cells.iter().all(is_number);
        let column = [(*heading).to_owned(), "-".repeat(width)]
            .into_iter()
            .chain(cells);
        for (line, cell) in lines.iter_mut().zip(column) {
            let padded = if right {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            };
            line.push_str(&padded);
            line.push_str("  ");
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Wraps text in an ANSI style, on a terminal only.
pub(crate) fn paint(text: &str, style: &str) -> String {
    static COLOURED: OnceLock<bool> = OnceLock::new();
    let coloured = *COLOURED.get_or_init(|| {
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    });
    if coloured && !text.is_empty() {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lays_out_columns() {
        let rows = [
            vec!["rust".to_owned(), "7".to_owned(), "é".to_owned()],
            vec!["node".to_owned(), "10".to_owned()],
        ];
        assert_eq!(
            table(&["language", "n", "note"], &rows),
            "language   n  note\n--------  --  ----\nrust       7  é\nnode      10"
        );
    }

    #[test]
    fn shows_times_where_they_are_known() {
        let mut row = Row::new("rust");
        row.pass();
        assert_eq!(
            summary("part", &[row]),
            "part  passed  failed  skipped  notes\n----  ------  ------  -------  -----\nrust       1       0        0"
        );
        let time = Some(Time {
            took: Duration::from_millis(61_700),
            budget: Some(Duration::from_secs(600)),
        });
        let row = Row {
            time,
            notes: vec!["skipped a: why".to_owned()],
            ..Row::new("rust")
        };
        assert_eq!(
            summary("part", &[row]),
            "part  passed  failed  skipped  seconds  budget  notes\n----  ------  ------  -------  -------  ------  --------------\n\
             rust       0       0        0       62     600  skipped a: why"
        );
    }

    #[test]
    fn a_run_without_any_test_does_not_succeed() {
        assert!(!finish("language", &[Row::new("nothing")]));
    }
}
