//! `cargo xtask demo`: tokens that are made in one language and opened in another, and bad ones
//! that are refused alike.
//!
//! Each language brings an answerer, a program of a few lines around its vector runner. It reads
//! one case per line from standard input (`{"operation", "input", "options", "group_keys"}`, as in
//! `tests/vectors/README.md`) and writes the outcome as one line of JSON to standard output, with
//! every member of the result (`{"broken": "why"}` where it does not understand). Beside the
//! operations of the vectors it has `key.make` (input: `alg`, `enc`?, `curve`?; result: `jwk`,
//! which is private, and `public_jwk` where there is a public half), since a demo needs keys of its
//! own.

mod algorithms;
mod answerer;
mod gateway;
mod plan;
mod refusals;
mod sealed;

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use serde_json::{Value, json};

use crate::command_line::{DemoArguments, Scene};
use crate::language::{self, Language};
use crate::report::{Row, finish, paint};
use crate::workspace::Workspace;
use answerer::Answerer;
use plan::Plan;

/// Builds what is needed, plays the demo, and says whether all of it went as it must.
pub(crate) fn run(workspace: &Workspace, arguments: &DemoArguments) -> Result<bool> {
    let plan = match arguments.scene {
        Some(Scene::Gateway) => return gateway::run(workspace),
        Some(Scene::All) => Plan::of(language::ALL.iter().collect()),
        None if arguments.languages.is_empty() => Plan::of_those_ready(workspace),
        None => Plan::of(language::chosen(&arguments.languages)?),
    };
    plan.announce(workspace);
    let (answerers, setup) = set_up(workspace, &plan)?;
    let mut rows = vec![setup];
    if !answerers.is_empty() {
        rows.push(sealed::play(&answerers));
        rows.push(algorithms::play(&answerers));
        rows.push(refusals::play(&answerers));
    }
    heading("Summary");
    Ok(finish("part", &rows))
}

/// The answerers of all languages that could be made ready; of any other, the row says why.
fn set_up(workspace: &Workspace, plan: &Plan) -> Result<(Vec<Answerer>, Row)> {
    let mut row = Row::new("languages ready");
    let mut unable = |language: &Language, error: anyhow::Error| {
        say!("{}: {error:#}", language.title);
        row.fail(format!("{}: {error:#}", language.title));
    };
    let mut languages = Vec::new();
    for &language in &plan.languages {
        match plan.require(workspace, language) {
            Ok(()) => languages.push(language),
            Err(error) => unable(language, error),
        }
    }
    plan::build(workspace, &languages)?;
    let mut answerers = Vec::new();
    for language in languages {
        match (language.demo.prepare)(workspace).and_then(|()| Answerer::start(workspace, language)) {
            Ok(answerer) => answerers.push(answerer),
            Err(error) => unable(language, error),
        }
    }
    answerers.iter().for_each(|_| row.pass());
    Ok((answerers, row))
}

fn heading(text: &str) {
    say!("\n{}\n", paint(&format!("== {text} =="), "1"));
}

/// Everything that went wrong in a part, below its table.
fn print_failures(row: &Row) {
    for (at, note) in row.notes.iter().enumerate() {
        say!(
            "{}{} {note}",
            if at == 0 { "\n" } else { "" },
            paint("FAILED", "1;31")
        );
    }
}

/// A key that an answerer has made: what its maker keeps, and what others get. A secret is both.
struct KeyPair {
    private: Value,
    public: Value,
}

impl KeyPair {
    /// Makes a key in a language; `options` are `enc` and `curve`.
    fn make(answerer: &Answerer, algorithm: &str, options: &[(&str, &str)]) -> Result<Self> {
        let mut input = json!({ "alg": algorithm });
        if let Some(members) = input.as_object_mut() {
            members.extend(
                options
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), json!(value))),
            );
        }
        let result = answerer.result("key.make", input, json!({}))?;
        let private = answerer.member(&result, "jwk")?.clone();
        let public = result
            .get("public_jwk")
            .filter(|key| key.is_object())
            .unwrap_or(&private)
            .clone();
        Ok(Self {
            private: json!({ "jwk": private }),
            public: json!({ "jwk": public }),
        })
    }
}

/// What the clock says. The core has none: in Rust the caller gives the time, so the demo gives it
/// to every language.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}

/// The text of a token, short enough to be read.
fn shortened(token: &str) -> String {
    let start: String = token.chars().take(32).collect();
    format!("{start}… ({} characters)", token.chars().count())
}
