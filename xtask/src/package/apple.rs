//! The Swift package as it is released: an XCFramework of static libraries, and a `Package.swift`
//! that says where it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::maven::hexadecimal;
use super::native::Natives;
use super::platform::Platform;
use super::privacy;
use crate::step::Step;
use crate::uniffi::{self, Purpose};
use crate::workspace::{Workspace, read, remove_folder, write};

/// The module that UniFFI's Swift imports.
const MODULE: &str = "TokensealFFI";

/// SwiftPM finds a module in an XCFramework of libraries by this name only.
const MODULE_MAP: &str = "module TokensealFFI {\n    header \"TokensealFFI.h\"\n    export *\n}\n";

/// The part of a checkout's `Package.swift` that is filled in for a release.
const PLACE: &str = "let release: (url: String, checksum: String)? = nil";

/// Joins the static libraries, by Apple's tools, and packs them as SwiftPM wants it. Only macOS has
/// these tools.
pub(crate) fn xcframework(
    workspace: &Workspace,
    natives: &Natives,
    complete: bool,
    identity: Option<&str>,
    folder: &Path,
) -> Result<PathBuf> {
    if !cfg!(target_os = "macos") {
        bail!("an XCFramework can be made on macOS only: it takes lipo and xcodebuild");
    }
    let headers = folder.join("headers");
    let sources = swift_sources(workspace)?;
    write(&headers.join("module.modulemap"), MODULE_MAP)?;
    write(
        &headers.join(format!("{MODULE}.h")),
        &read(&sources.join(format!("{MODULE}.h")))?,
    )?;

    let parts = natives.chosen(Platform::is_apple, Natives::fixed, complete)?;
    let mut slices: Vec<&str> = parts.iter().filter_map(|(platform, _)| platform.slice).collect();
    slices.dedup();
    let framework = folder.join(format!("{MODULE}.xcframework"));
    remove_folder(&framework)?;
    let mut create = Command::new("xcodebuild");
    create.arg("-create-xcframework");
    for slice in slices {
        let libraries = parts
            .iter()
            .filter(|(platform, _)| platform.slice == Some(slice))
            .map(|(_, path)| path);
        let joined = folder
            .join("slices")
            .join(slice)
            .join(format!("lib{}.a", uniffi::LIBRARY));
        std::fs::create_dir_all(joined.parent().unwrap_or(folder))?;
        let mut lipo = Command::new("lipo");
        lipo.arg("-create").args(libraries).arg("-output").arg(&joined);
        Step::quiet(format!("join the libraries of {slice}"), lipo).require()?;
        create.arg("-library").arg(&joined).arg("-headers").arg(&headers);
    }
    create.arg("-output").arg(&framework);
    Step::quiet("xcodebuild -create-xcframework", create).require()?;
    // For those who use the XCFramework without the Swift package, and hence without its resources.
    // Before the seal, which covers it.
    let manifest = privacy::path(workspace);
    std::fs::copy(&manifest, framework.join(privacy::FILE))
        .with_context(|| format!("cannot copy {}", manifest.display()))?;
    if let Some(identity) = identity {
        Step::quiet("codesign", sign(identity, &framework)).require()?;
        Step::quiet("codesign --verify", signed(&framework)).require()?;
    }
    pack(&framework, folder)
}

/// Who signs, by a name or a fingerprint that the keychain knows.
pub(crate) fn identity() -> Result<String> {
    std::env::var("CODESIGN_IDENTITY")
        .ok()
        .filter(|name| !name.is_empty())
        .context("`--sign` takes CODESIGN_IDENTITY: who signs")
}

/// With a timestamp, so that the signature outlives its certificate.
fn sign(identity: &str, framework: &Path) -> Command {
    let mut command = Command::new("codesign");
    command.args(["--timestamp", "--sign", identity]).arg(framework);
    command
}

fn signed(framework: &Path) -> Command {
    let mut command = Command::new("codesign");
    command
        .args(["--verify", "--strict", "--verbose=2"])
        .arg(framework);
    command
}

/// Packs an XCFramework, and prints the checksum that SwiftPM will ask for.
fn pack(framework: &Path, folder: &Path) -> Result<PathBuf> {
    let mut archive = Archive::default();
    archive.add_folder(&format!("{MODULE}.xcframework/"), framework)?;
    let packed = folder.join(format!("{MODULE}.xcframework.zip"));
    let bytes = archive.bytes()?;
    let checksum = hexadecimal(&Sha256::digest(&bytes));
    std::fs::write(&packed, bytes).with_context(|| format!("cannot write {}", packed.display()))?;
    write(
        &folder.join(format!("{MODULE}.xcframework.sha256")),
        &format!("{checksum}\n"),
    )?;
    say!("    {} has the checksum {checksum}", packed.display());
    Ok(packed)
}

