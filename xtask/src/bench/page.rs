//! `bench/README.md`: how it is measured, and what was.

use super::results::Results;
use super::{figures, goals};
use crate::language::Language;
use crate::template::{each, fill};

/// The page about everything that was measured.
pub(super) fn write(measured: &[(&Language, Results)]) -> String {
    let mut sections = each(measured, |(language, results)| section(language, results));
    if measured.is_empty() {
        sections.push_str("\nNothing was measured yet.\n");
    }
    fill(include_str!("README.md.in"), &[("RESULTS", &sections)])
}

/// The name of a language's picture, which is next to the page.
pub(super) fn picture_name(language: &Language) -> String {
    format!("{}.svg", language.id)
}

fn section(language: &Language, results: &Results) -> String {
    let title = language.title;
    let picture = picture_name(language);
    let mut section = format!(
        "\n## {title}\n\n{}\n\n![{title}: the time of each path, beside the others'.]({picture})\n",
        results.machine
    );
    for rows in results.by_kind().iter().filter(|rows| !rows.is_empty()) {
        let (names, cells) = figures::table(rows);
        let headings: Vec<&str> = [""].into_iter().chain(names).collect();
        section.push_str(&format!("\n{}", table(&headings, cells)));
    }
    let judged = goals::judge(results);
    if !judged.is_empty() {
        let met = judged.iter().filter(|goal| goal.met).count();
        let cells = judged.iter().map(|goal| {
            let verdict = if goal.met {
                goal.verdict().to_owned()
            } else {
                format!("**{}**", goal.verdict())
            };
            vec![goal.path.clone(), goal.goal.clone(), goal.figure.clone(), verdict]
        });
        let goals = table(&["", "Goal", "Measured", ""], cells.collect());
        section.push_str(&format!("\n{met} of {} goals are met:\n\n{goals}", judged.len()));
    }
    if !results.notes.is_empty() {
        section.push('\n');
        results
            .notes
            .iter()
            .for_each(|note| section.push_str(&format!("- {note}\n")));
    }
    section
}

fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    // Figures stand under each other.
    let rule: Vec<&str> = headings
        .iter()
        .enumerate()
        .map(|(column, _)| if column == 0 { "---" } else { "---:" })
        .collect();
    let line = |cells: &[String]| {
        format!(
            "| {} |\n",
            cells
                .iter()
                .map(|cell| cell.replace('|', "\\|"))
                .collect::<Vec<_>>()
                .join(" | ")
        )
    };
    let heading = line(
        &headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect::<Vec<_>>(),
    );
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{heading}| {} |\n{rows}", rule.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::DOCUMENT;
    use super::*;

    #[test]
    fn tells_what_was_measured() {
        let page = write(&[(&crate::python::LANGUAGE, Results::parse(DOCUMENT).unwrap())]);
        assert!(page.contains("## Python\n\na machine\n\n![Python"));
        assert!(page.contains(
            "|  | tokenseal | PyJWT | bare x |\n| --- | ---: | ---: | ---: |\n| HS256: verify | 4.10 µs |"
        ));
        assert!(page.contains("2 of 3 goals are met:"));
        assert!(page.contains("| within 10 % + 3 µs of bare x | 4.10 µs, allowed 3.99 µs | **NOT met** |"));
        assert!(page.ends_with("\n- A note.\n"));
        assert!(write(&[]).ends_with("Nothing was measured yet.\n"));
    }
}
