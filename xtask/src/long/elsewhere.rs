//! The core's vectors on systems that this machine is not: on arm64 in an emulator, and with the C
//! library of an older Debian.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Outcome;
use crate::debian;
use crate::python;
use crate::step::Step;
use crate::stores::{self, Server};
use crate::workspace::{Workspace, answers};

const ARM64: &str = "aarch64-unknown-linux-gnu";
const EMULATOR: &str = "qemu-aarch64";
const COMPILER: &str = "aarch64-linux-gnu-gcc";
/// Where Debian puts arm64's C library for who compiles for it.
const ROOT: &str = "/usr/aarch64-linux-gnu";
const PACKAGES: [&str; 3] = ["qemu-user", "gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"];

const X86_64: &str = "x86_64-unknown-linux-gnu";
/// The glibc of manylinux2014.
const OLD_GLIBC: &str = "2.17";
/// A program of the oldest Debian that its archive still has, which brings along every library that
/// Rust's standard library links.
const OLD_SYSTEM: Server = Server {
    name: "redis-server",
    variable: "TOKENSEAL_OLD_SYSTEM",
    suite: "bullseye",
    folder: "usr/bin",
    version: "--version",
};

/// Runs every vector in an emulator of arm64.
pub(super) fn arm64(workspace: &Workspace) -> Result<Outcome> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Outcome::NotRun("it is emulated on Linux on x86-64".to_owned()));
    }
    if !answers(EMULATOR, &["--version"]) || !answers(COMPILER, &["--version"]) {
        debian::install("arm64", "an emulator and a compiler", &PACKAGES)?;
    }
    if let Some(missing) = [EMULATOR, COMPILER]
        .into_iter()
        .find(|program| !answers(program, &["--version"]))
    {
        return Ok(Outcome::NotRun(format!(
            "{missing} is missing; on Debian: apt-get install {}",
            PACKAGES.join(" ")
        )));
    }
    let mut add = workspace.command("rustup");
    add.args(["target", "add", ARM64]);
    if !answers("rustup", &["--version"])
        || !Step::quiet("the standard library for arm64", add).run()?.success
    {
        return Ok(Outcome::NotRun(format!(
            "Rust's standard library for {ARM64} is missing: rustup target add {ARM64}"
        )));
    }
    let mut test = workspace.cargo([
        "test",
        "--release",
        "--locked",
        "--package",
        "tokenseal",
        "--test",
        "vectors",
        "--target",
        ARM64,
    ]);
    test.args(["--", "--nocapture"]);
    test.env("CC_aarch64_unknown_linux_gnu", COMPILER)
        .env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER", COMPILER);
    test.env(
        "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER",
        format!("{EMULATOR} -L {ROOT}"),
    );
    vectors(test, &first_line(Command::new(EMULATOR).arg("--version")))
}

/// Runs every vector with the C library of an older Debian: the program is built by zig for the
/// oldest glibc that wheels are for. It needs no root and no container: the old loader starts it,
/// with the old libraries alone.
pub(super) fn old_glibc(workspace: &Workspace) -> Result<Outcome> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Outcome::NotRun("it is for Linux on x86-64".to_owned()));
    }
    let folder = match old_system(workspace) {
        Ok(folder) => folder,
        Err(error) => return Ok(Outcome::NotRun(format!("there is no older Debian: {error:#}"))),
    };
    let mut test = match python::zig_cargo(workspace)? {
        Ok(command) => command,
        Err(missing) => return Ok(Outcome::NotRun(missing)),
    };
    test.args([
        "test",
        "--release",
        "--locked",
        "--package",
        "tokenseal",
        "--test",
        "vectors",
    ]);
    test.args(["--target", &format!("{X86_64}.{OLD_GLIBC}"), "--", "--nocapture"]);
    let (loader, libraries) = (loader(&folder), folder.join("lib"));
    let runner = format!("{} --library-path {}", loader.display(), libraries.display());
    test.env("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER", runner);
    vectors(test, &first_line(Command::new(&loader).arg("--version")))
}

/// What the loader of an older Debian says about a library: whether it has every version of every
/// symbol that is asked for.
pub(crate) fn loads_on_an_old_system(workspace: &Workspace, library: &Path) -> Result<Outcome> {
    let folder = match old_system(workspace) {
        Ok(folder) => folder,
        Err(error) => return Ok(Outcome::NotRun(format!("there is no older Debian: {error:#}"))),
    };
    let mut list = Command::new(loader(&folder));
    list.arg("--library-path")
        .arg(folder.join("lib"))
        .arg("--list")
        .arg(library);
    let finished = Step::quiet("what the loader of an older Debian says of it", list).run()?;
    let system = first_line(Command::new(loader(&folder)).arg("--version"));
    if !finished.success || finished.output.contains("not found") {
        return Ok(Outcome::Failed(format!("it does not load with {system}")));
    }
    Ok(Outcome::Passed(format!("loads with {system}")))
}

/// The folder of its loader and libraries, which is fetched once.
fn old_system(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("weekly/old-system");
    stores::fetch(workspace, &OLD_SYSTEM, &folder)?;
    Ok(folder)
}

fn loader(folder: &Path) -> PathBuf {
    folder.join("lib/ld-linux-x86-64.so.2")
}

/// Runs the vector test, and reports its result.
fn vectors(test: Command, system: &str) -> Result<Outcome> {
    let finished = Step::quiet(format!("the vectors with {system}"), test).run()?;
    let count = counted(&finished.stdout);
    Ok(match count {
        Some(count) if finished.success => Outcome::Passed(format!("{count}; {system}")),
        Some(count) => Outcome::Failed(format!("{count}; {system}")),
        None => Outcome::Failed(format!("they did not run with {system}")),
    })
}

/// `10931 vectors, 0 failed`
fn counted(output: &str) -> Option<&str> {
    output
        .lines()
        .find(|line| line.ends_with(" failed") && line.contains(" vectors, "))
}

fn first_line(command: &mut Command) -> String {
    let output = command
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    output.lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn reads_how_many_vectors_ran() {
        assert_eq!(
            counted("running 1 test\n10931 vectors, 0 failed\ntest every_vector ... ok\n"),
            Some("10931 vectors, 0 failed")
        );
        assert_eq!(counted("test result: ok. 1 passed; 0 failed\n"), None);
    }
}
