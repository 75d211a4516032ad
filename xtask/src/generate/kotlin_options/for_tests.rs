//! For the tests of the Kotlin package: `OptionsOfCase.kt`, which reads the options of a test
//! vector into the public classes, and `OptionTable.kt`, which gives every option of the table by
//! every way that there is.

use super::super::Tables;
use super::super::kotlin::{NOTE, constant};
use super::super::lookup::camel;
use super::super::options::{Form, Opt, OptionSet};
use super::builder::builder_name;
use super::{is_switch, parameters};

const TESTS: &str = "bindings-kotlin/src/test/kotlin/dev/tokenseal";

pub(super) fn files(tables: &Tables) -> Vec<(String, String)> {
    vec![
        (format!("{TESTS}/OptionsOfCase.kt"), readers(&tables.options)),
        (format!("{TESTS}/OptionTable.kt"), table(tables, &tables.options)),
    ]
}

/// `OptionsOfCase.kt`.
fn readers(sets: &[OptionSet]) -> String {
    let readers: String = sets.iter().map(reader).collect();
    format!(
        "{NOTE}\n// The options of a case, given through the builders: a text and a list, a length and its text are two things there.\n{readers}"
    )
}

fn reader(set: &OptionSet) -> String {
    let name = &set.name;
    let function = argument(name);
    let bytes = set.options.iter().filter(|option| option.form == Form::Bytes);
    let beside: String = bytes
        .map(|option| format!(", {}: ByteArray? = null", camel(&option.name)))
        .collect();
    let reads: String = set
        .options
        .iter()
        .filter_map(read)
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "\ninternal fun {function}(from: Members{beside}): {name} = {name}.builder().apply {{\n{reads}    from.done()\n}}.build()\n"
    )
}

/// What takes one option out of a case.
fn read(option: &Opt) -> Option<String> {
    let (wire, name) = (&option.name, builder_name(&camel(&option.name)));
    let one = |method: &str| format!("from.{method}(\"{wire}\")?.let {{ {name}(it) }}");
    let either = |method: &str| format!("from.{method}(\"{wire}\", {{ {name}(it) }}, {{ {name}(it) }})");
    Some(match &option.form {
        Form::Flag => one("flag"),
        Form::Text | Form::Secret => one("text"),
        Form::Texts => format!("from.texts(\"{wire}\")?.let {{ {name}(*it.toTypedArray()) }}"),
        Form::TextOrTexts => either("textOrTexts"),
        Form::Length => either("length"),
        Form::Time => one("instant"),
        Form::Count => one("whole"),
        Form::Bits => format!("from.whole(\"{wire}\")?.let {{ {name}(it.toInt()) }}"),
        Form::Object => one("json"),
        Form::Objects => one("jsons"),
        Form::ObjectOrObjects => either("jsonOrJsons"),
        Form::Name(of) => format!("from.text(\"{wire}\")?.let {{ {name}({of}.of(it)) }}"),
        Form::Names(of) => {
            format!("from.names(\"{wire}\") {{ {of}.of(it) }}?.let {{ {name}(*it.toTypedArray()) }}")
        }
        Form::Bytes => format!("{name}?.let {{ this.{name}(it) }}"),
        Form::Handle(_) => return None,
    })
}

/// `OptionTable.kt`.
fn table(tables: &Tables, sets: &[OptionSet]) -> String {
    let mut text = format!(
        "{NOTE}\nimport kotlinx.serialization.json.JsonObject\nimport kotlinx.serialization.json.JsonPrimitive\nimport java.time.Clock\n\
         import java.time.Instant\nimport kotlin.time.Duration.Companion.seconds\nimport java.time.Duration as JavaDuration\n\n\
         /** An option of the core's table, with the functions that take it and every way to give it. */\n\
         internal class OptionSample(val option: String, val functions: List<String>, val ways: List<OptionWay>)\n\n\
         /** One way to give an option, and the JSON that crosses. */\n\
         internal class OptionWay(val json: String, val options: Any, val crossing: String)\n\n\
         private val object1 = JsonObject(mapOf(\"x\" to JsonPrimitive(1)))\n\n\
         internal fun optionTable(): List<OptionSample> = listOf({}).flatten()\n",
        sets.iter()
            .map(|set| format!("samplesOf{}()", set.name))
            .collect::<Vec<_>>()
            .join(", ")
    );
    for set in sets {
        let samples: String = set
            .options
            .iter()
            .filter(|option| !matches!(option.form, Form::Handle(_)))
            .map(|one| sample(tables, set, one))
            .collect();
        text.push_str(&format!(
            "\nprivate fun samplesOf{}() = listOf(\n{samples})\n",
            set.name
        ));
    }
    text.push_str("\n// Handles are arguments: these compile where there is one for each.\n");
    for (class, more, first) in [
        ("Verifier", "", ""),
        ("Issuer", "", ""),
        ("Revocations", "", ""),
        (
            "ProtectedResource",
            "    accessRules: AccessRules,\n",
            "Verifier(key), ",
        ),
    ] {
        let handle = |option: &Opt| match &option.form {
            Form::Handle(of) => Some((camel(&option.name), of.clone())),
            _ => None,
        };
        let of_class = sets
            .iter()
            .filter(|set| set.functions.iter().any(|function| function == class));
        let handles: Vec<(String, String)> = of_class
            .flat_map(|set| set.of(class))
            .filter_map(handle)
            .collect();
        let given: Vec<String> = handles
            .iter()
            .map(|(name, of)| format!("{name} = {}", argument(of)))
            .collect();
        text.push_str(&format!(
            "\n@Suppress(\"UNUSED_PARAMETER\")\ninternal fun {}OfHandles(\n    keys: Keys,\n    key: Key,\n    revocations: Revocations,\n    \
             replayCache: ReplayCache,\n    statusLists: StatusLists,\n    clock: Clock,\n{more}) = {class}({first}{})\n",
            argument(class),
            given.join(", ")
        ));
    }
    text
}

