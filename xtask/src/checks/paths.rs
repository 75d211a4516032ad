//! Which parts of `cargo xtask test` each path of the repository belongs to: `cargo xtask parts
//! [BASE]` prints those that a change needs, the pull-request workflow runs them, and the checks
//! fail for a path that belongs to none.

use anyhow::{Context, Result};

use crate::report::Row;
use crate::workspace::{Workspace, output};

/// What belongs to no language (formatting, lints, generated files, pages), and every language.
const EVERYTHING: &[&str] = &["checks", "rust", "python", "node", "swift", "kotlin"];
const EXTENSIONS: &[&str] = &["checks", "python", "node"];

/// Where a path belongs. The longest prefix decides; one that ends in `/` is a folder, any other a
/// file.
const OWNERS: &[(&str, &[&str])] = &[
    (".cargo/", EVERYTHING),
    (".ci/", EVERYTHING),
    (".git-blame-ignore-revs", &["checks"]),
    (".gitattributes", &["checks"]),
    (".github/", &["checks"]),
    (".gitignore", &["checks"]),
    ("ARCHITECTURE.md", &["checks"]),
    ("CHANGELOG.md", &["checks"]),
    ("CONTRIBUTING.md", &["checks"]),
    ("Cargo.lock", EVERYTHING),
    ("Cargo.toml", EVERYTHING),
    // The Python package has copies, which its tests compare.
    ("LICENSE-APACHE", &["checks", "python"]),
    ("LICENSE-MIT", &["checks", "python"]),
    // Every language runs its examples.
    ("README.md", EVERYTHING),
    ("SECURITY.md", &["checks"]),
    ("bench/", &["checks"]),
    ("bench/rust/", &["checks", "rust"]),
    ("bindings-kotlin/", &["checks", "kotlin"]),
    ("bindings-node/", &["checks", "node"]),
    ("bindings-python/", &["checks", "python"]),
    ("bindings-swift/", &["checks", "swift"]),
    ("bindings-uniffi/", &["checks", "rust", "swift", "kotlin"]),
    ("bridge/", EVERYTHING),
    // The Python and Node packages bring the command.
    ("cli/", &["checks", "rust", "python", "node"]),
    ("clippy.toml", &["checks"]),
    ("compat/", EXTENSIONS),
    ("core/", EVERYTHING),
    ("core/fuzz/", &["checks"]),
    ("deny.toml", &["checks"]),
    // Python's tests see to it that the summary names every page.
    ("docs/", &["checks", "python"]),
    ("docs/cli.md", &["checks", "rust", "python"]),
    ("docs/compat-jose.md", EXTENSIONS),
    ("docs/compat-jsonwebtoken.md", EXTENSIONS),
    // Pages with examples in Python and in JavaScript.
    ("docs/faq.md", EXTENSIONS),
    ("docs/interop-kotlin.md", &["checks", "python", "kotlin"]),
    ("docs/interop-node.md", EXTENSIONS),
    ("docs/interop.md", &["checks", "rust", "python"]),
    ("docs/kms.md", EXTENSIONS),
    ("docs/kotlin/", &["checks", "python", "kotlin"]),
    ("docs/moving/kotlin.md", &["checks", "python", "kotlin"]),
    ("docs/moving/node.md", EXTENSIONS),
    ("docs/moving/swift.md", &["checks", "python", "swift"]),
    ("docs/node/", EXTENSIONS),
    ("docs/performance.md", EXTENSIONS),
    ("docs/swift/", &["checks", "python", "swift"]),
    ("drivers/", &["checks", "rust"]),
    ("examples/", EXTENSIONS),
    // Real gateways run them.
    ("examples/gateways/", &["checks", "rust"]),
    ("examples/jvm/", &["checks", "kotlin"]),
    // Every package keeps key rings in files.
    ("files/", EVERYTHING),
    ("rustfmt.toml", &["checks"]),
    ("server/", &["checks", "rust"]),
    ("tests/answerer/", &["checks", "rust"]),
    ("tests/bundlers/", &["checks", "node"]),
    ("tests/cedar/", &["checks"]),
    ("tests/clocks/", &["checks", "node"]),
    // Alone, a language does not take part in it.
    ("tests/day/", &["checks", "rust"]),
    // Every language's tests of remote key sets start it.
    ("tests/hostile-server/", EVERYTHING),
    // Adapters run it against their frameworks.
    ("tests/http/", &["checks", "python", "node", "kotlin"]),
    ("tests/interop/", &["checks", "rust"]),
    ("tests/one-build/", EVERYTHING),
    ("tests/long/", &["checks"]),
    ("tests/remote/", EVERYTHING),
    ("tests/revocation/", &["checks"]),
    // What Python issues, Node and Kotlin check.
    ("tests/rotation/", &["checks", "python", "node", "kotlin"]),
    ("tests/side-channels/", &["checks", "rust"]),
    // What tests of stores run against.
    ("tests/stores/", EVERYTHING),
    ("tests/vectors/", EVERYTHING),
    ("tests/vectors/generate/", &["checks"]),
    ("xtask/", EVERYTHING),
];

