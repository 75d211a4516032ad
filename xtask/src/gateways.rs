//! What the tests of `server/` run next to the program: gateways, a browser, and the tool that
//! tests an OpenAPI description.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::debian;
use crate::python;
use crate::stores::{self, Server};
use crate::workspace::{Workspace, answers};

/// What `cargo xtask setup` calls them.
pub(crate) const NAME: &str = "gateways";
/// The gateways that Debian has. Caddy is there as it was before it deleted headers that an answer
/// lacks; the newer one is among the tools.
const GATEWAYS: [Server; 2] = [
    Server {
        name: "nginx",
        variable: "TOKENSEAL_NGINX",
        suite: "bookworm",
        folder: "usr/sbin",
        version: "-v",
    },
    Server {
        name: "caddy",
        variable: "TOKENSEAL_CADDY",
        suite: "bookworm",
        folder: "usr/bin",
        version: "version",
    },
];
/// Programs that are installed, and their packages.
const PROGRAMS: [(&str, &str); 2] = [("chromium", "chromium"), ("chromedriver", "chromium-driver")];
/// The environment variable that tells tests where the programs of `server/tests/requirements.txt`
/// are.
const TOOLS: &str = "TOKENSEAL_SERVE_TOOLS";

/// Sees to it that the gateways are there, and nothing else: for the demo.
pub(crate) fn set_up_gateways(workspace: &Workspace) -> Result<()> {
    stores::set_up_all(workspace, &GATEWAYS)
}

/// A gateway: the one that the environment names, that was fetched, or that is on the PATH.
pub(crate) fn program(workspace: &Workspace, name: &str) -> PathBuf {
    let named = GATEWAYS
        .iter()
        .find(|server| server.name == name)
        .and_then(|server| std::env::var_os(server.variable));
    let fetched = || {
        stores::found(workspace, &GATEWAYS)
            .map(|(_, path)| path)
            .find(|path| path.ends_with(name))
    };
    named
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(fetched)
        .unwrap_or_else(|| name.into())
}

/// Sees to it that all of it is there, and says what is missing.
pub(crate) fn set_up(workspace: &Workspace) -> Result<()> {
    let mut missing = Vec::new();
    missing.extend(
        stores::set_up_all(workspace, &GATEWAYS)
            .err()
            .map(|error| format!("{error:#}")),
    );
    let requirements = workspace.root.join("server/tests/requirements.txt");
    missing.extend(
        python::tools(workspace, &venv(workspace), &requirements)
            .err()
            .map(|error| format!("{error:#}")),
    );
    for (program, package) in PROGRAMS {
        if !answers(program, &["--version"]) {
            debian::install("Rust", program, &[package])?;
        }
        if !answers(program, &["--version"]) {
            missing.push(format!("{program} is missing: install {package}"));
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        bail!("{}", missing.join("; "))
    }
}

/// What the environment of tests is to say.
pub(crate) fn environment(workspace: &Workspace) -> Vec<(&'static str, PathBuf)> {
    let tools = venv(workspace).join(if cfg!(windows) { "Scripts" } else { "bin" });
    stores::found(workspace, &GATEWAYS)
        .chain([(TOOLS, tools)])
        .collect()
}

fn venv(workspace: &Workspace) -> PathBuf {
    workspace.target.join("serve-tools")
}
