//! The form of the file as a JSON Schema: for editors, for the reference, and to find where a file
//! does not conform.
//!
//! It comes from the structs that the file is read into, and from the core's table of options.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use tokenseal::{
    ContentEncryption, Curve, Form, KeyManagement, OptionRow, OptionSet, SignatureAlgorithm, option_sets,
};

use super::{Address, Config, Own, Section};

static SETS: LazyLock<Vec<OptionSet>> = LazyLock::new(option_sets);

/// The name of an address's format, which no other tool knows.
pub(super) const ADDRESS: &str = "listen-address";

/// Which options of the core a section takes.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The set of the core's table.
    pub set: &'static str,
    /// The function that takes them, if the set has several.
    pub function: &'static str,
    /// Those that the section itself decides.
    pub left_out: &'static [&'static str],
}

/// The schema of the file.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<Config>();
    schema.insert("title".to_owned(), "The configuration of tokenseal-serve".into());
    let mut schema = schema.to_value();
    tidy(&mut schema);
    schema
}

/// Joins the lines of descriptions, and leaves out what means nothing in TOML, which has no null
/// and no C number types.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members
                .get("format")
                .is_some_and(|format| format.as_str().is_some_and(|name| name.starts_with("uint")))
            {
                members.remove("format");
            }
            if members.get("default") == Some(&Value::Null) {
                members.remove("default");
            }
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = &types[..] {
                    let only = only.clone();
                    members.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any)) = members.get_mut("anyOf") {
                any.retain(|one| one.get("type") != Some(&json!("null")));
                if let [Value::Object(only)] = &any[..] {
                    let only = only.clone();
                    members.remove("anyOf");
                    for (name, value) in only {
                        members.entry(name).or_insert(value);
                    }
                }
            }
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            members.values_mut().for_each(tidy);
        }
        Value::Array(list) => list.iter_mut().for_each(tidy),
        _ => {}
    }
}

impl<T: Own + JsonSchema> JsonSchema for Section<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    /// Its own members, and the options of the core.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            for (name, option) in properties_of(T::OPTIONS) {
                properties.entry(name).or_insert(option);
            }
        }
        schema
    }
}

/// A table that holds options of the core and nothing else.
pub(super) fn table_of(options: Options) -> Schema {
    json_schema!({ "type": "object", "properties": properties_of(options), "additionalProperties": false })
}

/// Options of fetching keys.
pub(super) fn fetch(_: &mut SchemaGenerator) -> Schema {
    table_of(Options {
        set: "RemoteOptions",
        function: "RemoteKeySet",
        left_out: &["issuer"],
    })
}

/// Options of following status lists.
pub(super) fn status_lists(_: &mut SchemaGenerator) -> Schema {
    table_of(Options {
        set: "StatusListsOptions",
        function: "StatusLists",
        left_out: &[],
    })
}

/// One address, or several.
pub(super) fn addresses(generator: &mut SchemaGenerator) -> Schema {
    let one = Address::json_schema(generator);
    json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }], "default": "127.0.0.1:8181" })
}

impl JsonSchema for Address {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": ADDRESS, "pattern": "^(unix:.+|.+:[0-9]+)$" })
    }
}

fn properties_of(options: Options) -> Map<String, Value> {
    let rows = SETS
        .iter()
        .filter(|set| set.name == options.set)
        .flat_map(|set| &set.rows);
    let taken = rows.filter(|row| row.functions.is_empty() || row.functions.contains(&options.function));
    let given = taken.filter(|row| !options.left_out.contains(&row.name));
    given
        .filter_map(|row| Some((row.name.to_owned(), property(row)?)))
        .collect()
}

/// An option of the core; None for what no file can hold, such as a key.
fn property(row: &OptionRow) -> Option<Value> {
    let mut schema = form(row.form)?;
    if let Value::Object(members) = &mut schema {
        members.insert(
            "description".to_owned(),
            row.description.replace('\n', " ").into(),
        );
        if let Some(default) = &row.default {
            let is_text = matches!(row.form, Form::Text | Form::Length | Form::Name(_));
            let value = serde_json::from_str(default).ok().filter(|_| !is_text);
            members.insert(
                "default".to_owned(),
                value.unwrap_or_else(|| default.as_str().into()),
            );
        }
    }
    Some(schema)
}

fn form(form: Form) -> Option<Value> {
    let object = || json!({ "type": "object" });
    Some(match form {
        Form::Flag => json!({ "type": "boolean" }),
        Form::Text => json!({ "type": "string" }),
        Form::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Form::TextOrTexts => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Form::Length => json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }),
        Form::Time => json!({ "type": "number" }),
        Form::Count => json!({ "type": "integer", "minimum": 1 }),
        Form::Bits => json!({ "type": "integer" }),
        Form::Object => object(),
        Form::Objects => json!({ "type": "array", "items": object() }),
        Form::ObjectOrObjects => json!({ "anyOf": [object(), { "type": "array", "items": object() }] }),
        Form::Name(of) => json!({ "type": "string", "enum": names(of) }),
        Form::Names(of) => json!({ "type": "array", "items": { "type": "string", "enum": names(of) } }),
        _ => return None,
    })
}

fn names(of: &str) -> Vec<&'static str> {
    let signatures = || SignatureAlgorithm::ALL.iter().map(|name| name.as_str());
    let management = || KeyManagement::ALL.iter().map(|name| name.as_str());
    match of {
        "Algorithm" => signatures().chain(management()).collect(),
        "SignatureAlgorithm" => signatures().collect(),
        "KeyManagement" => management().collect(),
        "ContentEncryption" => ContentEncryption::ALL.iter().map(|name| name.as_str()).collect(),
        "Curve" => Curve::ALL.iter().map(|name| name.as_str()).collect(),
        _ => {
            let choices = tokenseal::choices();
            choices
                .iter()
                .filter(|choice| choice.name == of)
                .flat_map(|choice| choice.values.iter().map(|(name, _)| *name))
                .collect()
        }
    }
}
