//! `cargo xtask bench [LANGUAGE…]`: the benchmarks, of every language that has some.

use anyhow::Result;

use crate::language::Language;
use crate::workspace::Workspace;

/// Runs them, and says whether there was one to run.
pub(crate) fn run(workspace: &Workspace, languages: &[&Language]) -> Result<bool> {
    let mut any = false;
    for language in languages {
        if (language.bench)(workspace)? {
            any = true;
        } else {
            say!("{}: there are no benchmarks yet", language.title);
        }
    }
    Ok(any)
}
