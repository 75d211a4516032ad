//! `cargo xtask generate [--check]`: the files that are made from the core's tables, and that a
//! user reads or installs.
//!
//! The tables come from `core/examples/tables.rs`, which prints them as JSON: xtask does not link
//! the core. `docs/interop.md` and `docs/interop-*.md` are written, and checked, by the tests that
//! make the tokens of which they tell. The page and the pictures of the benchmarks come from
//! `bench/results`.

mod docs;
mod kotlin;
mod kotlin_options;
mod lookup;
mod marked;
mod node;
mod node_interfaces;
mod node_names;
mod node_options;
mod node_table;
mod numbers;
mod option_pages;
pub(crate) mod options;
mod python;
mod python_options;
mod python_types;
mod swift;
mod swift_options;
mod swift_readers;
mod swift_types;

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::step::Step;
use crate::workspace::{Workspace, read, write as write_file};
use crate::{bench, rust};
use numbers::Numbers;
use options::{Choice, OptionSet};

const SCHEMA: &str = "tests/vectors/schema.json";
const NUMBERS: &str = "xtask/src/generate/error_numbers.txt";

/// One code of the error table.
pub(crate) struct ErrorCode {
    code: String,
    class: String,
    fault: String,
    status: u64,
    description: String,
}

/// One row of any other table: an algorithm, or a limit and its default.
pub(crate) struct Entry {
    name: String,
    default: String,
    description: String,
}

/// Whose fault an error can be, in the order of the alphabet, and what that means.
const FAULTS: [(&str, &str); 3] = [
    (
        "environment",
        "Keys or a store could not be reached: try again later.",
    ),
    (
        "program",
        "One of your own options or keys is wrong, or the library is: a bug, never the client's.",
    ),
    ("token", "The token is not acceptable: refuse the request."),
];
const FAULT_DOC: &str = "Who must act when the check of a token fails.";
const STATUS_DOC: &str = "The HTTP status to answer with when a token was being checked.";

/// What the core says about itself.
pub(crate) struct Tables {
    errors: Vec<ErrorCode>,
    signature: Vec<Entry>,
    key_management: Vec<Entry>,
    content_encryption: Vec<Entry>,
    curve: Vec<Entry>,
    limits: Vec<Entry>,
    choices: Vec<Choice>,
    options: Vec<OptionSet>,
}

/// A class of errors, with the codes that it carries.
pub(crate) struct Class<'a> {
    name: &'a str,
    parent: &'a str,
    codes: Vec<&'a ErrorCode>,
}

/// The one class that is a parent and carries no code itself; the order of its children is the
/// table's.
const CLAIM_ERROR: &str = "ClaimError";
const CLAIM_ERRORS: [&str; 3] = ["ClaimInvalidError", "ClaimMismatchError", "ClaimMissingError"];
const CLAIM_ERROR_DOC: &str = "A claim is missing, malformed or not what was expected; `claim` says which.";
const TOKEN_ERROR_DOC: &str = "The base class of all errors in this package.";

/// Writes every generated file.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    for (path, text) in files(workspace)? {
        let name = path
            .strip_prefix(&workspace.root)
            .unwrap_or(&path)
            .display()
            .to_string();
        if std::fs::read_to_string(&path).is_ok_and(|before| before == text) {
            say!("unchanged  {name}");
        } else {
            write_file(&path, &text)?;
            say!("written    {name}");
        }
    }
    rust::write_interop(workspace)?;
    crate::python::write_generated(workspace)?;
    crate::node::write_interop(workspace)?;
    crate::kotlin::write_interop(workspace)
}

