//! In `bindings-python/python/tokenseal/`: `errors.py`, the classes of errors, which the native module imports and raises; `_names.py`, the names of
//! algorithms and of choices, for type checkers.

use super::{Class, Entry, FAULT_DOC, FAULTS, STATUS_DOC, TOKEN_ERROR_DOC, Tables, python_options};

const HEAD: &str = r#"# Generated from the core by `cargo xtask generate`. Do not edit.
"""The errors of tokenseal: one class for each kind of refusal, each error with a stable code."""

from __future__ import annotations

# What type checkers know by this name. To load `typing` takes longer than the rest of the package.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._names import ErrorCode as ErrorCode, Fault as Fault
    from ._native import Decision
else:

    def __getattr__(name: str) -> object:
        if name in ("ErrorCode", "Fault"):
            from . import _names

            return getattr(_names, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
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

    dpop_nonce: str | None
    """The nonce that a DPoP proof must have, for the header ``DPoP-Nonce`` of the answer: with ``ERR_DPOP_NONCE_REQUIRED`` only."""

    def __init__(
        self, message: str = "", code: ErrorCode | None = None, claim: str | None = None, dpop_nonce: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = self._default_code if code is None else code
        self.claim = claim
        self.dpop_nonce = dpop_nonce

    @property
    def fault(self) -> Fault:
        """__FAULT__ ``"token"``: refuse the request. ``"program"``: a bug of one's own. ``"environment"``: try again later."""
        return _FAULTS.get(self.code, ("program", 500))[0]

    @property
    def status(self) -> int:
        """__STATUS__"""
        return _FAULTS.get(self.code, ("program", 500))[1]

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own would call the class with the message alone.
        return type(self), (str(self), self.code, self.claim, self.dpop_nonce), self.__dict__
"#;

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
        .map(|choice| python_options::choice_name(&choice.name));
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
        python_options::choices(tables),
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
    let mut text = format!("{HEAD}\n__all__ = [\n");
    for name in names {
        text.push_str(&format!("    \"{name}\",\n"));
    }
    text.push_str("]\n\n_FAULTS: dict[ErrorCode, tuple[Fault, int]] = {\n");
    for error in &tables.errors {
        text.push_str(&format!(
            "    \"{}\": (\"{}\", {}),\n",
            error.code, error.fault, error.status
        ));
    }
    text.push_str("}\n\n");
    text.push_str(
        &TOKEN_ERROR
            .replace("__DOC__", TOKEN_ERROR_DOC)
            .replace("__FAULT__", FAULT_DOC)
            .replace("__STATUS__", STATUS_DOC),
    );
    for class in &classes {
        text.push_str(&write_class(class, tables));
    }
    text
}

/// What the error of a denied request has besides: the decision, by which it is answered.
const ACCESS_DENIED: &str = r#"
    decision: Decision | None = None
    """What the rules decided: where the error was raised by them, and not in a copy of another process."""

    _answer: tuple[Fault, int] = ("token", 403)

    @property
    def fault(self) -> Fault:
        """__FAULT__ That of the decision."""
        return self._answer[0]

    @property
    def status(self) -> int:
        """__STATUS__ That of the decision."""
        return self._answer[1]

    def __reduce__(self) -> tuple[Any, ...]:
        # A Decision does not leave its process.
        made, arguments, members = super().__reduce__()
        return made, arguments, {name: value for name, value in members.items() if name != "decision"}
"#;

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
    let besides = besides
        .replace("__FAULT__", FAULT_DOC)
        .replace("__STATUS__", STATUS_DOC);
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
