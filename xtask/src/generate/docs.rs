//! The pages of the guide that are tables: errors, and algorithms with limits.

use super::{Entry, Tables};
use crate::template::fill;

pub(super) const NOTE: &str = "<!-- Generated from the core by `cargo xtask generate`. Do not edit. -->";

/// `docs/errors.md`.
pub(crate) fn errors(tables: &Tables) -> String {
    let rows = tables.errors.iter().map(|error| {
        vec![
            code(&error.code),
            code(&error.class),
            error.fault.clone(),
            error.status.to_string(),
            error.description.clone(),
        ]
    });
    let table = table(&["Code", "Class", "Fault", "HTTP", "When"], rows.collect());
    fill(include_str!("templates/errors.md.in"), &[("CODES", &table)])
}

/// `docs/algorithms.md`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let algorithms = |entries: &[Entry]| {
        table(
            &["Name", "What it is"],
            entries
                .iter()
                .map(|entry| vec![code(&entry.name), entry.description.clone()])
                .collect(),
        )
    };
    let limits = tables
        .limits
        .iter()
        .map(|limit| {
            vec![
                code(&limit.name),
                grouped(&limit.default),
                limit.description.clone(),
            ]
        })
        .collect();
    fill(
        include_str!("templates/algorithms.md.in"),
        &[
            ("SIGNATURES", &algorithms(&tables.signature)),
            ("KEY_MANAGEMENT", &algorithms(&tables.key_management)),
            ("CONTENT_ENCRYPTION", &algorithms(&tables.content_encryption)),
            ("LIMITS", &table(&["Option", "Default", "What it bounds"], limits)),
        ],
    )
}

pub(super) fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    let rule = vec!["---"; headings.len()].join(" | ");
    let mut text = format!("| {} |\n| {rule} |\n", headings.join(" | "));
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
            .collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

pub(super) fn code(text: &str) -> String {
    format!("`{text}`")
}

/// 1000000 as 1,000,000; anything that is not a whole number as it is.
pub(crate) fn grouped(number: &str) -> String {
    if number.is_empty() || !number.chars().all(|letter| letter.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, table};

    #[test]
    fn writes_tables_and_numbers() {
        assert_eq!(
            table(&["a", "b"], vec![vec!["x|y".to_owned(), "z\nz".to_owned()]]),
            "| a | b |\n| --- | --- |\n| x\\|y | z z |\n"
        );
        assert_eq!(grouped("1000000"), "1,000,000");
        assert_eq!(grouped("262144"), "262,144");
        assert_eq!(grouped("16"), "16");
        assert_eq!(grouped("256 KiB"), "256 KiB");
    }
}
