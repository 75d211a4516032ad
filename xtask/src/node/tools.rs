//! Node.js and npm: what is there, and what npm installs.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::step::Step;
use crate::workspace::{Workspace, answers, output, read, write};

pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const OLDEST: u32 = 20;

/// The version of the Node.js on the PATH, or what is missing.
pub(super) fn version() -> Result<String> {
    let wanted = format!("Node.js {OLDEST} or newer is missing");
    let version = output(Command::new("node").arg("--version")).with_context(|| wanted.clone())?;
    match major(&version) {
        Some(found) if found >= OLDEST => Ok(version),
        _ => bail!("{wanted}; the `node` on the PATH is {version}"),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Major and minor version.
pub(super) fn minor(version: &str) -> Option<(u32, u32)> {
    Some((major(version)?, version.split('.').nth(1)?.parse().ok()?))
}

/// Says where npm comes from, if it is missing.
pub(super) fn require_npm() -> Result<()> {
    if !answers(NPM, &["--version"]) {
        bail!(
            "npm is missing; it comes with Node.js, on Debian in a package of its own: apt-get install npm"
        );
    }
    Ok(())
}

/// Installs what the lock file of a folder says, where that is not there yet.
pub(super) fn install(workspace: &Workspace, node: &str, name: &str) -> Result<()> {
    let folder = workspace.root.join(name);
    // In the folder that it speaks of, so that removing the one removes the other.
    let stamp = folder.join("node_modules/.xtask-stamp");
    let state = format!("{node}\n{}", read(&folder.join("package-lock.json"))?);
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        say!("Node: the dependencies of {name} are up to date");
        return Ok(());
    }
    let mut command = workspace.command(NPM);
    // A connection that has died is noticed within a minute, instead of npm's five.
    command
        .args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--fetch-timeout=60000",
            "--fetch-retries=5",
        ])
        .current_dir(&folder);
    Step::quiet(format!("Node: npm ci in {name}"), command).require()?;
    write(&stamp, &state)
}

#[cfg(test)]
mod tests {
    use super::{major, minor};

    #[test]
    fn reads_versions() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v23.0.0-nightly"), Some(23));
        assert_eq!(major("20.1.0"), None);
        assert_eq!(major(""), None);
        assert_eq!(minor("v20.9.0"), Some((20, 9)));
    }
}
