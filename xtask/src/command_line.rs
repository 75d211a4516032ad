//! The command line of `cargo xtask`: its commands, what each takes, and what `--help` says of it.
//!
//! Words that are not understood end the program with 2 before anything is run.

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::package::{PackageArguments, platform};
use crate::setup::TESTS;
use crate::{gateways, language, stores, test, version};

/// The one door to everything that is done with this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Exchange tokens between languages, and have each refuse bad ones alike
    ///
    /// Tokens are made in each language and opened in every other one. The languages whose
    /// toolchains are here take part; for any that is named, what is missing is installed.
    Demo(DemoArguments),
    /// Run everything: lints, generated files, the tests of each language, their outcomes compared
    Test {
        /// The parts to run; without one, all of them
        #[arg(value_name = "PART", value_parser = one_of(test::parts()))]
        parts: Vec<String>,
    },
    /// Run the benchmarks beside other libraries, say which goals are met, and write both to bench/
    Bench(BenchArguments),
    /// Build packages to try them, or install and build what their tests need
    ///
    /// With languages alone, their packages are built. With `tests`, or without a word, what the
    /// tests need is installed and built as well; `test` and `demo` do so by themselves.
    Setup {
        /// `tests`; languages; `stores`, the Redis and Valkey servers of the tests; `gateways`,
        /// what the server's tests need
        #[arg(value_name = "WHAT", value_parser = one_of([TESTS, stores::NAME, gateways::NAME].into_iter().chain(language::ids())))]
        words: Vec<String>,
    },
    /// Fuzz, try random properties and exchange tokens for hours, which `test` does for seconds
    ///
    /// Key servers that hang are among it, by real time limits.
    Soak {
        /// How many hours to share out, from 0.01 to 1000
        #[arg(default_value = "1", value_parser = hours)]
        hours: f64,
        /// Run only what has this in its name
        #[arg(default_value = "", hide_default_value = true)]
        word: String,
    },
    /// Run what takes long and seldom fails
    ///
    /// The oldest Rust, wheels for old systems, bundlers, the tests of packages that depend on
    /// PyJWT and jsonwebtoken.
    Weekly {
        /// Run only what has this in its name
        #[arg(default_value = "", hide_default_value = true)]
        word: String,
    },
    /// Write the generated files
    Generate {
        /// Write nothing, and say which have drifted
        #[arg(long)]
        check: bool,
    },
    /// Build docs/ as a book into target/guide, and look at every link of it
    Guide,
    /// Print the parts of `test` that changes need, as JSON
    Parts {
        /// The commit since which changes count; without one, all parts are printed
        base: Option<String>,
    },
    /// Make what is shipped of the Swift and Kotlin packages, and the bills of materials
    Package(PackageArguments),
    /// Show how large the shipped library is, and what its bytes are
    Size {
        /// The Rust target; without one, this machine's
        #[arg(value_parser = one_of(platform::targets()))]
        target: Option<String>,
    },
    /// Print the one version, or set it everywhere
    Version {
        /// The version to set
        #[arg(value_name = "X.Y.Z", value_parser = version::parse)]
        version: Option<String>,
    },
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct DemoArguments {
    #[command(subcommand)]
    pub(crate) scene: Option<Scene>,
    /// The languages that take part
    #[arg(value_name = "LANGUAGE", value_parser = one_of(language::ids()))]
    pub(crate) languages: Vec<String>,
}

#[derive(Subcommand)]
pub(crate) enum Scene {
    /// With every language: what is missing is installed
    All,
    /// The whole mission: nginx and Caddy in front of a page, tokens that Python seals and Node
    /// revokes
    Gateway,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    pub(crate) subject: Option<Subject>,
    /// The languages to measure; without one, all that have benchmarks
    #[arg(value_name = "LANGUAGE", value_parser = one_of(language::ids()))]
    pub(crate) languages: Vec<String>,
}

#[derive(Subcommand)]
pub(crate) enum Subject {
    /// What a check costs the server, and what it adds to nginx
    Serve,
}

/// Words of a list; clap shows the list, and guesses which was meant.
pub(crate) fn one_of(words: impl IntoIterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(words)
}

fn hours(text: &str) -> Result<f64, String> {
    let hours: f64 = text
        .parse()
        .map_err(|_| "it is not a number of hours".to_owned())?;
    if (0.01..=1000.0).contains(&hours) {
        Ok(hours)
    } else {
        Err("soak takes from 0.01 to 1000 hours".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::checks::paths::tracked;
    use crate::workspace::{Workspace, read};

    /// The exit code of words that are refused; 0 for those that ask for help.
    fn refused(line: &str) -> Option<i32> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        CommandLine::try_parse_from(words)
            .err()
            .map(|error| error.exit_code())
    }

    #[test]
    fn is_consistent() {
        CommandLine::command().debug_assert();
    }

    /// The command lines of a page or a workflow, less those with something to be filled in.
    fn shown(text: &str) -> impl Iterator<Item = &str> {
        let lines = text
            .split("cargo xtask ")
            .skip(1)
            .filter_map(|rest| rest.split(['`', '\n', '#', '|', '"']).next());
        let is_whole = |line: &&str| {
            !line.contains(['$', '[', '\\', '…']) && !line.contains("LANGUAGE") && *line != "package"
        };
        lines.filter(is_whole)
    }

    #[test]
    fn understands_what_pages_and_workflows_show() {
        let workspace = Workspace::find().unwrap();
        let paths = tracked(&workspace).unwrap_or_default();
        // A decision stays as it was written.
        let is_read = |path: &&String| {
            [".md", ".yml"].iter().any(|end| path.ends_with(end)) && !path.contains("/decisions/")
        };
        for path in paths.iter().filter(is_read) {
            let text = read(&workspace.root.join(path)).unwrap();
            shown(&text).for_each(|line| assert_eq!(refused(line), None, "{path}: {line}"));
        }
    }

    #[test]
    fn understands_what_is_shown_nowhere() {
        const UNDERSTOOD: &str = "demo all | demo gateway | demo kotlin rust | bench python node | setup tests python |\
            setup node stores | soak 1 revocations | package native aarch64-apple-ios armv7-linux-androideabi |\
            package --folder elsewhere aar | package bundle --complete --sign --folder elsewhere |\
            package swift-release https://example.com/a.zip 0a | size aarch64-linux-android | version 1.2.3-rc.1";
        for line in UNDERSTOOD.split('|') {
            assert_eq!(refused(line), None, "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_ends_with_2_and_help_with_0() {
        const REFUSED: &str = "| tests | demo cobol | demo all rust | demo gateway rust | demo rust gateway | test cobol |\
            bench serve rust | setup cobol | soak many | soak 0 | soak nan | soak 1 a b | weekly a b | generate --chek |\
            guide x | parts a b | package | package jar x | package --sign | package jar --sign | size cobol | version 1 |\
            version 1.2.3 4";
        const HELP: &str = "help | --help | -h | demo --help | help package | package jar --help";
        for (lines, code) in [(REFUSED, 2), (HELP, 0)] {
            lines
                .split('|')
                .for_each(|line| assert_eq!(refused(line), Some(code), "{line}"));
        }
    }

    #[test]
    fn says_which_words_there_are() {
        let error = CommandLine::try_parse_from(["xtask", "test", "pyton"])
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.contains("[possible values: checks, rust, python, node, swift, kotlin]"),
            "{error}"
        );
        assert!(error.contains("a similar value exists: 'python'"), "{error}");
    }
}
