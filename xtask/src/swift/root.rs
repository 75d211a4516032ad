//! A Debian that has Swift, in a folder: for Debians that have none. Debian's archive has Swift 6 since Debian 13.
//!
//! It is made from the archive that this machine itself installs from, with its keyring and its settings of apt, and kept for later runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::toolchain::major;
use crate::debian;
use crate::step::Step;
use crate::workspace::{Workspace, answers};

/// Says where the folder is to be.
const VARIABLE: &str = "TOKENSEAL_SWIFT_ROOT";
const SUITE: &str = "trixie";
const PACKAGES: [&str; 6] = ["swiftlang", "libc6-dev", "libstdc++-14-dev", "binutils", "git", "libxml2-dev"];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
const SETTINGS: &str = "/etc/apt/apt.conf.d";

/// Runs a program inside. /proc is mounted in a namespace of its own, so that nothing stays mounted.
const INSIDE: &str = r#"
set -e
root=$1
shift
mount -t proc proc "$root/proc"
exec chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
"#;

/// The folder: in the user's cache, unless the environment names another.
pub(super) fn folder() -> Result<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = given(VARIABLE) {
        return Ok(folder);
    }
    let cache = given("XDG_CACHE_HOME").filter(|cache| cache.is_absolute()).or_else(|| given("HOME").map(|home| home.join(".cache")));
    Ok(cache.context("neither HOME nor XDG_CACHE_HOME is set")?.join("tokenseal/swift"))
}

/// Whether a Swift answers from there.
pub(super) fn is_ready(folder: &Path) -> bool {
    let output = Command::new("unshare").args(["--mount", "sh", "-c", INSIDE, "sh"]).arg(folder).args(["swift", "--version"]).output();
    output.is_ok_and(|output| major(&String::from_utf8_lossy(&output.stdout)).is_some())
}

/// Makes it, unless it is there. It gets its name when it is whole: one that was left half-made is made anew.
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
        bail!("no Swift answers from {}: remove that folder, or name another in {VARIABLE}", folder.display());
    }
    std::fs::create_dir_all(&unfinished).with_context(|| format!("cannot make the folder {}", unfinished.display()))?;
    say!("Swift: there is none here, so a Debian that has it goes to {} (about 3.6 GB, once)", folder.display());

    let mut bootstrap = workspace.command("debootstrap");
    bootstrap.args(["--variant=minbase", "--include=ca-certificates"]).arg(format!("--keyring={}", sources.keyring));
    bootstrap.arg(SUITE).arg(&unfinished).arg(&sources.archive);
    Step::quiet("Swift: debootstrap", bootstrap).require()?;
    copy_settings(Path::new(SETTINGS), &unfinished.join("etc/apt/apt.conf.d"))?;
    let mut install = workspace.command("unshare");
    install.args(["--mount", "sh", "-c", INSIDE, "sh"]).arg(&unfinished);
    install.args(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]).args(PACKAGES);
    Step::quiet("Swift: install swiftlang there", install).require()?;
    if !is_ready(&unfinished) {
        bail!("the Swift that was installed in {} does not answer", unfinished.display());
    }
    std::fs::rename(&unfinished, &folder).with_context(|| format!("cannot move {} to its place", unfinished.display()))
}

/// Where to install from.
struct Sources {
    archive: String,
    keyring: String,
}

/// Names the first thing that is missing.
fn require(folder: &Path) -> Result<Sources> {
    const ELSEWHERE: &str = "install it from swift.org/install";
    if !cfg!(target_os = "linux") || !is_debian() {
        bail!("{ELSEWHERE}");
    }
    if !debian::is_root() {
        bail!("{ELSEWHERE}, or run as root: on Debian it is then installed in {} (or where {VARIABLE} says)", folder.display());
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
    let sources = read_sources().context("the sources of apt name no archive of Debian")?;
    if !Path::new(&sources.keyring).exists() {
        bail!("the keyring {} is missing: apt-get install debian-archive-keyring", sources.keyring);
    }
    Ok(sources)
}

fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

/// The archive of the machine's own sources, and the keyring that it is checked with.
fn read_sources() -> Option<Sources> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    let more = std::fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut more: Vec<PathBuf> = more.collect();
    more.sort();
    files.extend(more);
    files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).find_map(|text| source_of(&text))
}