/// Says which generated files have drifted from the tables; true where none has.
pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    let files = files(workspace)?;
    let names = files.iter().map(|(path, _)| {
        path.strip_prefix(&workspace.root)
            .unwrap_or(path)
            .display()
            .to_string()
    });
    let unmarked = marked::problems(workspace, names)?;
    unmarked.iter().for_each(|problem| say!("{problem}"));
    let mut fresh = unmarked.is_empty();
    for (path, text) in files {
        let name = path
            .strip_prefix(&workspace.root)
            .unwrap_or(&path)
            .display()
            .to_string();
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        if before == text {
            continue;
        }
        fresh = false;
        let line = before
            .lines()
            .zip(text.lines())
            .take_while(|(before, after)| before == after)
            .count()
            + 1;
        let what = if before.is_empty() {
            "missing".to_owned()
        } else {
            format!("differs from line {line} on")
        };
        say!("{name}: {what}; run `cargo xtask generate`");
    }
    Ok(fresh)
}

/// What the core prints of itself.
pub(crate) fn tables(workspace: &Workspace) -> Result<Tables> {
    let printed = Step::quiet("print the core's tables", rust::tables(workspace)?)
        .require()?
        .stdout;
    Tables::parse(&printed)
}

fn files(workspace: &Workspace) -> Result<Vec<(PathBuf, String)>> {
    let tables = tables(workspace)?;
    let file = |path: &str, text: String| (workspace.root.join(path), text);
    let numbers = Numbers::read(&read(&workspace.root.join(NUMBERS))?, &tables.errors)?;
    let mut files = vec![
        file("docs/errors.md", docs::errors(&tables)),
        file("docs/algorithms.md", docs::algorithms(&tables)),
        file("docs/options.md", option_pages::page(&tables)),
        file(
            SCHEMA,
            option_pages::schema(&tables, &read(&workspace.root.join(SCHEMA))?)?,
        ),
        file(
            "bindings-python/python/tokenseal/_names.py",
            python::names(&tables),
        ),
        file(
            "bindings-python/python/tokenseal/_options.py",
            python_types::types(&tables),
        ),
        file(
            "bindings-python/python/tokenseal/errors.py",
            python::errors(&tables),
        ),
        file(
            "bindings-python/src/option_table.rs",
            python_options::rust(&tables),
        ),
        file(
            "bindings-python/tests/option_table.json",
            python_options::table(&tables),
        ),
        file(
            "bindings-node/lib/algorithm.d.ts",
            node_names::algorithms(&tables),
        ),
        file("bindings-node/lib/error.cjs", node::errors(&tables)),
        file("bindings-node/lib/error.d.ts", node::types(&tables)),
        file("bindings-node/lib/jwe_options.d.ts", node_options::jwe(&tables)?),
        file("bindings-node/lib/jws_options.d.ts", node_options::jws(&tables)?),
        file("bindings-node/lib/option_table.cjs", node_table::runtime(&tables)),
        file("bindings-node/lib/options.d.ts", node_options::jwt(&tables)?),
        file("bindings-node/test/options.json", node_table::tried(&tables)?),
        file(
            "bindings-kotlin/src/main/kotlin/dev/tokenseal/ErrorCode.kt",
            kotlin::errors(&tables),
        ),
        file(
            "bindings-kotlin/src/main/kotlin/dev/tokenseal/AlgorithmNames.kt",
            kotlin::algorithms(&tables),
        ),
        file(
            "bindings-swift/Sources/Tokenseal/AlgorithmNames.swift",
            swift::algorithms(&tables),
        ),
        file(
            "bindings-swift/Sources/Tokenseal/ErrorCodes.swift",
            swift::codes(&tables, &numbers)?,
        ),
        file(NUMBERS, numbers.text()),
        file(
            "bindings-swift/Tests/Operations/Options.swift",
            swift_readers::readers(&tables)?,
        ),
        file(
            "bindings-swift/Tests/TokensealTests/OptionRows.swift",
            swift_readers::rows(&tables),
        ),
    ];
    for (name, text) in swift_options::files(&tables)? {
        files.push(file(
            &format!("bindings-swift/Sources/Tokenseal/Options/{name}"),
            text,
        ));
    }
    files.extend(
        kotlin_options::files(&tables)
            .into_iter()
            .map(|(path, text)| file(&path, text)),
    );
    files.extend(bench::files(workspace)?);
    Ok(files)
}

