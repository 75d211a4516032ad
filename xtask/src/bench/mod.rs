//! `cargo xtask bench [LANGUAGE…]`: runs the benchmarks, says which goals are met, and keeps what
//! was measured.
//!
//! Each language has programs that print a document ([`results`]). What they measured is written to
//! `bench/results/<language>.json`; from all that is there `bench/README.md`, a picture of each
//! language and that of the README are made, here and by `cargo xtask generate`.

mod busy;
mod figures;
mod goals;
mod overview;
mod page;
mod picture;
mod results;
pub(crate) mod serve;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::language::{self, Language};
use crate::report::{paint, table};
use crate::step::Step;
use crate::workspace::{Workspace, read, write};
use results::Results;

/// Runs them, and says whether there was one to run. A goal that is not met fails nothing: a
/// machine may be slow or busy.
pub(crate) fn run(workspace: &Workspace, languages: &[&Language]) -> Result<bool> {
    let mut summary = Vec::new();
    let mut any = false;
    for language in languages {
        let programs = (language.bench)(workspace)?;
        let Some(measured) = measure(language, programs)? else {
            summary.push(vec![language.title.to_owned(), "there are none yet".to_owned()]);
            continue;
        };
        any = true;
        print(language, &measured);
        write(&path(workspace, language), &measured.to_json())?;
        let goals = goals::judge(&measured);
        let met = goals.iter().filter(|goal| goal.met).count();
        summary.push(vec![
            language.title.to_owned(),
            format!("{met} of {} goals met", goals.len()),
        ]);
    }
    for (path, text) in files(workspace)? {
        write(&path, &text)?;
    }
    say!(
        "\n{}\n\nSee bench/README.md.",
        table(&["language", "benchmarks"], &summary)
    );
    Ok(any)
}

/// The page, a picture of each language and that of the README, made of all results that are there.
pub(crate) fn files(workspace: &Workspace) -> Result<Vec<(PathBuf, String)>> {
    let mut measured = Vec::new();
    for language in language::ALL {
        let path = path(workspace, language);
        if path.exists() {
            let results = Results::parse(&read(&path)?)
                .with_context(|| format!("{} is not what a benchmark prints", path.display()))?;
            measured.push((language, results));
        }
    }
    let folder = workspace.root.join("bench");
    let pictures = measured.iter().map(|(language, results)| {
        (
            folder.join(page::picture_name(language)),
            picture::draw(language.title, results),
        )
    });
    let pictures: Vec<_> = pictures.collect();
    let overview = (folder.join(overview::NAME), overview::draw(&measured));
    Ok([(folder.join("README.md"), page::write(&measured)), overview]
        .into_iter()
        .chain(pictures)
        .collect())
}

/// What all programs of a language measured; None if it has none.
fn measure(language: &Language, programs: Vec<Command>) -> Result<Option<Results>> {
    let mut all: Option<Results> = None;
    let count = programs.len();
    let busy = if programs.is_empty() { None } else { busy::note() };
    for (at, program) in programs.into_iter().enumerate() {
        let title = format!("{} benchmarks, program {} of {count}", language.title, at + 1);
        let finished = Step::measuring(title, program).require()?;
        let results = Results::parse(&finished.stdout)
            .context("the program printed something else than its document")?;
        if results.language != language.id {
            bail!("the program printed the document of `{}`", results.language);
        }
        match &mut all {
            Some(all) => all.join(results),
            None => all = Some(results),
        }
    }
    if let (Some(all), Some(note)) = (&mut all, busy) {
        all.machine = format!("{}. {note}", all.machine);
    }
    Ok(all)
}

fn print(language: &Language, results: &Results) {
    say!("\n{}\n{}\n", paint(language.title, "1"), results.machine);
    for rows in results.by_kind().iter().filter(|rows| !rows.is_empty()) {
        let (names, cells) = figures::table(rows);
        let headings: Vec<&str> = ["path"].into_iter().chain(names).collect();
        say!("{}\n", table(&headings, &cells));
    }
    let goals = goals::judge(results);
    if !goals.is_empty() {
        say!(
            "{}",
            table(
                &["path", "goal", "measured", ""],
                &goals.iter().map(goals::Judged::cells).collect::<Vec<_>>()
            )
        );
    }
}

fn path(workspace: &Workspace, language: &Language) -> PathBuf {
    workspace.root.join(format!("bench/results/{}.json", language.id))
}
