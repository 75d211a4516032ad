//! The languages. Adding one means a file next to `node.rs` and an entry in this list; test, demo,
//! bench and setup go by the list.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::report::Row;
use crate::workspace::{Workspace, answers};

/// What must be known about a language.
pub(crate) struct Language {
    /// What the command line and the files of outcomes call it.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// Builds the package for somebody who wants to try it, and nothing that only its tests need.
    pub(crate) try_out: fn(&Workspace) -> Result<()>,
    /// Downloads and installs what is missing: it waits for the network, so `cargo xtask test`
    /// starts it in parallel with everything else.
    pub(crate) fetch: fn(&Workspace) -> Result<()>,
    /// Builds by cargo what its answerer and its tests need. One such build runs at a time: cargo
    /// locks the target folder.
    pub(crate) build: fn(&Workspace) -> Result<()>,
    /// Builds by cargo what only its tests need.
    pub(crate) build_tests: fn(&Workspace) -> Result<()>,
    /// Whether these builds use something that [`Self::fetch`] brings.
    pub(crate) build_needs_fetch: bool,
    /// Compiles, without cargo, what the answerer needs of the language's own sources. The tests do
    /// this by themselves.
    pub(crate) compile: fn(&Workspace) -> Result<()>,
    /// Runs its tests, which write `<id>.json` into the folder of outcomes ([`OUTCOMES`] says
    /// where), and adds them to its row.
    pub(crate) test: fn(&Workspace, &Path, &mut Row) -> Result<()>,
    /// How its drivers take part in the day; none where they do so by themselves.
    pub(crate) drivers: Option<Drivers>,
    pub(crate) demo: Demo,
    /// The programs that print what they measured (see [`crate::bench`]), ready to run; none where
    /// there are no benchmarks yet.
    pub(crate) bench: fn(&Workspace) -> Result<Vec<Command>>,
}

/// What the programs of `tests/day` must know about a language.
pub(crate) struct Drivers {
    /// The name of each form, and whether it is the asynchronous one of two.
    pub(crate) forms: &'static [(&'static str, bool)],
    /// The clients with which it follows a list of revocations in a store, each in its own
    /// answerer.
    pub(crate) clients: &'static [&'static str],
    /// Its answerer, over the library with the hooks that its tests have built, and told to leave a
    /// record of its steps there.
    pub(crate) recorder: fn(&Workspace, record: &Path) -> Result<Command>,
}

/// The form of a driver that has one only.
pub(crate) const ONE_FORM: &[(&str, bool)] = &[("", false)];

/// What [`crate::demo`] must know about a language.
pub(crate) struct Demo {
    /// Whether it is left out where its toolchain is not there: it needs more than the registries
    /// of packages.
    pub(crate) optional: bool,
    /// How many minutes it adds to the first run, with 2 cores.
    pub(crate) minutes: u32,
    /// Says what is missing of its toolchain. If told to, it installs that first, where it can.
    pub(crate) require: fn(&Workspace, install: bool) -> Result<()>,
    /// The members of the workspace that cargo builds its answerer from.
    pub(crate) crates: &'static [&'static str],
    /// Does what is left to do once cargo has built that.
    pub(crate) prepare: fn(&Workspace) -> Result<()>,
    /// The program that reads one case per line and writes its outcome.
    pub(crate) answerer: fn(&Workspace) -> Result<Command>,
}

impl Language {
    /// Installs and builds what its answerer needs, and most of what its tests need, where that is
    /// not there yet.
    pub(crate) fn set_up(&self, workspace: &Workspace) -> Result<()> {
        (self.fetch)(workspace)?;
        (self.build)(workspace)?;
        (self.compile)(workspace)
    }
}

/// Every language, in the order of every table.
pub(crate) const ALL: &[Language] = &[
    crate::rust::LANGUAGE,
    crate::python::LANGUAGE,
    crate::node::LANGUAGE,
    crate::swift::LANGUAGE,
    crate::kotlin::LANGUAGE,
];

/// The environment variable that tells a vector runner the folder for its outcomes.
pub(crate) const OUTCOMES: &str = "TOKENSEAL_OUTCOMES";

/// The environment variable that tells a library with the tests' hooks where to leave the record of
/// its steps.
pub(crate) const RECORD: &str = "TOKENSEAL_RECORD";

/// What the command line calls them.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|language| language.id)
}

/// The languages of these names, in the order of the list; all of them where none is named.
pub(crate) fn chosen(names: &[impl AsRef<str>]) -> Result<Vec<&'static Language>> {
    for name in names.iter().map(AsRef::as_ref) {
        if !ids().any(|id| id == name) {
            bail!(
                "there is no language `{name}` here, only {}",
                ids().collect::<Vec<_>>().join(", ")
            );
        }
    }
    let is_chosen =
        |language: &&Language| names.is_empty() || names.iter().any(|name| name.as_ref() == language.id);
    Ok(ALL.iter().filter(is_chosen).collect())
}

/// For a language without a step of this kind.
pub(crate) fn nothing(_: &Workspace) -> Result<()> {
    Ok(())
}

/// AWS-LC is C and assembly: says what to install where nothing compiles that.
pub(crate) fn require_c_compiler() -> Result<()> {
    let named = std::env::var("CC")
        .ok()
        .and_then(|value| value.split_whitespace().next().map(str::to_owned));
    let found = named.is_some_and(|name| answers(name, &["--version"]))
        || ["cc", "gcc", "clang"]
            .iter()
            .any(|name| answers(name, &["--version"]));
    // On Windows the compiler is not on the PATH; its crate finds it, or says what is missing.
    if !found && !cfg!(windows) {
        bail!("a C compiler is missing (cc, gcc or clang); on Debian: apt-get install gcc libc6-dev");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chooses_by_name_in_the_order_of_the_list() {
        let ids = |names: &[&str]| {
            chosen(names)
                .unwrap()
                .iter()
                .map(|language| language.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&[]), ["rust", "python", "node", "swift", "kotlin"]);
        assert_eq!(ids(&["node", "rust"]), ["rust", "node"]);
        assert_eq!(
            chosen(&["cobol"]).err().unwrap().to_string(),
            "there is no language `cobol` here, only rust, python, node, swift, kotlin"
        );
    }
}