impl Tables {
    /// Every set of options.
    pub(crate) fn options(&self) -> impl Iterator<Item = &OptionSet> {
        self.options.iter()
    }

    fn parse(json: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(json)
            .context("core/examples/tables.rs printed something that is not JSON")?;
        let entries = |table: &str| {
            rows(&value, table)?
                .iter()
                .map(|row| Entry::parse(row, table))
                .collect::<Result<Vec<_>>>()
        };
        let error = |row: &Value| {
            let member = |name: &str| text(row, name, "errors");
            let status = row
                .get("status")
                .and_then(Value::as_u64)
                .context("core/examples/tables.rs: an error has no `status`")?;
            let (fault, description) = (member("fault")?, member("description")?);
            Ok(ErrorCode {
                code: member("code")?,
                class: member("class")?,
                fault,
                status,
                description,
            })
        };
        Ok(Self {
            errors: rows(&value, "errors")?.iter().map(error).collect::<Result<_>>()?,
            signature: entries("signature")?,
            key_management: entries("key_management")?,
            content_encryption: entries("content_encryption")?,
            curve: entries("curve")?,
            limits: entries("limits")?,
            choices: Choice::parse_all(&value)?,
            options: OptionSet::parse_all(&value)?,
        })
    }

    /// The classes in the order in which the table first names them, parents before their children.
    fn classes(&self) -> Vec<Class<'_>> {
        let mut classes: Vec<Class<'_>> = Vec::new();
        for error in &self.errors {
            if let Some(class) = classes.iter_mut().find(|class| class.name == error.class) {
                class.codes.push(error);
                continue;
            }
            let parent = if CLAIM_ERRORS.contains(&error.class.as_str()) {
                CLAIM_ERROR
            } else {
                "TokenError"
            };
            if parent == CLAIM_ERROR && !classes.iter().any(|class| class.name == CLAIM_ERROR) {
                classes.push(Class {
                    name: CLAIM_ERROR,
                    parent: "TokenError",
                    codes: Vec::new(),
                });
            }
            classes.push(Class {
                name: &error.class,
                parent,
                codes: vec![error],
            });
        }
        classes
    }
}

impl Entry {
    fn parse(row: &Value, table: &str) -> Result<Self> {
        // A default is a number, and only limits have one.
        let default = row
            .get("default")
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .unwrap_or_default();
        Ok(Self {
            name: text(row, "name", table)?,
            default,
            description: text(row, "description", table)?,
        })
    }
}

impl Class<'_> {
    /// The first sentence or two about the class.
    fn summary(&self) -> &str {
        match self.codes.as_slice() {
            [] => CLAIM_ERROR_DOC,
            [only] => &only.description,
            _ => "",
        }
    }

    /// The code of an error of this class that was made without one.
    fn default_code<'a>(&'a self, tables: &'a Tables) -> Option<&'a str> {
        let own = self.codes.first().map(|error| error.code.as_str());
        own.or_else(|| {
            tables
                .errors
                .iter()
                .find(|error| CLAIM_ERRORS.contains(&error.class.as_str()))
                .map(|error| error.code.as_str())
        })
    }
}

fn rows<'a>(value: &'a Value, table: &str) -> Result<&'a Vec<Value>> {
    value
        .get(table)
        .and_then(Value::as_array)
        .with_context(|| format!("core/examples/tables.rs printed no table `{table}`"))
}

fn text(row: &Value, name: &str, table: &str) -> Result<String> {
    let text = row
        .get(name)
        .and_then(Value::as_str)
        .map(str::trim)
        .map(str::to_owned);
    text.with_context(|| format!("core/examples/tables.rs: a row of `{table}` has no `{name}`"))
}

#[cfg(test)]
mod tests;
