//! In `bindings-swift/Tests/`: what reads the options of a test vector into the structs of the package, and a list of all options for a test that
//! gives every one to its functions.

use anyhow::Result;
use serde_json::json;

use super::options::{Form, Opt};
use super::swift::NOTE;
use super::swift_types::{STRUCTS, Struct, choice, quoted, spelled};
use super::{Entry, Tables};

/// `Operations/Options.swift`.
pub(crate) fn readers(tables: &Tables) -> Result<String> {
    let mut text = format!("{NOTE}\nimport Tokenseal\n");
    for one in &STRUCTS {
        text.push_str(&reader(one, tables)?);
    }
    Ok(text)
}

fn reader(one: &Struct, tables: &Tables) -> Result<String> {
    let set = one.set(tables)?;
    let line = |option: &&Opt| {
        let member = quoted(&spelled(&option.name));
        format!(
            "        {member} = try given.{}(\"{}\"{}) ?? {member}\n",
            kind(&option.form, tables),
            option.name,
            made(&option.form, tables)
        )
    };
    let lines: String = one.options(set).iter().map(line).collect();
    Ok(format!(
        "\nextension {} {{\n    init(_ options: Json?) throws {{\n        var given = Given(options)\n        self.init()\n{lines}        \
         try given.end()\n    }}\n}}\n",
        one.name
    ))
}

/// The method of `Given` that reads values of a form.
fn kind(form: &Form, tables: &Tables) -> &'static str {
    match form {
        Form::Flag => "flag",
        Form::Text => "text",
        Form::Texts => "texts",
        Form::TextOrTexts => "textOrTexts",
        Form::Length => "length",
        Form::Time => "time",
        Form::Count | Form::Bits => "count",
        Form::Object => "object",
        Form::Objects => "objects",
        Form::ObjectOrObjects => "objectOrObjects",
        Form::Name(of) if choice(of, tables).is_some() => "choice",
        Form::Names(of) if choice(of, tables).is_some() => "choices",
        Form::Name(_) => "name",
        Form::Names(_) => "names",
        // No member of a struct.
        Form::Secret | Form::Bytes | Form::Handle(_) => "other",
    }
}

/// How a name becomes a value, where the core and not the compiler knows the names.
fn made(form: &Form, tables: &Tables) -> String {
    match form {
        Form::Name(of) | Form::Names(of) if choice(of, tables).is_none() => format!(", {of}.init(named:)"),
        _ => String::new(),
    }
}

/// `TokensealTests/OptionRows.swift`.
pub(crate) fn rows(tables: &Tables) -> String {
    let mut text = format!(
        "{NOTE}\n/// An option of a function: a value that it takes, and one that it refuses, where Swift can say such.\n\
         struct OptionRow: Sendable {{\n    let function, name, form, right: String\n    let wrong: String?\n\n    \
         init(_ function: String, _ name: String, _ form: String, _ right: String, _ wrong: String? = nil) {{\n        \
         (self.function, self.name, self.form, self.right, self.wrong) = (function, name, form, right, wrong)\n    }}\n\n    \
         static let all = [\n"
    );
    for set in &tables.options {
        for function in &set.functions {
            for option in set.of(function) {
                let (form, right, wrong) = sample(option, tables);
                let wrong = wrong.map(|wrong| format!(", #\"{wrong}\"#")).unwrap_or_default();
                text.push_str(&format!("        OptionRow(\"{function}\", \"{}\", \"{form}\", #\"{right}\"#{wrong}),\n", option.name));
            }
        }
    }
    text + "    ]\n}\n"
}

/// The form of an option, a value of it, and a wrong one.
fn sample(option: &Opt, tables: &Tables) -> (&'static str, String, Option<&'static str>) {
    let text = |value: serde_json::Value| value.to_string();
    match &option.form {
        Form::Flag => ("flag", text(json!(option.default.as_deref() == Some("false"))), None),
        Form::Text => ("text", text(json!("x")), None),
        Form::Texts => ("texts", text(json!(["x"])), None),
        Form::TextOrTexts => ("text or texts", text(json!("x")), Some("[]")),
        Form::Length => ("length", text(json!("15m")), Some("\"soon\"")),
        Form::Time => ("time", text(json!(1_700_000_000)), None),
        Form::Count => ("count", text(json!(50)), Some("-1")),
        Form::Bits => ("bits", text(json!(2048)), Some("-1")),
        Form::Object => ("object", text(json!({ "x": 1 })), Some("[]")),
        Form::Objects => ("objects", text(json!([{ "x": 1 }])), Some("[[]]")),
        Form::ObjectOrObjects => ("object or objects", text(json!({ "x": 1 })), Some("[[]]")),
        Form::Name(of) => ("name", text(json!(name(of, tables))), None),
        Form::Names(of) => ("names", text(json!([name(of, tables)])), None),
        Form::Secret => ("secret", text(json!("x")), None),
        Form::Bytes => ("bytes", text(json!("eA")), None),
        Form::Handle(_) => ("handle", text(json!(null)), None),
    }
}

fn name<'a>(of: &str, tables: &'a Tables) -> Option<&'a str> {
    let first = |entries: &'a [Entry]| entries.first().map(|entry| entry.name.as_str());
    match of {
        "Algorithm" | "SignatureAlgorithm" => first(&tables.signature),
        "KeyManagement" => first(&tables.key_management),
        "ContentEncryption" => first(&tables.content_encryption),
        "Curve" => first(&tables.curve),
        _ => choice(of, tables).and_then(|choice| choice.values.first()).map(|(name, _)| name.as_str()),
    }
}
