//! What a module of the core uses, read from its text: paths that begin with `crate::`, `super::`
//! or one of its own modules.
//!
//! This is no parser of Rust. It relies on rustfmt's layout, and on modules that name each other by
//! such paths.

use std::collections::BTreeMap;

/// A module, by its path from the crate root, which is empty for the root itself.
pub(super) struct Module {
    pub(super) path: String,
    /// Absolute paths that the code uses, without re-exports.
    pub(super) uses: Vec<String>,
    /// Names that the module takes from its own modules, for others to use.
    pub(super) reexports: BTreeMap<String, String>,
    /// Its own modules that exist in tests only.
    pub(super) tests: Vec<String>,
}

impl Module {
    pub(super) fn read(path: String, text: &str) -> Self {
        let (code, tests) = without_tests(text);
        let mut module = Self {
            path,
            uses: Vec::new(),
            reexports: BTreeMap::new(),
            tests,
        };
        let own: Vec<&str> = code.lines().filter_map(declared).collect();
        let mut at = 0;
        while let Some(rest) = code.get(at..) {
            let Some(start) = next_path(rest, &own) else { break };
            let path = rest.get(start..).unwrap_or_default();
            let is_reexport = own.iter().any(|name| begins_with(path, name))
                && is_reexported(rest.get(..start).unwrap_or_default());
            let mut found = Vec::new();
            let length = tree(path, "", &mut found);
            for (path, name) in found {
                let path = module.absolute(&path);
                if is_reexport {
                    module.reexports.insert(name, path);
                } else {
                    module.uses.push(path);
                }
            }
            at += start + length.max(1);
        }
        module
    }

    /// The same path from the crate root.
    fn absolute(&self, path: &str) -> String {
        let mut base: Vec<&str> = self.path.split("::").filter(|name| !name.is_empty()).collect();
        let mut names: Vec<&str> = path.split("::").collect();
        if names.first() == Some(&"crate") {
            base.clear();
            names.remove(0);
        }
        while names.first() == Some(&"super") {
            base.pop();
            names.remove(0);
        }
        base.into_iter().chain(names).collect::<Vec<_>>().join("::")
    }
}

/// The code without comments and without what exists in tests only, and the names of the test
/// modules in other files.
fn without_tests(text: &str) -> (String, Vec<String>) {
    let (mut code, mut tests) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if line != "#[cfg(test)]" {
            code.push_str(line.split(" // ").next().unwrap_or(line));
            code.push('\n');
            continue;
        }
        let item = lines.next().unwrap_or_default();
        tests.extend(declared(item).map(str::to_owned));
        if item.ends_with('{') {
            lines.by_ref().find(|line| *line == "}");
        }
    }
    (code, tests)
}

/// The module that a line declares to be in another file.
fn declared(line: &str) -> Option<&str> {
    let (visibility, name) = line.strip_suffix(';')?.split_once("mod ")?;
    let is_declaration = visibility.is_empty() || visibility.starts_with("pub") && visibility.ends_with(' ');
    is_declaration.then_some(name)
}

/// Where the next path begins. A visibility such as `pub(in crate::key)` is not one.
fn next_path(code: &str, own: &[&str]) -> Option<usize> {
    for (at, _) in code.char_indices() {
        let (before, path) = code.split_at(at);
        let continues =
            before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ':' | '.'));
        if !continues
            && !before.ends_with("pub(in ")
            && ["crate", "super"]
                .iter()
                .chain(own)
                .any(|name| begins_with(path, name))
        {
            return Some(at);
        }
    }
    None
}

fn begins_with(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.starts_with("::"))
}

/// Whether a path after this is what a `pub use` takes.
fn is_reexported(before: &str) -> bool {
    let statement = before.rsplit([';', '}']).next().unwrap_or_default().trim_start();
    statement.starts_with("pub") && statement.ends_with("use ")
}

/// Reads one path, or the paths of a group, each with the name that it is known by. Returns the
/// length of what was read.
fn tree(text: &str, base: &str, found: &mut Vec<(String, String)>) -> usize {
    let mut path = base.to_owned();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(mut group) = rest.strip_prefix('{') {
            while !group.trim_start().starts_with('}') && !group.trim().is_empty() {
                group = group
                    .get(tree(group, &path, found)..)
                    .unwrap_or_default()
                    .trim_start();
                group = group.strip_prefix(',').unwrap_or(group);
            }
            rest = group.trim_start().strip_prefix('}').unwrap_or_default();
            break;
        }
        let length = rest
            .find(|next: char| !(next.is_alphanumeric() || next == '_'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        if !matches!(name, "" | "self") {
            path = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}::{name}")
            };
        }
        match after.strip_prefix("::") {
            Some(after) if !after.starts_with('<') => rest = after,
            _ => {
                let (alias, after) = alias(after);
                let last = path.rsplit("::").next().unwrap_or_default();
                found.push((path.clone(), alias.unwrap_or(last).to_owned()));
                rest = after.strip_prefix('*').unwrap_or(after);
                break;
            }
        }
    }
    text.len() - rest.len()
}

/// The name after `as`, and what follows it.
fn alias(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix(" as ") else {
        return (None, text);
    };
    let length = rest
        .find(|next: char| !(next.is_alphanumeric() || next == '_'))
        .unwrap_or(rest.len());
    let (name, after) = rest.split_at(length);
    (Some(name), after)
}
