//! `.gitattributes` marks what is generated, so that reviews fold it and counts of languages leave
//! it out.

use std::collections::BTreeSet;
use std::io::Read;

use anyhow::{Result, bail};

use crate::checks::paths::tracked;
use crate::workspace::{Workspace, read};

const FILE: &str = ".gitattributes";
const ATTRIBUTE: &str = "linguist-generated";
/// What every generated file says in its first line, if its format has comments.
const SAYS_SO: &str = "Do not edit";

/// What is wrong with the marks: `written`, and whatever says of itself that it is generated, has
/// to be marked, or to be said not to be; and a line for one file needs that file. Nothing where
/// git does not know this folder, as in an unpacked archive.
pub(super) fn problems(workspace: &Workspace, written: impl Iterator<Item = String>) -> Result<Vec<String>> {
    let Ok(tracked) = tracked(workspace) else {
        return Ok(Vec::new());
    };
    let says_so = tracked.iter().filter(|path| says_so(workspace, path)).cloned();
    let generated: BTreeSet<String> = written.chain(says_so).collect();
    let unmarked = unmarked(workspace, &generated)?;
    let text = read(&workspace.root.join(FILE))?;
    let stale = single_files(&text).filter(|name| !tracked.iter().any(|path| path == name));
    let unmarked = unmarked
        .iter()
        .map(|path| format!("{path} is generated: mark it as {ATTRIBUTE} in {FILE}"));
    Ok(unmarked
        .chain(stale.map(|name| format!("{FILE} names {name}, and there is no such file")))
        .collect())
}

fn says_so(workspace: &Workspace, path: &str) -> bool {
    let mut start = Vec::new();
    let file = std::fs::File::open(workspace.root.join(path));
    file.is_ok_and(|file| file.take(400).read_to_end(&mut start).is_ok())
        && String::from_utf8_lossy(&start)
            .lines()
            .next()
            .is_some_and(|line| line.contains(SAYS_SO))
}

/// The paths for which nothing says whether they are generated.
fn unmarked(workspace: &Workspace, paths: &BTreeSet<String>) -> Result<Vec<String>> {
    let output = workspace
        .command("git")
        .args(["check-attr", "-z", ATTRIBUTE, "--"])
        .args(paths)
        .output()?;
    if !output.status.success() {
        bail!(
            "git check-attr: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(unspecified(&String::from_utf8(output.stdout)?))
}

/// Of the triples that git prints (path, attribute, value), the paths without a value.
fn unspecified(printed: &str) -> Vec<String> {
    let fields: Vec<&str> = printed.split_terminator('\0').collect();
    let triples = fields
        .chunks(3)
        .filter(|triple| triple.last() == Some(&"unspecified"));
    triples
        .filter_map(|triple| triple.first())
        .map(|path| (*path).to_owned())
        .collect()
}

/// The patterns that mean one file: with a folder, and without a wildcard.
fn single_files(attributes: &str) -> impl Iterator<Item = &str> {
    let patterns = attributes
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next());
    patterns.filter(|pattern| pattern.contains('/') && !pattern.contains(['*', '?', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_nothing_is_said_of() {
        let printed = "a.md\0linguist-generated\0set\0b.md\0linguist-generated\0unset\0c.md\0linguist-generated\0unspecified\0";
        assert_eq!(unspecified(printed), ["c.md"]);
    }

    #[test]
    fn a_pattern_for_many_files_is_not_one_file() {
        let attributes = "# a/b is not a pattern\n* text=auto\nCargo.lock x\ndocs/a.md x\nbench/*.svg x\n\n";
        assert_eq!(single_files(attributes).collect::<Vec<_>>(), ["docs/a.md"]);
    }
}
