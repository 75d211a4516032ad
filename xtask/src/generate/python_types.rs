//! What type checkers get of Python's options: a TypedDict for each function, and the types of
//! choices.

use super::Tables;
use super::options::{Choice, Form, Opt, OptionSet};
use super::python_options::{CLASSES, hint, is_positional, options, wrapped};
use crate::template::{each, fill};

/// Sets whose functions take different options, so that each function has its own TypedDict.
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
    fill(
        include_str!("templates/_options.py.in"),
        &[
            ("FORMS", &forms.join(", ")),
            ("CHOICES", &named.join(", ")),
            ("CLASSES", &classes.join(", ")),
            ("NAMES", &each(&names, |name| format!("    \"{name}\",\n"))),
            ("DICTS", &bodies),
        ],
    )
}

/// `sign` becomes `SignOptions`, `Key.from_pem` `PemOptions`, `Revocations.revoke_id`
/// `RevokeIdOptions`.
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

/// The type of an option's values. Any text may name an algorithm, so that it can come from a
/// setting.
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

#[cfg(test)]
mod tests {
    use super::type_name;

    #[test]
    fn names_types_after_functions() {
        let named = ["sign", "Verifier", "Key.from_pem", "Revocations.revoke_id"].map(type_name);
        assert_eq!(
            named,
            ["SignOptions", "VerifierOptions", "PemOptions", "RevokeIdOptions"]
        );
    }
}
