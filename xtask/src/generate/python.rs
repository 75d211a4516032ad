//! `bindings-python/python/tokenseal/errors.py`: the classes of errors, which the native module imports and raises.

use super::{Class, TOKEN_ERROR_DOC, Tables};

const HEAD: &str = r#"# Generated from the core by `cargo xtask generate`. Do not edit.
"""The errors of tokenseal: one class for each kind of refusal, each error with a stable code."""

from __future__ import annotations

from typing import Any, ClassVar, Literal
"#;

const TOKEN_ERROR: &str = r#"
class TokenError(Exception):
    """__DOC__

    ``str(error)`` is a message for people: it never holds secrets, claim values or parts of the token, and it may change.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_INTERNAL"

    code: ErrorCode
    """The stable code, the same in every language."""

    claim: str | None
    """The claim (or ``typ``) that was refused, where one was."""

    def __init__(self, message: str = "", code: ErrorCode | None = None, claim: str | None = None) -> None:
        super().__init__(message)
        self.code = self._default_code if code is None else code
        self.claim = claim

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own would call the class with the message alone.
        return type(self), (str(self), self.code, self.claim), self.__dict__
"#;

const TAIL: &str = r#"

def _from_native(code: str, message: str, claim: str | None = None) -> TokenError:
    """The error for what the native module reports."""
    error_class = _CLASSES.get(code, TokenError)
    return error_class(message, code, claim)  # type: ignore[arg-type]
"#;

/// The whole file.
pub(crate) fn errors(tables: &Tables) -> String {
    let classes = tables.classes();
    let mut names: Vec<&str> = classes.iter().map(|class| class.name).chain(["ErrorCode", "TokenError"]).collect();
    names.sort_unstable();
    let mut text = format!("{HEAD}\n__all__ = [\n");
    for name in names {
        text.push_str(&format!("    \"{name}\",\n"));
    }
    text.push_str("]\n\nErrorCode = Literal[\n");
    for error in &tables.errors {
        text.push_str(&format!("    \"{}\",\n", error.code));
    }
    text.push_str("]\n\"\"\"Every code.\"\"\"\n\n");
    text.push_str(&TOKEN_ERROR.replace("__DOC__", TOKEN_ERROR_DOC));
    for class in &classes {
        text.push_str(&write_class(class, tables));
    }
    text.push_str("\n\n_CLASSES: dict[str, type[TokenError]] = {\n");
    for error in &tables.errors {
        text.push_str(&format!("    \"{}\": {},\n", error.code, error.class));
    }
    text.push_str("}\n");
    text.push_str(TAIL);
    text
}

fn write_class(class: &Class<'_>, tables: &Tables) -> String {
    // Who passes a wrong value to a Python function expects a ValueError.
    let parents = if class.name == "OptionError" { format!("{}, ValueError", class.parent) } else { class.parent.to_owned() };
    let code = class.default_code(tables).unwrap_or("ERR_INTERNAL");
    format!(
        "\n\nclass {}({parents}):\n    \"\"\"{}\"\"\"\n\n    _default_code: ClassVar[ErrorCode] = \"{code}\"\n",
        class.name,
        docstring(class)
    )
}

/// The description of a class that carries one code; a list of the codes of any other.
fn docstring(class: &Class<'_>) -> String {
    let escape = |text: &str| rst(text).replace('\\', "\\\\").replace("\"\"\"", "'''");
    match class.codes.as_slice() {
        [only] => format!("{}\n\n    Its code is ``{}``.\n    ", escape(class.summary()), only.code),
        [] => escape(class.summary()),
        several => {
            let lines: String = several.iter().map(|error| format!("    - ``{}``: {}\n", error.code, escape(&error.description))).collect();
            format!("One of several codes says why:\n\n{lines}    ")
        }
    }
}

/// Docstrings mark code with two backquotes where the core's documentation has one.
fn rst(text: &str) -> String {
    text.replace('`', "``")
}
