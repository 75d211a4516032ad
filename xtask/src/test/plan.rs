//! The jobs of a run: what needs what, and what comes first.

use std::path::Path;

use anyhow::{Result, bail};

use super::queue::Lane;
use super::workers::Job;
use crate::checks;
use crate::language::{self, Language};
use crate::workspace::Workspace;

/// The part that belongs to no language.
pub(super) const CHECKS: &str = "checks";

/// What a run is to do.
pub(super) struct Parts {
    pub(super) checks: bool,
    pub(super) languages: Vec<&'static Language>,
}

impl Parts {
    /// The parts of these names; everything where none is named.
    pub(super) fn chosen(names: &[&str]) -> Result<Self> {
        let checks = names.is_empty() || names.contains(&CHECKS);
        let languages: Vec<&str> = names.iter().copied().filter(|name| *name != CHECKS).collect();
        let only_checks = checks && languages.is_empty() && !names.is_empty();
        let known: Vec<&str> = language::ALL.iter().map(|language| language.id).collect();
        if let Some(unknown) = languages.iter().find(|name| !known.contains(name)) {
            bail!(
                "there is no part `{unknown}` here, only {CHECKS}, {}",
                known.join(", ")
            );
        }
        Ok(Self {
            checks,
            languages: if only_checks {
                Vec::new()
            } else {
                language::chosen(&languages)?
            },
        })
    }

    /// Whether the day is run, and what is revoked: their program is built with Rust's tests, which
    /// run it for Rust alone.
    pub(super) fn has_day(&self) -> bool {
        self.languages.len() > 1 && self.languages.iter().any(|language| language.drivers.is_none())
    }
}

/// The order in which cargo builds. Swift and Kotlin come first, since what follows takes them
/// longest; Rust's own tests come last, since cargo runs them, and nothing else could be built
/// meanwhile.
const BUILDS: [&str; 5] = ["swift", "kotlin", "python", "node", "rust"];

/// Every download, then the builds, then the tests: where two jobs may start, the first one of the
/// list does.
pub(super) fn jobs<'a>(workspace: &'a Workspace, outcomes: &'a Path, parts: &Parts) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job<'a>> = Vec::new();
    let mut languages = parts.languages.clone();
    languages.sort_by_key(|language| BUILDS.iter().position(|id| *id == language.id));
    let mut fetched = Vec::new();
    for &language in &languages {
        fetched.push(jobs.len());
        jobs.push(Job {
            part: language.id,
            name: "downloads",
            lane: Lane::Download,
            needs: Vec::new(),
            work: Box::new(|_| (language.fetch)(workspace)),
        });
    }
    let mut built = Vec::new();
    for (&language, &fetch) in languages.iter().zip(&fetched) {
        if language.id == "rust" {
            checks_of(workspace, parts, Some(fetch), &mut jobs);
        }
        built.push(jobs.len());
        let build = move || (language.build)(workspace).and_then(|()| (language.build_tests)(workspace));
        let needs = if language.build_needs_fetch {
            vec![fetch]
        } else {
            Vec::new()
        };
        jobs.push(Job {
            part: language.id,
            name: "build",
            lane: Lane::Cargo,
            needs,
            work: Box::new(move |_| build()),
        });
    }
    if !languages.iter().any(|language| language.id == "rust") {
        checks_of(workspace, parts, None, &mut jobs);
    }
    for ((&language, fetch), build) in languages.iter().zip(fetched).zip(built) {
        let lane = if language.id == "rust" {
            Lane::Cargo
        } else {
            Lane::Work
        };
        let work = Box::new(move |row: &mut _| (language.test)(workspace, outcomes, row));
        jobs.push(Job {
            part: language.id,
            name: "tests",
            lane,
            needs: vec![fetch, build],
            work,
        });
    }
    jobs
}

/// The checks compile what Rust's tests compile, and want the same libraries of the system.
fn checks_of<'a>(workspace: &'a Workspace, parts: &Parts, fetch: Option<usize>, jobs: &mut Vec<Job<'a>>) {
    if parts.checks {
        let work = Box::new(move |row: &mut _| {
            checks::run(workspace, row);
            Ok(())
        });
        jobs.push(Job {
            part: CHECKS,
            name: "checks",
            lane: Lane::Cargo,
            needs: fetch.into_iter().collect(),
            work,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(names: &[&str]) -> (bool, Vec<&'static str>) {
        let parts = Parts::chosen(names).unwrap();
        (
            parts.checks,
            parts.languages.iter().map(|language| language.id).collect(),
        )
    }

    #[test]
    fn chooses_parts() {
        assert_eq!(
            parts(&[]),
            (true, vec!["rust", "python", "node", "swift", "kotlin"])
        );
        assert_eq!(parts(&["checks"]), (true, vec![]));
        assert_eq!(parts(&["node", "checks"]), (true, vec!["node"]));
        assert_eq!(parts(&["rust"]), (false, vec!["rust"]));
        assert_eq!(
            Parts::chosen(&["cobol"]).err().unwrap().to_string(),
            "there is no part `cobol` here, only checks, rust, python, node, swift, kotlin"
        );
    }

    #[test]
    fn the_day_needs_rust_and_another_language() {
        let has_day = |names: &[&str]| Parts::chosen(names).unwrap().has_day();
        assert!(has_day(&[]) && has_day(&["rust", "node"]));
        assert!(!has_day(&["rust"]) && !has_day(&["python", "node"]) && !has_day(&["checks"]));
    }

    #[test]
    fn every_language_has_its_place_among_the_builds() {
        assert!(language::ALL.iter().all(|language| BUILDS.contains(&language.id)));
    }

    #[test]
    fn downloads_come_first_and_tests_need_their_build() {
        let workspace = Workspace::find().unwrap();
        let jobs = jobs(&workspace, Path::new("outcomes"), &Parts::chosen(&[]).unwrap());
        let names: Vec<(&str, &str)> = jobs.iter().map(|job| (job.part, job.name)).collect();
        let downloads = jobs
            .iter()
            .take_while(|job| job.lane == Lane::Download && job.needs.is_empty())
            .count();
        assert_eq!(downloads, language::ALL.len());
        let at = |part: &str, name: &str| names.iter().position(|job| *job == (part, name)).unwrap();
        for language in language::ALL {
            let tests = &jobs[at(language.id, "tests")];
            assert_eq!(
                tests.needs,
                [at(language.id, "downloads"), at(language.id, "build")]
            );
        }
        // What a job needs stands before it: the queue counts on that.
        assert!(
            jobs.iter()
                .enumerate()
                .all(|(place, job)| job.needs.iter().all(|needed| *needed < place))
        );
        assert_eq!(jobs[at("checks", "checks")].needs, [at("rust", "downloads")]);
    }
}
