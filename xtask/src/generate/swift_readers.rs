//! In `bindings-swift/Tests/`: what reads the options of a test vector into the structs of the
//! package, and a list of all options for a test that gives every one to its functions.

use anyhow::Result;
use serde_json::json;

use super::Tables;
use super::options::{Form, Opt};
use super::swift::NOTE;
use super::swift_types::{STRUCTS, Struct, quoted, spelled};

/// `Operations/Options.swift`.
pub(crate) fn readers(tables: &Tables) -> Result<String> {
    let mut text = format!("{NOTE}\nimport Tokenseal\n");
    for one in &STRUCTS {
        text.push_str(&reader(one, tables)?);
    }
    text.push_str(&printers());
    Ok(text)
}

/// How the options of each function print.
fn printers() -> String {
    let case = |one: &Struct| {
        let functions: Vec<String> = one
            .functions
            .iter()
            .map(|(function, _)| format!("\"{function}\""))
            .collect();
        format!(
            "    case {}: try \"\\({}(options))\"\n",
            functions.join(", "),
            one.name
        )
    };
    format!(
        "\n/// How options print, by the function that takes them; nil where that has no struct of them.\n\
         public func printed(_ function: String, _ options: Json) throws -> String? {{\n    switch function {{\n{}    \
         default: nil\n    }}\n}}\n",
        STRUCTS.iter().map(case).collect::<String>()
    )
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
        Form::Name(of) if tables.choice(of).is_some() => "choice",
        Form::Names(of) if tables.choice(of).is_some() => "choices",
        Form::Name(_) => "name",
        Form::Names(_) => "names",
        // No member of a struct.
        Form::Secret | Form::Bytes | Form::Handle(_) => "other",
    }
}

/// How a name becomes a value, where the core and not the compiler knows the names.
fn made(form: &Form, tables: &Tables) -> String {
    match form {
        Form::Name(of) | Form::Names(of) if tables.choice(of).is_none() => format!(", {of}.init(named:)"),
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
                let (right, wrong) = sample(option, tables);
                let wrong = wrong.map(|wrong| format!(", #\"{wrong}\"#")).unwrap_or_default();
                let (name, form) = (&option.name, option.form.name().replace('-', " "));
                text.push_str(&format!(
                    "        OptionRow(\"{function}\", \"{name}\", \"{form}\", #\"{right}\"#{wrong}),\n"
                ));
            }
        }
    }
    text + "    ]\n}\n"
}

/// A value of an option as JSON, and a wrong one.
fn sample(option: &Opt, tables: &Tables) -> (String, Option<&'static str>) {
    let text = |value: serde_json::Value| value.to_string();
    match &option.form {
        Form::Flag => (text(json!(option.default.as_deref() == Some("false"))), None),
        Form::Text => (text(json!("x")), None),
        Form::Texts => (text(json!(["x"])), None),
        Form::TextOrTexts => (text(json!("x")), Some("[]")),
        Form::Length => (text(json!("15m")), Some("\"soon\"")),
        Form::Time => (text(json!(1_700_000_000)), None),
        Form::Count => (text(json!(50)), Some("-1")),
        Form::Bits => (text(json!(2048)), Some("-1")),
        Form::Object => (text(json!({ "x": 1 })), Some("[]")),
        Form::Objects => (text(json!([{ "x": 1 }])), Some("[[]]")),
        Form::ObjectOrObjects => (text(json!({ "x": 1 })), Some("[[]]")),
        Form::Name(of) => (text(json!(tables.names(of).first())), None),
        Form::Names(of) => (text(json!([tables.names(of).first()])), None),
        Form::Secret => (text(json!("x")), None),
        Form::Bytes => (text(json!("eA")), None),
        Form::Handle(_) => (text(json!(null)), None),
    }
}
