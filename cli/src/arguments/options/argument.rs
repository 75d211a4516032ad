//! One option of the core as an option of a command.

use std::sync::LazyLock;

use clap::builder::{StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches};
use serde_json::Value;
use tokenseal::{Form, OptionRow, OptionSet};

use super::super::names::Names;
use super::Calls;
use crate::input::Source;
use crate::json;

static SETS: LazyLock<Vec<OptionSet>> = LazyLock::new(tokenseal::option_sets);

/// An option of at least one of the functions that a command calls.
pub(super) struct Argument {
    pub(super) row: &'static OptionRow,
    /// The option of the same name of the function for arbitrary bytes, if both have it.
    pub(super) with_bytes: Option<&'static OptionRow>,
    /// Whether only the function for arbitrary bytes takes it.
    needs_bytes: bool,
}

impl Argument {
    /// The options of a command's functions: those of the first, in the table's order, then those
    /// that the others add.
    pub(super) fn all<C: Calls>() -> Vec<Self> {
        let mut arguments: Vec<Self> = Vec::new();
        for (index, function) in C::FUNCTIONS.iter().enumerate() {
            let is_for_bytes = C::HAS_BYTES && index > 0;
            for row in rows(function).filter(|row| can_be_given(row) && !C::LEFT_OUT.contains(&row.name)) {
                match arguments
                    .iter_mut()
                    .find(|argument| argument.row.name == row.name)
                {
                    Some(known) => known.with_bytes = Some(row).filter(|_| is_for_bytes),
                    None => arguments.push(Self {
                        row,
                        with_bytes: None,
                        needs_bytes: is_for_bytes,
                    }),
                }
            }
        }
        arguments
    }

    /// Every option of the table that can be given on a command line.
    pub(super) fn of_every_command() -> impl Iterator<Item = Self> {
        let rows = SETS
            .iter()
            .flat_map(|set| &set.rows)
            .filter(|row| can_be_given(row));
        rows.map(|row| Self {
            row,
            with_bytes: None,
            needs_bytes: false,
        })
    }

    /// The option's name, which is also its argument's id.
    pub(super) fn name(&self) -> &'static str {
        self.row.name
    }

    /// The name after the two hyphens. A list takes one value at a time, so its name is singular.
    pub(super) fn long_name(&self) -> String {
        let name = self.row.name;
        let singular = if is_list(self.row.form) {
            name.strip_suffix('s').unwrap_or(name)
        } else {
            name
        };
        let long = singular.replace('_', "-");
        match name {
            "b64" => "unencoded".to_owned(), // the name by which users know it
            _ if self.is_switch() => format!("no-{long}"),
            _ => long,
        }
    }

    /// Whether it is true unless the command turns it off.
    pub(super) fn is_switch(&self) -> bool {
        self.row.form == Form::Flag && self.row.default.as_deref() == Some("true")
    }

    /// Whether one of the functions takes several values.
    pub(super) fn is_repeatable(&self) -> bool {
        let takes_several = |row: &OptionRow| {
            is_list(row.form) || matches!(row.form, Form::TextOrTexts | Form::ObjectOrObjects)
        };
        takes_several(self.row) || self.with_bytes.is_some_and(takes_several)
    }

    /// None for options that are not given on a command line, such as a key.
    pub(super) fn to_clap(&self, all: &[Self]) -> Option<Arg> {
        let name = self.row.name;
        let arg = Arg::new(name).long(self.long_name());
        let arg = match self.row.form {
            Form::Flag => arg.action(ArgAction::SetTrue),
            // One in 64 random ids in base64url begins with a hyphen.
            Form::Text | Form::Texts | Form::TextOrTexts => arg
                .value_parser(StringValueParser::new().map(Value::String))
                .allow_hyphen_values(true),
            Form::Length => arg.value_parser(json::length).allow_negative_numbers(true),
            Form::Time | Form::Count | Form::Bits => {
                arg.value_parser(json::number).allow_negative_numbers(true)
            }
            Form::Object | Form::Objects | Form::ObjectOrObjects => {
                arg.value_parser(move |text: &str| json::object(name, text))
            }
            Form::Name(of) | Form::Names(of) => {
                let names = Names::of(of);
                arg.hide_possible_values(!names.are_described())
                    .value_parser(names.map(Value::String))
            }
            Form::Bytes => arg.value_parser(|text: &str| text.parse::<Source>()),
            _ => return None,
        };
        let arg = match self.row.form {
            Form::Flag => arg,
            _ => arg.value_name(self.value_name()).action(if self.is_repeatable() {
                ArgAction::Append
            } else {
                ArgAction::Set
            }),
        };
        let arg = if self.needs_bytes {
            arg.requires("bytes").help_heading("With --bytes")
        } else {
            arg.help_heading(self.row.heading)
        };
        let arg = match self.long_help(all) {
            Some(text) => arg.long_help(text),
            None => arg,
        };
        Some(arg.help(self.help(all)))
    }

    /// The value as the core reads it; None if it is not given.
    pub(super) fn value(&self, matches: &ArgMatches) -> Option<Value> {
        if self.row.form == Form::Flag {
            return matches
                .get_flag(self.row.name)
                .then_some(Value::Bool(!self.is_switch()));
        }
        let mut values: Vec<Value> = matches.get_many(self.row.name)?.cloned().collect();
        // The core refuses several values for a function that takes one.
        if values.len() == 1 && !is_list(self.row.form) {
            values.pop()
        } else {
            Some(Value::Array(values))
        }
    }

    /// Where the bytes come from, if that is what the option holds and it is given.
    pub(super) fn source(&self, matches: &ArgMatches) -> Option<Source> {
        if self.row.form == Form::Bytes {
            matches.get_one(self.row.name).cloned()
        } else {
            None
        }
    }

    fn value_name(&self) -> String {
        let name = match self.row.form {
            Form::Length => "LENGTH",
            Form::Time => "TIME",
            Form::Count => "N",
            Form::Object | Form::Objects | Form::ObjectOrObjects => "JSON",
            Form::Bytes => "BYTES",
            Form::Name("ContentEncryption") | Form::Names("ContentEncryption") => "ENC",
            Form::Name("Algorithm") | Form::Names("SignatureAlgorithm" | "KeyManagement") => "ALG",
            _ => {
                return self
                    .long_name()
                    .rsplit('-')
                    .next()
                    .unwrap_or_default()
                    .to_uppercase();
            }
        };
        name.to_owned()
    }
}

/// The rows of the table that a function takes.
pub(super) fn rows(function: &str) -> impl Iterator<Item = &'static OptionRow> {
    let sets = SETS.iter().filter(move |set| set.functions.contains(&function));
    sets.flat_map(|set| &set.rows)
        .filter(move |row| row.functions.is_empty() || row.functions.contains(&function))
}

/// Whether a command line can hold it: it is not a key, clock or secret.
fn can_be_given(row: &OptionRow) -> bool {
    !matches!(row.form, Form::Handle(_) | Form::Secret)
}

fn is_list(form: Form) -> bool {
    matches!(form, Form::Texts | Form::Objects | Form::Names(_))
}
