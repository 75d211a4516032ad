//! What Python gets of the table of options: signatures and docstrings for the native module, and
//! the table itself for the tests.

use serde_json::{Value, json};

use super::Tables;
use super::options::{Form, Opt, OptionSet};

/// The classes of the native module that are options, keys aside that can be given by position.
pub(super) const CLASSES: [&str; 5] = ["AccessRules", "Key", "ReplayCache", "Revocations", "StatusLists"];

/// The longest line of a docstring.
const WIDTH: usize = 100;

const RUST_HEAD: &str = r#"// Generated from the core by `cargo xtask generate`. Do not edit.
//! What the native module shows of the core's table of options, and which struct of the core is
//! which set.
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
        "}\n\n/// Hands the core's structs of options to a macro: each with its set, and with those of its options\n/// that are bytes.\n",
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
pub(super) fn options<'a>(set: &'a OptionSet, function: &'a str) -> impl Iterator<Item = &'a Opt> {
    let is_late = |option: &&Opt| matches!(option.form, Form::Handle(_)) && !is_positional(option);
    set.of(function)
        .filter(move |option| !is_late(option))
        .chain(set.of(function).filter(is_late))
}

/// Whether an option is an argument of its own type, which can be given by position: a key or
/// several.
pub(super) fn is_positional(option: &Opt) -> bool {
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
        // A limit may depend on the token, so its number is only in the docstring.
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
pub(super) fn hint(form: &Form, tables: &Tables) -> String {
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

/// `bindings-python/tests/option_table.json`: what each function takes, for the test that shows
/// that it does.
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
pub(super) fn wrapped(text: &str, first: &str, rest: &str) -> String {
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

/// A text as a Rust literal, with one source line for each line of the text.
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
