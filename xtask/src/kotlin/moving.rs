//! `docs/moving/kotlin.md` as tests: both columns of its tables, each compiled with the imports of
//! its library. What a row gives is compared by `Moving.kt` of the package's tests.

use anyhow::{Result, bail};

use super::examples::{blocks, split};
use crate::workspace::{Workspace, read};

const PAGE: &str = "docs/moving/kotlin.md";

/// A heading of the page, and the contents of its tables.
#[derive(Default)]
struct Library {
    name: String,
    imports: Vec<String>,
    /// What the library is called with, and what is called in its place.
    rows: Vec<(String, String)>,
    /// What the library throws, and the code in its place.
    errors: Vec<(String, String)>,
}

/// The sources of the tests, each with its path in the folder of examples.
pub(super) fn sources(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let page = read(&workspace.root.join(PAGE))?;
    let Some((_, shared)) = blocks(&page)
        .into_iter()
        .find(|(language, _)| *language == "kotlin")
    else {
        bail!("{PAGE} has no names that its examples share");
    };
    let libraries = libraries(&page);
    if libraries.iter().filter(|library| library.rows.len() > 3).count() < 5 {
        bail!("{PAGE} lacks the table of a library");
    }
    let mut found = vec![("Names".to_owned(), names(&shared))];
    for library in &libraries {
        let class = class(&library.name);
        found.push((format!("{class}Ours"), ours(library)));
        found.push((format!("{class}MovingTest"), test(library)));
        // A library without imports is not available here, and the page says so.
        if !library.imports.is_empty() {
            found.push((format!("{class}Theirs"), theirs(library)));
        }
    }
    Ok(found
        .into_iter()
        .map(|(name, text)| (format!("kotlin/Moving{name}.kt"), text))
        .collect())
}

fn libraries(page: &str) -> Vec<Library> {
    let mut found: Vec<Library> = Vec::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            found.push(Library {
                name: name.to_owned(),
                ..Library::default()
            });
        }
        let Some(library) = found.last_mut() else { continue };
        if line.contains("mports `") {
            library.imports = quoted(line)
                .filter(|text| text.contains('.'))
                .map(str::to_owned)
                .collect();
        }
        // A cell is what it has in backquotes.
        let cells: Vec<&str> = line
            .trim_matches('|')
            .split(" | ")
            .map(|cell| quoted(cell).next().unwrap_or_default())
            .collect();
        match cells[..] {
            _ if !line.starts_with("| `") => {}
            [theirs, ours] => library.rows.push((theirs.to_owned(), ours.to_owned())),
            [theirs, ours, ..] => library.errors.push((theirs.to_owned(), ours.to_owned())),
            _ => {}
        }
    }
    found.retain(|library| !library.rows.is_empty());
    found
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn class(name: &str) -> String {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .map(super::examples::capital)
        .collect()
}

fn package(library: &Library) -> String {
    format!("moving.{}", class(&library.name).to_lowercase())
}

/// The names that all examples share, as a class.
fn names(shared: &str) -> String {
    let (imports, body) = split(shared);
    format!(
        "@file:Suppress(\"ktlint\")\n\npackage moving\n\n{}\n\nclass Names {{\n{body}\n}}\n",
        imports.join("\n")
    )
}

fn ours(library: &Library) -> String {
    let imports = [
        "dev.tokenseal.*",
        "java.time.Instant",
        "kotlin.time.Duration.Companion.minutes",
        "kotlin.time.Duration.Companion.seconds",
        "kotlinx.serialization.json.*",
    ];
    let rows = library.rows.iter().map(|(_, ours)| ours.as_str());
    calls(library, "Ours", imports.into_iter(), rows)
}

fn theirs(library: &Library) -> String {
    let rows = library.rows.iter().map(|(theirs, _)| theirs.as_str());
    calls(
        library,
        "Theirs",
        library.imports.iter().map(String::as_str),
        rows,
    )
}

/// A function for each row of a column.
fn calls<'a>(
    library: &Library,
    object: &str,
    imports: impl Iterator<Item = &'a str>,
    rows: impl Iterator<Item = &'a str>,
) -> String {
    let imports: String = imports.map(|name| format!("import {name}\n")).collect();
    let functions: String = rows
        .enumerate()
        .map(|(at, call)| {
            format!("\n    fun row{at}(names: moving.Names): Any? = with(names) {{ {call} }}\n")
        })
        .collect();
    format!(
        "@file:Suppress(\"ktlint\", \"DEPRECATION\")\n\npackage {}\n\n{imports}\ninternal object {object} {{{functions}}}\n",
        package(library)
    )
}

fn test(library: &Library) -> String {
    let mut tests = String::new();
    for (at, (_, ours)) in library.rows.iter().enumerate() {
        let anew = if ["Key.generate(", "RemoteKeySet("]
            .iter()
            .any(|start| ours.starts_with(start))
        {
            "Anew"
        } else {
            ""
        };
        let theirs = if library.imports.is_empty() {
            String::new()
        } else {
            format!(", Theirs.row{at}(names)")
        };
        tests.push_str(&function(
            &format!("row{at}"),
            &format!("dev.tokenseal.moved{anew}(Ours.row{at}(names){theirs})"),
        ));
    }
    for (theirs, code) in &library.errors {
        let call = format!(
            "dev.tokenseal.movedError(names, \"{}\", \"{theirs}\", \"{code}\")",
            library.name
        );
        tests.push_str(&function(&format!("{theirs}_is_{code}"), &call));
    }
    format!(
        "@file:Suppress(\"ktlint\")\n\npackage {}\n\ninternal class {}MovingTest {{\n    init {{\n        dev.tokenseal.startLibraries()\n    }}\n\n    private val names = moving.Names()\n{tests}}}\n",
        package(library),
        class(&library.name)
    )
}

fn function(name: &str, call: &str) -> String {
    format!("\n    @org.junit.jupiter.api.Test\n    fun {name}() = {call}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "## A.b\n\nImports `a.b.*` and `a.C`.\n\n| A | here |\n| --- | --- |\n| `C(1)` | `d()` (see [e](e.md)) |\n\n\
                        | A's | here it is | and besides |\n| --- | --- | --- |\n| `X` | `ERR_Y` | |\n\n## Nothing\n\ntext\n";

    #[test]
    fn reads_tables() {
        let found = libraries(TEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].imports, ["a.b.*", "a.C"]);
        assert_eq!(found[0].rows, [("C(1)".to_owned(), "d()".to_owned())]);
        assert_eq!(found[0].errors, [("X".to_owned(), "ERR_Y".to_owned())]);
        assert!(
            theirs(&found[0]).contains("import a.C\n") && theirs(&found[0]).contains("with(names) { C(1) }")
        );
        let test = test(&found[0]);
        assert!(
            test.contains("package moving.ab\n")
                && test.contains("moved(Ours.row0(names), Theirs.row0(names))"),
            "{test}"
        );
        assert!(
            test.contains("fun X_is_ERR_Y() = dev.tokenseal.movedError(names, \"A.b\", \"X\", \"ERR_Y\")"),
            "{test}"
        );
    }
}
