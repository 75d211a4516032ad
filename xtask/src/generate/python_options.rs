//! What Python gets of the table of options: signatures and docstrings for the native module, a TypedDict for each function, and the
//! table itself for the tests.

use serde_json::{Value, json};

use super::Tables;
use super::options::{Choice, Form, Opt, OptionSet};

/// Sets whose functions take different options, so that each function has a TypedDict of its own.
const BY_FUNCTION: [&str; 5] = [
    "CheckOptions",
    "KeyOptions",
    "RevokeOptions",
    "TokenOptions",
    "VerifyOptions",
];

/// The types of `_forms.py` that options may have.
const FORMS: [&str; 9] = [
    "Algorithm",
    "Bytes",
    "Clock",
    "Curve",
    "Header",
    "Length",
    "Text",
    "Texts",
    "Time",
];

/// The classes of the native module that are options, keys aside that can be given by position.
const CLASSES: [&str; 5] = ["AccessRules", "Key", "ReplayCache", "Revocations", "StatusLists"];

/// The longest line of a docstring.
const WIDTH: usize = 100;

const RUST_HEAD: &str = r#"// Generated from the core by `cargo xtask generate`. Do not edit.
//! What the native module shows of the core's table of options, and which struct of the core is which set.
"#;

const TYPES_HEAD: &str = r#"# Generated from the core by `cargo xtask generate`. Do not edit.
"""The options of every function, as types; `tokenseal.types` has them for users."""

from collections.abc import Iterable
from typing import TypedDict

"#;

/// `bindings-python/src/option_table.rs`.
pub(crate) fn rust(tables: &Tables) -> String {
    let arms = |text: &dyn Fn(&OptionSet, &str) -> String| {
        tables
            .functions()
            .map(|(set, function)| {
                format!(
                    "    (\"{function}\") => {{\n        {}\n    }};\n",
                    text(set, function)
                )
            })
            .collect::<String>()
    };
    let structs: String = tables.options.iter().map(write_struct).collect();
    [
        RUST_HEAD,
        "\n/// The keyword-only options of a function, as they stand in its signature.\nmacro_rules! keywords {\n",
        &arms(&|set, function| rust_literal(&keywords(set, function))),
        "}\n\n/// What a docstring says about the options of a function, keys among them.\nmacro_rules! described {\n",
        &arms(&|set, function| rust_literal(&described(tables, set, function))),
        "}\n\n/// Hands the core's structs of options to a macro: each with its set, and with those of its options that are bytes.\n",
        "macro_rules! structs {\n    ($with:ident) => {\n        $with! {\n",
        &structs,
        "        }\n    };\n}\n\npub(crate) use {described, keywords, structs};\n",
    ]
    .concat()
}

/// `header=None, type='JWT', …`
fn keywords(set: &OptionSet, function: &str) -> String {
    let shown: Vec<String> = options(set, function)
        .filter(|option| !is_positional(option))
        .map(|option| format!("{}={}", option.name, default(option)))
        .collect();
    shown.join(", ")
}

/// The options that a function takes: objects and functions among them come last, after the values.
fn options<'a>(set: &'a OptionSet, function: &'a str) -> impl Iterator<Item = &'a Opt> {
    let is_late = |option: &&Opt| matches!(option.form, Form::Handle(_)) && !is_positional(option);
    set.of(function)
        .filter(move |option| !is_late(option))
        .chain(set.of(function).filter(is_late))
}

/// Whether an option is an argument of its own type, which can be given by position: a key or several.
fn is_positional(option: &Opt) -> bool {
    !["csrf_key", "nonce_key"].contains(&option.name.as_str())
        && matches!(&option.form, Form::Handle(of) if of == "Key" || of == "Keys")
}

/// What a signature shows for an option that is not given: None only where None means that.
fn default(option: &Opt) -> String {
    match (&option.form, option.default.as_deref()) {
        _ if option.null_is_absent => "None".to_owned(),
        (Form::Flag, Some(default)) => if default == "true" { "True" } else { "False" }.to_owned(),
        (Form::Length, Some(default)) if default.bytes().all(|byte| byte.is_ascii_digit()) => {
            default.to_owned()
        }
        (Form::Length | Form::Text | Form::Name(_), Some(default)) => format!("'{default}'"),
        // A limit may depend on the token, so its number stands in the docstring alone.
        _ => "...".to_owned(),
    }
}

