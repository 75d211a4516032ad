//! A server from Debian's archive, in its own folder with every library that it needs, which its
//! own loader finds there: it runs on any Linux on the same processor, whatever is installed.
//! Nothing is installed, so root is not needed, and no daemon is started.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Server;
use crate::debian::{self, Sources};
use crate::step::Step;
use crate::workspace::{Workspace, answers, remove_folder, write};

/// The file that lists the packages which a folder was made from.
pub(super) const PACKAGES: &str = "packages";

/// Starts the program with the loader and the libraries next to it, wherever the folder is mounted.
const LAUNCHER: &str = r#"#!/bin/sh
here=$(dirname "$0")
exec "$here/lib/LOADER" --library-path "$here/lib" "$here/bin/PROGRAM" "$@"
"#;

/// Extracts packages into a folder.
const EXTRACT: &str = r#"
set -e
root=$1
shift
for package do dpkg-deb --extract "$package" "$root"; done
"#;

/// Whether the server answers from there.
pub(super) fn is_ready(folder: &Path, server: &Server) -> bool {
    answers(folder.join(server.name), &[server.version])
}

/// Downloads it. The folder gets its name once it is complete: a half-made one is made again.
pub(super) fn fetch(workspace: &Workspace, server: &Server, folder: &Path) -> Result<()> {
    let sources = require()?;
    let unfinished = folder.with_extension("unfinished");
    remove_folder(&unfinished)?;
    say!(
        "stores: {} from Debian {} goes to {}",
        server.name,
        server.suite,
        folder.display()
    );
    let apt = Apt::new(workspace, server, &sources, unfinished.join("apt"))?;
    let packages = apt.download()?;
    let root = unfinished.join("root");
    let mut extract = workspace.command("sh");
    extract.args(["-c", EXTRACT, "sh"]).arg(&root).args(&packages);
    Step::quiet(format!("stores: extract {}", server.name), extract).require()?;
    let made = unfinished.join("made");
    gather(&root, server, &made)?;
    let names: Vec<String> = packages.iter().map(|package| file_name(package)).collect();
    write(&made.join(PACKAGES), &(names.join("\n") + "\n"))?;
    if !is_ready(&made, server) {
        bail!(
            "the {} that was made of Debian's packages does not start",
            server.name
        );
    }
    remove_folder(folder)?;
    std::fs::rename(&made, folder).with_context(|| format!("cannot move {} to its place", made.display()))?;
    remove_folder(&unfinished)
}

/// Names the first thing that is missing.
fn require() -> Result<Sources> {
    if !cfg!(target_os = "linux") {
        bail!("it is downloaded for Linux only");
    }
    if let Some(missing) = ["apt-get", "dpkg-deb"]
        .iter()
        .find(|program| !answers(program, &["--version"]))
    {
        bail!("it can't be downloaded without {missing}");
    }
    if !debian::is_debian() {
        bail!("it is downloaded on Debian only, from the archive that the machine itself installs from");
    }
    let sources = debian::read_sources().context("the sources of apt name no archive of Debian")?;
    if !Path::new(&sources.keyring).exists() {
        bail!(
            "the keyring {} is missing: apt-get install debian-archive-keyring",
            sources.keyring
        );
    }
    Ok(sources)
}

/// An apt that knows one release and no package that is installed, so that it names everything a
/// server needs. The machine's own knows nothing of it, and keeps its lists and locks.
struct Apt<'a> {
    workspace: &'a Workspace,
    server: &'a Server,
    folder: PathBuf,
}

impl<'a> Apt<'a> {
    fn new(workspace: &'a Workspace, server: &'a Server, sources: &Sources, folder: PathBuf) -> Result<Self> {
        write(
            &folder.join("sources.list"),
            &format!(
                "deb [signed-by={}] {} {} main\n",
                sources.keyring, sources.archive, server.suite
            ),
        )?;
        write(&folder.join("status"), "")?;
        for name in ["lists/partial", "archives/partial", "packages"] {
            std::fs::create_dir_all(folder.join(name))
                .with_context(|| format!("cannot make the folder {}", folder.join(name).display()))?;
        }
        Ok(Self {
            workspace,
            server,
            folder,
        })
    }

    /// The packages with the server and all its libraries, in the order of their names.
    fn download(&self) -> Result<Vec<PathBuf>> {
        self.step("update the lists of packages for", &["update"])?;
        let plan = self.step(
            "look up the libraries of",
            &["install", "--simulate", self.server.name],
        )?;
        let mut download = vec!["download"];
        download.extend(needed(&plan, self.server.name));
        self.step("download", &download)?;
        let folder = self.folder.join("packages");
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        let mut packages: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        packages.sort();
        Ok(packages)
    }

