//! What belongs to no language: the part `checks` of `cargo xtask test`.

pub(crate) mod cedar;
mod code_width;
mod evidence;
mod features;
mod floors;
mod model;
mod one_build;
mod option_coverage;
pub(crate) mod pages;
pub(crate) mod paths;
mod supply;

use anyhow::Result;

use crate::report::Row;
use crate::workspace::Workspace;
use crate::{generate, guide, long, rust, version};

/// A check is one test. It prints what it finds, and says whether all is well.
struct Check {
    run: fn(&Workspace) -> Result<bool>,
    /// What the closing table shows if not all is well.
    failure: &'static str,
}

/// Every check but the lints, which are several.
const CHECKS: &[Check] = &[
    Check {
        run: floors::check,
        failure: "a module of the core uses one above it: see xtask/src/checks/floors.rs",
    },
    Check {
        run: generate::check,
        failure: "generated files have drifted: run `cargo xtask generate`",
    },
    Check {
        run: option_coverage::check,
        failure: "an option stands in no test vector: see xtask/src/checks/option_coverage.rs",
    },
    Check {
        run: model::check,
        failure: "a history of revocations breaks decision 0074: see tests/revocation",
    },
    Check {
        run: cedar::check,
        failure: "access rules and Cedar decide differently, or the lock file of tests/cedar is not the core's",
    },
    Check {
        run: version::print,
        failure: "versions differ",
    },
    Check {
        run: features::check,
        failure: "the workspace gives the core's dependencies other features than the core alone has",
    },
    Check {
        run: one_build::check,
        failure: "the core is compiled more than once for what is tested: see tests/one-build",
    },
    Check {
        run: long::check_page,
        failure: "docs/soak-and-weekly.md or docs/dependents.md is not what its results make: run `cargo xtask weekly`",
    },
];

/// Runs the lints and every check.
pub(crate) fn run(workspace: &Workspace, row: &mut Row) {
    rust::lint(workspace, row);
    for check in CHECKS {
        match (check.run)(workspace) {
            Ok(true) => row.pass(),
            Ok(false) => row.fail(check.failure),
            Err(error) => row.fail(format!("{error:#}")),
        }
    }
    paths::check(workspace, row);
    pages::check(workspace, row);
    guide::check(workspace, row);
    supply::check(workspace, row);
}
