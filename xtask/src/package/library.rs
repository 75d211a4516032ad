//! Whether a library is fit to ship: for the right processor, without test hooks, debug information
//! or local paths.

use std::path::Path;

use anyhow::{Context, Result, bail};
use object::read::{File, Object, ObjectSection, ObjectSegment};
use object::{Architecture, BinaryFormat};

use super::platform::Platform;
use crate::uniffi::LIBRARY;

/// The least alignment of what a 64-bit Android loads: it may have pages of that size.
const ANDROID_PAGE: u64 = 16384;

/// Checks a library that is loaded, and says what is wrong with it.
pub(crate) fn check(platform: &Platform, path: &Path, private_paths: &[String]) -> Result<()> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    faults(platform, &bytes, private_paths)
        .with_context(|| format!("{} is not fit to be shipped", path.display()))
}

fn faults(platform: &Platform, bytes: &[u8], private_paths: &[String]) -> Result<()> {
    let file = File::parse(bytes)?;
    let expected = (format(platform), architecture(platform));
    if (file.format(), file.architecture()) != expected {
        bail!(
            "it is of {:?} for {:?}, not of {:?} for {:?}",
            file.format(),
            file.architecture(),
            expected.0,
            expected.1
        );
    }
    let names: Vec<String> = file
        .exports()?
        .flatten()
        .map(|export| String::from_utf8_lossy(export.name().name().unwrap_or_default()).into_owned())
        .collect();
    if !names
        .iter()
        .any(|name| name.ends_with(&format!("ffi_{LIBRARY}_uniffi_contract_version")))
    {
        bail!("it does not export what UniFFI calls");
    }
    if let Some(hook) = names.iter().find(|name| name.ends_with("_for_test")) {
        bail!("it exports `{hook}`, which is for tests only");
    }
    if let Some(section) = file
        .sections()
        .filter_map(|section| section.name().ok().map(str::to_owned))
        .find(|name| is_for_debugging(name))
    {
        bail!("it is not stripped: there is a section `{section}`");
    }
    if platform.is_android() && file.is_64() && file.segments().any(|segment| segment.align() < ANDROID_PAGE)
    {
        bail!("it is not aligned to pages of 16 KB");
    }
    match private_paths
        .iter()
        .find(|path| !path.is_empty() && holds(bytes, path.as_bytes()))
    {
        Some(path) => bail!("it holds the path {path} of whoever built it"),
        None => Ok(()),
    }
}

fn is_for_debugging(section: &str) -> bool {
    section.starts_with(".debug") || section == "__debug_info" || section == ".symtab"
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = text
        .first()
        .and_then(|first| rest.iter().position(|byte| byte == first))
    {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(text) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn format(platform: &Platform) -> BinaryFormat {
    match () {
        () if platform.is_windows() => BinaryFormat::Pe,
        () if platform.is_apple() => BinaryFormat::MachO,
        () => BinaryFormat::Elf,
    }
}

fn architecture(platform: &Platform) -> Architecture {
    match platform.target.split('-').next() {
        Some("x86_64") => Architecture::X86_64,
        Some("i686") => Architecture::I386,
        Some("armv7") => Architecture::Arm,
        _ => Architecture::Aarch64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::platform;

    #[test]
    fn knows_each_platform() {
        let of = |target| {
            (
                format(platform::find(target).unwrap()),
                architecture(platform::find(target).unwrap()),
            )
        };
        assert_eq!(
            of("x86_64-pc-windows-msvc"),
            (BinaryFormat::Pe, Architecture::X86_64)
        );
        assert_eq!(
            of("armv7-linux-androideabi"),
            (BinaryFormat::Elf, Architecture::Arm)
        );
        assert_eq!(
            of("aarch64-apple-ios-sim"),
            (BinaryFormat::MachO, Architecture::Aarch64)
        );
    }

    #[test]
    fn refuses_what_is_no_library_of_ours() {
        assert!(
            faults(
                platform::find("aarch64-linux-android").unwrap(),
                b"not a library",
                &[]
            )
            .is_err()
        );
        // A program of this machine: it exports nothing of UniFFI, or is of another system
        // altogether.
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        for platform in platform::ALL {
            assert!(faults(platform, &own, &[]).is_err(), "{}", platform.target);
        }
        assert!(holds(b"a/b/c", b"/b/") && holds(b"//b", b"/b") && !holds(b"a/b", b"/b/"));
    }
}
