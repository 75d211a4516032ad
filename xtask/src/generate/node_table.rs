//! What JavaScript needs to know of options at run time: `lib/option_table.cjs`, and `test/options.json` for the test that tries every option.

use anyhow::{Context, Result};

use super::node_names::{NOTE, camel};
use super::node_options::{functions, quoted, taken_by};
use super::options::{Form, Opt, OptionSet};
use super::{Entry, Tables};

/// `option_table.cjs`: the options whose values do not cross as they are.
pub(crate) fn runtime(tables: &Tables) -> String {
    let rows = || tables.options.iter().flat_map(|set| &set.options);
    let mut times: Vec<String> = rows().filter(|option| option.form == Form::Time).map(|option| quoted(&camel(&option.name))).collect();
    times.sort();
    times.dedup();
    let beside = |(set, function): (&OptionSet, &String)| {
        let own = set.of(function).filter_map(|option| Some(format!("{}: {}", camel(&option.name), quoted(crossing(&option.form)?))));
        let own: Vec<String> = own.collect();
        (!own.is_empty()).then(|| format!("  {}: {{ {} }},\n", quoted(&camel(function)), own.join(", ")))
    };
    let beside: String = functions(tables).filter_map(beside).collect();
    format!(
        "{NOTE}\n'use strict'\n\n/** Options that are points in time. */\nconst TIMES = [{}]\n\n\
         /** What crosses next to the options, by function: its name and what it is, in the order in which the addon takes it. */\n\
         const BESIDE = {{\n{beside}}}\n\nmodule.exports = {{ BESIDE, TIMES }}\n",
        times.join(", ")
    )
}

/// `test/options.json`: the whole table by function, for the test that tries every row.
pub(crate) fn tried(tables: &Tables) -> Result<String> {
    let mut parts = Vec::new();
    for (set, function) in functions(tables) {
        let interface = taken_by(function).with_context(|| format!("no interface takes the options of {function}"))?;
        let rows: Vec<String> = set.of(function).map(|option| tried_row(tables, option)).collect();
        let options = if rows.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n    }}", rows.join(",\n")) };
        parts.push(format!("  \"{}\": {{\n    \"interface\": \"{interface}\",\n    \"options\": {options}\n  }}", camel(function)));
    }
    Ok(format!("{{\n{}\n}}\n", parts.join(",\n")))
}

fn tried_row(tables: &Tables, option: &Opt) -> String {
    let (form, more) = match &option.form {
        Form::Name(of) => ("name", format!(", \"sample\": \"{}\"", name_of(tables, option, of))),
        Form::Names(of) => ("names", format!(", \"sample\": [\"{}\"]", name_of(tables, option, of))),
        Form::Handle(of) => ("handle", format!(", \"of\": \"{of}\"")),
        Form::Flag => ("flag", String::new()),
        Form::Text => ("text", String::new()),
        Form::Texts => ("texts", String::new()),
        Form::TextOrTexts => ("text-or-texts", String::new()),
        Form::Length => ("length", String::new()),
        Form::Time => ("time", String::new()),
        Form::Count => ("count", String::new()),
        Form::Bits => ("bits", String::new()),
        Form::Object => ("object", String::new()),
        Form::Objects => ("objects", String::new()),
        Form::ObjectOrObjects => ("object-or-objects", String::new()),
        Form::Secret => ("secret", String::new()),
        Form::Bytes => ("bytes", String::new()),
    };
    format!("      \"{}\": {{ \"form\": \"{form}\", \"null\": {}{more} }}", camel(&option.name), option.null_is_absent)
}

/// A name that an option takes: its default, or the first one of the type.
fn name_of<'a>(tables: &'a Tables, option: &'a Opt, of: &str) -> &'a str {
    let first = |entries: &'a [Entry]| entries.first().map(|entry| entry.name.as_str());
    let first_choice = || {
        let values = &tables.choices.iter().find(|choice| choice.name == of)?.values;
        values.first().map(|(name, _)| name.as_str())
    };
    let known = match of {
        "Algorithm" | "SignatureAlgorithm" => first(&tables.signature),
        "KeyManagement" => first(&tables.key_management),
        "ContentEncryption" => first(&tables.content_encryption),
        _ => first_choice(),
    };
    option.default.as_deref().or(known).unwrap_or_default()
}

/// How a value crosses that is not part of the JSON text.
fn crossing(form: &Form) -> Option<&str> {
    match form {
        Form::Bytes => Some("Bytes"),
        Form::Secret => Some("Secret"),
        Form::Handle(of) => Some(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = r#"{ "errors": [], "signature": [], "key_management": [], "content_encryption": [], "curve": [], "limits": [],
        "choices": [{ "name": "Require", "description": "How many.", "values": [{ "name": "any", "description": "One." }] }],
        "options": [{ "name": "VerifyOptions", "description": "To check.", "functions": ["verify", "Verifier"], "rows": [
            { "name": "keys", "heading": "Keys", "description": "The keys.", "form": "handle", "of": "Keys", "null_is_absent": true, "functions": ["Verifier"] },
            { "name": "not_before", "heading": "Time", "description": "The time.", "form": "time", "functions": [] },
            { "name": "require", "heading": "Time", "description": "Some.", "form": "name", "of": "Require", "functions": ["verify"] },
            { "name": "payload", "heading": "Time", "description": "Bytes.", "form": "bytes", "null_is_absent": true, "functions": ["verify"] }
        ]}] }"#;

    #[test]
    fn lists_what_does_not_cross_as_it_is() {
        let text = runtime(&Tables::parse(TABLES).unwrap());
        assert!(text.contains("const TIMES = ['notBefore']\n"));
        assert!(text.contains("{\n  'verify': { payload: 'Bytes' },\n  'Verifier': { keys: 'Keys' },\n}"));
    }

    #[test]
    fn gives_a_sample_of_each_name() {
        let json: serde_json::Value = serde_json::from_str(&tried(&Tables::parse(TABLES).unwrap()).unwrap()).unwrap();
        assert_eq!(json["verify"]["interface"], "VerifyOptions");
        assert_eq!(json["verify"]["options"]["require"], serde_json::json!({ "form": "name", "null": false, "sample": "any" }));
        assert_eq!(json["Verifier"]["options"]["keys"], serde_json::json!({ "form": "handle", "null": true, "of": "Keys" }));
    }
}
