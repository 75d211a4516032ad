//! `cargo xtask package …`: what is shipped of the Swift and Kotlin packages. The Python and Node
//! packages are made by maturin and napi.
//!
//! Every command reads and writes in `target/package`, or the folder that `--folder` says:
//! libraries in `natives/<target>/`, Maven's packages in `repository/`. A release workflow builds
//! the libraries on many machines, and joins them in one such folder.

pub(crate) mod apple;
pub(crate) mod archive;
mod dependency;
mod kotlin;
mod library;
mod maven;
pub(crate) mod native;
mod pages;
pub(crate) mod platform;
mod pom;
mod privacy;
mod sbom;
mod trial;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use self::kotlin::Built;
use self::maven::Repository;
use self::native::Natives;
use crate::command_line::one_of;
use crate::version;
use crate::workspace::Workspace;

#[derive(Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct PackageArguments {
    #[command(subcommand)]
    command: Command,
    /// The folder to read and write in, instead of target/package
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Build, strip and check the libraries of Rust targets
    Native {
        /// Without one, this machine's
        #[arg(value_name = "TARGET", value_parser = one_of(platform::targets()))]
        targets: Vec<String>,
    },
    /// Make the Kotlin package for JVMs, with every library that was built
    Jar(Completeness),
    /// Make the Kotlin modules for frameworks
    Modules,
    /// Make the Kotlin package for Android, with every library that was built
    Aar(Completeness),
    /// Run a small program with the jar and what its POM depends on, and nothing else
    Try,
    /// Make the jars of the documentation, which Dokka makes of the Kotlin sources
    Javadoc,
    /// Make what Maven Central takes: every file with its checksums
    Bundle {
        #[command(flatten)]
        completeness: Completeness,
        /// Have gpg sign every file
        #[arg(long)]
        sign: bool,
    },
    /// Join the static libraries for Apple's systems (on macOS), and print their checksum
    Xcframework {
        #[command(flatten)]
        completeness: Completeness,
        /// Have codesign sign it as CODESIGN_IDENTITY
        #[arg(long)]
        sign: bool,
    },
    /// Write what each package is made of, as CycloneDX writes it: `sbom/*.cdx.json`
    Sbom(Completeness),
    /// Write the Swift package as users get it into the folder `swift`
    SwiftRelease {
        /// Where the XCFramework is to be had
        url: String,
        /// Its SHA-256
        checksum: String,
    },
}

#[derive(Args)]
struct Completeness {
    /// Fail where the library of a platform, a package or a language's bill is missing
    #[arg(long)]
    complete: bool,
}

/// Does what the command asks for.
pub(crate) fn run(workspace: &Workspace, arguments: PackageArguments) -> Result<()> {
    let folder = arguments.folder.map_or_else(
        || workspace.target.join("package"),
        |folder| workspace.root.join(folder),
    );
    let natives = Natives::new(folder.join("natives"));
    let repository = Repository::new(folder.join("repository"));
    match arguments.command {
        Command::Native { targets } => {
            let targets = if targets.is_empty() {
                vec![workspace.triple().to_owned()]
            } else {
                targets
            };
            let platforms = targets
                .iter()
                .map(|target| platform::find(target))
                .collect::<Result<Vec<_>>>()?;
            for platform in platforms {
                native::build(workspace, platform, &folder.join("natives"))?;
            }
        }
        Command::Jar(Completeness { complete }) => {
            say!(
                "    {}",
                Built::find(workspace)?
                    .jar(&natives, complete, &repository)?
                    .display()
            );
        }
        Command::Modules => {
            crate::kotlin::frameworks::compile(workspace)?;
            let made = Built::find(workspace)?.modules(workspace, &repository)?;
            made.iter().for_each(|path| say!("    {}", path.display()));
        }
        Command::Aar(Completeness { complete }) => {
            say!(
                "    {}",
                Built::find(workspace)?
                    .aar(&natives, complete, &repository)?
                    .display()
            );
        }
        Command::Try => trial::run(
            workspace,
            &repository,
            Built::find(workspace)?.version(),
            &folder.join("try"),
        )?,
        Command::Javadoc => pages::write_jars(
            workspace,
            &repository,
            &Built::find(workspace)?,
            &folder.join("dokka"),
        )?,
        Command::Bundle {
            completeness: Completeness { complete },
            sign,
        } => {
            let bundle = folder.join("bundle.zip");
            repository.bundle(&version::of(workspace)?, &bundle, complete, sign)?;
            say!("    {}", bundle.display());
        }
        Command::Xcframework {
            completeness: Completeness { complete },
            sign,
        } => {
            let identity = if sign { Some(apple::identity()?) } else { None };
            apple::xcframework(workspace, &natives, complete, identity.as_deref(), &folder).map(|_| ())?;
        }
        Command::Sbom(Completeness { complete }) => sbom::run(workspace, complete, &folder.join("sbom"))?,
        Command::SwiftRelease { url, checksum } => {
            apple::swift_release(workspace, &url, &checksum, &folder.join("swift"))?
        }
    }
    Ok(())
}
