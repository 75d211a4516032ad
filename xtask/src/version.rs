//! `cargo xtask version [X.Y.Z]`: one version for the whole repository, shown or set everywhere.

use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::step::Step;
use crate::workspace::{Workspace, read, write};

/// The files that hold the version; one that is not there is left out, one that holds none is an error.
const FILES: [&str; 8] = [
    "Cargo.toml",
    "bindings-node/package.json",
    "bindings-node/package-lock.json",
    "bindings-kotlin/pom.xml",
    "bindings-kotlin/frameworks/pom.xml",
    "bindings-kotlin/frameworks/ktor/pom.xml",
    "bindings-kotlin/frameworks/spring/pom.xml",
    "bindings-kotlin/frameworks/spring-boot-4/pom.xml",
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

/// Sets the version everywhere, and lets cargo bring its lock file into step.
pub(crate) fn set(workspace: &Workspace, version: &str) -> Result<()> {
    if !is_version(version) {
        bail!("`{version}` is not a version such as 1.2.3 or 1.2.3-rc.1");
    }
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

/// The version of `[workspace.package]`, and those of the members in `[workspace.dependencies]`, which are the ones with a path.
fn in_manifest(text: &str) -> Vec<Range<usize>> {
    let mut section = "";
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        if line.starts_with('[') {
            section = line.trim();
        }
        let own = section == "[workspace.package]" && line.starts_with("version");
        let member = section == "[workspace.dependencies]" && line.contains("path = ");
        if own || member {
            found
                .extend(quoted_after(line, "version = ").map(|range| start + range.start..start + range.end));
        }
    }
    found
}

/// The package's own version, before any that belong to its dependencies, and those of its prebuilt addons.
fn in_package(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, line) in lines(text).take_while(|(_, line)| !line.contains("\"node_modules/")) {
        let prebuilt =
            line.trim_start().starts_with("\"@tokenseal/") || line.trim_start().starts_with("\"tokenseal-");
        let range = if prebuilt {
            quoted_after(line, "\": ")
        } else {
            quoted_after(line, "\"version\": ")
        };
        found.extend(range.map(|range| start + range.start..start + range.end));
    }
    found
}

/// The version of the project itself, which stands before those of its dependencies and plugins; or of its parent, whose it is.
fn in_pom(text: &str) -> Vec<Range<usize>> {
    const MARKS: [&str; 2] = [
        "\n  <version>",
        "<artifactId>tokenseal-frameworks</artifactId><version>",
    ];
    let start = MARKS
        .iter()
        .find_map(|mark| text.find(mark).map(|at| at + mark.len()));
    let range = start.and_then(|start| text.get(start..)?.find('<').map(|length| start..start + length));
    range
        .filter(|range| text.get(range.clone()).is_some_and(is_version))
        .into_iter()
        .collect()
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
        let lock = "{\n  \"name\": \"tokenseal\",\n  \"version\": \"0.1.0\",\n  \"packages\": {\n    \"\": {\n      \"version\": \"0.1.2\",\n\
                    \"@tokenseal/linux-x64-gnu\": \"0.1.3\"\n    },\n    \"node_modules/x\": {\n      \"version\": \"3.0.0\"\n";
        assert_eq!(found("package-lock.json", lock), ["0.1.0", "0.1.2", "0.1.3"]);
    }

    #[test]
    fn finds_the_version_of_a_pom() {
        let pom = "<project>\n  <artifactId>tokenseal</artifactId>\n  <version>0.1.0</version>\n  <dependencies>\n    <version>3.0.0</version>\n";
        assert_eq!(found("bindings-kotlin/pom.xml", pom), ["0.1.0"]);
        let module =
            "<parent><artifactId>tokenseal-frameworks</artifactId><version>0.1.0</version></parent>\n";
        assert_eq!(
            found("bindings-kotlin/frameworks/ktor/pom.xml", module),
            ["0.1.0"]
        );
        assert!(
            found(
                "bindings-kotlin/pom.xml",
                "<project>\n  <version>${revision}</version>\n"
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
