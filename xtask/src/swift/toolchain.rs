//! The Swift that is used: the one on the PATH, or one in a Debian of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{FOLDER, builds, libraries, root};
use crate::workspace::{Workspace, output};

const OLDEST: u32 = 6;

/// Where the repository and the target folder are seen inside.
const REPOSITORY: &str = "/mnt/repository";
const TARGET: &str = "/mnt/target";

/// Runs a program inside, in its own mount namespace: mounts are gone when the program ends,
/// however it ends.
const ENTER: &str = r#"
set -e
root=$1 repository=$2 target=$3
shift 3
mkdir -p "$root/mnt/repository" "$root/mnt/target"
mount --bind "$repository" "$root/mnt/repository"
mount --bind "$target" "$root/mnt/target"
mount -t proc proc "$root/proc"
exec chroot "$root" env -u CC -u CXX -C "/mnt/repository/bindings-swift" HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
"#;

/// How Swift is started.
pub(super) enum Toolchain {
    /// As any program.
    OnPath,
    /// In the Debian in this folder.
    Inside(PathBuf),
}

impl Toolchain {
    /// Looks for a Swift, and makes a Debian that has one where that can be done.
    pub(super) fn set_up(workspace: &Workspace) -> Result<()> {
        if on_path().is_none() {
            root::set_up(workspace).context("Swift 6 or newer is missing")?;
        }
        Self::find().map(|_| ())
    }

    /// The Swift that is there.
    pub(super) fn find() -> Result<Self> {
        if on_path().is_some() {
            return Ok(Self::OnPath);
        }
        let folder = root::folder()?;
        if !root::is_ready(&folder) {
            bail!("Swift 6 or newer is missing: see swift.org/install, then `cargo xtask setup swift`");
        }
        Ok(Self::Inside(folder))
    }

    /// `swift build` or `swift test`, in the package. It needs no network: the package depends on
    /// nothing.
    pub(super) fn swift(&self, workspace: &Workspace, subcommand: &str, arguments: &[&str]) -> Command {
        let place = |path: PathBuf| {
            self.path(workspace, &path)
                .unwrap_or_else(|_| path.display().to_string())
        };
        let search = format!("-L{}", place(libraries(workspace)));
        let scratch = place(builds(workspace));
        let fixed = [
            subcommand,
            "--configuration",
            "release",
            "--disable-sandbox",
            "--scratch-path",
            &scratch,
            "-Xlinker",
            &search,
        ];
        self.command(workspace, "swift", &[&fixed[..], arguments].concat())
    }

    /// A program, in the folder of the package.
    pub(super) fn command(&self, workspace: &Workspace, program: &str, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::OnPath => {
                let mut command = workspace.command(program);
                command.current_dir(workspace.root.join(FOLDER));
                command
            }
            Self::Inside(folder) => {
                let mut command = workspace.command("unshare");
                command
                    .args(["--mount", "sh", "-c", ENTER, "sh"])
                    .arg(folder)
                    .arg(&workspace.root)
                    .arg(&workspace.target)
                    .arg(program);
                command
            }
        };
        command
            .args(arguments)
            .env("TOKENSEAL_CHECKOUT", "1")
            .env("TOKENSEAL_HOOKS", "1");
        command
    }

    /// What a path of the target folder or of the repository is called where Swift runs.
    pub(super) fn path(&self, workspace: &Workspace, path: &Path) -> Result<String> {
        let seen = match self {
            Self::OnPath => path.to_owned(),
            Self::Inside(_) => seen_inside(&workspace.root, &workspace.target, path)?,
        };
        seen.to_str()
            .map(str::to_owned)
            .with_context(|| format!("{} is not UTF-8", path.display()))
    }
}

/// The target folder comes first: it usually is in the repository.
fn seen_inside(repository: &Path, target: &Path, path: &Path) -> Result<PathBuf> {
    let under = |folder: &Path, seen: &str| {
        path.strip_prefix(folder)
            .ok()
            .map(|rest| Path::new(seen).join(rest))
    };
    under(target, TARGET)
        .or_else(|| under(repository, REPOSITORY))
        .with_context(|| {
            format!(
                "{} is neither in the repository nor in the target folder",
                path.display()
            )
        })
}

/// The version of the Swift on the PATH, if it is new enough.
fn on_path() -> Option<u32> {
    let answer = output(Command::new("swift").arg("--version")).ok()?;
    major(&answer).filter(|version| *version >= OLDEST)
}

/// The first number after the words `Swift version`: in `Swift version 6.0.3
/// (swift-6.0.3-RELEASE)`, 6.
pub(super) fn major(answer: &str) -> Option<u32> {
    answer
        .split_once("Swift version ")?
        .1
        .split(['.', ' ', '-'])
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        assert_eq!(
            major("Swift version 6.0.3 (swift-6.0.3-RELEASE)\nTarget: x86_64-pc-linux-gnu"),
            Some(6)
        );
        assert_eq!(
            major("swift-driver version: 1.115 Apple Swift version 6.1-dev (swiftlang)"),
            Some(6)
        );
        assert_eq!(major("OpenStack Swift"), None);
    }

    #[test]
    fn names_paths_as_they_are_seen_inside() {
        let seen =
            |path: &str| seen_inside(Path::new("/a/b"), Path::new("/a/b/target"), Path::new(path)).ok();
        assert_eq!(seen("/a/b/target/x"), Some("/mnt/target/x".into()));
        assert_eq!(seen("/a/b/x"), Some("/mnt/repository/x".into()));
        assert_eq!(seen("/a/c"), None);
    }
}
