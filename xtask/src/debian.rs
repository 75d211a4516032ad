//! Packages of Debian and its like, where they are missing and can be had.

mod sources;

use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::step::Step;
use crate::workspace::answers;
pub(crate) use sources::{Sources, is_debian, read_sources};

/// Whether the lists of packages were fetched. Held while something is installed: apt-get refuses
/// to run twice at once.
static UPDATED: Mutex<bool> = Mutex::new(false);

/// Tries to install packages for a language, as root where there is apt-get, and does nothing
/// anywhere else. Whether it helped is for the caller to look at: without a network it does not.
pub(crate) fn install(language: &str, what: &str, packages: &[&str]) -> Result<()> {
    if !is_root() || !answers("apt-get", &["--version"]) {
        return Ok(());
    }
    let mut updated = UPDATED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*updated {
        let mut lists = Command::new("apt-get");
        lists.args(["update", "--quiet"]);
        *updated = Step::quiet(format!("{language}: apt-get update"), lists)
            .run()?
            .success;
    }
    let mut install = Command::new("apt-get");
    install
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    Step::quiet(format!("{language}: install {what}"), install).run()?;
    Ok(())
}

/// Whether packages can be installed, and more.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