/// A paragraph for each option, as docstrings have them below `Args:`.
fn described(tables: &Tables, set: &OptionSet, function: &str) -> String {
    let paragraph = |option: &Opt| {
        let text = format!(
            "{}: {}{}",
            option.name,
            option.described_after_colon(),
            hint(&option.form, tables)
        );
        wrapped(&text, "    ", "        ") + "\n"
    };
    let positional = options(set, function).filter(|option| is_positional(option));
    positional
        .chain(options(set, function).filter(|option| !is_positional(option)))
        .map(paragraph)
        .collect()
}

/// The forms in which Python may give a value, where the name does not say it.
fn hint(form: &Form, tables: &Tables) -> String {
    match form {
        Form::Length => " Seconds, a timedelta, or a text such as '15m'.".to_owned(),
        Form::Time => " Seconds since the epoch, or an aware datetime.".to_owned(),
        Form::Handle(of) if of == "Keys" => " A Key, a KeySet, or any iterable of Keys.".to_owned(),
        Form::Handle(of) if of == "Clock" => {
            " A callable without arguments that returns seconds since the epoch or an aware datetime."
                .to_owned()
        }
        Form::Handle(of) if of == "Confirmation" => {
            " A Key, or a certificate: DER as bytes, or PEM.".to_owned()
        }
        Form::Handle(of) if CLASSES.contains(&of.as_str()) => format!(" A {of}."),
        Form::Name(of) | Form::Names(of) => {
            let values = tables.choice(of).into_iter().flat_map(|choice| &choice.values);
            let names: Vec<String> = values.map(|(name, _)| format!("'{name}'")).collect();
            match names.split_last() {
                Some((last, rest)) if !rest.is_empty() => {
                    let which = if matches!(form, Form::Name(_)) {
                        "One"
                    } else {
                        "Any"
                    };
                    format!(" {which} of {} and {last}.", rest.join(", "))
                }
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// An entry of `structs!`: the core's struct, its set, and the options that are no JSON.
fn write_struct(set: &OptionSet) -> String {
    let path = match set.name.split_at_checked(3) {
        Some((module @ ("Jws" | "Jwe"), name)) if name.starts_with(char::is_uppercase) => {
            format!("{}::{name}", module.to_lowercase())
        }
        _ => set.name.clone(),
    };
    let of_form = |form: &Form| {
        set.options
            .iter()
            .filter(|option| option.form == *form)
            .map(|option| option.name.as_str())
            .collect::<Vec<_>>()
    };
    let (bytes, secrets) = (of_form(&Form::Bytes).join(" "), of_form(&Form::Secret).join(" "));
    format!(
        "            tokenseal::{path} = \"{}\" bytes [{bytes}] secrets [{secrets}],\n",
        set.name
    )
}

/// `bindings-python/python/tokenseal/_options.py`.
pub(crate) fn types(tables: &Tables) -> String {
    let mut dicts: Vec<(String, &OptionSet, Vec<&str>)> = Vec::new();
    for set in &tables.options {
        if BY_FUNCTION.contains(&set.name.as_str()) {
            dicts.extend(
                set.functions
                    .iter()
                    .map(|function| (type_name(function), set, vec![function.as_str()])),
            );
        } else {
            dicts.push((
                set.name.clone(),
                set,
                set.functions.iter().map(String::as_str).collect(),
            ));
        }
    }
    let mut names: Vec<&str> = dicts.iter().map(|(name, ..)| name.as_str()).collect();
    names.sort_unstable();
    let bodies: String = dicts
        .iter()
        .map(|(name, set, functions)| typed_dict(tables, name, set, functions))
        .collect();
    let values = tables
        .options
        .iter()
        .flat_map(|set| &set.options)
        .filter(|option| !is_positional(option));
    let annotations = values.map(value_type).collect::<Vec<_>>().join(" ");
    let is_used = |name: &&str| {
        annotations
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == *name)
    };
    let choices = tables.choices.iter().map(|choice| choice_name(&choice.name));
    let mut named: Vec<&str> = choices
        .chain(["ContentEncryption", "KeyManagement", "SignatureAlgorithm"])
        .filter(is_used)
        .collect();
    named.sort_unstable();
    let forms: Vec<&str> = FORMS.into_iter().filter(is_used).collect();
    let classes: Vec<&str> = CLASSES.into_iter().filter(is_used).collect();
    let all: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    format!(
        "{TYPES_HEAD}from ._forms import {}\nfrom ._names import {}\nfrom ._native import {}\n\n__all__ = [\n{all}]\n{bodies}",
        forms.join(", "),
        named.join(", "),
        classes.join(", ")
    )
}

/// `sign` becomes `SignOptions`, `Key.from_pem` `PemOptions`, `Revocations.revoke_id` `RevokeIdOptions`.
fn type_name(function: &str) -> String {
    // `verify` has VerifyOptions.
    if let Some(rest) = function.strip_prefix("Verifier.verify") {
        return if rest.is_empty() {
            "CheckOptions".to_owned()
        } else {
            "CheckManyOptions".to_owned()
        };
    }
    let name = function.rsplit('.').next().unwrap_or(function);
    let name = name.strip_prefix("from_").unwrap_or(name);
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('_')
        .map(capitalized)
        .chain(["Options".to_owned()])
        .collect()
}

fn typed_dict(tables: &Tables, name: &str, set: &OptionSet, functions: &[&str]) -> String {
    let list = functions
        .iter()
        .map(|function| format!("`{function}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let about = match set.description.split_once(". ") {
        _ if name == set.name && !BY_FUNCTION.contains(&name) => format!("{} For {list}.", set.description),
        Some((_, rest)) => format!("Options of {list}. {rest}"),
        None => format!("Options of {list}."),
    };
    let about = wrapped(&format!("\"\"\"{about}"), "    ", "    ");
    let about = if about.contains('\n') {
        format!("{about}\n    \"\"\"")
    } else {
        format!("{about}\"\"\"")
    };
    let mut text = format!("\n\nclass {name}(TypedDict, total=False):\n{about}\n");
    let takes = |option: &&Opt| set.takers(option).iter().any(|taker| functions.contains(taker));
    let ordered = functions
        .first()
        .into_iter()
        .flat_map(|first| options(set, first));
    for option in ordered.filter(takes).filter(|option| !is_positional(option)) {
        let says = format!("{}{}", option.described(), hint(&option.form, tables));
        let says = wrapped(&format!("\"\"\"{says}"), "    ", "    ");
        let end = if says.contains('\n') {
            "\n    \"\"\""
        } else {
            "\"\"\""
        };
        text.push_str(&format!(
            "\n    {}: {}\n{says}{end}\n",
            option.name,
            value_type(option)
        ));
    }
    text
}

/// The type of an option's values. Any text may name an algorithm, so that it can come from a setting.
fn value_type(option: &Opt) -> String {
    let named = |of: &str| match of {
        "Algorithm" | "ContentEncryption" | "KeyManagement" | "SignatureAlgorithm" => format!("{of} | str"),
        other => choice_name(other).to_owned(),
    };
    let plain = match &option.form {
        Form::Flag => "bool".to_owned(),
        Form::Text => "str".to_owned(),
        Form::Texts => "Iterable[str]".to_owned(),
        Form::TextOrTexts => "Texts".to_owned(),
        Form::Length => "Length".to_owned(),
        Form::Time => "Time".to_owned(),
        Form::Count | Form::Bits => "int".to_owned(),
        Form::Object => "Header".to_owned(),
        Form::Objects => "Iterable[Header]".to_owned(),
        Form::ObjectOrObjects => "Header | Iterable[Header]".to_owned(),
        Form::Name(of) => named(of),
        Form::Names(of) => format!("Iterable[{}]", named(of)),
        Form::Secret => "Text".to_owned(),
        Form::Bytes => "Bytes".to_owned(),
        Form::Handle(of) if of == "Confirmation" => "Key | Text".to_owned(),
        Form::Handle(of) => of.clone(),
    };
    if option.null_is_absent {
        format!("{plain} | None")
    } else {
        plain
    }
}

/// The types of choices, for `_names.py`.
pub(crate) fn choices(tables: &Tables) -> String {
    let literal = |choice: &Choice| {
        let names: String = choice
            .values
            .iter()
            .map(|(name, _)| format!("    \"{name}\",\n"))
            .collect();
        let meanings: String = choice
            .values
            .iter()
            .map(|(name, meaning)| wrapped(&format!("- `{name}`: {meaning}"), "", "  ") + "\n")
            .collect();
        let about = format!("\"\"\"{}\n\n{meanings}\"\"\"", choice.description);
        format!(
            "\n{}: TypeAlias = Literal[\n{names}]\n{about}\n",
            choice_name(&choice.name)
        )
    };
    tables.choices.iter().map(literal).collect()
}

/// Python's name for a type of choices: the kind of a token is `Kind`, as `Token.kind` says it.
pub(crate) fn choice_name(name: &str) -> &str {
    if name == "TokenKind" { "Kind" } else { name }
}

/// `bindings-python/tests/option_table.json`: what each function takes, for the test that shows that it does.
pub(crate) fn table(tables: &Tables) -> String {
    let row = |option: &Opt| {
        let of = option.form.of();
        // The test knows names of algorithms and curves itself.
        let choice = of.and_then(|of| tables.choice(of));
        let names: Vec<&str> = choice
            .into_iter()
            .flat_map(|choice| &choice.values)
            .map(|(name, _)| name.as_str())
            .collect();
        let row = json!({ "form": option.form.name(), "of": of, "names": names, "null_is_absent": option.null_is_absent, "signature": default(option) });
        format!("    {}: {row}", Value::from(option.name.as_str()))
    };
    let entry = |(set, function): (&OptionSet, &String)| {
        let rows: Vec<String> = options(set, function).map(row).collect();
        format!(
            "  {}: {{\n{}\n  }}",
            Value::from(function.as_str()),
            rows.join(",\n")
        )
    };
    let entries: Vec<String> = tables.functions().map(entry).collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

/// Breaks a paragraph into lines. `first` and `rest` stand before them.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let mut lines = vec![first.to_owned()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        let is_empty = lines.last().is_some_and(|line| line.trim().is_empty());
        if !is_empty && line + 1 + word.chars().count() > WIDTH {
            lines.push(rest.to_owned());
        }
        if let Some(last) = lines.last_mut() {
            if !last.trim().is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}

/// A text as a literal of Rust, one line of the source for each of its own.
fn rust_literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let lines: Vec<&str> = escaped.split_inclusive('\n').collect();
    match lines.as_slice() {
        [] => "\"\"".to_owned(),
        [line] if !line.ends_with('\n') => format!("\"{line}\""),
        several => {
            let quoted: String = several
                .iter()
                .map(|line| format!("            \"{}\",\n", line.replace('\n', "\\n")))
                .collect();
            format!("concat!(\n{quoted}        )")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_types_after_functions() {
        let named = ["sign", "Verifier", "Key.from_pem", "Revocations.revoke_id"].map(type_name);
        assert_eq!(
            named,
            ["SignOptions", "VerifierOptions", "PemOptions", "RevokeIdOptions"]
        );
    }

    #[test]
    fn breaks_paragraphs_between_words() {
        let text = wrapped(&"word ".repeat(30), "  ", "    ");
        assert!(
            text.lines().all(|line| line.len() <= WIDTH)
                && text.starts_with("  word")
                && text.contains("\n    word")
        );
        assert_eq!(wrapped("short", "", "  "), "short");
    }

    #[test]
    fn writes_literals_line_by_line() {
        assert_eq!(rust_literal("a='b\"'"), r#""a='b\"'""#);
        assert_eq!(
            rust_literal("a\nb\n"),
            "concat!(\n            \"a\\n\",\n            \"b\\n\",\n        )"
        );
    }
}
