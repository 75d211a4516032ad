//! `docs/moving/swift.md` as a test: the right column of its tables, which is ours. No other
//! library is compiled.

use anyhow::{Result, bail};

use super::examples::examples;
use crate::workspace::{Workspace, read};

const PAGE: &str = "docs/moving/swift.md";

/// What a row must return, if its call does not show it.
const CHECK: &str = r#"
private func gives<Value>(_ value: Value?) -> Bool {
    guard let value else { return false }
    return (value as? String)?.isEmpty != true && (value as? KeySet)?.count != 0
}
"#;

/// The source of the test.
pub(super) fn write(workspace: &Workspace) -> Result<String> {
    let page = read(&workspace.root.join(PAGE))?;
    let Some((_, shared)) = examples(PAGE, &page).into_iter().next() else {
        bail!("{PAGE} has no names that its examples share")
    };
    let (rows, codes) = (rows(&page), codes(&page));
    if rows.len() < 20 || codes.len() < 4 {
        bail!("{PAGE} lacks rows");
    }
    let shared = shared
        .iter()
        .filter(|line| !line.starts_with("import "))
        .map(|line| format!("    {line}\n").trim_end().to_owned() + "\n");
    let checks = rows.iter().map(|row| format!("    {}\n", check(row)));
    let codes = codes.join(", ");
    Ok(format!(
        "{CHECK}\n@Test func movingOver() throws {{\n{}{}    // That they exist.\n    let _: [TokenError.Code] = [{codes}]\n}}\n",
        shared.collect::<String>(),
        checks.collect::<String>()
    ))
}

fn check(row: &str) -> String {
    if row.ends_with("[\"sub\"]") {
        format!("#expect(({row}) == \"alice\")")
    } else if row.ends_with(".payload") || row.ends_with(".plaintext") {
        format!("#expect(({row}) == bytes)")
    } else {
        format!("#expect(gives({row}))")
    }
}

/// The replacement for a call: the right cells that are code.
fn rows(page: &str) -> Vec<String> {
    let cells =
        page.lines()
            .filter(|line| line.starts_with("| `"))
            .filter_map(|line| match cells(line)[..] {
                [_, ours] => ours.strip_prefix('`')?.strip_suffix('`'),
                _ => None,
            });
    cells.map(str::to_owned).collect()
}

/// The codes in place of errors.
fn codes(page: &str) -> Vec<String> {
    let found =
        page.lines()
            .filter(|line| line.starts_with("| `."))
            .filter_map(|line| match cells(line)[..] {
                [_, ours, _] => Some(ours),
                _ => None,
            });
    found
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

fn cells(line: &str) -> Vec<&str> {
    let inside = line
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'))
        .unwrap_or(line);
    inside.split(" | ").map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tables() {
        let page = "| A | here |\n| --- | --- |\n| `a(b)` | `try c()[\"sub\"]` |\n| `d()` | not `e` |\n| `.f` | `.g`, `.h` | |\n";
        assert_eq!(rows(page), ["try c()[\"sub\"]"]);
        assert_eq!(codes(page), [".g", ".h"]);
        assert_eq!(
            check("try c()[\"sub\"]"),
            "#expect((try c()[\"sub\"]) == \"alice\")"
        );
        assert_eq!(check("try c().payload"), "#expect((try c().payload) == bytes)");
        assert_eq!(check("d()"), "#expect(gives(d()))");
    }
}
