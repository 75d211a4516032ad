//! The examples of the package's documentation, of the guide and of the READMEs, as tests: a file
//! for each, written next to the build output.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::frameworks::MODULES;
use super::moving;
use crate::workspace::{Workspace, read, remove_folder, write};

const IMPORTS: [&str; 7] = [
    "dev.tokenseal.*",
    "java.security.KeyPairGenerator",
    "java.security.Signature",
    "kotlin.time.Duration.Companion.minutes",
    "kotlin.time.Duration.Companion.seconds",
    "kotlinx.serialization.Serializable",
    "kotlinx.serialization.json.*",
];

/// Rewrites those of the package that have changed.
pub(super) fn write_all(workspace: &Workspace, folder: &Path) -> Result<()> {
    write_of(
        workspace,
        pages(&workspace.root)?,
        10,
        moving::sources(workspace)?,
        folder,
    )
}

/// Writes those of a module for a framework: of its sources, and of its page in the guide.
pub(super) fn write_of_framework(
    workspace: &Workspace,
    sources: &str,
    module: &str,
    folder: &Path,
) -> Result<()> {
    let mut pages = files_of(&workspace.root, sources)?;
    pages.push(workspace.root.join(page_of(module)));
    pages.sort();
    write_of(workspace, pages, 1, Vec::new(), folder)
}

fn page_of(module: &str) -> String {
    format!("docs/kotlin/{module}.md")
}

/// Writes the examples of pages, and further files.
fn write_of(
    workspace: &Workspace,
    pages: Vec<PathBuf>,
    least: usize,
    mut files: Vec<(String, String)>,
    folder: &Path,
) -> Result<()> {
    for page in pages {
        let text = read(&page)?;
        let title = title(page.strip_prefix(&workspace.root).unwrap_or(&page));
        for (at, (language, code)) in blocks(&text).into_iter().enumerate() {
            let name = format!("{title}Example{}Test", at + 1);
            match language {
                "kotlin" => files.push((format!("kotlin/{name}.kt"), kotlin(&name, &code))),
                "java" => files.push((format!("java/examples/{name}.java"), java(&name, &code))),
                _ => {}
            }
        }
    }
    if files.len() < least {
        bail!("only {} examples were found", files.len());
    }
    let before = folder.join("list");
    let list: String = files
        .iter()
        .map(|(path, text)| format!("{path}\n{text}\n"))
        .collect();
    if fs::read_to_string(&before).is_ok_and(|text| text == list) {
        return Ok(());
    }
    remove_folder(folder)?;
    files
        .iter()
        .try_for_each(|(path, text)| write(&folder.join(path), text))?;
    write(&before, &list)
}

fn pages(root: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for folder in [
        "bindings-kotlin/src/main/kotlin/dev/tokenseal",
        "bindings-kotlin/src/main/kotlin/dev/tokenseal/redis",
        "docs/kotlin",
    ] {
        pages.extend(files_of(root, folder)?);
    }
    let of_frameworks = MODULES.map(|module| root.join(page_of(module)));
    pages.retain(|page| !of_frameworks.contains(page));
    pages.extend(["README.md", "bindings-kotlin/README.md"].map(|name| root.join(name)));
    pages.sort();
    Ok(pages)
}

fn files_of(root: &Path, folder: &str) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(root.join(folder)).with_context(|| format!("cannot read the folder {folder}"))?;
    let files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    if files.is_empty() {
        bail!("{folder} is empty");
    }
    Ok(files)
}

/// What the classes of a page are called: a source's name, and a page's with its folders,
/// `DocsKotlinQuickStart`.
fn title(page: &Path) -> String {
    let stem = |path: &Path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    if page.extension().is_some_and(|end| end == "kt") {
        return stem(page);
    }
    let folders = page
        .parent()
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    let words = format!("{folders}-{}", stem(page));
    let words = words
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(capital).collect()
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// The blocks of code, without the stars of a comment, and the language of each.
pub(super) fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        let bare = bare
            .strip_prefix('*')
            .map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest));
        match (&mut open, bare.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language, String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, code)), None) => code.extend([bare, "\n"]),
            (None, None) => {}
        }
    }
    found
}

