//! A Debian that has Swift, in a folder: for Debians that have none. Debian's archive has Swift 6
//! since Debian 13.
//!
//! It is made from the archive that this machine itself installs from, with its keyring and its
//! settings of apt, and kept for later runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::toolchain::major;
use crate::debian::{self, Sources};
use crate::step::Step;
use crate::workspace::{Workspace, answers, cache_folder};

/// Says where the folder is to be.
const VARIABLE: &str = "TOKENSEAL_SWIFT_ROOT";
const SUITE: &str = "trixie";
const PACKAGES: [&str; 6] = [
    "swiftlang",
    "libc6-dev",
    "libstdc++-14-dev",
    "binutils",
    "git",
    "libxml2-dev",
];
const SETTINGS: &str = "/etc/apt/apt.conf.d";

/// Runs a program inside. /proc is mounted in its own namespace, so that nothing stays mounted.
const INSIDE: &str = r#"
set -e
root=$1
shift
mount -t proc proc "$root/proc"
exec chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
"#;

/// The folder: in the user's cache, unless the environment names another.
pub(super) fn folder() -> Result<PathBuf> {
    cache_folder(VARIABLE, "swift")
}

/// Whether a Swift answers from there.
pub(super) fn is_ready(folder: &Path) -> bool {
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", INSIDE, "sh"])
        .arg(folder)
        .args(["swift", "--version"])
        .output();
    output.is_ok_and(|output| major(&String::from_utf8_lossy(&output.stdout)).is_some())
}

/// Makes it, unless it is there. It gets its name once it is complete: a half-made one is made
/// again.
pub(super) fn set_up(workspace: &Workspace) -> Result<()> {
    let folder = folder()?;
    if is_ready(&folder) {
        say!("Swift: the one in {} is used", folder.display());
        return Ok(());
    }
    let sources = require(&folder)?;
    let unfinished = folder.with_extension("unfinished");
    remove(&unfinished)?;
    if std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!(
            "no Swift answers from {}: remove that folder, or name another in {VARIABLE}",
            folder.display()
        );
    }
    std::fs::create_dir_all(&unfinished)
        .with_context(|| format!("cannot make the folder {}", unfinished.display()))?;
    say!(
        "Swift: there is none here, so a Debian that has it goes to {} (about 3.6 GB, once)",
        folder.display()
    );

    let mut bootstrap = workspace.command("debootstrap");
    bootstrap
        .args(["--variant=minbase", "--include=ca-certificates"])
        .arg(format!("--keyring={}", sources.keyring));
    bootstrap.arg(SUITE).arg(&unfinished).arg(&sources.archive);
    Step::quiet("Swift: debootstrap", bootstrap).require()?;
    copy_settings(Path::new(SETTINGS), &unfinished.join("etc/apt/apt.conf.d"))?;
    let mut install = workspace.command("unshare");
    install
        .args(["--mount", "sh", "-c", INSIDE, "sh"])
        .arg(&unfinished);
    install
        .args([
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
        ])
        .args(PACKAGES);
    Step::quiet("Swift: install swiftlang there", install).require()?;
    if !is_ready(&unfinished) {
        bail!(
            "the Swift that was installed in {} does not answer",
            unfinished.display()
        );
    }
    std::fs::rename(&unfinished, &folder)
        .with_context(|| format!("cannot move {} to its place", unfinished.display()))
}

/// Names the first thing that is missing.
fn require(folder: &Path) -> Result<Sources> {
    const ELSEWHERE: &str = "install it from swift.org/install";
    if !cfg!(target_os = "linux") || !debian::is_debian() {
        bail!("{ELSEWHERE}");
    }
    if !debian::is_root() {
        bail!(
            "{ELSEWHERE}, or run as root: on Debian it is then installed in {} (or where {VARIABLE} says)",
            folder.display()
        );
    }
    if !answers("unshare", &["--mount", "true"]) {
        bail!("{ELSEWHERE}: on Debian it could be had in a chroot, but nothing may be mounted here");
    }
    if !answers("debootstrap", &["--version"]) {
        debian::install("Swift", "debootstrap", &["debootstrap"])?;
    }
    if !answers("debootstrap", &["--version"]) {
        bail!("debootstrap is missing, which gets it on Debian: apt-get install debootstrap");
    }
    let sources = debian::read_sources().context("the sources of apt name no archive of Debian")?;
    if !Path::new(&sources.keyring).exists() {
        bail!(
            "the keyring {} is missing: apt-get install debian-archive-keyring",
            sources.keyring
        );
    }
    Ok(sources)
}

/// The settings by which this machine reaches the archive, such as a proxy.
fn copy_settings(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Removes what is left of an earlier try, but never what is mounted in it.
fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let place = folder
        .canonicalize()
        .with_context(|| format!("cannot find {}", folder.display()))?;
    if std::fs::read_to_string("/proc/mounts").is_ok_and(|mounts| is_mounted_below(&mounts, &place)) {
        bail!("something is mounted in {}: unmount it first", place.display());
    }
    say!("Swift: {} was left half-made, and is removed", place.display());
    std::fs::remove_dir_all(&place).with_context(|| format!("cannot remove {}", place.display()))
}

fn is_mounted_below(mounts: &str, folder: &Path) -> bool {
    mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .any(|place| Path::new(place).starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_is_mounted() {
        let mounts = "proc /cache/swift/proc proc rw 0 0\n";
        assert!(is_mounted_below(mounts, Path::new("/cache/swift")));
        assert!(!is_mounted_below(mounts, Path::new("/cache/swift.unfinished")));
    }
}
