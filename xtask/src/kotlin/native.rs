//! The library inside the package, where JNA looks for it.

use std::path::Path;

use anyhow::{Context, Result};

use crate::step::Step;
use crate::uniffi::LIBRARY;

/// Puts a stripped copy of the library under JNA's name of this platform, unless the one from this
/// very library is there.
pub(super) fn place(library: &Path, resources: &Path) -> Result<()> {
    let file = library
        .file_name()
        .with_context(|| format!("{LIBRARY} has no name"))?;
    let (to, kept) = (
        resources.join(platform()).join(file),
        library.with_extension("placed"),
    );
    let bytes = std::fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    if to.exists() && std::fs::read(&kept).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    std::fs::create_dir_all(resources.join(platform()))
        .with_context(|| format!("cannot make a folder in {}", resources.display()))?;
    std::fs::copy(library, &to).with_context(|| format!("cannot write {}", to.display()))?;
    if !cfg!(windows) {
        let mut strip = std::process::Command::new("strip");
        strip
            .arg(if cfg!(target_os = "macos") {
                "-x"
            } else {
                "--strip-unneeded"
            })
            .arg(&to);
        // A library with its symbols works as well.
        Step::quiet("Kotlin: strip the library", strip).run().ok();
    }
    std::fs::copy(library, &kept).with_context(|| format!("cannot write {}", kept.display()))?;
    Ok(())
}

/// JNA's name of this platform.
fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x86-64",
        other => other,
    };
    format!("{system}-{processor}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_the_platform_as_jna_does() {
        assert!(
            cfg!(not(all(target_os = "linux", target_arch = "x86_64")))
                || super::platform() == "linux-x86-64"
        );
    }
}
