//! A JDK and Maven: what is there, and what can be installed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::maven::MVN;
use super::{POM, property};
use crate::debian;
use crate::workspace::{Workspace, answers, output};

/// The oldest JDK.
const OLDEST: u32 = 17;

/// A JDK and Maven; and, where nothing is to be installed, the compiler in Maven's folder. It is
/// the part of the toolchain that takes long to download.
pub(super) fn require(workspace: &Workspace, install: bool) -> Result<()> {
    if install {
        install_tools()?;
        return require_tools();
    }
    require_tools()?;
    let version = property(workspace, POM, "kotlin.version")?;
    let home = std::env::var_os("HOME")
        .or_else(|| std::env::var_os("USERPROFILE"))
        .map(PathBuf::from)
        .unwrap_or_default();
    if !home
        .join(".m2/repository/org/jetbrains/kotlin/kotlin-compiler-embeddable")
        .join(&version)
        .is_dir()
    {
        bail!("Maven has not downloaded the compiler of Kotlin {version}");
    }
    Ok(())
}

/// On Debian, installs a JDK that is new enough, and Maven, where they are missing.
pub(super) fn install_tools() -> Result<()> {
    if jdk().is_none_or(|found| found < OLDEST) || !answers(MVN, &["--version"]) {
        debian::install("Kotlin", "a JDK and Maven", &["openjdk-17-jdk-headless", "maven"])?;
    }
    Ok(())
}

/// A JDK that is new enough, and Maven.
pub(super) fn require_tools() -> Result<()> {
    match jdk() {
        Some(found) if found >= OLDEST => {}
        Some(found) => bail!("JDK {OLDEST} or newer is missing; the `javac` on the PATH is of JDK {found}"),
        None => bail!("JDK {OLDEST} or newer is missing; on Debian: apt-get install openjdk-17-jdk-headless"),
    }
    if !answers(MVN, &["--version"]) {
        bail!("Maven is missing; on Debian: apt-get install maven");
    }
    Ok(())
}

/// The version of the `javac` on the PATH.
fn jdk() -> Option<u32> {
    major(&output(Command::new("javac").arg("-version")).ok()?)
}

fn major(said: &str) -> Option<u32> {
    said.strip_prefix("javac ")?
        .split(['.', '-'])
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_versions() {
        assert_eq!(major("javac 17.0.15"), Some(17));
        assert_eq!(major("javac 25-ea"), Some(25));
        assert_eq!(major("javac 1.8.0_402"), Some(1));
        assert_eq!(major(""), None);
    }
}
