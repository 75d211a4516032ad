//! `cargo xtask version [X.Y.Z]`: one version for the whole repository, shown or set everywhere.

use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use roxmltree::Document;

use crate::step::Step;
use crate::workspace::{Workspace, read, write};
use crate::xml::{self, child};

/// The files that hold the version; one that is not there is left out, one that holds none is an
/// error.
const FILES: [&str; 11] = [
    "Cargo.toml",
    "bindings-node/lib/version.cjs",
    "bindings-node/package.json",
    "bindings-node/package-lock.json",
    "compat/jsonwebtoken/package/package.json",
    "bindings-kotlin/pom.xml",
    "bindings-kotlin/frameworks/pom.xml",
    "bindings-kotlin/frameworks/ktor/pom.xml",
    "bindings-kotlin/frameworks/spring/pom.xml",
    "bindings-kotlin/frameworks/spring-boot-4/pom.xml",
    "compat/pyjwt/distribution/pyproject.toml",
];

/// Prints the version, and where it differs; false where it does.
pub(crate) fn print(workspace: &Workspace) -> Result<bool> {
    let mut versions: Vec<(String, String)> = Vec::new();
    for (path, text) in files(workspace)? {
        let name = path
            .strip_prefix(&workspace.root)
            .unwrap_or(&path)
            .display()
            .to_string();
        let found = places(&name, &text);
        if found.is_empty() {
            bail!("there is no version in {name}");
        }
        versions.extend(
            found
                .into_iter()
                .filter_map(|range| text.get(range))
                .map(|version| (name.clone(), version.to_owned())),
        );
    }
    let (_, version) = versions.first().context("there is no version")?;
    let mut same = true;
    for (name, other) in versions.iter().filter(|(_, other)| other != version) {
        say!("{name} has {other}, not {version}");
        same = false;
    }
    say!("version {version}");
    Ok(same)
}

/// The version of the workspace.
pub(crate) fn of(workspace: &Workspace) -> Result<String> {
    let text = read(&workspace.root.join("Cargo.toml"))?;
    let range = in_manifest(&text).into_iter().next();
    Ok(range
        .and_then(|range| text.get(range))
        .context("Cargo.toml has no version")?
        .to_owned())
}

/// A version, as the command line takes it.
pub(crate) fn parse(text: &str) -> Result<String, &'static str> {
    if is_version(text) {
        Ok(text.to_owned())
    } else {
        Err("a version is such as 1.2.3 or 1.2.3-rc.1")
    }
}

/// Sets the version everywhere, and lets cargo bring its lock file into step.
pub(crate) fn set(workspace: &Workspace, version: &str) -> Result<()> {
    for (path, mut text) in files(workspace)? {
        let name = path
            .strip_prefix(&workspace.root)
            .unwrap_or(&path)
            .display()
            .to_string();
        let found = places(&name, &text);
        // From the last to the first, so that the ranges stay right.
        for range in found.iter().rev() {
            text.replace_range(range.clone(), version);
        }
        write(&path, &text)?;
        say!("{name}: {} times {version}", found.len());
    }
    Step::quiet(
        "Cargo.lock",
        workspace.cargo(["update", "--workspace", "--offline"]),
    )
    .require()?;
    Ok(())
}

fn files(workspace: &Workspace) -> Result<Vec<(PathBuf, String)>> {
    let paths = FILES
        .iter()
        .map(|name| workspace.root.join(name))
        .filter(|path| path.exists());
    paths.map(|path| read(&path).map(|text| (path, text))).collect()
}

/// Where in a file this repository's own version stands.
fn places(name: &str, text: &str) -> Vec<Range<usize>> {
    match name.rsplit('.').next() {
        Some("toml") => in_manifest(text),
        Some("xml") => in_pom(text),
        _ => in_package(text),
    }
}

/// The version of `[workspace.package]`, and those of the members in `[workspace.dependencies]`,
/// which are the ones with a path; of a Python package that of `[project]`, and that of tokenseal,
/// which it requires.
fn in_manifest(text: &str) -> Vec<Range<usize>> {
    let mut section = "";
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        if line.starts_with('[') {
            section = line.trim();
        }
        let own = ["[workspace.package]", "[project]"].contains(&section) && line.starts_with("version");
        let member = section == "[workspace.dependencies]" && line.contains("path = ");
        if own || member {
            found
                .extend(quoted_after(line, "version = ").map(|range| start + range.start..start + range.end));
        }
        found.extend(required(line).map(|range| start + range.start..start + range.end));
    }
    found
}

