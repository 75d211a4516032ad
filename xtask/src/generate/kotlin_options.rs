//! In the Kotlin package: a class for each set of options, with a builder for Java, the enums of
//! their names, and functions that take the options as arguments. And for its tests, a reader of
//! vectors and every option in every way.

mod arguments;
mod builder;
mod for_tests;
mod names;
mod spelling;

use self::builder::{builder_doc, builder_methods};
use self::names::choice_constant;
use self::spelling::{function_name, kdoc, only, plural};
use super::Tables;
use super::lookup::camel;
use super::options::{Form, Opt, OptionSet};
use crate::template::fill;

const SOURCES: &str = "bindings-kotlin/src/main/kotlin/dev/tokenseal";

/// Everything that is written, by its path.
pub(crate) fn files(tables: &Tables) -> Vec<(String, String)> {
    let mut files = vec![
        (format!("{SOURCES}/OptionNames.kt"), names::names(tables)),
        (
            format!("{SOURCES}/OptionArguments.kt"),
            arguments::arguments(tables),
        ),
    ];
    for set in &tables.options {
        files.push((format!("{SOURCES}/{}.kt", set.name), class(tables, set)));
    }
    files.extend(for_tests::files(tables));
    files
}

/// The parameters of the function for one option: name, type, default and doc text.
struct Parameter {
    name: String,
    kind: String,
    default: String,
    doc: String,
}

/// One option: two parameters where it may be one value or several.
fn parameters(tables: &Tables, option: &Opt) -> Vec<Parameter> {
    let name = camel(&option.name);
    let doc = tables.spelled(&option.described_after_colon(), camel);
    let parameter = |name: &str, kind: &str, default: &str, doc: &str| Parameter {
        name: name.to_owned(),
        kind: kind.to_owned(),
        default: default.to_owned(),
        doc: doc.to_owned(),
    };
    let optional = |kind: &str| vec![parameter(&name, &format!("{kind}?"), "null", &doc)];
    match &option.form {
        Form::Flag => vec![parameter(
            &name,
            "Boolean",
            if is_switch(option) { "true" } else { "false" },
            &doc,
        )],
        Form::Text | Form::Secret => optional("String"),
        Form::Texts => optional("Collection<String>"),
        Form::TextOrTexts => {
            let several = format!("several of them, [{name}] among them.");
            vec![
                parameter(&name, "String?", "null", &doc),
                parameter(&plural(&name), "Collection<String>?", "null", &several),
            ]
        }
        Form::Length => optional("Duration"),
        Form::Time => optional("Instant"),
        Form::Count => optional("Long"),
        Form::Bits => optional("Int"),
        Form::Object => optional("JsonObject"),
        Form::Objects => optional("Collection<JsonObject>"),
        Form::ObjectOrObjects => {
            let each = format!("one object for each key, instead of [{name}].");
            vec![
                parameter(&name, "JsonObject?", "null", &doc),
                parameter(&plural(&name), "Collection<JsonObject>?", "null", &each),
            ]
        }
        Form::Name(of) => match choice_default(option) {
            Some(default) => vec![parameter(&name, of, &format!("{of}.{default}"), &doc)],
            None => optional(of),
        },
        Form::Names(of) => optional(&format!("Collection<{of}>")),
        Form::Bytes => optional("ByteArray"),
        Form::Handle(_) => Vec::new(),
    }
}

/// A flag that is on unless it is turned off.
fn is_switch(option: &Opt) -> bool {
    option.form == Form::Flag && option.default.as_deref() == Some("true")
}

/// The entry that a choice has if it is not given.
fn choice_default(option: &Opt) -> Option<String> {
    option
        .default
        .as_deref()
        .filter(|_| !option.null_is_absent)
        .map(choice_constant)
}

/// What writes an option that the function was given.
fn written(option: &Opt) -> Option<String> {
    let (wire, name) = (&option.name, camel(&option.name));
    let several = plural(&name);
    let (method, value) = match &option.form {
        Form::Flag if is_switch(option) => ("flag", format!("{name}.takeUnless {{ it }}")),
        Form::Flag => ("flag", format!("{name}.takeIf {{ it }}")),
        Form::Text => ("text", name),
        Form::Texts => ("texts", name),
        Form::TextOrTexts => ("textOrTexts", format!("{name}, {several}")),
        Form::Length => ("length", name),
        Form::Time => ("time", name),
        Form::Count | Form::Bits => ("number", name),
        Form::Object => ("json", name),
        Form::Objects => ("jsons", name),
        Form::ObjectOrObjects => ("jsonOrJsons", format!("{name}, {several}")),
        Form::Name(of) => match choice_default(option) {
            Some(default) => (
                "text",
                format!("{name}.takeUnless {{ it == {of}.{default} }}?.identifier"),
            ),
            None => ("text", format!("{name}?.identifier")),
        },
        Form::Names(_) => ("texts", format!("{name}?.map {{ it.identifier }}")),
        Form::Secret | Form::Bytes | Form::Handle(_) => return None,
    };
    Some(format!("        .{method}(\"{wire}\", {value})\n"))
}

