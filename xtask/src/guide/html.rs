//! The links of the book as mdBook made it: what a reader clicks on, and not what a page says in
//! Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::checks::pages::resolve;
use crate::workspace::read;

/// mdBook makes it for servers, with links from a root that it does not know.
const NOT_FOUND: &str = "404.html";

/// What a page links to, and what can be linked to in it.
#[derive(Default)]
struct Page {
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
}

/// The links to files of the book whose file or anchor is not there, each with its page.
pub(super) fn broken(folder: &Path) -> Result<Vec<String>> {
    let mut pages = BTreeMap::new();
    collect(folder, "", &mut pages)?;
    if pages.is_empty() {
        bail!("{} has no page", folder.display());
    }
    let mut broken = Vec::new();
    for (name, page) in &pages {
        for link in page.links.iter().filter(|link| !is_outside(link)) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() {
                Path::new(name).to_owned()
            } else {
                resolve(name, file)
            };
            let target = path.to_str().and_then(|path| pages.get(path));
            let has_anchor = anchor.is_empty() || target.is_none_or(|target| target.ids.contains(anchor));
            if !folder.join(&path).is_file() || !has_anchor {
                broken.push(format!("{name} of the guide: the link to {link} has no target"));
            }
        }
    }
    Ok(broken)
}

/// The pages below a folder, by their path in the book.
fn collect(folder: &Path, prefix: &str, pages: &mut BTreeMap<String, Page>) -> Result<()> {
    for entry in folder
        .read_dir()
        .with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), pages)?;
        } else if name.ends_with(".html") && name != NOT_FOUND {
            pages.insert(name, parse(&read(&entry.path())?));
        }
    }
    Ok(())
}

/// Attributes count inside tags alone: in a text, mdBook writes `<` as an entity.
fn parse(html: &str) -> Page {
    let mut page = Page::default();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        page.links.extend(
            [" href=\"", " src=\""]
                .iter()
                .filter_map(|name| attribute(tag, name)),
        );
        page.ids.extend(attribute(tag, " id=\""));
    }
    page
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(name)?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

fn is_outside(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::write;

    #[test]
    fn reads_attributes_of_tags_alone() {
        let page =
            parse("<a class=\"x\" href=\"b.html#c&amp;d\"><h1 id=\"top\">&lt;a href=\"no\" id=\"no\"</h1>");
        assert_eq!(Vec::from_iter(page.links), ["b.html#c&d"]);
        assert_eq!(Vec::from_iter(page.ids), ["top"]);
    }

    #[test]
    fn finds_what_is_not_there() {
        let folder = std::env::temp_dir().join(format!("tokenseal-guide-{}", std::process::id()));
        let links = |links: &[&str]| {
            links
                .iter()
                .map(|link| format!("<a href=\"{link}\">"))
                .collect::<String>()
        };
        let good = [
            "sub/b.html",
            "sub/b.html#there",
            "#here",
            "https://a.example/gone",
            "mailto:a@b.example",
        ];
        write(
            &folder.join("a.html"),
            &format!("<h1 id=\"here\">{}", links(&good)),
        )
        .unwrap();
        write(
            &folder.join("sub/b.html"),
            &format!("<h1 id=\"there\">{}", links(&["../a.html#here"])),
        )
        .unwrap();
        assert!(broken(&folder).unwrap().is_empty());
        write(
            &folder.join("c.html"),
            &links(&["gone.html", "a.html#gone", "#gone", "../c.html"]),
        )
        .unwrap();
        let found = broken(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            found.unwrap().len(),
            3,
            "one that climbs out of the book is taken from its root"
        );
    }
}