/// The package's own version, before any that belong to its dependencies, and those of its prebuilt
/// addons and of the package it is made over.
fn in_package(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, line) in lines(text).take_while(|(_, line)| !line.contains("\"node_modules/")) {
        let is_ours = ["\"@tokenseal/", "\"tokenseal-", "\"tokenseal\": "]
            .iter()
            .any(|start| line.trim_start().starts_with(start));
        let range = if is_ours {
            quoted_after(line, "\": ")
        } else {
            quoted_after(line, "\"version\": ")
        };
        found.extend(range.map(|range| start + range.start..start + range.end));
    }
    found
}

/// The version of the project itself, or of its parent, whose it is.
fn in_pom(text: &str) -> Vec<Range<usize>> {
    let version = |document: Document<'_>| {
        let project = document.root_element();
        let element = child(project, "version").or_else(|| child(child(project, "parent")?, "version"))?;
        element
            .first_child()
            .filter(|text| text.text().is_some_and(is_version))
            .map(|text| text.range())
    };
    xml::parse(text).ok().and_then(version).into_iter().collect()
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.split_inclusive('\n').scan(0, |start, line| {
        let this = *start;
        *start += line.len();
        Some((this, line))
    });
    starts.map(|(start, line)| (start, line.trim_end()))
}

/// The range of the quoted version after a mark, without its quotes.
fn quoted_after(line: &str, mark: &str) -> Option<Range<usize>> {
    let start = line.find(mark)? + mark.len();
    let rest = line.get(start..)?.strip_prefix('"')?;
    let length = rest.find('"')?;
    is_version(rest.get(..length)?).then_some(start + 1..start + 1 + length)
}

/// The range of the version of tokenseal that a Python package requires.
fn required(line: &str) -> Option<Range<usize>> {
    const MARK: &str = "\"tokenseal==";
    let start = line.find(MARK)? + MARK.len();
    let length = line.get(start..)?.find('"')?;
    line.get(start..start + length)
        .filter(|version| is_version(version))
        .map(|_| start..start + length)
}

fn is_version(text: &str) -> bool {
    let (numbers, label) = text
        .split_once('-')
        .map_or((text, None), |(numbers, label)| (numbers, Some(label)));
    let number = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let word = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric());
    numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && label.is_none_or(|label| label.split('.').all(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> Vec<String> {
        places(name, text)
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn finds_only_its_own_versions() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.88\"\n[workspace.dependencies]\n\
                        tokenseal = { path = \"core\", version = \"0.1.1\" }\nserde = { version = \"1.0.0\" }\n";
        assert_eq!(found("Cargo.toml", manifest), ["0.1.0", "0.1.1"]);
        let python = "[project]\nname = \"tokenseal-pyjwt\"\nversion = \"0.1.0\"\ndependencies = [\"tokenseal==0.1.1\"]\n[tool.x]\nversion = \"3.0.0\"\n";
        assert_eq!(found("pyproject.toml", python), ["0.1.0", "0.1.1"]);
        let lock = "{\n  \"name\": \"tokenseal\",\n  \"version\": \"0.1.0\",\n  \"packages\": {\n    \"\": {\n      \"version\": \"0.1.2\",\n\
                    \"@tokenseal/linux-x64-gnu\": \"0.1.3\"\n    },\n    \"node_modules/x\": {\n      \"version\": \"3.0.0\"\n";
        assert_eq!(found("package-lock.json", lock), ["0.1.0", "0.1.2", "0.1.3"]);
        let drop_in = "{\n  \"version\": \"0.1.0\",\n  \"bin\": {\n    \"tokenseal\": \"bin/tokenseal.cjs\"\n  },\n  \"dependencies\": {\n    \
                       \"tokenseal\": \"0.1.1\",\n    \"other\": \"2.0.0\"\n";
        assert_eq!(found("package.json", drop_in), ["0.1.0", "0.1.1"]);
    }

    #[test]
    fn finds_the_version_of_a_pom() {
        let pom = "<project>\n  <artifactId>tokenseal</artifactId>\n  <dependencies><version>3.0.0</version></dependencies>\n  \
                   <version>0.1.0</version>\n</project>\n";
        assert_eq!(found("bindings-kotlin/pom.xml", pom), ["0.1.0"]);
        let module = "<project><parent><artifactId>tokenseal-frameworks</artifactId><version>0.1.0</version></parent></project>\n";
        assert_eq!(
            found("bindings-kotlin/frameworks/ktor/pom.xml", module),
            ["0.1.0"]
        );
        assert!(
            found(
                "bindings-kotlin/pom.xml",
                "<project>\n  <version>${revision}</version>\n</project>\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn knows_a_version() {
        assert!(is_version("1.20.3") && is_version("0.1.0-rc.1"));
        assert!(
            ["1.2", "1.2.x", "01.2.3", "1.2.3-", "v1.2.3", ""]
                .iter()
                .all(|text| !is_version(text))
        );
    }
}
