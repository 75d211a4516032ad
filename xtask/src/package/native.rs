//! The native library as it is shipped: built for a platform, stripped, checked.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::library;
use super::platform::{self, Platform};
use crate::step::Step;
use crate::workspace::{Workspace, answers, output};

/// The profile of what is shipped; nothing that is tested is built with it, so that AWS-LC is
/// compiled once for the tests.
const PROFILE: &str = "shipping";

/// The oldest Android: 8.0, the first that has `java.time`.
pub(crate) const ANDROID: u32 = 26;

/// Libraries that were built, in `<folder>/<target>/`, as every other command of `package` looks
/// for them.
pub(crate) struct Natives(PathBuf);

impl Natives {
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The library to be loaded for a platform, where it is there.
    pub(crate) fn dynamic(&self, platform: &Platform) -> Option<PathBuf> {
        self.existing(platform, platform.dynamic()?)
    }

    /// The library to be linked for a platform, where it is there.
    pub(crate) fn fixed(&self, platform: &Platform) -> Option<PathBuf> {
        self.existing(platform, platform.fixed()?)
    }

    fn existing(&self, platform: &Platform, name: String) -> Option<PathBuf> {
        Some(self.0.join(platform.target).join(name)).filter(|path| path.is_file())
    }

    /// The platforms of a package and their libraries. A release has all; elsewhere those present
    /// are taken, and there must be at least one.
    pub(crate) fn chosen(
        &self,
        wanted: fn(&Platform) -> bool,
        library: fn(&Self, &Platform) -> Option<PathBuf>,
        complete: bool,
    ) -> Result<Vec<(&'static Platform, PathBuf)>> {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for platform in platform::ALL.iter().filter(|platform| wanted(platform)) {
            match library(self, platform) {
                Some(path) => found.push((platform, path)),
                None => missing.push(platform.target),
            }
        }
        if found.is_empty() || complete && !missing.is_empty() {
            bail!(
                "in {} there is no library for {}",
                self.0.display(),
                missing.join(", ")
            );
        }
        if !missing.is_empty() {
            say!(
                "    left out, since {} has no library for them: {}",
                self.0.display(),
                missing.join(", ")
            );
        }
        Ok(found)
    }
}

