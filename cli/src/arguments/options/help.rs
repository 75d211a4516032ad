//! What help texts say about an option: the table's description, and how its value is given.

use tokenseal::{Form, OptionRow};

use super::argument::Argument;

impl Argument {
    /// The first sentence, without its full stop.
    pub(super) fn help(&self, all: &[Self]) -> String {
        let description = self.description(self.row, all);
        let first = description
            .split_once(". ")
            .map_or(description.trim_end_matches('.'), |(first, _)| first);
        format!("{first}{}", self.notes())
    }

    /// The whole description, and what differs with `--bytes`; None if that is just the first
    /// sentence.
    pub(super) fn long_help(&self, all: &[Self]) -> Option<String> {
        let other = self
            .with_bytes
            .filter(|other| other.description != self.row.description);
        let description = self.description(self.row, all);
        let text = if description.contains(". ") {
            format!("{description}{}", self.notes())
        } else {
            self.help(all)
        };
        match other {
            Some(other) => Some(format!(
                "{text}\n\nWith `--bytes`: {}",
                uncapitalized(&self.description(other, all))
            )),
            None => description.contains(". ").then_some(text),
        }
    }

    /// The table's description, with options of the same command under the command's names.
    fn description(&self, row: &OptionRow, all: &[Self]) -> String {
        let description = match self.is_switch() {
            true => format!("Do not {}", uncapitalized(row.description)),
            false => row.description.to_owned(),
        };
        let other = |name: &str| {
            all.iter()
                .find(|other| other.name() == name && name != self.name())
        };
        let renamed =
            description
                .split('`')
                .enumerate()
                .map(|(index, part)| match (index % 2, other(part), part) {
                    (1, Some(other), _) => format!("--{}", other.long_name()),
                    // The one function that these texts name has a different name here.
                    (1, None, "entries") => "revocations list".to_owned(),
                    _ => part.to_owned(),
                });
        renamed.collect::<Vec<_>>().join("`")
    }

    /// What the value looks like, whether there can be several, and what applies without one.
    fn notes(&self) -> String {
        let form = match self.row.form {
            Form::Length => Some("seconds, or a number with s, m, h or d"),
            Form::Time => Some("seconds since the epoch"),
            Form::Object | Form::Objects | Form::ObjectOrObjects => Some("a JSON object"),
            Form::Bytes => Some("text, @FILE, or - for standard input"),
            _ => None,
        };
        let repeatable = self.is_repeatable().then_some("repeatable");
        let default = self
            .row
            .default
            .as_ref()
            .filter(|_| self.row.form != Form::Flag)
            .map(|default| format!("default: {default}"));
        [form, repeatable, default.as_deref()]
            .into_iter()
            .flatten()
            .map(|note| format!(" [{note}]"))
            .collect()
    }
}

/// A sentence that continues after other words. A first word that is code or an acronym stays as it
/// is.
fn uncapitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}
