//! `bindings-node/lib/error.cjs` and `error.d.ts`: the classes of errors, which the loader makes
//! from what the addon reports.

use super::{Class, ErrorCode, FAULT_DOC, FAULTS, STATUS_DOC, TOKEN_ERROR_DOC, Tables};
use crate::template::{each, fill};

/// `error.cjs`.
pub(crate) fn errors(tables: &Tables) -> String {
    let classes = tables.classes();
    let define = |class: &Class<'_>| {
        format!(
            "define({}, '{}')\n",
            class.name,
            class.default_code(tables).unwrap_or("ERR_INTERNAL")
        )
    };
    let fault = |error: &ErrorCode| format!("  {}: ['{}', {}],\n", error.code, error.fault, error.status);
    fill(
        include_str!("templates/error.cjs.in"),
        &[
            (
                "CLASSES",
                &each(&classes, |class| {
                    format!("\nclass {} extends {} {{}}\n", class.name, class.parent)
                }),
            ),
            ("DEFINITIONS", &each(&classes, define)),
            (
                "CLASSES_OF_CODES",
                &each(&tables.errors, |error| {
                    format!("  {}: {},\n", error.code, error.class)
                }),
            ),
            ("FAULTS", &each(&tables.errors, fault)),
            ("NAMES", &each(&sorted(&classes), |name| format!("  {name},\n"))),
        ],
    )
}

/// `error.d.ts`. `fromNative` is not for users, and is left out.
pub(crate) fn types(tables: &Tables) -> String {
    fill(
        include_str!("templates/error.d.ts.in"),
        &[
            (
                "CODES",
                &each(&tables.errors, |error| format!("  | '{}'\n", error.code)),
            ),
            (
                "FAULTS",
                &each(&FAULTS, |(name, description)| {
                    format!("  /** {description} */\n  | '{name}'\n")
                }),
            ),
            ("CLASSES", &each(&tables.classes(), write_type)),
            ("FAULT_DOC", FAULT_DOC),
            ("STATUS_DOC", STATUS_DOC),
            ("TOKEN_ERROR_DOC", TOKEN_ERROR_DOC),
        ],
    )
}

fn write_type(class: &Class<'_>) -> String {
    let comment = |text: &str| text.replace("*/", "*\\/");
    let members = own_members(class.name);
    let union = class
        .codes
        .iter()
        .map(|error| format!("'{}'", error.code))
        .collect::<Vec<_>>()
        .join(" | ");
    match class.codes.as_slice() {
        [] => format!(
            "\n/** {} */\nexport class {} extends {} {{}}\n",
            comment(class.summary()),
            class.name,
            class.parent
        ),
        [_] => {
            let doc = comment(class.summary());
            format!(
                "\n/** {doc} */\nexport class {} extends {} {{\n  readonly code: {union}\n{members}}}\n",
                class.name, class.parent
            )
        }
        several => {
            let lines: String = several
                .iter()
                .map(|error| format!(" * - `{}`: {}\n", error.code, comment(&error.description)))
                .collect();
            let name = class.name;
            format!(
                "\n/**\n * One of several codes says why:\n *\n{lines} */\nexport class {name} extends {} {{\n  readonly code: {union}\n}}\n",
                class.parent
            )
        }
    }
}

/// What a class has besides its code.
fn own_members(class: &str) -> &'static str {
    match class {
        "AccessDeniedError" => {
            "  /** The decision, where access rules have thrown it. */\n  readonly decision?: Decision\n"
        }
        _ => "",
    }
}

fn sorted<'a>(classes: &[Class<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = classes
        .iter()
        .map(|class| class.name)
        .chain(["TokenError"])
        .collect();
    names.sort_unstable();
    names
}
