//! What a person reads at the end: rows of a table, and the one closing line.

use std::io::IsTerminal;
use std::sync::OnceLock;

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
}

impl Row {
    /// A row that starts empty, for checks that are added one by one.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), counts: Counts::default(), notes: Vec::new() }
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

/// Prints the gist of what failed, the table of rows and the closing line, and says whether nothing failed.
pub(crate) fn finish(heading: &str, rows: &[Row]) -> bool {
    let mut total = Counts::default();
    let mut cells = Vec::new();
    for row in rows {
        total += row.counts;
        let Counts { passed, failed, skipped } = row.counts;
        cells.push(vec![row.name.clone(), passed.to_string(), failed.to_string(), skipped.to_string(), brief(&row.notes)]);
    }
    if total.failed > 0 {
        failures::retell();
        say!("");
    }
    say!("{}", table(&[heading, "passed", "failed", "skipped", "notes"], &cells));
    let skipped = if total.skipped > 0 { format!(", {} skipped", total.skipped) } else { String::new() };
    // Alone on its line and without colour: other programs look for it.
    say!("\n{} passed, {} failed{skipped}", total.passed, total.failed);
    total.failed == 0 && total.passed > 0
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
        let width = cells.iter().map(|cell| cell.chars().count()).chain([heading.chars().count()]).max().unwrap_or(0);
        let is_number = |cell: &String| !cell.is_empty() && cell.chars().all(|letter| letter.is_ascii_digit());
        let right = !cells.is_empty() && cells.iter().all(is_number);
        let column = [(*heading).to_owned(), "-".repeat(width)].into_iter().chain(cells);
        for (line, cell) in lines.iter_mut().zip(column) {
            let padded = if right { format!("{cell:>width$}") } else { format!("{cell:<width$}") };
            line.push_str(&padded);
            line.push_str("  ");
        }
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// Wraps text in an ANSI style, on a terminal only.
pub(crate) fn paint(text: &str, style: &str) -> String {
    static COLOURED: OnceLock<bool> = OnceLock::new();
    let coloured =
        *COLOURED.get_or_init(|| std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()));
    if coloured && !text.is_empty() { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lays_out_columns() {
        let rows = [vec!["rust".to_owned(), "7".to_owned(), "é".to_owned()], vec!["node".to_owned(), "10".to_owned()]];
        assert_eq!(table(&["language", "n", "note"], &rows), "language   n  note\n--------  --  ----\nrust       7  é\nnode      10");
    }

    #[test]
    fn a_run_without_any_test_does_not_succeed() {
        assert!(!finish("language", &[Row::new("nothing")]));
    }
}
