//! Whether a file conforms to the schema: each place where it does not, with what to do about it.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::Address;
use super::problem::{Problem, Step};
use super::schema::ADDRESS;

/// Names this similar may be what was meant.
const ALIKE: f64 = 0.8;
/// At most this many names are listed; for more, see the reference.
const FEW: usize = 10;

/// What does not conform to the schema.
pub(super) fn problems(table: &DeTable<'_>, schema: &Value) -> Vec<Problem> {
    let mut reader = Reader {
        top: schema.get("properties").and_then(Value::as_object),
        place: Vec::new(),
        found: Vec::new(),
    };
    reader.table(table, schema);
    reader.found
}

struct Reader<'a> {
    /// The members before the first section.
    top: Option<&'a Map<String, Value>>,
    place: Vec<Step>,
    found: Vec<Problem>,
}

impl Reader<'_> {
    fn say(&mut self, message: impl Into<String>) {
        self.found.push(Problem::new(self.place.iter().cloned(), message));
    }

    fn at(&mut self, step: impl Into<Step>, look: impl FnOnce(&mut Self)) {
        self.place.push(step.into());
        look(self);
        self.place.pop();
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &Value) {
        let known = schema.get("properties").and_then(Value::as_object);
        let any = schema
            .get("additionalProperties")
            .filter(|any| **any != Value::Bool(false));
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let form = known.and_then(|known| known.get(name)).or(any);
            self.at(name, |reader| match (form, known) {
                (Some(form), _) => reader.value(value.get_ref(), form),
                (None, Some(known)) => reader.unknown(name, known),
                (None, None) => {}
            });
        }
        for name in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !table.contains_key(name) {
                let about = known
                    .and_then(|known| known.get(name))
                    .and_then(|form| form.get("description"))
                    .and_then(Value::as_str);
                let about = about
                    .and_then(|text| text.split_inclusive('.').next())
                    .unwrap_or_default();
                self.say(format!("{name} is missing. {about}").trim_end());
            }
        }
    }

    fn value(&mut self, value: &DeValue<'_>, schema: &Value) {
        if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            return match any.iter().find(|form| has_type(value, form)) {
                Some(form) => self.value(value, form),
                None => self.say(format!(
                    "is {}: give {}",
                    kind(value),
                    any.iter().map(wanted).collect::<Vec<_>>().join(" or ")
                )),
            };
        }
        if !has_type(value, schema) {
            return self.say(format!("is {}: give {}", kind(value), wanted(schema)));
        }
        match value {
            DeValue::Table(table) => self.table(table, schema),
            DeValue::Array(list) => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                for (index, value) in list.iter().enumerate() {
                    self.at(index, |reader| reader.value(value.get_ref(), items));
                }
                if list.is_empty() && schema.get("minItems").is_some() {
                    self.say("is an empty list: name at least one, or leave it out");
                }
            }
            DeValue::String(text) => self.name(text, schema),
            DeValue::Integer(number) => {
                let number = i128::from_str_radix(number.as_str(), number.radix()).ok();
                let least = schema.get("minimum").and_then(Value::as_f64);
                if let (Some(number), Some(least)) = (number, least)
                    && (number as f64) < least
                {
                    self.say(format!("is {number}: give at least {least}"));
                }
            }
            _ => {}
        }
    }

    /// A string that must be one of several names.
    fn name(&mut self, text: &str, schema: &Value) {
        if schema.get("format").is_some_and(|format| format == ADDRESS)
            && let Err(message) = text.parse::<Address>()
        {
            return self.say(message);
        }
        let names = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let described = schema
            .get("oneOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|one| one.get("const"));
        let names: Vec<&str> = names.chain(described).filter_map(Value::as_str).collect();
        if names.is_empty() || names.contains(&text) {
            return;
        }
        let what = if shows(text) {
            format!("{text:?}")
        } else {
            "this".to_owned()
        };
        self.say(match like(text, names.iter().copied()) {
            Some(meant) => format!("{what} is not known here: did you mean {meant:?}?"),
            None => format!(
                "{what} is not known here: give {}",
                listed(names.into_iter(), "or")
            ),
        });
    }

    fn unknown(&mut self, name: &str, known: &Map<String, Value>) {
        let is_above = self.place.len() > 1 && self.top.is_some_and(|top| top.contains_key(name));
        self.say(match like(name, known.keys().map(String::as_str)) {
            _ if is_above => {
                "does not belong to this section: it stands at the top of the file, before the first section"
                    .to_owned()
            }
            Some(meant) => format!("is not known here: did you mean {meant}?"),
            None if known.len() <= FEW => format!(
                "is not known here: there are {}",
                listed(known.keys().map(String::as_str), "and")
            ),
            None => "is not known here: tokenseal-serve --schema tells what is".to_owned(),
        });
    }
}

/// The name that may be what was meant.
fn like<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let text = plain(text);
    let alike = |name: &str| strsim::jaro_winkler(&text, &plain(name));
    let best = names.max_by(|one, other| alike(one).total_cmp(&alike(other)))?;
    (alike(best) >= ALIKE).then_some(best)
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, word: &str) -> String {
    let names: Vec<&str> = names.collect();
    match &names[..] {
        [others @ .., last] if !others.is_empty() => format!("{} {word} {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Whether a name is short and plain enough to be shown, so that it cannot be a secret in the wrong
/// place.
fn shows(text: &str) -> bool {
    text.len() <= 24
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(&byte))
}

fn has_type(value: &DeValue<'_>, schema: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        None if schema.get("oneOf").is_some() => matches!(value, DeValue::String(_)),
        Some("string") => matches!(value, DeValue::String(_)),
        Some("integer") => matches!(value, DeValue::Integer(_)),
        Some("number") => matches!(value, DeValue::Integer(_) | DeValue::Float(_)),
        Some("boolean") => matches!(value, DeValue::Boolean(_)),
        Some("array") => matches!(value, DeValue::Array(_)),
        Some("object") => matches!(value, DeValue::Table(_)),
        _ => true,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

fn wanted(schema: &Value) -> String {
    let of = |schema: &Value| schema.get("type").and_then(Value::as_str).map(str::to_owned);
    match of(schema).as_deref() {
        Some("string") => "a text in quotes".to_owned(),
        None if schema.get("oneOf").is_some() => "a text in quotes".to_owned(),
        Some("integer") => "a whole number".to_owned(),
        Some("number") => "a number".to_owned(),
        Some("boolean") => "true or false, without quotes".to_owned(),
        Some("array") => match schema.get("items").and_then(of).as_deref() {
            Some("object") => "sections, each with its name in double brackets: [[…]]".to_owned(),
            _ => "a list, in brackets".to_owned(),
        },
        Some("object") => "a section, with its name in brackets: […]".to_owned(),
        _ => "another value".to_owned(),
    }
}
