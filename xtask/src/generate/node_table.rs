//! What JavaScript needs to know of options at run time: `lib/option_table.cjs`, and
//! `test/options.json` for the test that tries every option.

use anyhow::{Context, Result};

use super::Tables;
use super::lookup::camel;
use super::node_names::NOTE;
use super::node_options::{quoted, taken_by};
use super::options::{Form, Opt, OptionSet};

/// `option_table.cjs`: the options whose values do not cross as they are.
pub(crate) fn runtime(tables: &Tables) -> String {
    let rows = || tables.options.iter().flat_map(|set| &set.options);
    let mut times: Vec<String> = rows()
        .filter(|option| option.form == Form::Time)
        .map(|option| quoted(&camel(&option.name)))
        .collect();
    times.sort();
    times.dedup();
    let beside = |(set, function): (&OptionSet, &String)| {
        let own = set
            .of(function)
            .filter_map(|option| Some(format!("{}: {}", camel(&option.name), quoted(crossing(option)?))));
        let own: Vec<String> = own.collect();
        (!own.is_empty()).then(|| format!("  {}: {{ {} }},\n", quoted(&camel(function)), own.join(", ")))
    };
    let beside: String = tables.functions().filter_map(beside).collect();
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
    for (set, function) in tables.functions() {
        let interface =
            taken_by(function).with_context(|| format!("no interface takes the options of {function}"))?;
        let rows: Vec<String> = set.of(function).map(|option| tried_row(tables, option)).collect();
        let options = if rows.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{\n{}\n    }}", rows.join(",\n"))
        };
        parts.push(format!(
            "  \"{}\": {{\n    \"interface\": \"{interface}\",\n    \"options\": {options}\n  }}",
            camel(function)
        ));
    }
    Ok(format!("{{\n{}\n}}\n", parts.join(",\n")))
}

fn tried_row(tables: &Tables, option: &Opt) -> String {
    let more = match &option.form {
        Form::Name(of) => format!(", \"sample\": \"{}\"", name_of(tables, option, of)),
        Form::Names(of) => format!(", \"sample\": [\"{}\"]", name_of(tables, option, of)),
        Form::Handle(of) => format!(", \"of\": \"{of}\""),
        _ => String::new(),
    };
    let form = option.form.name();
    format!(
        "      \"{}\": {{ \"form\": \"{form}\", \"null\": {}{more} }}",
        camel(&option.name),
        option.null_is_absent
    )
}

/// A name that an option takes: its default, or the first one of the type.
fn name_of<'a>(tables: &'a Tables, option: &'a Opt, of: &str) -> &'a str {
    option
        .default
        .as_deref()
        .or_else(|| tables.names(of).first().copied())
        .unwrap_or_default()
}

/// How a value crosses that is not part of the JSON text. If null is not a key, the reader must
/// know.
fn crossing(option: &Opt) -> Option<&str> {
    match &option.form {
        Form::Bytes => Some("Bytes"),
        Form::Secret => Some("Secret"),
        Form::Handle(of) if of == "Key" && !option.null_is_absent => Some("KeyNotNull"),
        Form::Handle(of) => Some(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tables;
    use super::*;

    const ROWS: &str = r#"[
            { "name": "keys", "heading": "Keys", "description": "The keys.", "form": "handle", "of": "Keys", "null_is_absent": true, "functions": ["Verifier"] },
            { "name": "not_before", "heading": "Time", "description": "The time.", "form": "time", "functions": [] },
            { "name": "require", "heading": "Time", "description": "Some.", "form": "name", "of": "Require", "functions": ["verify"] },
            { "name": "payload", "heading": "Time", "description": "Bytes.", "form": "bytes", "null_is_absent": true, "functions": ["verify"] }
        ]"#;

    #[test]
    fn lists_what_does_not_cross_as_it_is() {
        let text = runtime(&tables(ROWS));
        assert!(text.contains("const TIMES = ['notBefore']\n"));
        assert!(text.contains("{\n  'verify': { payload: 'Bytes' },\n  'Verifier': { keys: 'Keys' },\n}"));
    }

    #[test]
    fn gives_a_sample_of_each_name() {
        let json: serde_json::Value = serde_json::from_str(&tried(&tables(ROWS)).unwrap()).unwrap();
        assert_eq!(json["verify"]["interface"], "VerifyOptions");
        assert_eq!(
            json["verify"]["options"]["require"],
            serde_json::json!({ "form": "name", "null": false, "sample": "any" })
        );
        assert_eq!(
            json["Verifier"]["options"]["keys"],
            serde_json::json!({ "form": "handle", "null": true, "of": "Keys" })
        );
    }
}
