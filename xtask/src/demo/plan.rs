//! Which languages take part, what is said before anything is done, and how all that they need is
//! built in one go.

use anyhow::Result;

use super::heading;
use crate::language::{self, Language};
use crate::step::Step;
use crate::uniffi;
use crate::workspace::Workspace;

/// What takes long to optimize, and does nothing in a demo: the primes of keys that come without
/// them.
const HARDLY_CALLED: [&str; 3] = ["crypto-bigint", "crypto-primes", "rsa"];

/// The languages that take part, and those that do not.
pub(super) struct Plan {
    pub(super) languages: Vec<&'static Language>,
    /// A language, and what it lacks.
    left_out: Vec<(&'static Language, String)>,
    /// Whether a missing toolchain is installed.
    installs: bool,
}

impl Plan {
    /// These languages, whatever must be installed for them.
    pub(super) fn of(languages: Vec<&'static Language>) -> Self {
        Self {
            languages,
            left_out: Vec::new(),
            installs: true,
        }
    }

    /// Every language whose toolchain and binding are here.
    pub(super) fn of_those_ready(workspace: &Workspace) -> Self {
        let mut plan = Self {
            languages: Vec::new(),
            left_out: Vec::new(),
            installs: false,
        };
        for language in language::ALL {
            match (language.demo.require)(workspace, false) {
                Err(error) if language.demo.optional => plan.left_out.push((language, format!("{error:#}"))),
                // To compile what writes the binding would take longer than everything else
                // together.
                Ok(()) if language.demo.optional && !uniffi::is_written(workspace, language.id) => {
                    plan.left_out.push((
                        language,
                        "the toolchain is here, and the binding is not built yet".to_owned(),
                    ));
                }
                // Anything missing for another language is a failure, and is reported as one.
                _ => plan.languages.push(language),
            }
        }
        plan
    }

    /// What is going to happen, how long it takes, and what does not.
    pub(super) fn announce(&self, workspace: &Workspace) {
        heading("Tokens between languages");
        say!(
            "{} hand each other tokens: sealed in one language and opened in another, one of every algorithm, and bad ones that each\n\
             has to refuse with the same code.",
            listed(
                &self
                    .languages
                    .iter()
                    .map(|language| language.title)
                    .collect::<Vec<_>>()
            )
        );
        let minutes: u32 = self.languages.iter().map(|language| language.demo.minutes).sum();
        if workspace
            .built()
            .join("tokenseal-answerer")
            .with_extension(std::env::consts::EXE_EXTENSION)
            .exists()
        {
            say!("What was built before is used again: with nothing changed, this takes seconds.");
        } else {
            say!(
                "This first run takes about {} minutes on 2 cores, most of them to compile the cryptography; later ones take seconds.",
                minutes
            );
        }
        if self.installs {
            say!("What is missing of their toolchains is installed, where that can be done.");
        } else if !self.left_out.is_empty() {
            let lacks = |(language, what): &(&Language, String)| format!("{} ({what})", language.title);
            say!(
                "Left out: {}.",
                self.left_out.iter().map(lacks).collect::<Vec<_>>().join(", ")
            );
            say!(
                "`cargo xtask demo all` installs and builds what is missing, which takes up to a quarter of an hour and 4 GB, and runs with every language."
            );
        }
        say!("");
    }

    /// Sees to it that a language has its toolchain; installs it only where that was asked for.
    pub(super) fn require(&self, workspace: &Workspace, language: &Language) -> Result<()> {
        (language.demo.require)(workspace, self.installs)
    }
}

/// Builds what the answerers of these languages link in one go of cargo: the core and what is below
/// it are compiled once, and another processor has work while one compiles what everything waits
/// for.
pub(super) fn build(workspace: &Workspace, languages: &[&'static Language]) -> Result<()> {
    let crates: Vec<&str> = languages
        .iter()
        .flat_map(|language| language.demo.crates)
        .copied()
        .collect();
    if crates.is_empty() {
        return Ok(());
    }
    // Without the defaults of these crates: the command, which is a tenth of the work.
    let mut build = workspace.cargo(["build", "--release", "--no-default-features"]);
    for name in &crates {
        build.args(["--package", name]);
    }
    // What is compiled for the demo alone need not be fast, and neither what it hardly calls.
    for name in crates.iter().chain(&HARDLY_CALLED) {
        build.args(["--config", &format!("profile.release.package.{name}.opt-level=0")]);
    }
    // Python brings the symbols of its library along, so pyo3 need not find one. maturin says the
    // same.
    build.env("PYO3_BUILD_EXTENSION_MODULE", "1");
    Step::quiet("compile the core and the packages", build)
        .require()
        .map(|_| ())
}

/// `Rust, Python and Node`.
fn listed(titles: &[&str]) -> String {
    match titles {
        [] => "No language".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_takes_part() {
        let workspace = Workspace::find().unwrap();
        let plan = Plan::of_those_ready(&workspace);
        let ids: Vec<_> = plan.languages.iter().map(|language| language.id).collect();
        assert!(
            ids.starts_with(&["rust", "python", "node"]),
            "they need nothing but the registries"
        );
        assert_eq!(plan.languages.len() + plan.left_out.len(), language::ALL.len());
        assert_eq!(listed(&["Rust", "Python", "Node"]), "Rust, Python and Node");
    }
}
