//! Features of dependencies add up across a workspace: what one member asks for, the core gets when
//! all are built together. Here every such difference is named, so that a server's dependencies
//! never change the core unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use crate::step::Step;
use crate::workspace::Workspace;

/// Packages of the core's tree, and the features that they get only when built with other members:
/// who asks for them, and why that is harmless. Builds of the core alone, and of each shipped
/// package, have none that a program under `tests`, `bench` or `xtask` wants.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    (
        "aws-lc-rs",
        &["default", "ring-io", "ring-sig-verify"],
        "jsonwebtoken, an oracle and a benchmark: further functions",
    ),
    (
        "crc32fast",
        &["default"],
        "zip, of xtask: another name for `std`, which the core has",
    ),
    (
        "indexmap",
        &["default", "serde", "std"],
        "zip, of xtask, and UniFFI: further functions and traits",
    ),
    (
        "num-traits",
        &["default", "i128", "libm", "std"],
        "jsonwebtoken, an oracle and a benchmark: further functions",
    ),
    (
        "serde",
        &["alloc", "rc"],
        "schemars, of the server, and Cedar: another name for what is in `std`, and further types",
    ),
    (
        "serde_core",
        &["default", "rc"],
        "cargo_metadata, of UniFFI, and Cedar: another name for `std`, and further types",
    ),
    (
        "serde_json",
        &["unbounded_depth"],
        "cargo_metadata, of UniFFI: a function that turns the limit off, which the core does not call",
    ),
    (
        "smallvec",
        &["const_generics", "const_new"],
        "jiter, of the Python package, and num-bigint-dig, of the oracles: further functions",
    ),
];

/// What is shipped to other languages, whose own HTTP clients fetch: none of these may be linked
/// into it.
pub(super) const SHIPPED: [&str; 3] = ["tokenseal-node", "tokenseal-python", "tokenseal-uniffi"];
const UNWANTED: [&str; 6] = ["hyper", "reqwest", "rustls", "tokio", "tokenseal-drivers", "ureq"];

/// What is linked into a program: neither build scripts and macros, nor what only tests use.
const LINKED: &str = "no-dev,no-build,no-proc-macro";

/// The packages of a tree, each with its features. One that is there in two versions is two
/// packages.
pub(super) type Tree = BTreeMap<String, BTreeSet<String>>;

/// Compares the trees; true where nothing differs but what is allowed, and nothing is allowed that
/// does not differ. And what is shipped to other languages has no HTTP client.
pub(super) fn check(workspace: &Workspace) -> Result<bool> {
    let alone = tree(
        workspace,
        "the core's features, alone",
        &["--edges", LINKED, "--package", "tokenseal"],
    )?;
    let together = tree(
        workspace,
        "the core's features, in the workspace",
        &["--edges", LINKED, "--workspace"],
    )?;
    let mut problems = compare(&alone, &together);
    for package in SHIPPED {
        let linked = tree(
            workspace,
            &format!("what {package} links"),
            &["--edges", LINKED, "--package", package],
        )?;
        problems.extend(unwanted(package, &linked));
    }
    for problem in &problems {
        say!("{problem}");
    }
    Ok(problems.is_empty())
}

/// The tree of these members, with the edges that are asked for.
pub(super) fn tree(workspace: &Workspace, title: &str, arguments: &[&str]) -> Result<Tree> {
    let mut command = workspace.cargo(["tree", "--locked", "--prefix", "none", "--format", "{p}|{f}"]);
    command.args(arguments).args(["--target", workspace.triple()]);
    let finished = Step::quiet(title, command).require()?;
    parse(&finished.stdout).context("`cargo tree` printed something else than packages and features")
}

/// Lines such as `serde v1.0.229|derive,std`, after some of which cargo writes that it has shown
/// the package before.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let mut tree = Tree::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (package, features) = line.split_once('|')?;
        let features = features
            .trim_end_matches(" (*)")
            .split(',')
            .filter(|feature| !feature.is_empty());
        let mut words = package.split(' ');
        let name = format!("{} {}", words.next()?, words.next()?);
        tree.entry(name).or_default().extend(features.map(str::to_owned));
    }
    (!tree.is_empty()).then_some(tree)
}

