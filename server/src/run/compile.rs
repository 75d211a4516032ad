//! From the arguments to what answers requests.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::arguments::Arguments;
use crate::config::{Config, Problem, Problems, Step, advice, contradictions};
use crate::observe::log;
use crate::service::{Around, Files, Kept, Service};

/// The outcome of compiling, and the files that it read, which are checked again later.
pub(super) struct Attempt {
    pub(super) outcome: Result<(Service, Advice), Problems>,
    pub(super) files: Files,
}

/// Advice about a configuration that is valid nevertheless.
pub(super) struct Advice(pub(super) Problems);

impl std::fmt::Display for Advice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.write(formatter, "warning: ")
    }
}

impl Advice {
    pub(super) fn log(&self) {
        for (line, place, message) in self.0.all() {
            log(
                "warn",
                "configuration",
                json!({ "line": line, "at": place, "message": message }),
            );
        }
    }
}

/// Reads and compiles. It waits for files and locks, so do not call it on a thread that answers
/// requests.
pub(super) fn attempt(arguments: &Arguments, kept: &Kept, is_trial: bool) -> Attempt {
    let file = arguments.config.as_deref();
    let folder = file.and_then(Path::parent).map(PathBuf::from).unwrap_or_default();
    let around = Around::new(&folder, kept, is_trial);
    if let Some(name) = file.and_then(Path::file_name) {
        around.path(Path::new(name));
    }
    let outcome = arguments.config().and_then(|(config, text)| {
        let contradictions = contradictions(&config, &folder);
        let told = advice(&config, file);
        let compiled = Service::compile(config, &around);
        let (service, mut found) = match compiled {
            Ok(service) => (Some(service), Vec::new()),
            Err(found) => (None, found),
        };
        // What is said exactly about the file need not be repeated about all issuers, or about the
        // store.
        let is_said = |place: &[Step]| {
            let of_all = [[Step::from("issuer")], [Step::from("store")]];
            of_all.iter().any(|all| place == all)
                && contradictions
                    .iter()
                    .any(|exact| exact.place().starts_with(place))
        };
        found.retain(|problem| !is_said(problem.place()));
        found.extend(contradictions);
        match service.filter(|_| found.is_empty()) {
            Some(service) => {
                let told = told.into_iter().chain(service.advice()).collect();
                Ok((service, Advice(Problems::new(file, &text, told))))
            }
            None => Err(Problems::new(file, &text, found)),
        }
    });
    Attempt {
        outcome,
        files: around.into_files(),
    }
}

/// Whether as many instances as the arguments say can run with a configuration.
pub(super) fn require_instances(arguments: &Arguments, config: &Config) -> Result<(), Problems> {
    let wrong = |message: &str| {
        Err(Problems::new(
            arguments.config.as_deref(),
            "",
            vec![Problem::new([], message)],
        ))
    };
    if arguments.instances.is_none_or(|count| count < 2) {
        return Ok(());
    }
    if config.store.is_none() {
        return wrong(
            "several instances need a store, so that what one revokes is refused by all: add [store] with the URL of Redis or Valkey",
        );
    }
    if config.internal.is_some() && config.protect_with.is_none() {
        return wrong(
            "several instances sign identities by one ring in the store: give protect_with, a key that they share, as `tokenseal keygen A256KW` makes one",
        );
    }
    Ok(())
}
