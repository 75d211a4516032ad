//! What is written of the options for no one language: `docs/options.md`, and the options in
//! `tests/vectors/schema.json`.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Tables;
use super::docs::{NOTE, code, table};
use super::options::{Form, Opt, OptionSet};

/// `docs/options.md`.
pub(crate) fn page(tables: &Tables) -> String {
    let mut text = format!(
        "{NOTE}\n\n# Options\n\n\
         Every option of every function. The names are Python's; Node.js, Swift and Kotlin write `max_age` as `maxAge`, the command as\n\
         `--max-age`. An option that is misspelt, has the wrong form or is out of range is `ERR_OPTION_INVALID` in every language.\n"
    );
    for set in &tables.options {
        let functions: Vec<String> = set.functions.iter().map(|function| code(function)).collect();
        let rows = set.options.iter().map(|option| row(set, option)).collect();
        text.push_str(&format!(
            "\n## {}\n\n{} For {}.\n\n",
            set.name,
            set.description,
            functions.join(", ")
        ));
        text.push_str(&table(&["Option", "Form", "If not given", "What it does"], rows));
    }
    text.push_str("\n## Names\n\nOptions whose values are names, besides the [algorithms](algorithms.md):\n");
    for choice in &tables.choices {
        let rows = choice
            .values
            .iter()
            .map(|(name, meaning)| vec![code(name), meaning.clone()])
            .collect();
        text.push_str(&format!(
            "\n**{}**: {}\n\n{}",
            choice.name,
            super::options::uncapitalized(&choice.description),
            table(&["Name", "Meaning"], rows)
        ));
    }
    text
}

fn row(set: &OptionSet, option: &Opt) -> Vec<String> {
    let takers: Vec<String> = set.takers(option).into_iter().map(code).collect();
    let only = if takers.len() == set.functions.len() {
        String::new()
    } else {
        format!(" Only for {}.", takers.join(", "))
    };
    let waives = option
        .waives
        .as_ref()
        .map(|check| format!(" Waives the check of {check}."))
        .unwrap_or_default();
    let default = match &option.default {
        Some(default) if option.form == Form::Flag => default.clone(),
        Some(default) => super::options::readable(default, &option.form, &option.name),
        None => String::new(),
    };
    vec![
        code(&option.name),
        form(&option.form),
        default,
        format!("{}{only}{waives}", option.description),
    ]
}

fn form(form: &Form) -> String {
    match form {
        Form::Flag => "true or false",
        Form::Text => "text",
        Form::Texts => "list of texts",
        Form::TextOrTexts => "text, or a list of them",
        Form::Length => "length of time",
        Form::Time => "point in time",
        Form::Count => "whole number",
        Form::Bits => "2048, 3072, 4096 or 8192",
        Form::Object => "object",
        Form::Objects => "list of objects",
        Form::ObjectOrObjects => "object, or a list of them",
        Form::Name(of) => return format!("one of {of}"),
        Form::Names(of) => return format!("list of {of}"),
        Form::Secret => "text or bytes",
        Form::Bytes => "bytes",
        Form::Handle(of) if of == "Clock" => "function",
        Form::Handle(of) => return of.clone(),
    }
    .to_owned()
}

/// The sets whose options are in a case's `options`, or in `issue`. Those of keys are in the keys
/// themselves.
const IN_CASES: [&str; 19] = [
    "GenerateOptions",
    "TokenOptions",
    "IssuerOptions",
    "IssueOptions",
    "VerifyOptions",
    "JwsSignOptions",
    "JweEncryptOptions",
    "JwsVerifyOptions",
    "RemoteOptions",
    "RingOptions",
    "RevocationsOptions",
    "RevokeOptions",
    "EventOptions",
    "EntriesOptions",
    "StoreOptions",
    "StatusListsOptions",
    "ProofOptions",
    "ResourceOptions",
    "RequestOptions",
];

/// `tests/vectors/schema.json` with the options of the table between its own lines.
pub(crate) fn schema(tables: &Tables, before: &str) -> Result<String> {
    const START: &str = "    \"options\": {\n      \"type\": \"object\",\n      \"properties\": {\n";
    let start = before
        .find(START)
        .context("tests/vectors/schema.json has no options")?
        + START.len();
    let length = before[start..]
        .find("\n      },\n")
        .context("the options in tests/vectors/schema.json do not end")?;
    let mut lines: Vec<(String, String)> = Vec::new();
    for option in tables
        .options
        .iter()
        .filter(|set| IN_CASES.contains(&set.name.as_str()))
        .flat_map(|set| &set.options)
    {
        let Some(schema) = value_schema(&option.form) else {
            continue;
        };
        let line = format!("        \"{}\": {}", option.name, spaced(&schema.to_string()));
        match lines.iter_mut().find(|(name, _)| *name == option.name) {
            // An audience is expected as one or several, an issuer made as one: a case may hold
            // either.
            Some((_, known)) if line.len() > known.len() => *known = line,
            Some(_) => {}
            None => lines.push((option.name.clone(), line)),
        }
    }
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    Ok(format!(
        "{}{}{}",
        &before[..start],
        lines.join(",\n"),
        &before[start + length..]
    ))
}

fn value_schema(form: &Form) -> Option<Value> {
    let list = |items: Value| json!({ "type": "array", "items": items });
    Some(match form {
        Form::Flag => json!({ "type": "boolean" }),
        Form::Text | Form::Name(_) => json!({ "type": "string" }),
        Form::Texts | Form::Names(_) => list(json!({ "type": "string" })),
        Form::TextOrTexts => json!({ "anyOf": [{ "type": "string" }, list(json!({ "type": "string" }))] }),
        Form::Length => json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] }),
        Form::Time => json!({ "type": "number" }),
        Form::Count | Form::Bits => json!({ "type": "integer" }),
        // One parameter is an object here and a list of them there.
        Form::Object | Form::ObjectOrObjects => json!({ "$ref": "#/$defs/headers" }),
        Form::Objects => list(json!({ "type": "object" })),
        Form::Secret | Form::Bytes | Form::Handle(_) => return None,
    })
}

/// JSON as the rest of the schema has it: with a space after each colon and comma. No name in it
/// holds either.
fn spaced(json: &str) -> String {
    json.replace(':', ": ").replace(',', ", ")
}
