//! In `bindings-python/python/tokenseal/`: `errors.py`, the classes of errors, which the native
//! module imports and raises; `_names.py`, the names of algorithms and of choices, for type
//! checkers.

use super::{Class, Entry, ErrorCode, FAULT_DOC, FAULTS, STATUS_DOC, TOKEN_ERROR_DOC, Tables, python_types};
use crate::template::{each, fill};

const NAMES_HEAD: &str = r#"# Generated from the core by `cargo xtask generate`. Do not edit.
"""The names of algorithms and of other choices; `tokenseal.types` has them for users."""

from typing import Literal, TypeAlias
"#;

/// `_names.py`.
pub(crate) fn names(tables: &Tables) -> String {
    let alias = |name: &str, names: &[&str], what: &str| {
        let names: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
        format!("\n{name}: TypeAlias = Literal[\n{names}]\n\"\"\"{what}\"\"\"\n")
    };
    let literal = |name: &str, entries: &[Entry], what: &str| {
        alias(
            name,
            &entries
                .iter()
                .map(|entry| entry.name.as_str())
                .collect::<Vec<_>>(),
            what,
        )
    };
    let choices = tables
        .choices
        .iter()
        .map(|choice| python_types::choice_name(&choice.name));
    let mut all: Vec<&str> = choices
        .chain([
            "ContentEncryption",
            "ErrorCode",
            "Fault",
            "KeyManagement",
            "SignatureAlgorithm",
        ])
        .collect();
    all.sort_unstable();
    let all: String = all.iter().map(|name| format!("    \"{name}\",\n")).collect();
    [
        format!("{NAMES_HEAD}\n__all__ = [\n{all}]\n"),
        literal(
            "SignatureAlgorithm",
            &tables.signature,
            "The `alg` of a signed token.",
        ),
        literal(
            "KeyManagement",
            &tables.key_management,
            "The `alg` of an encrypted token.",
        ),
        literal(
            "ContentEncryption",
            &tables.content_encryption,
            "The `enc` of an encrypted token.",
        ),
        python_types::choices(tables),
        alias(
            "ErrorCode",
            &tables
                .errors
                .iter()
                .map(|error| error.code.as_str())
                .collect::<Vec<_>>(),
            "Every code of an error.",
        ),
        alias("Fault", &FAULTS.map(|(name, _)| name), FAULT_DOC),
    ]
    .concat()
}

/// `errors.py`.
pub(crate) fn errors(tables: &Tables) -> String {
    let classes = tables.classes();
    let mut names: Vec<&str> = classes
        .iter()
        .map(|class| class.name)
        .chain(["TokenError"])
        .collect();
    names.sort_unstable();
    let fault = |error: &ErrorCode| {
        format!(
            "    \"{}\": (\"{}\", {}),\n",
            error.code, error.fault, error.status
        )
    };
    fill(
        include_str!("templates/errors.py.in"),
        &[
            ("NAMES", &each(&names, |name| format!("    \"{name}\",\n"))),
            ("FAULTS", &each(&tables.errors, fault)),
            ("CLASSES", &each(&classes, |class| write_class(class, tables))),
            ("TOKEN_ERROR_DOC", TOKEN_ERROR_DOC),
            ("FAULT_DOC", FAULT_DOC),
            ("STATUS_DOC", STATUS_DOC),
        ],
    )
}

/// What the error of a denied request has besides: the decision, by which it is answered.
const ACCESS_DENIED: &str = include_str!("templates/access_denied.py.in");

fn write_class(class: &Class<'_>, tables: &Tables) -> String {
    // Who passes a wrong value to a Python function expects a ValueError.
    let parents = if class.name == "OptionError" {
        format!("{}, ValueError", class.parent)
    } else {
        class.parent.to_owned()
    };
    let code = class.default_code(tables).unwrap_or("ERR_INTERNAL");
    let besides = if code == "ERR_JWT_ACCESS_DENIED" {
        ACCESS_DENIED
    } else {
        ""
    };
    let besides = fill(besides, &[("FAULT_DOC", FAULT_DOC), ("STATUS_DOC", STATUS_DOC)]);
    format!(
        "\n\nclass {}({parents}):\n    \"\"\"{}\"\"\"\n\n    _default_code: ClassVar[ErrorCode] = \"{code}\"\n{besides}",
        class.name,
        docstring(class)
    )
}

/// The description of a class that carries one code; a list of the codes of any other.
fn docstring(class: &Class<'_>) -> String {
    let escape = |text: &str| rst(text).replace('\\', "\\\\").replace("\"\"\"", "'''");
    match class.codes.as_slice() {
        [only] => format!(
            "{}\n\n    Its code is ``{}``.\n    ",
            escape(class.summary()),
            only.code
        ),
        [] => escape(class.summary()),
        several => {
            let lines: String = several
                .iter()
                .map(|error| format!("    - ``{}``: {}\n", error.code, escape(&error.description)))
                .collect();
            format!("One of several codes says why:\n\n{lines}    ")
        }
    }
}

/// Docstrings mark code with two backquotes where the core's documentation has one.
fn rst(text: &str) -> String {
    text.replace('`', "``")
}
