//! The core is compiled once for all that is tested: what each package makes of its dependencies'
//! features is what the tests make of them.
//!
//! Cargo says nothing where that fails: everything takes minutes longer.

use anyhow::Result;

use super::features::{SHIPPED, Tree, tree};
use crate::rust;
use crate::workspace::Workspace;

/// What every package of another language is built with, each by itself, to be tested.
const FEATURE: &str = "one-build";

/// Compares the features of whatever the core is compiled with, the macros of its dependencies
/// among it.
pub(super) fn check(workspace: &Workspace) -> Result<bool> {
    let core = tree(
        workspace,
        "what the core is compiled with",
        &["--package", "tokenseal", "--edges", "normal,build"],
    )?;
    let tests: Vec<String> = rust::members_of_tests(workspace).collect();
    let tests = tree(
        workspace,
        "what the tests are compiled with",
        &tests.iter().map(String::as_str).collect::<Vec<_>>(),
    )?;
    let mut problems = Vec::new();
    for package in SHIPPED {
        let members = [
            "--package",
            package,
            "--features",
            FEATURE,
            "--edges",
            "normal,build",
        ];
        problems.extend(differences(
            package,
            &core,
            &tests,
            &tree(workspace, &format!("what {package} is compiled with"), &members)?,
        ));
    }
    for problem in &problems {
        say!("{problem}");
    }
    Ok(problems.is_empty())
}

fn differences(package: &str, core: &Tree, tests: &Tree, own: &Tree) -> Vec<String> {
    let differs = |name: &&String| tests.get(*name) != own.get(*name);
    let wanted = |tree: &Tree, name| {
        tree.get(name).map_or_else(String::new, |features| {
            features.iter().cloned().collect::<Vec<_>>().join(", ")
        })
    };
    let message = |name| {
        format!(
            "{name}: the tests want [{}] of it, {package} wants [{}]; put both into tests/one-build/Cargo.toml",
            wanted(tests, name),
            wanted(own, name)
        )
    };
    core.keys().filter(differs).map(message).collect()
}

#[cfg(test)]
mod tests {
    use super::super::features::parse;
    use super::*;

    #[test]
    fn only_what_the_core_has_must_be_the_same() {
        let core = parse("a v1|x\n").unwrap();
        let tests = parse("a v1|x,y\nb v1|z\n").unwrap();
        assert_eq!(
            differences("p", &core, &tests, &parse("a v1|x,y\nb v1|\n").unwrap()),
            [] as [&str; 0]
        );
        assert_eq!(
            differences("p", &core, &tests, &parse("a v1|x\n").unwrap()),
            ["a v1: the tests want [x, y] of it, p wants [x]; put both into tests/one-build/Cargo.toml"]
        );
    }
}
