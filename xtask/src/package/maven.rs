//! A Maven repository in a folder, and the bundle of it that Maven Central takes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use md5::{Digest, Md5};
use sha1::Sha1;

use super::archive::Archive;
use super::pom::Artifact;
use crate::step::Step;

/// What Maven Central requires with each artifact, besides the package itself.
const COMPANIONS: [&str; 3] = [".pom", "-sources.jar", "-javadoc.jar"];

/// A folder as Maven lays it out.
pub(crate) struct Repository(PathBuf);

impl Repository {
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Where a file of an artifact stands; `end` is `.jar`, `-sources.jar`, `.pom` or the like.
    pub(crate) fn path(&self, artifact: Artifact, version: &str, end: &str) -> PathBuf {
        let id = artifact.id();
        self.0
            .join("dev/tokenseal")
            .join(id)
            .join(version)
            .join(format!("{id}-{version}{end}"))
    }

    /// Makes the bundle: every file with its checksums, and with its signature where asked for.
    pub(crate) fn bundle(&self, version: &str, to: &Path, complete: bool, sign: bool) -> Result<()> {
        let mut archive = Archive::default();
        for artifact in Artifact::ALL {
            let end = artifact.end();
            let package = self.path(artifact, version, end);
            if !package.is_file() {
                if complete {
                    bail!("{} was not made", package.display());
                }
                say!("    left out, since it was not made: {}", artifact.id());
                continue;
            }
            for end in COMPANIONS.iter().chain([&end]) {
                let path = self.path(artifact, version, end);
                let relative = path.strip_prefix(&self.0)?.to_string_lossy().replace('\\', "/");
                let bytes = std::fs::read(&path).with_context(|| format!("{} is missing", path.display()))?;
                archive.add(format!("{relative}.md5"), hexadecimal(&Md5::digest(&bytes)))?;
                archive.add(format!("{relative}.sha1"), hexadecimal(&Sha1::digest(&bytes)))?;
                if sign {
                    archive.add_file(format!("{relative}.asc"), &signature(&path)?)?;
                }
                archive.add(relative, bytes)?;
            }
        }
        if archive.names().next().is_none() {
            bail!("there is nothing to bundle in {}", self.0.display());
        }
        archive.write(to)
    }
}

/// Signs by the key that gpg has; its password, if it has one, is for gpg's agent to know.
fn signature(path: &Path) -> Result<PathBuf> {
    let name = format!("{}.asc", path.display());
    let mut command = Command::new("gpg");
    command
        .args(["--batch", "--yes", "--armor", "--detach-sign", "--output", &name])
        .arg(path);
    Step::quiet(
        format!("sign {}", path.file_name().unwrap_or_default().display()),
        command,
    )
    .require()?;
    Ok(PathBuf::from(name))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_all_that_is_asked_for() {
        let folder = std::env::temp_dir().join(format!("tokenseal-maven-{}", std::process::id()));
        let repository = Repository::new(folder.join("repository"));
        let bundle = folder.join("bundle.zip");
        assert!(repository.bundle("1.2.3", &bundle, false, false).is_err());
        for end in [".jar", ".pom", "-sources.jar", "-javadoc.jar"] {
            let path = repository.path(Artifact::Jvm, "1.2.3", end);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "abc").unwrap();
        }
        assert!(repository.bundle("1.2.3", &bundle, true, false).is_err());
        repository.bundle("1.2.3", &bundle, false, false).unwrap();
        let archive = Archive::read(&bundle).unwrap();
        assert_eq!(archive.names().count(), 12);
        let content = |end| {
            std::str::from_utf8(
                archive
                    .get(&format!("dev/tokenseal/tokenseal/1.2.3/tokenseal-1.2.3{end}"))
                    .unwrap(),
            )
            .unwrap()
        };
        assert_eq!(content(".jar.md5"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(content(".pom.sha1"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        std::fs::remove_file(repository.path(Artifact::Jvm, "1.2.3", "-javadoc.jar")).unwrap();
        assert!(repository.bundle("1.2.3", &bundle, false, false).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