/// The first source for packages of Debian proper, in either form of such a file.
fn source_of(text: &str) -> Option<Sources> {
    one_line(text).or_else(|| text.split("\n\n").find_map(stanza))
}

/// `deb [signed-by=KEYRING] URI SUITE COMPONENT…`
fn one_line(text: &str) -> Option<Sources> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let (options, rest) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']')?,
            None => ("", rest),
        };
        let keyring = options.split_whitespace().find_map(|option| option.strip_prefix("signed-by="));
        source(rest.split_whitespace().next()?, keyring)
    })
}

/// `Types: deb`, `URIs: …`, `Signed-By: …`, each on its line.
fn stanza(text: &str) -> Option<Sources> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim));
    if field("Enabled").is_some_and(|value| value.eq_ignore_ascii_case("no")) || !field("Types")?.split_whitespace().any(|one| one == "deb")
    {
        return None;
    }
    source(field("URIs")?.split_whitespace().next()?, field("Signed-By"))
}

/// Only what can be Debian's main archive: neither its updates for security, nor somebody else's.
fn source(uri: &str, keyring: Option<&str>) -> Option<Sources> {
    let archive = uri.trim_end_matches('/');
    let keyring = keyring.filter(|path| path.starts_with('/')).unwrap_or(KEYRING);
    archive.ends_with("/debian").then(|| Sources { archive: archive.to_owned(), keyring: keyring.to_owned() })
}

/// The settings by which this machine reaches the archive, such as a proxy.
fn copy_settings(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Removes what is left of an earlier try, but never what is mounted in it.
fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let place = folder.canonicalize().with_context(|| format!("cannot find {}", folder.display()))?;
    if std::fs::read_to_string("/proc/mounts").is_ok_and(|mounts| is_mounted_below(&mounts, &place)) {
        bail!("something is mounted in {}: unmount it first", place.display());
    }
    say!("Swift: {} was left half-made, and is removed", place.display());
    std::fs::remove_dir_all(&place).with_context(|| format!("cannot remove {}", place.display()))
}

fn is_mounted_below(mounts: &str, folder: &Path) -> bool {
    mounts.lines().filter_map(|line| line.split(' ').nth(1)).any(|place| Path::new(place).starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        source_of(text).map(|source| (source.archive, source.keyring))
    }

    #[test]
    fn reads_the_sources_of_apt() {
        let own = |keyring: &str| Some(("http://mirror.example/debian".to_owned(), keyring.to_owned()));
        assert_eq!(found("# a comment\ndeb http://mirror.example/debian bookworm main\n"), own(KEYRING));
        assert_eq!(found("deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ bookworm main"), own("/k.gpg"));
        let stanzas = "Types: deb\nURIs: http://mirror.example/debian-security\nSuites: x\n\n\
                       Types: deb deb-src\nURIs: http://mirror.example/debian\nSuites: bookworm\nSigned-By: /k.gpg\n";
        assert_eq!(found(stanzas), own("/k.gpg"));
        assert_eq!(found("deb-src http://mirror.example/debian bookworm main"), None);
        assert_eq!(found("Types: deb\nURIs: http://mirror.example/debian\nEnabled: no\n"), None);
        assert_eq!(found("deb http://mirror.example/ubuntu noble main"), None);
    }

    #[test]
    fn sees_what_is_mounted() {
        let mounts = "proc /cache/swift/proc proc rw 0 0\n";
        assert!(is_mounted_below(mounts, Path::new("/cache/swift")));
        assert!(!is_mounted_below(mounts, Path::new("/cache/swift.unfinished")));
    }
}