/// A class of options, and the function of its name that takes them as arguments:
/// `VerifyOptions.kt`.
fn class(tables: &Tables, set: &OptionSet) -> String {
    let name = &set.name;
    let functions: Vec<String> = set
        .functions
        .iter()
        .map(|function| format!("`{}`", function_name(function)))
        .collect();
    let described = format!(
        "{} For {}.",
        tables.spelled(&set.description, camel),
        functions.join(", ")
    );
    let kept: Vec<String> = beside(set).map(|option| camel(&option.name)).collect();
    let kept_types: String = beside(set)
        .map(|option| format!(", internal val {}: {}?", camel(&option.name), kept_type(option)))
        .collect();
    let passed: String = kept.iter().map(|name| format!(", {name}")).collect();
    let absent = ", null".repeat(kept.len());
    let printed: String = kept
        .iter()
        .map(|name| format!(", \"{name}\" to {name}"))
        .collect();
    let secrets: String = set
        .options
        .iter()
        .filter(|option| option.form == Form::Secret)
        .map(|option| format!(".with(\"{}\", {})", option.name, camel(&option.name)))
        .collect();
    let with_secrets = if secrets.is_empty() {
        String::new()
    } else {
        format!(
            "    /** All of them as JSON, for functions that take nothing that must be kept secret: the core refuses it there. */\n    \
             internal val withSecrets: GivenOptions get() = given{secrets}\n\n"
        )
    };
    let fields: String = beside(set)
        .map(|option| {
            let line = format!(
                "internal var {}: {}? = null\n",
                camel(&option.name),
                kept_type(option)
            );
            format!(
                "        @PublishedApi\n        @get:JvmSynthetic\n        @set:JvmSynthetic\n        {line}"
            )
        })
        .collect();
    let methods: String = set
        .options
        .iter()
        .map(|option| builder_methods(tables, set, option))
        .collect();
    fill(
        include_str!("templates/Options.kt.in"),
        &[
            ("IMPORTS", &imports(set)),
            ("DOC", &kdoc("", std::slice::from_ref(&described))),
            ("NAME", name),
            ("KEPT", &kept_types),
            ("ABSENT", &absent),
            ("WITH_SECRETS", &with_secrets),
            ("PRINTED", &printed),
            ("BUILDER_DOC", builder_doc(set)),
            ("FIELDS", &fields),
            ("METHODS", &methods),
            ("PASSED", &passed),
            ("FUNCTION", &function(tables, set, described)),
        ],
    )
}

/// What takes the options as arguments. It is inline, so that compiled programs know each option by
/// its name, and not by its place: an option more changes no signature that they call.
fn function(tables: &Tables, set: &OptionSet, described: String) -> String {
    let name = &set.name;
    let mut doc = vec![described, String::new()];
    let mut arguments = String::new();
    for option in &set.options {
        for Parameter {
            name,
            kind,
            default,
            doc: of,
        } in parameters(tables, option)
        {
            doc.push(format!("@param {name} {of}{}", only(set, option)));
            arguments.push_str(&format!("    {name}: {kind} = {default},\n"));
        }
    }
    let writes: String = set.options.iter().filter_map(written).collect();
    let writes = if writes.is_empty() {
        writes
    } else {
        format!("    builder.writer\n{writes}")
    };
    let kept: String = beside(set)
        .map(|option| format!("    builder.{0} = {0}\n", camel(&option.name)))
        .collect();
    format!(
        "{doc}@JvmSynthetic\n@Suppress(\"NOTHING_TO_INLINE\")\npublic inline fun {name}(\n{arguments}): {name} {{\n    \
         val builder = {name}.Builder()\n{writes}{kept}    return builder.build()\n}}\n",
        doc = kdoc("", &doc),
    )
}

/// What crosses alongside the JSON, and is kept as it is.
fn beside(set: &OptionSet) -> impl Iterator<Item = &Opt> {
    set.options
        .iter()
        .filter(|option| matches!(option.form, Form::Secret | Form::Bytes))
}

fn kept_type(option: &Opt) -> &'static str {
    if option.form == Form::Secret {
        "String"
    } else {
        "ByteArray"
    }
}

/// What the types of a set's options need.
fn imports(set: &OptionSet) -> String {
    let has = |forms: &[Form]| set.options.iter().any(|option| forms.contains(&option.form));
    let lines = [
        (
            has(&[Form::Object, Form::Objects, Form::ObjectOrObjects]),
            "import kotlinx.serialization.json.JsonObject\n",
        ),
        (has(&[Form::Time]), "import java.time.Instant\n"),
        (has(&[Form::Length]), "import kotlin.time.Duration\n"),
        (
            has(&[Form::Length]),
            "import java.time.Duration as JavaDuration\n",
        ),
    ];
    let lines: String = lines
        .into_iter()
        .filter(|(needed, _)| *needed)
        .map(|(_, line)| line)
        .collect();
    if lines.is_empty() {
        lines
    } else {
        format!("\n{lines}")
    }
}