/// The imports of a block, and what follows them.
pub(super) fn split(code: &str) -> (Vec<&str>, String) {
    let (imports, rest): (Vec<&str>, Vec<&str>) = code.lines().partition(|line| line.starts_with("import "));
    (imports, rest.join("\n").trim().to_owned())
}

/// A test; its classes stand above it, up to an empty line.
fn kotlin(name: &str, code: &str) -> String {
    let (own, code) = split(code);
    let (classes, body): (Vec<&str>, Vec<&str>) = code.split("\n\n").partition(|part| part.starts_with('@'));
    let common = IMPORTS.iter().map(|import| format!("import {import}"));
    let imports: BTreeSet<String> = common.chain(own.into_iter().map(str::to_owned)).collect();
    let imports: String = imports.into_iter().map(|import| import + "\n").collect();
    format!(
        "@file:Suppress(\"ktlint\", \"unused\")\n\npackage examples.{}\n\n{imports}\n{}\n\nclass {name} {{\n    @org.junit.jupiter.api.Test\n    fun runs() {{\n{}\n    }}\n}}\n",
        name.to_lowercase(),
        classes.join("\n\n"),
        body.join("\n\n")
    )
}

fn java(name: &str, code: &str) -> String {
    let (own, code) = split(code);
    let common = [
        "import dev.tokenseal.*;",
        "import java.time.Duration;",
        "import java.util.Map;",
    ];
    let imports: BTreeSet<&str> = common.into_iter().chain(own).collect();
    let imports: String = imports.into_iter().map(|import| format!("{import}\n")).collect();
    let (classes, body): (Vec<&str>, Vec<&str>) = code.split("\n\n").partition(|part| part.starts_with('@'));
    format!(
        "package examples;\n\n{imports}\n{}\n\nfinal class {name} {{\n    @org.junit.jupiter.api.Test\n    \
         void runs() {{\n{}\n    }}\n}}\n",
        classes.join("\n\n"),
        body.join("\n\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_examples() {
        let text = "/**\n * A\n * ```kotlin\n * @Serializable\n * class A\n *\n * val a = 1\n * ```\n */\n```java\nint a;\n```\n";
        let found = blocks(text);
        assert_eq!(
            found,
            [
                ("kotlin", "@Serializable\nclass A\n\nval a = 1\n".to_owned()),
                ("java", "int a;\n".to_owned())
            ]
        );
        let test = kotlin("XTest", &found[0].1);
        assert!(
            test.contains("@Serializable\nclass A\n\nclass XTest {")
                && test.contains("fun runs() {\nval a = 1\n")
        );
        assert!(
            blocks("```kotlin no-run\nandroid()\n```\n")
                .iter()
                .all(|(language, _)| *language != "kotlin")
        );
    }

    #[test]
    fn moves_imports_to_the_top() {
        let test = kotlin(
            "XTest",
            "import java.time.Instant\nimport dev.tokenseal.*\n\nval a = 1\n",
        );
        assert!(
            test.contains("import java.time.Instant\n") && test.contains("fun runs() {\nval a = 1\n"),
            "{test}"
        );
        assert_eq!(test.matches("import dev.tokenseal.*\n").count(), 1);
        let test = java("XTest", "import java.util.List;\n\nint a;\n");
        assert!(
            test.contains("import java.util.List;\n") && test.contains("void runs() {\nint a;\n"),
            "{test}"
        );
    }

    #[test]
    fn names_classes_by_pages() {
        assert_eq!(
            title(Path::new(
                "bindings-kotlin/src/main/kotlin/dev/tokenseal/KeySet.kt"
            )),
            "KeySet"
        );
        assert_eq!(
            title(Path::new("docs/kotlin/quick-start.md")),
            "DocsKotlinQuickStart"
        );
        assert_eq!(title(Path::new("README.md")), "README");
        assert_eq!(
            title(Path::new("bindings-kotlin/README.md")),
            "BindingsKotlinREADME"
        );
    }
}
