//! The core's table of options, as `core/examples/tables.rs` prints it: what every language's
//! option types are written from.

use anyhow::{Result, bail};
use serde_json::Value;

use super::{rows, text};

/// The options of one or several functions: a struct of the core.
pub(crate) struct OptionSet {
    /// The core's name, such as `VerifyOptions`.
    pub(crate) name: String,
    pub(crate) description: String,
    /// Functions and classes by their names in Python: `verify`, `Verifier`, `jws.sign`.
    pub(crate) functions: Vec<String>,
    pub(crate) options: Vec<Opt>,
}

/// One option.
#[derive(Clone)]
pub(crate) struct Opt {
    /// In the core's spelling.
    pub(crate) name: String,
    /// What it stands under in references.
    pub(crate) heading: String,
    /// One or more sentences.
    pub(crate) description: String,
    pub(crate) form: Form,
    pub(crate) null_is_absent: bool,
    /// What holds if it is not given, as text; None if that is nothing.
    pub(crate) default: Option<String>,
    /// The check that it waives.
    pub(crate) waives: Option<String>,
    /// The functions of the set that take it; empty if all do.
    functions: Vec<String>,
}

/// What the values of an option look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Flag,
    Text,
    Texts,
    TextOrTexts,
    Length,
    Time,
    Count,
    Bits,
    Object,
    Objects,
    ObjectOrObjects,
    /// One name of this type: `Profile`, `SignatureAlgorithm` and so on.
    Name(String),
    /// A list of names of this type.
    Names(String),
    /// Bytes, or text for its UTF-8, that must be kept secret.
    Secret,
    /// Bytes, which cross alongside the JSON.
    Bytes,
    /// Not JSON at all, by its type: `Keys`, `Key`, `Clock`. An argument alongside the options.
    Handle(String),
}

/// A type of option whose values are names.
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) description: String,
    /// Each name, and what it means.
    pub(crate) values: Vec<(String, String)>,
}

impl OptionSet {
    pub(super) fn parse_all(tables: &Value) -> Result<Vec<Self>> {
        rows(tables, "options")?.iter().map(Self::parse).collect()
    }

    fn parse(set: &Value) -> Result<Self> {
        let options = rows(set, "rows")?.iter().map(Opt::parse).collect::<Result<_>>()?;
        let (name, description) = (
            text(set, "name", "options")?,
            text(set, "description", "options")?,
        );
        Ok(Self {
            name,
            description,
            functions: texts(set, "functions"),
            options,
        })
    }

    /// The options that a function takes, in their order.
    pub(crate) fn of<'a>(&'a self, function: &'a str) -> impl Iterator<Item = &'a Opt> {
        self.options.iter().filter(move |option| {
            option.functions.is_empty() || option.functions.iter().any(|one| one == function)
        })
    }
}

impl Opt {
    fn parse(row: &Value) -> Result<Self> {
        let member = |name: &str| text(row, name, "options");
        let optional = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            name: member("name")?,
            heading: member("heading")?,
            description: member("description")?,
            form: Form::parse(&member("form")?, optional("of"))?,
            null_is_absent: row
                .get("null_is_absent")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            default: optional("default"),
            waives: optional("waives"),
            functions: texts(row, "functions"),
        })
    }

    /// Whether a function takes it that not all functions of its set do.
    pub(crate) fn is_named_by(&self, function: &str) -> bool {
        self.functions.iter().any(|one| one == function)
    }

    /// Whether it crosses as JSON.
    pub(crate) fn is_value(&self) -> bool {
        !matches!(self.form, Form::Bytes | Form::Handle(_))
    }

    /// The description with what holds if the option is not given: `…; 256 KiB if not given.` For
    /// pages and comments.
    pub(crate) fn described(&self) -> String {
        match &self.default {
            Some(default) if !matches!(self.form, Form::Flag) => {
                let first_end = self.description.find(". ").unwrap_or(self.description.len() - 1);
                let (first, rest) = self.description.split_at(first_end);
                format!(
                    "{first}; {} if not given{rest}",
                    readable(default, &self.form, &self.name)
                )
            }
            _ => self.description.clone(),
        }
    }

    /// The same with a small first letter, for lists of parameters.
    pub(crate) fn described_after_colon(&self) -> String {
        uncapitalized(&self.described())
    }
}