/// Builds what a platform needs, and puts stripped and checked copies into `<folder>/<target>/`.
pub(crate) fn build(workspace: &Workspace, platform: &Platform, folder: &Path) -> Result<Vec<PathBuf>> {
    let built = compile(workspace, platform)?;
    let to = folder.join(platform.target);
    std::fs::create_dir_all(&to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    let mut made = Vec::new();
    if let Some(name) = platform.dynamic() {
        let shipped = to.join(&name);
        strip(platform, &built.join(&name), &shipped)?;
        library::check(platform, &shipped, &private_paths(workspace))?;
        made.push(shipped);
    }
    if let Some(name) = platform.fixed() {
        let shipped = to.join(&name);
        std::fs::copy(built.join(&name), &shipped).with_context(|| format!("cannot copy {name}"))?;
        made.push(shipped);
    }
    for path in &made {
        say!(
            "    {} ({} bytes)",
            path.display(),
            std::fs::metadata(path)?.len()
        );
    }
    Ok(made)
}

/// Compiles the library with its symbols, and says in which folder it is.
pub(crate) fn compile(workspace: &Workspace, platform: &Platform) -> Result<PathBuf> {
    let kinds: Vec<&str> = [
        platform.dynamic().map(|_| "cdylib"),
        platform.fixed().map(|_| "staticlib"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut command = workspace.cargo([
        "rustc",
        "--locked",
        "--package",
        "tokenseal-uniffi",
        "--lib",
        "--profile",
        PROFILE,
    ]);
    command.args(["--target", platform.target, "--crate-type", &kinds.join(",")]);
    command.env(
        "CARGO_ENCODED_RUSTFLAGS",
        rust_flags(workspace, platform).join("\u{1f}"),
    );
    if is_for_phones(platform) {
        command.env("AWS_LC_SYS_SMALL", "1");
    }
    if platform.is_android() {
        use_ndk(&mut command, platform)?;
    }
    Step::quiet(format!("build the library for {}", platform.target), command).require()?;
    Ok(workspace.target.join(platform.target).join(PROFILE))
}

/// No local folder name stays in the library; pages of 16 KB, as Android asks for; relocations
/// packed, as it has read them since 6.
fn rust_flags(workspace: &Workspace, platform: &Platform) -> Vec<String> {
    let mut flags: Vec<String> = Vec::new();
    for (path, name) in private_paths(workspace).iter().zip(["source", "cargo"]) {
        flags.push(format!("--remap-path-prefix={path}={name}"));
    }
    if platform.is_android() {
        flags.push("-Clink-arg=-Wl,-z,max-page-size=16384".to_owned());
        flags.push("-Clink-arg=-Wl,--pack-dyn-relocs=android".to_owned());
    }
    flags
}

/// AWS-LC without its large tables and without code for AVX-512, which is 0.65 MB less. It costs
/// speed with elliptic curves only, and what takes their place is constant-time as well
/// (docs/decisions/0037-phones.md). JVMs and desktops get the fast one.
fn is_for_phones(platform: &Platform) -> bool {
    platform.is_android() || matches!(platform.slice, Some("ios" | "ios-simulator"))
}

/// The folders whose names are nobody's business: the repository's, and that of cargo's sources.
fn private_paths(workspace: &Workspace) -> Vec<String> {
    let home = std::env::var_os("HOME")
        .or_else(|| std::env::var_os("USERPROFILE"))
        .map(PathBuf::from);
    let cargo = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home.map(|home| home.join(".cargo")));
    [Some(workspace.root.clone()), cargo]
        .into_iter()
        .flatten()
        .map(|path| path.display().to_string())
        .collect()
}

/// Names the compilers of Android's NDK, whose folder the environment says.
fn use_ndk(command: &mut Command, platform: &Platform) -> Result<()> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK_LATEST_HOME"]
        .iter()
        .find_map(std::env::var_os);
    let ndk = named
        .map(PathBuf::from)
        .context("the NDK is missing: set ANDROID_NDK_HOME to its folder")?;
    let host = match std::env::consts::OS {
        "macos" => "darwin-x86_64",
        "windows" => "windows-x86_64",
        _ => "linux-x86_64",
    };
    let programs = ndk.join("toolchains/llvm/prebuilt").join(host).join("bin");
    let end = if cfg!(windows) { (".cmd", ".exe") } else { ("", "") };
    // Clang calls this one by its whole name.
    let clang = platform.target.replace("armv7-", "armv7a-");
    let compiler = programs.join(format!("{clang}{ANDROID}-clang{}", end.0));
    if !compiler.is_file() {
        bail!("the NDK has no {}", compiler.display());
    }
    let target = underscored(platform);
    command.env(
        format!("CARGO_TARGET_{}_LINKER", target.to_uppercase()),
        &compiler,
    );
    command
        .env(format!("CC_{target}"), &compiler)
        .env(format!("AR_{target}"), programs.join(format!("llvm-ar{}", end.1)));
    Ok(())
}

fn underscored(platform: &Platform) -> String {
    platform.target.replace('-', "_")
}

/// Writes a copy without symbols. UniFFI reads its metadata from the one that has them.
pub(crate) fn strip(platform: &Platform, from: &Path, to: &Path) -> Result<()> {
    let mut command = if platform.is_windows() {
        // The symbols are in a file of their own, which stays behind.
        std::fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
        return Ok(());
    } else if platform.is_apple() {
        // The system's own: it signs the copy again, without which it would not be loaded.
        let mut command = Command::new("strip");
        command.args(["-x", "-o"]).args([to, from]);
        command
    } else {
        let mut command = Command::new(objcopy()?);
        command.arg("--strip-all").args([from, to]);
        command
    };
    command.env("LC_ALL", "C");
    Step::quiet(
        format!("strip {}", from.file_name().unwrap_or_default().display()),
        command,
    )
    .require()
    .map(|_| ())
}

/// LLVM's, which comes with Rust and knows every processor, else the system's.
fn objcopy() -> Result<PathBuf> {
    let library = PathBuf::from(output(Command::new("rustc").args(["--print", "target-libdir"]))?);
    let own = library.parent().map(|folder| {
        folder
            .join("bin")
            .join(format!("rust-objcopy{}", std::env::consts::EXE_SUFFIX))
    });
    let names = own
        .into_iter()
        .chain(["llvm-objcopy", "objcopy"].map(PathBuf::from));
    names
        .into_iter()
        .find(|name| answers(name, &["--version"]))
        .context("there is no objcopy to strip the library with")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_complete() {
        let folder = std::env::temp_dir().join(format!("tokenseal-natives-{}", std::process::id()));
        let natives = Natives::new(&folder);
        let aars = |complete| natives.chosen(Platform::is_android, Natives::dynamic, complete);
        assert!(aars(false).is_err());
        let platform = platform::find("aarch64-linux-android").unwrap();
        std::fs::create_dir_all(folder.join(platform.target)).unwrap();
        std::fs::write(
            folder.join(platform.target).join(platform.dynamic().unwrap()),
            "stands in",
        )
        .unwrap();
        assert_eq!(aars(false).unwrap().len(), 1);
        assert!(
            aars(true)
                .err()
                .unwrap()
                .to_string()
                .ends_with("for armv7-linux-androideabi, x86_64-linux-android, i686-linux-android")
        );
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_small_is_for_phones() {
        let small: Vec<_> = platform::ALL
            .iter()
            .filter(|platform| is_for_phones(platform))
            .map(|platform| platform.target)
            .collect();
        assert!(
            small
                .iter()
                .all(|target| target.contains("android") || target.contains("-ios"))
        );
        assert_eq!(small.len(), 7);
    }
}
