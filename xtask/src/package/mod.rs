//! `cargo xtask package …`: what is shipped of the Swift and Kotlin packages. The Python and Node packages are made by maturin and napi.
//!
//! Every command reads and writes in `target/package`, or the folder that `--folder` says: libraries in `natives/<target>/`, Maven's
//! packages in `repository/`. A release workflow builds the libraries on many machines, and joins them in one such folder.

mod apple;
mod archive;
mod kotlin;
mod library;
mod maven;
pub(crate) mod native;
mod pages;
pub(crate) mod platform;
mod pom;
mod trial;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use self::kotlin::Built;
use self::maven::Repository;
use self::native::Natives;
use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask package COMMAND [--folder FOLDER] [--complete]

  native [TARGET…]            builds, strips and checks the libraries of these Rust targets, or of this machine
  jar                         the Kotlin package for JVMs, with every library that was built
  modules                     the Kotlin modules for frameworks
  aar                         the Kotlin package for Android, likewise
  try                         runs a small program with the jar and what its POM depends on, and nothing else
  javadoc                     the jars of the documentation, which Dokka makes of the Kotlin sources
  bundle [--sign]             what Maven Central takes: every file with its checksums, signed by gpg
  xcframework                 the static libraries for Apple's systems (on macOS), and their checksum
  swift-release URL CHECKSUM  the Swift package as users get it, in the folder `swift`

With --complete, a platform whose library is missing is an error.";

/// The command line, less its flags.
struct Options<'a> {
    words: Vec<&'a str>,
    folder: PathBuf,
    complete: bool,
    sign: bool,
}

/// Does what the words ask for; false where they were not understood.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<bool> {
    let options = options(workspace, words)?;
    let natives = Natives::new(options.folder.join("natives"));
    let repository = Repository::new(options.folder.join("repository"));
    match options.words.as_slice() {
        ["native", targets @ ..] => {
            let targets = if targets.is_empty() {
                &[workspace.triple()]
            } else {
                targets
            };
            let platforms = targets
                .iter()
                .map(|target| platform::find(target))
                .collect::<Result<Vec<_>>>()?;
            for platform in platforms {
                native::build(workspace, platform, &options.folder.join("natives"))?;
            }
        }
        ["jar"] => say!(
            "    {}",
            Built::find(workspace)?
                .jar(&natives, options.complete, &repository)?
                .display()
        ),
        ["modules"] => {
            crate::kotlin::frameworks::compile(workspace)?;
            let made = Built::find(workspace)?.modules(workspace, &repository)?;
            made.iter().for_each(|path| say!("    {}", path.display()));
        }
        ["aar"] => say!(
            "    {}",
            Built::find(workspace)?
                .aar(&natives, options.complete, &repository)?
                .display()
        ),
        ["try"] => trial::run(
            workspace,
            &repository,
            Built::find(workspace)?.version(),
            &options.folder.join("try"),
        )?,
        ["javadoc"] => pages::write_jars(
            workspace,
            &repository,
            &Built::find(workspace)?,
            &options.folder.join("dokka"),
        )?,
        ["bundle"] => {
            let bundle = options.folder.join("bundle.zip");
            repository.bundle(
                Built::find(workspace)?.version(),
                &bundle,
                options.complete,
                options.sign,
            )?;
            say!("    {}", bundle.display());
        }
        ["xcframework"] => {
            apple::xcframework(workspace, &natives, options.complete, &options.folder).map(|_| ())?
        }
        ["swift-release", url, checksum] => {
            apple::swift_release(workspace, url, checksum, &options.folder.join("swift"))?
        }
        _ => {
            say!("{USAGE}");
            return Ok(false);
        }
    }
    Ok(true)
}

fn options<'a>(workspace: &Workspace, words: &[&'a str]) -> Result<Options<'a>> {
    let mut options = Options {
        words: Vec::new(),
        folder: workspace.target.join("package"),
        complete: false,
        sign: false,
    };
    let mut words = words.iter();
    while let Some(&word) = words.next() {
        match word {
            "--folder" => {
                options.folder = workspace
                    .root
                    .join(words.next().context("`--folder` takes a folder")?)
            }
            "--complete" => options.complete = true,
            "--sign" => options.sign = true,
            _ if word.starts_with('-') => bail!("`package` does not know `{word}`"),
            _ => options.words.push(word),
        }
    }
    Ok(options)
}