impl Form {
    fn parse(name: &str, of: Option<String>) -> Result<Self> {
        Ok(match (name, of) {
            ("flag", None) => Form::Flag,
            ("text", None) => Form::Text,
            ("texts", None) => Form::Texts,
            ("text-or-texts", None) => Form::TextOrTexts,
            ("length", None) => Form::Length,
            ("time", None) => Form::Time,
            ("count", None) => Form::Count,
            ("bits", None) => Form::Bits,
            ("object", None) => Form::Object,
            ("objects", None) => Form::Objects,
            ("object-or-objects", None) => Form::ObjectOrObjects,
            ("name", Some(of)) => Form::Name(of),
            ("names", Some(of)) => Form::Names(of),
            ("secret", None) => Form::Secret,
            ("bytes", None) => Form::Bytes,
            ("handle", Some(of)) => Form::Handle(of),
            _ => bail!("core/examples/tables.rs: no generator knows options of the form `{name}`"),
        })
    }

    /// The name that it was parsed from.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Form::Flag => "flag",
            Form::Text => "text",
            Form::Texts => "texts",
            Form::TextOrTexts => "text-or-texts",
            Form::Length => "length",
            Form::Time => "time",
            Form::Count => "count",
            Form::Bits => "bits",
            Form::Object => "object",
            Form::Objects => "objects",
            Form::ObjectOrObjects => "object-or-objects",
            Form::Name(_) => "name",
            Form::Names(_) => "names",
            Form::Secret => "secret",
            Form::Bytes => "bytes",
            Form::Handle(_) => "handle",
        }
    }

    /// The type whose names or handles it takes.
    pub(crate) fn of(&self) -> Option<&str> {
        match self {
            Form::Name(of) | Form::Names(of) | Form::Handle(of) => Some(of),
            _ => None,
        }
    }
}

impl Choice {
    pub(super) fn parse_all(tables: &Value) -> Result<Vec<Self>> {
        let choice = |choice: &Value| {
            let value = |value: &Value| {
                Ok((
                    text(value, "name", "choices")?,
                    text(value, "description", "choices")?,
                ))
            };
            let values = rows(choice, "values")?.iter().map(value).collect::<Result<_>>()?;
            Ok(Self {
                name: text(choice, "name", "choices")?,
                description: text(choice, "description", "choices")?,
                values,
            })
        };
        rows(tables, "choices")?.iter().map(choice).collect()
    }
}

/// A default as people write it: sizes in KiB, large numbers with commas, texts as code.
pub(crate) fn readable(default: &str, form: &Form, name: &str) -> String {
    const KIB: u64 = 1024;
    match (form, default.parse::<u64>()) {
        (Form::Length, Ok(0)) => "zero".to_owned(),
        // As the lengths of keys are written elsewhere.
        (Form::Bits, _) => default.to_owned(),
        (Form::Count, Ok(number)) if name.ends_with("_bytes") && number % KIB == 0 => {
            format!("{} KiB", number / KIB)
        }
        (_, Ok(_)) => super::docs::grouped(default),
        // Words are no code.
        (Form::Time, Err(_)) => default.to_owned(),
        (_, Err(_)) => format!("`{default}`"),
    }
}

/// A sentence that goes on after a colon. A first word that is code or an acronym stays as it is.
pub(crate) fn uncapitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

fn texts(row: &Value, name: &str) -> Vec<String> {
    let list = row.get(name).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(form: &str, default: Option<&str>, name: &str, description: &str) -> Opt {
        let row = serde_json::json!({ "name": name, "heading": "Limits", "description": description, "form": form, "default": default });
        Opt::parse(&row).unwrap()
    }

    #[test]
    fn tells_what_holds_if_an_option_is_not_given() {
        let described =
            |form, default, name, description| option(form, default, name, description).described();
        assert_eq!(
            described("count", Some("262144"), "max_token_bytes", "The longest token."),
            "The longest token; 256 KiB if not given."
        );
        assert_eq!(
            described("count", Some("1000000"), "max_x", "Most. More."),
            "Most; 1,000,000 if not given. More."
        );
        assert_eq!(
            described("length", Some("0"), "leeway", "How far."),
            "How far; zero if not given."
        );
        assert_eq!(
            described("bits", Some("2048"), "bits", "The length."),
            "The length; 2048 if not given."
        );
        assert_eq!(
            described("text", Some("JWT"), "type", "The type."),
            "The type; `JWT` if not given."
        );
        assert_eq!(
            described("flag", Some("false"), "strict", "Be strict."),
            "Be strict."
        );
    }

    #[test]
    fn goes_on_after_a_colon() {
        assert_eq!(uncapitalized("The `iss`."), "the `iss`.");
        assert_eq!(uncapitalized("A key."), "a key.");
        assert_eq!(uncapitalized("JSON text."), "JSON text.");
    }

    #[test]
    fn refuses_a_form_that_no_generator_knows() {
        assert!(Form::parse("matrix", None).is_err());
        assert!(Form::parse("name", None).is_err());
    }
}
