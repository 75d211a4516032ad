//! `cargo xtask …`: the one door to everything that is done with this repository.
//!
//! It sets up what a language needs, builds, tests, generates and demonstrates. It does not link the core, so that it compiles in
//! seconds; what it needs to know of the core it asks a program that does. A new language is one file beside `node.rs` and one entry
//! in the list of `language.rs`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// Prints a line, as `println!` does, and see [`console`].
macro_rules! say {
    ($($argument:tt)*) => { crate::console::print(format_args!($($argument)*)) };
}

mod bench;
mod checks;
mod children;
mod clock;
mod console;
mod counts;
mod debian;
mod demo;
mod failures;
mod gateways;
mod generate;
mod hostile_server;
mod kotlin;
mod language;
mod long;
mod node;
mod openssl;
mod package;
mod python;
mod report;
mod rust;
mod size;
mod step;
mod stores;
mod swift;
mod test;
mod uniffi;
mod vectors;
mod version;
mod workspace;

const USAGE: &str = "\
cargo xtask COMMAND

  demo                 tokens made in each language and opened in each other one; bad ones refused alike; with the
                       languages whose toolchains are here
  demo all             the same with every language: what is missing is installed
  demo LANGUAGE…       the same with these
  demo gateway         the whole mission: nginx and Caddy in front of a page, tokens that Python seals and Node revokes
  test [PART…]         everything: lints, generated files, the tests of each language, their outcomes compared;
                       a part is `checks` or a language
  bench [LANGUAGE…]    the benchmarks beside other libraries, and which goals are met; written to bench/
  bench serve          what a check costs the server, and what it adds to nginx
  setup [LANGUAGE…]    installs and builds what a language's tests need (test and demo do it by themselves); `setup stores`
                       downloads the Redis and Valkey servers of the tests, and `setup gateways` what those of the server need
  soak [HOURS [WORD]]  fuzzing, random properties and exchanges for this long (1 hour), which `test` does for seconds, and key servers
                       that hang, by real time limits; all of it, or what has this word in its name
  weekly               what takes long and seldom fails: the oldest Rust, wheels for old systems, bundlers
  generate [--check]   writes the generated files, or says which have drifted
  parts [BASE]         the parts of `test` that the changes since a commit need, as JSON; all of them without one
  package COMMAND      what is shipped of the Swift and Kotlin packages (`cargo xtask package` says which commands there are)
  size [TARGET]        how large the shipped library is, and what its bytes are
  version [X.Y.Z]      prints the one version, or sets it everywhere

LANGUAGE is one of: ";

/// What the command line is told: all went well, something failed, or it was not understood.
enum Outcome {
    Success,
    Failure,
    Unusable,
}

impl From<bool> for Outcome {
    fn from(success: bool) -> Self {
        if success {
            Outcome::Success
        } else {
            Outcome::Failure
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    match run(&arguments) {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Failure) => ExitCode::from(1),
        Ok(Outcome::Unusable) => ExitCode::from(2),
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(arguments: &[String]) -> Result<Outcome> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((&command, rest)) = words.split_first() else {
        return Ok(usage());
    };
    if matches!(command, "help" | "--help" | "-h") || rest.iter().any(|&word| matches!(word, "--help" | "-h"))
    {
        usage();
        return Ok(Outcome::Success);
    }
    let workspace = Workspace::find()?;
    match command {
        "demo" => demo::run(&workspace, rest).map(Outcome::from),
        "test" => test::run(&workspace, rest).map(Outcome::from),
        "bench" if rest == [bench::serve::NAME] => bench::serve::run(&workspace).map(Outcome::from),
        "bench" => bench::run(&workspace, &language::chosen(rest)?).map(Outcome::from),
        "setup" => setup(&workspace, rest).map(Outcome::from),
        "generate" => match rest {
            [] => generate::write(&workspace).map(|()| Outcome::Success),
            ["--check"] => generate::check(&workspace).map(Outcome::from),
            _ => bail!("`generate` takes nothing but `--check`"),
        },
        "parts" => match rest {
            [] => checks::paths::print(&workspace, None).map(|()| Outcome::Success),
            [base] => checks::paths::print(&workspace, Some(base)).map(|()| Outcome::Success),
            _ => bail!("`parts` takes one commit"),
        },
        "soak" => long::soak(&workspace, rest).map(Outcome::from),
        "weekly" => match rest {
            [] => long::weekly(&workspace).map(Outcome::from),
            _ => bail!("`weekly` takes nothing"),
        },
        "package" => package::run(&workspace, rest).map(|understood| {
            if understood {
                Outcome::Success
            } else {
                Outcome::Unusable
            }
        }),
        "size" => match rest {
            [] => size::run(&workspace, workspace.triple()).map(|()| Outcome::Success),
            [target] => size::run(&workspace, target).map(|()| Outcome::Success),
            _ => bail!("`size` takes one Rust target"),
        },
        "version" => match rest {
            [] => version::print(&workspace).map(Outcome::from),
            [version] => version::set(&workspace, version).map(|()| Outcome::Success),
            _ => bail!("`version` takes one version, such as 1.2.3"),
        },
        _ => Ok(usage()),
    }
}

fn usage() -> Outcome {
    let languages: Vec<&str> = language::ALL.iter().map(|language| language.id).collect();
    say!("{USAGE}{}", languages.join(", "));
    Outcome::Unusable
}

/// Sets up every language that was asked for, even where an earlier one fails, and says which are ready.
fn setup(workspace: &Workspace, names: &[&str]) -> Result<bool> {
    let mut rows = Vec::new();
    let mut ready = true;
    let languages: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| ![stores::NAME, gateways::NAME].contains(name))
        .collect();
    let only_servers = languages.is_empty() && !names.is_empty();
    for language in if only_servers {
        Vec::new()
    } else {
        language::chosen(&languages)?
    } {
        let result = language.set_up(workspace);
        ready &= result.is_ok();
        rows.push(vec![
            language.title.to_owned(),
            result.map_or_else(|error| format!("{error:#}"), |()| "ready".to_owned()),
        ]);
    }
    if names.is_empty() || names.contains(&stores::NAME) {
        let result = stores::set_up(workspace).and_then(|()| stores::build(workspace));
        if result.is_ok() {
            // For tests that are run by hand.
            stores::environment(workspace, stores::path(workspace))
                .iter()
                .for_each(|(name, path)| say!("{name}={}", path.display()));
        }
        ready &= result.is_ok();
        rows.push(vec![
            stores::NAME.to_owned(),
            result.map_or_else(|error| format!("{error:#}"), |()| "ready".to_owned()),
        ]);
    }
    // Without a name, Rust has set them up.
    if names.contains(&gateways::NAME) {
        let result = gateways::set_up(workspace);
        gateways::environment(workspace)
            .iter()
            .for_each(|(name, path)| say!("{name}={}", path.display()));
        ready &= result.is_ok();
        rows.push(vec![
            gateways::NAME.to_owned(),
            result.map_or_else(|error| format!("{error:#}"), |()| "ready".to_owned()),
        ]);
    }
    say!("\n{}", report::table(&["language", "state"], &rows));
    Ok(ready)
}