/// Prints, as a JSON list, the parts that the changes since `base` need; all of them without a
/// base.
pub(crate) fn print(workspace: &Workspace, base: Option<&str>) -> Result<()> {
    let parts: Vec<&str> = match base {
        Some(base) => needed(&git(
            workspace,
            &["diff", "--name-only", "--no-renames", "-z", base, "--"],
        )?)?,
        None => EVERYTHING.to_vec(),
    };
    say!("{}", serde_json::to_string(&parts)?);
    Ok(())
}

/// One check: every tracked path belongs to a part. Skipped where there is no repository to ask, as
/// in an unpacked archive.
pub(crate) fn check(workspace: &Workspace, row: &mut Row) {
    let Ok(paths) = tracked(workspace) else {
        return row.skip("paths and pages: git does not know this folder");
    };
    let strays: Vec<&String> = paths.iter().filter(|path| owner(path).is_none()).collect();
    if strays.is_empty() {
        return row.pass();
    }
    strays
        .iter()
        .for_each(|path| say!("{path} belongs to no part: name it in xtask/src/checks/paths.rs"));
    row.fail(format!("{} paths belong to no part of the tests", strays.len()));
}

/// The files that git knows, relative to the root.
pub(crate) fn tracked(workspace: &Workspace) -> Result<Vec<String>> {
    git(workspace, &["ls-files", "-z"])
}

/// The parts of several paths, in the order of every table. A path without a part is an error:
/// nothing would test it.
fn needed(paths: &[String]) -> Result<Vec<&'static str>> {
    let mut parts = Vec::new();
    for path in paths {
        parts.extend(
            owner(path).with_context(|| {
                format!("{path} belongs to no part: name it in xtask/src/checks/paths.rs")
            })?,
        );
    }
    Ok(EVERYTHING
        .iter()
        .copied()
        .filter(|part| parts.contains(part))
        .collect())
}

fn owner(path: &str) -> Option<&'static [&'static str]> {
    let holds = |prefix: &str| {
        if prefix.ends_with('/') {
            path.starts_with(prefix)
        } else {
            path == prefix
        }
    };
    OWNERS
        .iter()
        .filter(|(prefix, _)| holds(prefix))
        .max_by_key(|(prefix, _)| prefix.len())
        .map(|(_, parts)| *parts)
}

fn git(workspace: &Workspace, arguments: &[&str]) -> Result<Vec<String>> {
    let listed = output(workspace.command("git").args(arguments))?;
    Ok(listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn the_longest_prefix_decides() {
        assert_eq!(owner("core/src/lib.rs"), Some(EVERYTHING));
        assert_eq!(owner("core/fuzz/Cargo.lock"), Some(["checks"].as_slice()));
        assert_eq!(
            owner("docs/swift/app.md"),
            Some(["checks", "python", "swift"].as_slice())
        );
        assert_eq!(owner("README.md"), Some(EVERYTHING));
    }

    #[test]
    fn a_stray_path_belongs_to_no_part() {
        for stray in ["newcomer/lib.rs", "corex/lib.rs", "README.md.orig", "core"] {
            assert_eq!(owner(stray), None, "{stray}");
        }
        let message = needed(&["core/src/lib.rs".to_owned(), "newcomer/lib.rs".to_owned()])
            .unwrap_err()
            .to_string();
        assert!(message.starts_with("newcomer/lib.rs belongs to no part"));
    }

    #[test]
    fn a_change_needs_the_parts_of_all_its_paths() {
        let paths = ["bindings-swift/Package.swift", "cli/src/main.rs"].map(str::to_owned);
        assert_eq!(
            needed(&paths).unwrap(),
            ["checks", "rust", "python", "node", "swift"]
        );
        assert!(needed(&[]).unwrap().is_empty());
    }

    #[test]
    fn every_part_is_run_by_the_test_command() {
        let languages = language::ALL.iter().map(|language| language.id);
        assert_eq!(
            ["checks"].into_iter().chain(languages).collect::<Vec<_>>(),
            EVERYTHING
        );
        assert!(OWNERS.iter().all(
            |(_, parts)| parts.contains(&"checks") && parts.iter().all(|part| EVERYTHING.contains(part))
        ));
    }
}
