//! Files of vectors that a language cannot run yet: `tests/vectors/not_yet.txt`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Ids;
use crate::language;
use crate::report::Row;
use crate::workspace::read;

/// Languages, each with a file that it cannot run.
#[derive(Debug, Default)]
pub(super) struct NotYet(BTreeSet<(String, String)>);

impl NotYet {
    /// What the file in the folder of vectors says.
    pub(super) fn read(vectors: &Path) -> Result<Self> {
        Self::parse(&read(&vectors.join("not_yet.txt"))?)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pairs = lines.map(|line| {
            let (name, file) = line
                .split_once(' ')
                .with_context(|| format!("`{line}` is no language and file"))?;
            match language::ALL.iter().any(|known| known.id == name) {
                true => Ok((name.to_owned(), file.to_owned())),
                false => bail!("`{name}` in tests/vectors/not_yet.txt is no language"),
            }
        });
        pairs.collect::<Result<_>>().map(Self)
    }

    pub(super) fn names(&self, language: &str, file: &str) -> bool {
        self.0.iter().any(|(own, name)| own == language && name == file)
    }

    /// Counts as skipped what a language that ran cannot run. A file that does not exist is a line
    /// that was forgotten.
    pub(super) fn report(&self, ids: &Ids, languages: &[&str], row: &mut Row) {
        for (language, file) in self
            .0
            .iter()
            .filter(|(language, _)| languages.contains(&language.as_str()))
        {
            match ids.values().filter(|own| *own == file).count() {
                0 => row.fail(format!(
                    "tests/vectors/not_yet.txt names {file}, which has no vectors"
                )),
                count => {
                    row.counts.skipped += count;
                    row.notes
                        .push(format!("{language} cannot run the {count} of {file} yet"));
                }
            }
        }
    }
}