/// Writes the package as users get it: SwiftPM wants `Package.swift` at the root of a repository,
/// so the package has its own for releases.
pub(crate) fn swift_release(workspace: &Workspace, url: &str, checksum: &str, folder: &Path) -> Result<()> {
    let package = workspace.root.join("bindings-swift");
    let manifest = released(&read(&package.join("Package.swift"))?, url, checksum)?;
    remove_folder(folder)?;
    let mut files = sources(workspace, &swift_sources(workspace)?)?;
    files.add("Package.swift", manifest)?;
    for (name, content) in files.files() {
        write(
            &folder.join(name),
            std::str::from_utf8(content).with_context(|| format!("{name} is not text"))?,
        )?;
    }
    say!("    {} holds the package", folder.display());
    Ok(())
}

/// What the package is made of, but for `Package.swift`. `generated` holds what UniFFI wrote.
pub(crate) fn sources(workspace: &Workspace, generated: &Path) -> Result<Archive> {
    let package = workspace.root.join("bindings-swift");
    let mut files = Archive::default();
    files.add_folder("Sources/Tokenseal/", &package.join("Sources/Tokenseal"))?;
    // Among the hand-written ones, those next to what UniFFI writes.
    let native = package.join("Sources/TokensealNative");
    if native.is_dir() {
        files.add_folder("Sources/TokensealNative/", &native)?;
    }
    files.replace(
        "Sources/TokensealNative/TokensealNative.swift",
        read(&generated.join("TokensealNative.swift"))?,
    );
    files.add_file("README.md", &package.join("README.md"))?;
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        files.add_file(name, &workspace.root.join(name))?;
    }
    Ok(files)
}

fn swift_sources(workspace: &Workspace) -> Result<PathBuf> {
    let library = uniffi::library(workspace, Purpose::Shipping)?;
    uniffi::sources(workspace, &library, "swift")
}

/// Fills in where the XCFramework is, and what SHA-256 it has.
fn released(manifest: &str, url: &str, checksum: &str) -> Result<String> {
    if !url.starts_with("https://") || !url.ends_with(".zip") || url.contains(['"', '\\', ' ']) {
        bail!("`{url}` is no https address of a zip archive");
    }
    if checksum.len() != 64
        || !checksum
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    {
        bail!("`{checksum}` is no SHA-256 in hexadecimal");
    }
    if manifest.matches(PLACE).count() != 1 {
        bail!("Package.swift does not say `{PLACE}` once");
    }
    let filled = format!("(\n    url: \"{url}\",\n    checksum: \"{checksum}\"\n)");
    Ok(manifest.replace(PLACE, &PLACE.replace("nil", &filled)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_the_release() {
        let (url, checksum) = ("https://example.com/a.zip", "0a".repeat(32));
        let manifest = format!("import PackageDescription\n{PLACE}\n");
        let filled = released(&manifest, url, &checksum).unwrap();
        assert!(
            filled.contains("? = (\n    url: \"https://example.com/a.zip\",\n    checksum: \"0a0a"),
            "{filled}"
        );
        assert!(released(&filled, url, &checksum).is_err(), "filled in twice");
        for (url, checksum) in [
            ("http://example.com/a.zip", "0a"),
            (url, "0a"),
            (url, &"0A".repeat(32)),
            ("https://example.com/\".zip", &checksum),
        ] {
            assert!(released(&manifest, url, checksum).is_err(), "{url} {checksum}");
        }
    }

    #[test]
    fn signs_a_framework_as_a_whole() {
        let words = |command: &Command| {
            command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        let framework = Path::new("a/TokensealFFI.xcframework");
        assert_eq!(
            words(&sign("Apple Distribution: A", framework)),
            [
                "--timestamp",
                "--sign",
                "Apple Distribution: A",
                "a/TokensealFFI.xcframework"
            ]
        );
        assert_eq!(
            words(&signed(framework)).last().map(String::as_str),
            framework.to_str()
        );
    }

    #[test]
    fn packs_a_framework_with_its_checksum() {
        let folder = std::env::temp_dir().join(format!("tokenseal-apple-{}", std::process::id()));
        let framework = folder.join("TokensealFFI.xcframework");
        write(&framework.join("ios/Headers/module.modulemap"), MODULE_MAP).unwrap();
        write(&framework.join("Info.plist"), "<plist/>").unwrap();
        let packed = pack(&framework, &folder).unwrap();
        let names: Vec<_> = Archive::read(&packed)
            .unwrap()
            .names()
            .map(str::to_owned)
            .collect();
        assert_eq!(
            names,
            [
                "TokensealFFI.xcframework/Info.plist",
                "TokensealFFI.xcframework/ios/Headers/module.modulemap"
            ]
        );
        let checksum = hexadecimal(&Sha256::digest(std::fs::read(&packed).unwrap()));
        assert_eq!(
            read(&folder.join("TokensealFFI.xcframework.sha256")).unwrap(),
            format!("{checksum}\n")
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
