//! `cargo xtask bench [LANGUAGE…]`: the benchmarks, of every language that has some.

use anyhow::Result;

use crate::language::Language;
use crate::report::table;
use crate::workspace::Workspace;

/// Runs them, ends in a table, and says whether there was one to run.
pub(crate) fn run(workspace: &Workspace, languages: &[&Language]) -> Result<bool> {
    let mut rows = Vec::new();
    let mut any = false;
    for language in languages {
        let ran = (language.bench)(workspace)?;
        any |= ran;
        let result = if ran { "ran, see above" } else { "there are none yet" };
        rows.push(vec![language.id.to_owned(), result.to_owned()]);
    }
    say!("{}", table(&["language", "benchmarks"], &rows));
    Ok(any)
}
