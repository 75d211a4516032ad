//! Blocks of code in `docs/` and in READMEs: no line is so long that a reader must scroll sideways.
//! A line without a space, such as a quoted address, cannot be broken.

use std::path::Path;

use anyhow::Result;

use crate::workspace::read;

const WIDTH: usize = 88;

/// The lines that are too long, each with its place.
pub(super) fn too_long(root: &Path, paths: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for page in paths.iter().filter(|path| is_read(path)) {
        found.extend(long_lines(&read(&root.join(page))?).map(|(line, width)| {
            format!("{page}:{line}: a line of code of {width} columns, and {WIDTH} are what a page shows")
        }));
    }
    Ok(found)
}

fn is_read(path: &str) -> bool {
    path.ends_with(".md")
        && (path.starts_with("docs/") || path == "README.md" || path.ends_with("/README.md"))
}

/// The numbers of the lines inside blocks of code that are too long, and how long they are.
fn long_lines(page: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut code = false;
    page.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") {
            code = !code;
            return None;
        }
        let width = line.chars().count();
        (code && width > WIDTH && line.trim().contains(' ')).then_some((index + 1, width))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_measured() {
        let long = format!("x {}", "x".repeat(WIDTH - 1));
        let page = format!("{long}\n```python\n{}\n{long}\n```\n{long}\n", "é".repeat(WIDTH));
        assert_eq!(long_lines(&page).collect::<Vec<_>>(), [(4, WIDTH + 1)]);
    }

    #[test]
    fn what_cannot_be_broken_may_be_long() {
        let page = format!("```python\n    \"https://{}\",\n```\n", "x".repeat(WIDTH));
        assert_eq!(long_lines(&page).count(), 0);
    }

    #[test]
    fn pages_and_readmes_are_read() {
        assert!(
            ["README.md", "docs/a/b.md", "bench/README.md"]
                .iter()
                .all(|path| is_read(path))
        );
        assert!(
            ["CHANGELOG.md", "docs/book.toml", "core/fuzz/NOTREADME.md"]
                .iter()
                .all(|path| !is_read(path))
        );
    }
}
