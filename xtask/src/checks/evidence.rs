//! `docs/security-checklist.md`: each vector, test or function that it names is in the file that it
//! links to.

use std::path::Path;

use anyhow::{Result, bail};

use crate::checks::pages::resolve;
use crate::workspace::read;

const PAGE: &str = "docs/security-checklist.md";

/// What the page names and its file does not have. An error if it names nothing: a check of nothing
/// would pass.
pub(super) fn missing(root: &Path) -> Result<Vec<String>> {
    let page = read(&root.join(PAGE))?;
    let named: Vec<(&str, &str)> = named(&page).collect();
    if named.is_empty() {
        bail!("{PAGE} names no test");
    }
    let mut missing = Vec::new();
    for (name, link) in named {
        let text = read(&root.join(resolve(PAGE, link)))?;
        if !holds(&text, name, link) {
            missing.push(format!("{PAGE}: {link} has no `{name}`"));
        }
    }
    Ok(missing)
}

/// The links whose text is code, each with its name: [`name`](path).
fn named(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("[`").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("`](")?;
        Some((name, rest.split(')').next()?))
    })
}

/// A vector by its id; in a source file, a function or a type of this name.
fn holds(text: &str, name: &str, link: &str) -> bool {
    if Path::new(link).extension().is_some_and(|kind| kind == "json") {
        return text.contains(&format!("\"id\": \"{name}\""));
    }
    ["fn", "struct"].iter().any(|kind| {
        let declared = format!("{kind} {name}");
        text.match_indices(&declared).any(|(at, found)| {
            let next = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
            next.is_some_and(|next| !next.is_alphanumeric() && next != '_')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_links_whose_text_is_code() {
        let page = "| a [page](b.md) | [`attack-x`](../c.json), [`is_so`](../d.rs) |";
        assert_eq!(
            named(page).collect::<Vec<_>>(),
            [("attack-x", "../c.json"), ("is_so", "../d.rs")]
        );
    }

    #[test]
    fn a_name_is_the_whole_of_it() {
        assert!(holds("{\"id\": \"attack-x\"}", "attack-x", "a.json"));
        assert!(!holds("{\"id\": \"attack-xy\"}", "attack-x", "a.json"));
        assert!(
            holds("fn is_so_too() {}\nfn is_so() {}", "is_so", "a.rs")
                && holds("struct Only(u8);", "Only", "a.rs")
        );
        assert!(!holds("fn is_so_too() {} // is_so", "is_so", "a.rs"));
    }
}
