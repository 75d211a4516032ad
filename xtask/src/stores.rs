//! Real Redis and Valkey servers for every language's tests of stores: `tests/stores`, the program
//! that starts them, and the servers themselves.
//!
//! On Debian the servers come from Debian's archive ([`archive`]), in versions that don't depend on
//! the machine. They lie in the target folder, with the libraries that they need, so that they run
//! in the Debian that Swift lives in as well. Elsewhere those on the PATH are used.

mod archive;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::step::Step;
use crate::uniffi::copy_changed;
use crate::workspace::{Workspace, answers, cache_folder, read};

/// What `cargo xtask setup` calls them.
pub(crate) const NAME: &str = "stores";
/// The environment variable that tells tests where the program is.
pub(crate) const PATH: &str = "TOKENSEAL_STORES";

const PROGRAM: &str = "tokenseal-stores";
/// Says where servers are kept from one run to the next.
const VARIABLE: &str = "TOKENSEAL_STORES_ROOT";

/// A server that is wanted.
pub(crate) struct Server {
    /// The program, and the package.
    pub(crate) name: &'static str,
    /// The environment variable that tells tests where it is.
    pub(crate) variable: &'static str,
    /// The release of Debian that it is taken from.
    pub(crate) suite: &'static str,
    /// Where it lies in its package.
    pub(crate) folder: &'static str,
    /// What it is asked, to see whether it starts.
    pub(crate) version: &'static str,
}

/// Redis as it was before WAITAOF, and Valkey with it.
const SERVERS: [Server; 2] = [
    Server {
        name: "redis-server",
        variable: "TOKENSEAL_REDIS_SERVER",
        suite: "bookworm",
        folder: "usr/bin",
        version: "--version",
    },
    Server {
        name: "valkey-server",
        variable: "TOKENSEAL_VALKEY_SERVER",
        suite: "trixie",
        folder: "usr/bin",
        version: "--version",
    },
];

/// Sees to it that both servers are there, and says which are missing. Several languages may ask at
/// once.
pub(crate) fn set_up(workspace: &Workspace) -> Result<()> {
    set_up_all(workspace, &SERVERS)
}

/// The same for other servers.
pub(crate) fn set_up_all(workspace: &Workspace, servers: &[Server]) -> Result<()> {
    static BUSY: Mutex<()> = Mutex::new(());
    let _busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    let mut missing = Vec::new();
    for server in servers {
        if std::env::var_os(server.variable).is_some_and(|path| !path.is_empty()) {
            continue;
        }
        let Err(error) = set_up_server(workspace, server) else {
            continue;
        };
        if answers(server.name, &[server.version]) {
            say!("stores: the {} on the PATH is used ({error:#})", server.name);
        } else {
            missing.push(format!(
                "{} is missing: install it, or name it in {} ({error:#})",
                server.name, server.variable
            ));
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        bail!("{}", missing.join("; "))
    }
}

/// Into the cache, and from there into the target folder.
fn set_up_server(workspace: &Workspace, server: &Server) -> Result<()> {
    let (kept, used) = (
        cache_folder(VARIABLE, NAME)?.join(server.name),
        used(workspace, server),
    );
    if !archive::is_ready(&kept, server) {
        if archive::is_ready(&used, server) {
            return Ok(());
        }
        archive::fetch(workspace, server, &kept)?;
    }
    let packages = |folder: &Path| read(&folder.join(archive::PACKAGES)).ok();
    let is_same = packages(&used) == packages(&kept) && archive::is_ready(&used, server);
    if is_same { Ok(()) } else { copy(&kept, &used) }
}

/// Fetches a server into its own folder, unless it is there.
pub(crate) fn fetch(workspace: &Workspace, server: &Server, folder: &Path) -> Result<()> {
    if archive::is_ready(folder, server) {
        Ok(())
    } else {
        archive::fetch(workspace, server, folder)
    }
}

/// The copy of a server's folder in the target folder.
fn used(workspace: &Workspace, server: &Server) -> PathBuf {
    workspace.target.join(NAME).join(server.name)
}

/// Copies a folder and what is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    for entry in
        std::fs::read_dir(from).with_context(|| format!("cannot read the folder {}", from.display()))?
    {
        let (from, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if from.is_dir() {
            copy(&from, &to)?
        } else {
            copy_program(&from, &to)?
        }
    }
    Ok(())
}

/// Builds the program that starts the servers, and puts a copy where no later build touches it.
///
/// Rust's own tests, which cargo builds it with, use [`built`].
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    Step::quiet(
        "build the program that starts stores",
        workspace.cargo(["build", "--release", "--package", PROGRAM]),
    )
    .require()?;
    copy_program(&built(workspace), &path(workspace))
}

fn copy_program(from: &Path, to: &Path) -> Result<()> {
    copy_changed(from, to)?;
    let permissions = std::fs::metadata(from)
        .with_context(|| format!("cannot read {}", from.display()))?
        .permissions();
    std::fs::set_permissions(to, permissions)
        .with_context(|| format!("cannot make {} a program", to.display()))
}

/// The copy.
pub(crate) fn path(workspace: &Workspace) -> PathBuf {
    workspace
        .target
        .join(NAME)
        .join(PROGRAM)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// Where cargo puts it.
pub(crate) fn built(workspace: &Workspace) -> PathBuf {
    workspace
        .built()
        .join(PROGRAM)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// What the environment of tests is to say, with the program at this path: where the program is,
/// and where the servers are. A server that the environment names already stays, and one that is
/// not named here is looked for on the PATH.
pub(crate) fn environment(workspace: &Workspace, program: PathBuf) -> Vec<(&'static str, PathBuf)> {
    [(PATH, program)]
        .into_iter()
        .chain(found(workspace, &SERVERS))
        .collect()
}

/// Where servers are that the environment does not name.
pub(crate) fn found<'a>(
    workspace: &'a Workspace,
    servers: &'a [Server],
) -> impl Iterator<Item = (&'static str, PathBuf)> + 'a {
    let is_named = |name: &str| std::env::var_os(name).is_some_and(|path: OsString| !path.is_empty());
    let servers = servers.iter().filter(move |server| !is_named(server.variable));
    servers
        .map(|server| (server.variable, used(workspace, server).join(server.name)))
        .filter(|(_, path)| path.is_file())
}