    fn step(&self, what: &str, arguments: &[&str]) -> Result<String> {
        let mut command = self.workspace.command("apt-get");
        let at = |name: &str| self.folder.join(name).display().to_string();
        for option in [
            format!("Dir::State={}", self.folder.display()),
            format!("Dir::State::status={}", at("status")),
            format!("Dir::Cache={}", self.folder.display()),
            format!("Dir::Etc::sourcelist={}", at("sources.list")),
            "Dir::Etc::sourceparts=/dev/null".to_owned(),
            "Dir::Etc::preferences=/dev/null".to_owned(),
            "Dir::Etc::preferencesparts=/dev/null".to_owned(),
            "APT::Install-Recommends=false".to_owned(),
            // Its own user could not write here.
            "APT::Sandbox::User=root".to_owned(),
            "Acquire::Languages=none".to_owned(),
            // A list that can't be had, or is not signed, would be no more than a warning.
            "APT::Update::Error-Mode=any".to_owned(),
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false".to_owned(),
        ] {
            command.args(["--option", &option]);
        }
        command
            .args(["--yes", "--quiet"])
            .args(arguments)
            .current_dir(self.folder.join("packages"));
        Ok(
            Step::quiet(format!("stores: {what} {}", self.server.name), command)
                .require()?
                .stdout,
        )
    }
}

/// The libraries and the parts of the server, in what apt would install: `Inst NAME (VERSION …)`.
/// The rest makes users and starts daemons.
fn needed<'a>(plan: &'a str, server: &'a str) -> impl Iterator<Item = &'a str> {
    let names = plan
        .lines()
        .filter_map(|line| line.strip_prefix("Inst ")?.split_whitespace().next());
    names.filter(move |name| {
        *name == server
            || ["lib", "redis", "valkey", "zlib"]
                .iter()
                .any(|beginning| name.starts_with(beginning))
    })
}

/// Takes the program, its loader and its libraries out of what was extracted.
fn gather(root: &Path, server: &Server, made: &Path) -> Result<()> {
    let program = server.name;
    let folders = library_folders(root)?;
    let loader = folders
        .iter()
        .find_map(|folder| loader_in(folder))
        .context("the packages have no loader")?;
    let binary = root.join(server.folder).join(program);
    let search = std::env::join_paths(&folders).context("a folder has a colon in its name")?;
    let output = Command::new(&loader)
        .arg("--library-path")
        .arg(search)
        .arg("--list")
        .arg(&binary)
        .output();
    let output = output.with_context(|| format!("cannot start {}", loader.display()))?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() || listed.contains("not found") {
        bail!(
            "{program} lacks libraries: {listed}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let libraries = made.join("lib");
    for library in libraries_of(&listed, root).chain([loader.as_path()]) {
        super::copy_program(library, &libraries.join(file_name(library)))?;
    }
    super::copy_program(&binary, &made.join("bin").join(program))?;
    let launcher = made.join(program);
    write(
        &launcher,
        &LAUNCHER
            .replace("LOADER", &file_name(&loader))
            .replace("PROGRAM", program),
    )?;
    // The mode of a program, which the binary has.
    let permissions = std::fs::metadata(&binary)
        .with_context(|| format!("cannot read {}", binary.display()))?
        .permissions();
    std::fs::set_permissions(&launcher, permissions)
        .with_context(|| format!("cannot make {} a program", launcher.display()))
}

/// The paths below `root` in lines of `NAME => PATH (ADDRESS)`.
fn libraries_of<'a>(listed: &'a str, root: &'a Path) -> impl Iterator<Item = &'a Path> {
    let path = |line: &'a str| Some(Path::new(line.split_once(" => ")?.1.rsplit_once(" (")?.0));
    listed
        .lines()
        .filter_map(path)
        .filter(move |path| path.starts_with(root))
}

/// `lib/x86_64-linux-gnu` and its like.
fn library_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let entries = ["lib", "usr/lib"]
        .into_iter()
        .filter_map(|name| std::fs::read_dir(root.join(name)).ok());
    let folders = entries.flatten().flatten().map(|entry| entry.path());
    let folders: Vec<PathBuf> = folders
        .filter(|path| path.is_dir() && file_name(path).contains("-linux-"))
        .collect();
    if folders.is_empty() {
        bail!("the packages have no libraries")
    } else {
        Ok(folders)
    }
}

fn loader_in(folder: &Path) -> Option<PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| file_name(path).starts_with("ld-linux"))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_a_server_needs() {
        let plan = "NOTE: This is only a simulation!\nInst libc6 (2.41 Debian:13.8/stable [amd64]) []\nInst adduser (3.152 Debian)\n\
                    Inst valkey-server (8.1.1 Debian)\nConf valkey-server (8.1.1 Debian)\n";
        assert_eq!(
            needed(plan, "valkey-server").collect::<Vec<_>>(),
            ["libc6", "valkey-server"]
        );
        assert_eq!(
            needed(plan, "adduser").collect::<Vec<_>>(),
            ["libc6", "adduser", "valkey-server"]
        );
    }

    #[test]
    fn reads_what_the_loader_lists() {
        let listed = "\tlinux-vdso.so.1 (0x00007f)\n\tlibc.so.6 => /r/usr/lib/x/libc.so.6 (0x00007f)\n\tlibz.so.1 => /usr/lib/libz.so.1 (0x1)\n";
        assert_eq!(
            libraries_of(listed, Path::new("/r")).collect::<Vec<_>>(),
            [Path::new("/r/usr/lib/x/libc.so.6")]
        );
    }
}