/// A handle of this type as a name: `ReplayCache` is `replayCache`.
fn argument(of: &str) -> String {
    let mut letters = of.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(letters)
        .collect()
}

fn sample(tables: &Tables, set: &OptionSet, option: &Opt) -> String {
    let functions: Vec<String> = set
        .takers(option)
        .into_iter()
        .map(|function| format!("\"{function}\""))
        .collect();
    let way = |(json, options): (String, String)| {
        let json = if json.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{\"{}\":{json}}}", option.name)
        };
        format!("            {options}.let {{ OptionWay(\"\"\"{json}\"\"\", it, it.given.text) }},\n")
    };
    let named = parameters(tables, option)
        .into_iter()
        .map(|parameter| parameter.name)
        .zip(values(tables, option));
    let named =
        named.map(|(parameter, (json, value))| (json, format!("{}({parameter} = {value})", set.name)));
    let method = builder_name(&camel(&option.name));
    let built = builder_values(tables, option).into_iter();
    let built =
        built.map(|(json, value)| (json, format!("{}.builder().{method}({value}).build()", set.name)));
    let ways: String = named.chain(built).map(way).collect();
    format!(
        "    OptionSample(\n        \"{}\",\n        listOf({}),\n        listOf(\n{ways}        ),\n    ),\n",
        option.name,
        functions.join(", ")
    )
}

/// A value for each parameter of the constructor: as JSON, which is empty for what crosses
/// alongside it, and in Kotlin.
fn values(tables: &Tables, option: &Opt) -> Vec<(String, String)> {
    let value = |json: &str, kotlin: &str| (json.to_owned(), kotlin.to_owned());
    match &option.form {
        Form::Flag => vec![value(
            if is_switch(option) { "false" } else { "true" },
            if is_switch(option) { "false" } else { "true" },
        )],
        Form::Text => vec![value("\"a \\\"quoted\\\" text\"", "\"a \\\"quoted\\\" text\"")],
        Form::Texts => vec![value("[\"a\",\"b\"]", "listOf(\"a\", \"b\")")],
        Form::TextOrTexts => vec![
            value("\"a\"", "\"a\""),
            value("[\"a\",\"b\"]", "listOf(\"a\", \"b\")"),
        ],
        Form::Length => vec![value("90", "90.seconds")],
        Form::Time => vec![value("1800000000", "Instant.ofEpochSecond(1_800_000_000)")],
        Form::Count => vec![value("50", "50L")],
        Form::Bits => vec![value("2048", "2048")],
        Form::Object => vec![value("{\"x\":1}", "object1")],
        Form::Objects => vec![value("[{\"x\":1}]", "listOf(object1)")],
        Form::ObjectOrObjects => vec![
            value("{\"x\":1}", "object1"),
            value("[{\"x\":1}]", "listOf(object1)"),
        ],
        Form::Name(of) => last_name(tables, of)
            .map(|(json, entry)| value(&format!("\"{json}\""), &entry))
            .into_iter()
            .collect(),
        Form::Names(of) => last_name(tables, of)
            .map(|(json, entry)| value(&format!("[\"{json}\"]"), &format!("listOf({entry})")))
            .into_iter()
            .collect(),
        Form::Secret => vec![value("", "\"a secret text\"")],
        Form::Bytes => vec![value("", "byteArrayOf(1, 2)")],
        Form::Handle(_) => Vec::new(),
    }
}

/// A value for each method of the builder.
fn builder_values(tables: &Tables, option: &Opt) -> Vec<(String, String)> {
    let value = |json: &str, kotlin: &str| (json.to_owned(), kotlin.to_owned());
    match &option.form {
        Form::Flag if !is_switch(option) => vec![value("true", ""), value("false", "false")],
        Form::Texts => vec![value("[\"a\",\"b\"]", "\"a\", \"b\"")],
        Form::Length => vec![
            value("90", "JavaDuration.ofSeconds(90)"),
            value("\"2m\"", "\"2m\""),
        ],
        Form::Names(of) => last_name(tables, of)
            .map(|(json, entry)| value(&format!("[\"{json}\"]"), &entry))
            .into_iter()
            .collect(),
        _ => values(tables, option),
    }
}

/// The last name of a type, which is no default, and its entry.
fn last_name(tables: &Tables, of: &str) -> Option<(String, String)> {
    let name = *tables.names(of).last()?;
    // Algorithms keep the spelling of the RFCs.
    let (kind, entry) = match of {
        "Algorithm" => ("SignatureAlgorithm", constant(name)),
        "SignatureAlgorithm" | "KeyManagement" | "ContentEncryption" => (of, constant(name)),
        _ => (of, constant(name).to_uppercase()),
    };
    Some((name.to_owned(), format!("{kind}.{entry}")))
}
