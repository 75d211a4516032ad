//! The pages in Markdown: every link between files of the repository has a target, every class of
//! attack that a vector names is in `docs/threats.md`, what the security checklist names exists,
//! and no line of code is too long to read.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::checks::{code_width, evidence, paths};
use crate::report::Row;
use crate::workspace::{Workspace, read};

/// Four checks. Without git, pages are not looked at: a folder may hold pages that are not ours.
pub(crate) fn check(workspace: &Workspace, row: &mut Row) {
    let Ok(paths) = paths::tracked(workspace) else {
        return;
    };
    settle(
        row,
        links(&workspace.root, &paths),
        "links between pages have no target",
    );
    settle(
        row,
        code_width::too_long(&workspace.root, &paths),
        "lines of code are too long for a page",
    );
    settle(
        row,
        evidence::missing(&workspace.root),
        "vectors or tests of docs/security-checklist.md are not there",
    );
    settle(
        row,
        unknown_classes(&workspace.root),
        "classes of attacks are missing in docs/threats.md",
    );
}

fn settle(row: &mut Row, found: Result<Vec<String>>, what: &str) {
    match found {
        Ok(found) if found.is_empty() => row.pass(),
        Ok(found) => {
            found.iter().for_each(|line| say!("{line}"));
            row.fail(format!("{} {what}", found.len()));
        }
        Err(error) => row.fail(format!("{error:#}")),
    }
}

/// The links whose file or heading is not there, each with its page.
fn links(root: &Path, paths: &[String]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for page in paths.iter().filter(|path| path.ends_with(".md")) {
        for link in targets(&read(&root.join(page))?) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let path = if file.is_empty() {
                PathBuf::from(page)
            } else {
                resolve(page, file)
            };
            let found = root.join(&path).exists()
                && (heading.is_empty()
                    || path.extension().is_none_or(|kind| kind != "md")
                    || headings(&read(&root.join(&path))?).contains(heading));
            if !found {
                broken.push(format!("{page}: the link to {link} has no target"));
            }
        }
    }
    Ok(broken)
}

/// What the links of a page point to inside the repository. Code is left out.
fn targets(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(page) {
        // Every second piece is between backticks.
        let text: String = line.split('`').step_by(2).collect();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.contains("://") && !link.starts_with("mailto:") {
                found.push(link.to_owned());
            }
        }
    }
    found
}

/// The anchors of a page, as GitHub and mdBook make them.
fn headings(page: &str) -> BTreeSet<String> {
    let letter = |letter: char| match letter {
        ' ' => Some('-'),
        letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => Some(letter),
        _ => None,
    };
    let slug = |title: &str| title.to_lowercase().chars().filter_map(letter).collect();
    prose(page)
        .filter(|line| line.starts_with('#'))
        .map(|line| slug(line.trim_start_matches('#').trim()))
        .collect()
}

/// The lines outside of blocks of code.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    page.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !fence && !code
    })
}

/// A page whose links outside code are what `change` returns; those for which it returns nothing
/// stay.
pub(crate) fn rewrite_links(page: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut code = false;
    let mut lines = Vec::new();
    for line in page.split('\n') {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        lines.push(if fence || code {
            line.to_owned()
        } else {
            rewrite_line(line, &change)
        });
    }
    lines.join("\n")
}

fn rewrite_line(line: &str, change: &impl Fn(&str) -> Option<String>) -> String {
    let rewrite = |text: &str| {
        let mut pieces = text.split("](");
        let mut changed = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (link, rest) = piece.split_at(piece.find(')').unwrap_or(piece.len()));
            changed.push_str("](");
            changed.push_str(&change(link).unwrap_or_else(|| link.to_owned()));
            changed.push_str(rest);
        }
        changed
    };
    // Every second piece is between backticks.
    let pieces = line.split('`').enumerate().map(|(index, text)| {
        if index % 2 == 0 {
            rewrite(text)
        } else {
            text.to_owned()
        }
    });
    pieces.collect::<Vec<_>>().join("`")
}

/// A link as a path from the root.
pub(crate) fn resolve(page: impl AsRef<Path>, link: &str) -> PathBuf {
    let mut path = page.as_ref().parent().unwrap_or(Path::new("")).to_path_buf();
    for component in Path::new(link).components() {
        match component {
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
    }
    path
}

/// The flags of the attack vectors with which no class of the catalogue begins.
fn unknown_classes(root: &Path) -> Result<Vec<String>> {
    let plain = |text: &str| text.replace('`', "");
    let page = read(&root.join("docs/threats.md"))?;
    let classes: Vec<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .map(plain)
        .collect();
    let mut unknown = BTreeSet::new();
    for name in ["attacks.json", "attacks_json.json"] {
        let vectors: Value = serde_json::from_str(&read(&root.join("tests/vectors").join(name))?)
            .with_context(|| name.to_owned())?;
        let flags = flags(&vectors);
        if flags.is_empty() {
            bail!("{name} names no class of attack");
        }
        let missing = flags
            .into_iter()
            .filter(|flag| !classes.iter().any(|class| class.starts_with(&plain(flag))));
        unknown.extend(missing.map(|flag| format!("{name}: docs/threats.md has no class `{flag}`")));
    }
    Ok(unknown.into_iter().collect())
}

fn flags(vectors: &Value) -> BTreeSet<&str> {
    let tests = members(vectors, "groups").flat_map(|group| members(group, "tests"));
    tests
        .flat_map(|test| members(test, "flags"))
        .filter_map(Value::as_str)
        .collect()
}

fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_links_outside_of_code() {
        let page = "[a](b.md#c) and `[d](e)`\n```\n[f](g.md)\n```\n[h](https://i.example) ![j](k.svg)\n";
        assert_eq!(targets(page), ["b.md#c", "k.svg"]);
    }

    #[test]
    fn rewrites_links_outside_of_code() {
        let page = "[a](b.md), `[c](b.md)` and [`d`](b.md#e) [f](g.md)\n```\n[h](b.md)\n```\n";
        let changed = rewrite_links(page, |link| {
            link.starts_with("b.md").then(|| link.replace("b.md", "x:b"))
        });
        assert_eq!(
            changed,
            "[a](x:b), `[c](b.md)` and [`d`](x:b#e) [f](g.md)\n```\n[h](b.md)\n```\n"
        );
    }

    #[test]
    fn makes_anchors_of_headings() {
        assert!(headings("# What ran, and what did not\n").contains("what-ran-and-what-did-not"));
        assert!(headings("```\n# a comment\n```\n").is_empty());
    }

    #[test]
    fn resolves_links_from_their_page() {
        assert_eq!(
            resolve("docs/decisions/0001-a.md", "../keys.md"),
            Path::new("docs/keys.md")
        );
        assert_eq!(resolve("README.md", "docs/keys.md"), Path::new("docs/keys.md"));
    }
}
