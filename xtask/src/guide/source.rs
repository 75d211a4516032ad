//! The copy of `docs/` that mdBook reads: links that leave it are addresses.

use std::path::Path;

use anyhow::{Context, Result};

use crate::checks::pages::{resolve, rewrite_links};
use crate::workspace::{read, remove_folder, write, write_changed};

const FOLDER: &str = "docs";
/// The line of `book.toml` that says where the repository is.
const REPOSITORY: &str = "git-repository-url = ";

/// Writes the copy, in place of an older one.
pub(super) fn write_copy(root: &Path, copy: &Path) -> Result<()> {
    let book = read(&root.join(FOLDER).join("book.toml"))?;
    let repository = book.lines().find_map(|line| line.strip_prefix(REPOSITORY));
    let repository = repository
        .context("docs/book.toml names no git-repository-url")?
        .trim_matches('"');
    remove_folder(copy)?;
    copy_folder(root, Path::new(FOLDER), copy, repository)
}

fn copy_folder(root: &Path, folder: &Path, copy: &Path, repository: &str) -> Result<()> {
    let entries = root
        .join(folder)
        .read_dir()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let (path, target) = (folder.join(entry.file_name()), copy.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(root, &path, &target, repository)?;
            continue;
        }
        if path.extension().is_some_and(|kind| kind == "md") {
            write(
                &target,
                &rewrite_links(&read(&entry.path())?, |link| {
                    outward(root, &path, link, repository)
                }),
            )?;
        } else {
            write_changed(
                &target,
                &std::fs::read(entry.path()).with_context(|| format!("cannot read {}", path.display()))?,
            )?;
        }
    }
    Ok(())
}

/// The address of what a link leads to outside of the guide. None for a link that stays inside.
fn outward(root: &Path, page: &Path, link: &str, repository: &str) -> Option<String> {
    let (file, heading) = link
        .split_once('#')
        .map_or((link, None), |(file, heading)| (file, Some(heading)));
    if file.is_empty() || file.contains(':') {
        return None;
    }
    let path = resolve(page, file);
    if path.starts_with(FOLDER) {
        return None;
    }
    let kind = if root.join(&path).is_dir() { "tree" } else { "blob" };
    let heading = heading.map(|heading| format!("#{heading}")).unwrap_or_default();
    // Addresses have slashes, also on Windows.
    let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    Some(format!("{repository}/{kind}/main/{}{heading}", path.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "docs/python/keys.md";

    fn of(link: &str) -> Option<String> {
        outward(Path::new("/nowhere"), Path::new(PAGE), link, "https://r.example")
    }

    #[test]
    fn links_that_leave_the_guide_are_addresses() {
        assert_eq!(
            of("../../bench/README.md#speed").as_deref(),
            Some("https://r.example/blob/main/bench/README.md#speed")
        );
        assert_eq!(
            of("../../CHANGELOG.md").as_deref(),
            Some("https://r.example/blob/main/CHANGELOG.md")
        );
    }

    #[test]
    fn others_stay_as_they_are() {
        for link in [
            "../keys.md",
            "errors.md#codes",
            "#here",
            "https://a.example/b.md",
            "mailto:a@b.example",
        ] {
            assert_eq!(of(link), None, "{link}");
        }
    }
}