/// What differs, or is allowed to and does not.
fn compare(alone: &Tree, together: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let mut used = BTreeSet::new();
    for (package, features) in alone {
        let name = package.split(' ').next().unwrap_or_default();
        let (_, allowed, _) = ALLOWED
            .iter()
            .find(|(allowed, ..)| *allowed == name)
            .unwrap_or(&("", &[], ""));
        let Some(with_others) = together.get(package) else {
            problems.push(format!(
                "{package}: the workspace does not have it, and the core does"
            ));
            continue;
        };
        for feature in with_others.difference(features) {
            if allowed.contains(&feature.as_str()) {
                used.insert((name, feature.as_str()));
            } else {
                problems.push(format!(
                    "{package}: another member of the workspace turns on its feature `{feature}`"
                ));
            }
        }
    }
    let listed = ALLOWED
        .iter()
        .flat_map(|(name, features, _)| features.iter().map(|feature| (*name, *feature)));
    let stale = listed.filter(|pair| !used.contains(pair));
    problems.extend(stale.map(|(name, feature)| {
        format!(
            "{name}: nothing turns on `{feature}` any longer; take it from the list in checks/features.rs"
        )
    }));
    problems
}

/// What a package links and must not.
fn unwanted(package: &str, tree: &Tree) -> Vec<String> {
    let links = |name: &str| tree.keys().any(|linked| linked.split(' ').next() == Some(name));
    let found = UNWANTED.iter().filter(|name| links(name));
    found
        .map(|name| format!("{package} links {name}: an HTTP client belongs to the language that it is for"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The core's tree as the list expects it, when built with other members.
    fn allowed() -> (Tree, Tree) {
        let features = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let together = ALLOWED
            .iter()
            .map(|(name, names, _)| (format!("{name} v1.0.0"), features(names)));
        let alone = ALLOWED
            .iter()
            .map(|(name, ..)| (format!("{name} v1.0.0"), BTreeSet::new()));
        (alone.collect(), together.collect())
    }

    #[test]
    fn reads_trees() {
        let tree = parse(
            "tokenseal v0.1.0 (/a folder/core)|\nserde v1.0.229|derive,std\nserde v1.0.229|derive,std (*)\n",
        )
        .unwrap();
        assert_eq!(tree["tokenseal v0.1.0"], BTreeSet::new());
        assert_eq!(
            tree["serde v1.0.229"],
            BTreeSet::from(["derive".to_owned(), "std".to_owned()])
        );
        assert!(parse("").is_none() && parse("error\n").is_none());
    }

    #[test]
    fn finds_what_another_member_turns_on() {
        let (mut alone, mut together) = allowed();
        assert_eq!(compare(&alone, &together), [] as [&str; 0]);
        alone.insert("serde v1.0.229".to_owned(), BTreeSet::from(["std".to_owned()]));
        together.insert(
            "serde v1.0.229".to_owned(),
            BTreeSet::from(["std".to_owned(), "unstable".to_owned()]),
        );
        assert_eq!(
            compare(&alone, &together),
            ["serde v1.0.229: another member of the workspace turns on its feature `unstable`"]
        );
    }

    #[test]
    fn finds_what_is_allowed_and_does_not_differ() {
        let (alone, mut together) = allowed();
        together.insert(
            "smallvec v1.0.0".to_owned(),
            BTreeSet::from(["const_new".to_owned()]),
        );
        let expected = "smallvec: nothing turns on `const_generics` any longer; take it from the list in checks/features.rs";
        assert_eq!(compare(&alone, &together), [expected]);
    }

    #[test]
    fn finds_an_http_client_where_none_belongs() {
        let tree = |names: [&str; 2]| {
            names
                .map(|name| (format!("{name} v1.0.0"), BTreeSet::new()))
                .into_iter()
                .collect::<Tree>()
        };
        assert_eq!(
            unwanted("tokenseal-node", &tree(["napi", "tokio-util"])),
            [] as [&str; 0]
        );
        let found = unwanted("tokenseal-node", &tree(["napi", "tokio"]));
        assert_eq!(
            found,
            ["tokenseal-node links tokio: an HTTP client belongs to the language that it is for"]
        );
    }
}
