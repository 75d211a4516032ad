//! `schema.json` and the reference page match the structs.
//! `TOKENSEAL_GENERATE=1 cargo test -p tokenseal-serve` writes them.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::config::schema;

#[test]
fn the_schema_is_that_of_the_structs() {
    compare("src/config/schema.json", &format!("{:#}\n", schema()));
}

#[test]
fn the_page_tells_every_option() {
    compare("../docs/serve-options.md", &page(&schema()));
}

fn compare(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TOKENSEAL_GENERATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "{} has drifted: run TOKENSEAL_GENERATE=1 cargo test -p tokenseal-serve --lib",
        path.display()
    );
}

fn page(schema: &Value) -> String {
    let mut page = "<!-- Generated from the server's structs and the core's options by its tests. Do not edit. -->\n\n\
        # The configuration of tokenseal serve\n\n\
        One TOML file. Paths are relative to its folder; a length of time is text such as `30s`, `15m`, `12h`\n\
        or `30d`, or a number of seconds. `tokenseal-serve --schema` prints the same as a JSON Schema, for\n\
        editors; `tokenseal-serve --check-config` says what is wrong with a file, and how to fix it.\n\n"
        .to_owned();
    section(&mut page, "At the top, before the first section", None, schema);
    for (name, form) in members(schema) {
        let (head, form) = match kind(form) {
            "list of sections" => (format!("[[{name}]]"), &form["items"]),
            "section" => (format!("[{name}]"), form),
            _ => continue,
        };
        section(
            &mut page,
            &format!("`{head}`"),
            members(schema)
                .find(|(own, _)| *own == name)
                .and_then(|(_, form)| text(form, "description")),
            form,
        );
        for (inner, form) in members(form).filter(|(_, form)| form.get("properties").is_some()) {
            section(
                &mut page,
                &format!("`{}.{inner}`", name),
                text(form, "description"),
                form,
            );
        }
    }
    page
}

fn section(page: &mut String, head: &str, description: Option<&str>, schema: &Value) {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    writeln!(page, "## {head}\n").unwrap();
    if let Some(description) = description {
        writeln!(page, "{description}\n").unwrap();
    }
    writeln!(
        page,
        "| Option | Form | If not given | What it does |\n| --- | --- | --- | --- |"
    )
    .unwrap();
    for (name, form) in members(schema) {
        if head.starts_with("At the top")
            && kind(form).ends_with("section") | kind(form).ends_with("sections")
        {
            continue;
        }
        let absent = match (required.contains(&name), form.get("default")) {
            (true, _) => "required".to_owned(),
            (_, None) => String::new(),
            (_, Some(Value::Array(list))) if list.is_empty() => String::new(),
            (_, Some(Value::Object(table))) if table.is_empty() => String::new(),
            (_, Some(Value::String(text))) => format!("`{text}`"),
            (_, Some(other)) => format!("`{other}`"),
        };
        let description = text(form, "description").unwrap_or_default().replace('|', "\\|");
        writeln!(page, "| `{name}` | {} | {absent} | {description} |", shown(form)).unwrap();
    }
    writeln!(page).unwrap();
}

fn members(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, form)| (name.as_str(), form))
}

fn text<'a>(schema: &'a Value, name: &str) -> Option<&'a str> {
    schema.get(name).and_then(Value::as_str)
}

/// The kind, with the names if there are any.
fn shown(form: &Value) -> String {
    let (list, of) = match text(form, "type") {
        Some("array") => ("list of ", &form["items"]),
        _ => ("", form),
    };
    let names = of["enum"].as_array().cloned().unwrap_or_default();
    let described = of["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one["const"].clone());
    let names: Vec<String> = names
        .into_iter()
        .chain(described)
        .map(|name| format!("`{}`", name.as_str().unwrap()))
        .collect();
    if names.is_empty() {
        kind(form).to_owned()
    } else {
        format!("{list}{}", names.join(", "))
    }
}

fn kind(schema: &Value) -> &'static str {
    match (
        text(schema, "type"),
        schema["items"].get("properties").is_some(),
        schema.get("anyOf").is_some(),
    ) {
        (Some("array"), true, _) => "list of sections",
        (Some("array"), ..) => "list of texts",
        (Some("object"), ..) if schema.get("properties").is_some() => "section",
        (Some("object"), ..) => "table",
        (Some("string"), ..) if schema.get("enum").is_some() => "one of its names",
        (Some("string"), ..) => "text",
        (Some("integer"), ..) => "whole number",
        (Some("number"), ..) => "number",
        (Some("boolean"), ..) => "true or false",
        (_, _, true) if schema["anyOf"][1]["type"] == "number" => "length of time",
        (_, _, true) => "text, or list of texts",
        _ => "one of its names",
    }
}
