//! The examples of the package's documentation and its README, as tests: a file for each, written beside what is built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, read, write};

const IMPORTS: [&str; 7] = [
    "dev.tokenseal.*",
    "java.security.KeyPairGenerator",
    "java.security.Signature",
    "kotlin.time.Duration.Companion.minutes",
    "kotlin.time.Duration.Companion.seconds",
    "kotlinx.serialization.Serializable",
    "kotlinx.serialization.json.*",
];

/// Writes them anew where they have changed.
pub(super) fn write_all(workspace: &Workspace, folder: &Path) -> Result<()> {
    let sources = workspace.root.join("bindings-kotlin/src/main/kotlin/dev/tokenseal");
    let entries = fs::read_dir(&sources).with_context(|| format!("cannot read the folder {}", sources.display()))?;
    let mut pages: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    pages.sort();
    pages.push(workspace.root.join("bindings-kotlin/README.md"));
    let mut files = Vec::new();
    for page in pages {
        let text = read(&page)?;
        let stem = page.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for (at, (language, code)) in blocks(&text).into_iter().enumerate() {
            let name = format!("{stem}Example{}Test", at + 1);
            match language {
                "kotlin" => files.push((format!("kotlin/{name}.kt"), kotlin(&name, &code))),
                "java" => files.push((format!("java/examples/{name}.java"), java(&name, &code))),
                _ => {}
            }
        }
    }
    if files.len() < 10 {
        bail!("only {} examples were found", files.len());
    }
    let before = folder.join("list");
    let list: String = files.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect();
    if fs::read_to_string(&before).is_ok_and(|text| text == list) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    files.iter().try_for_each(|(path, text)| write(&folder.join(path), text))?;
    write(&before, &list)
}

/// The blocks of code, without the stars of a comment, and the language of each.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        let bare = bare.strip_prefix('*').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest));
        match (&mut open, bare.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language, String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, code)), None) => code.extend([bare, "\n"]),
            (None, None) => {}
        }
    }
    found
}

/// A test; its classes stand above it, up to an empty line.
fn kotlin(name: &str, code: &str) -> String {
    let (classes, body): (Vec<&str>, Vec<&str>) = code.trim_end().split("\n\n").partition(|part| part.starts_with("@Serializable"));
    let imports: String = IMPORTS.iter().map(|import| format!("import {import}\n")).collect();
    format!(
        "@file:Suppress(\"ktlint\", \"unused\")\n\npackage examples.{}\n\n{imports}\n{}\n\nclass {name} {{\n    @org.junit.jupiter.api.Test\n    fun runs() {{\n{}\n    }}\n}}\n",
        name.to_lowercase(),
        classes.join("\n\n"),
        body.join("\n\n")
    )
}

fn java(name: &str, code: &str) -> String {
    format!(
        "package examples;\n\nimport dev.tokenseal.*;\nimport java.time.Duration;\nimport java.util.Map;\n\nfinal class {name} {{\n    @org.junit.jupiter.api.Test\n    \
         void runs() {{\n{code}    }}\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_examples() {
        let text = "/**\n * A\n * ```kotlin\n * @Serializable\n * class A\n *\n * val a = 1\n * ```\n */\n```java\nint a;\n```\n";
        let found = blocks(text);
        assert_eq!(found, [("kotlin", "@Serializable\nclass A\n\nval a = 1\n".to_owned()), ("java", "int a;\n".to_owned())]);
        let test = kotlin("XTest", &found[0].1);
        assert!(test.contains("@Serializable\nclass A\n\nclass XTest {") && test.contains("fun runs() {\nval a = 1\n"));
    }
}
