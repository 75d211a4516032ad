//! The key server that every language's tests of remote key sets start: `tests/hostile-server`,
//! built before they run.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::step::Step;
use crate::uniffi::copy_changed;
use crate::workspace::Workspace;

/// The environment variable that tells tests where the program is.
pub(crate) const PATH: &str = "TOKENSEAL_HOSTILE_SERVER";

const NAME: &str = "hostile-server";

/// Builds it, and puts a copy where no later build touches it: the tests of one language run while
/// cargo builds for the next.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    Step::quiet(
        "build the hostile key server",
        workspace.cargo(["build", "--release", "--package", NAME]),
    )
    .require()?;
    let (from, to) = (built(workspace), path(workspace));
    copy_changed(&from, &to)?;
    let permissions = std::fs::metadata(&from)
        .with_context(|| format!("cannot read {}", from.display()))?
        .permissions();
    std::fs::set_permissions(&to, permissions)
        .with_context(|| format!("cannot make {} a program", to.display()))
}

/// The copy.
pub(crate) fn path(workspace: &Workspace) -> PathBuf {
    workspace
        .target
        .join(NAME)
        .join(NAME)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// Where cargo puts it.
pub(crate) fn built(workspace: &Workspace) -> PathBuf {
    workspace
        .built()
        .join(NAME)
        .with_extension(std::env::consts::EXE_EXTENSION)
}
