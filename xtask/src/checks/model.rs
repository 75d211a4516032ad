//! The model of revocations, by which decision 0074 was made: random histories, and each of its
//! rules taken out once.

use anyhow::Result;

use crate::python;
use crate::step::Step;
use crate::workspace::Workspace;

/// Enough to notice that a rule has changed; run thousands when you change one.
const HISTORIES: &str = "500";

pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    let mut command = workspace.command(python::bare()?);
    command
        .arg(workspace.root.join("tests/revocation/test_model.py"))
        .env("TOKENSEAL_SEEDS", HISTORIES);
    Ok(Step::quiet("check the model of revocations", command)
        .run()?
        .success)
}
