//! `cargo xtask setup [WHAT…]`: builds packages to try them, or installs and builds what their
//! tests need.

use std::path::PathBuf;

use anyhow::Result;

use crate::report::table;
use crate::workspace::Workspace;
use crate::{gateways, language, stores};

/// Asks for what tests need, besides what somebody needs who wants to try a package.
pub(crate) const TESTS: &str = "tests";

/// Sets up everything that was asked for, even where something earlier fails, and says what is
/// ready.
pub(crate) fn run(workspace: &Workspace, words: &[String]) -> Result<bool> {
    let has = |word: &str| words.iter().any(|given| given == word);
    let named: Vec<&String> = words
        .iter()
        .filter(|word| language::ids().any(|id| id == *word))
        .collect();
    let for_tests = words.is_empty() || has(TESTS);
    let mut states: Vec<(&str, Result<()>)> = Vec::new();

    // `setup stores` and `setup gateways` are about no language.
    if for_tests || !named.is_empty() {
        for language in language::chosen(&named)? {
            let result = if for_tests {
                language.set_up(workspace)
            } else {
                (language.try_out)(workspace)
            };
            states.push((language.title, result));
        }
    }
    // Every language's tests of stores want them.
    if has(stores::NAME) || for_tests && named.is_empty() {
        let result = stores::set_up(workspace).and_then(|()| stores::build(workspace));
        if result.is_ok() {
            print_environment(stores::environment(workspace, stores::path(workspace)));
        }
        states.push((stores::NAME, result));
    }
    // Without a word, Rust has set them up.
    if has(gateways::NAME) {
        let result = gateways::set_up(workspace);
        print_environment(gateways::environment(workspace));
        states.push((gateways::NAME, result));
    }

    let row = |(name, result): &(&str, Result<()>)| {
        let state = result
            .as_ref()
            .map_or_else(|error| format!("{error:#}"), |()| "ready".to_owned());
        vec![(*name).to_owned(), state]
    };
    say!(
        "\n{}",
        table(
            &["language", "state"],
            &states.iter().map(row).collect::<Vec<_>>()
        )
    );
    Ok(states.iter().all(|(_, result)| result.is_ok()))
}

/// For tests that are run by hand.
fn print_environment(variables: Vec<(&str, PathBuf)>) {
    variables
        .iter()
        .for_each(|(name, path)| say!("{name}={}", path.display()));
}
