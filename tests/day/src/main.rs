//! A day, compressed: every language's driver against one key server that is down half of the time,
//! while keys rotate every 10 minutes.
//!
//! No valid token may be refused, and no removed key accepted beyond what is promised. Then the
//! records that the languages but Rust have left are done again by the core alone.
//!
//! `cargo xtask test` starts it. The file that its argument names says, as the JSON of a list, how
//! to start the answerers ([`answerer::Description`]); without an argument only Rust's drivers take
//! part. It writes one JSON object for each participant.
//!
//! With `revoked` before that argument it is not the day, but one list of revocations in a store,
//! and its faults ([`revoked`]).

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod answerer;
mod day;
mod drivers;
mod participant;
mod publisher;
mod replay;
mod revoked;
#[path = "../../../drivers/tests/drivers/server.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "it was written for tests"
)]
mod server;
mod stores;
mod weather;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, Result};
use serde_json::json;

use answerer::{Answerer, Description};
use day::Seen;
use participant::{Options, Participant};
use server::Space;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|argument| argument == "revoked").is_some() {
        return revoked::run(&descriptions(arguments.next())?);
    }
    run_day(&descriptions(arguments.next())?)
}

fn run_day(descriptions: &[Description]) -> Result<()> {
    let mut participants: Vec<Box<dyn Participant>> = Vec::new();
    for description in descriptions {
        participants.push(Box::new(Answerer::start(description)?));
    }
    participants.extend(drivers::all()?);
    let space = Space::new();
    let seen = day::run(begin(), &space, &mut participants)?;
    let titles: Vec<String> = participants.iter().map(|one| one.title().to_owned()).collect();
    // Their records are complete when they have ended.
    drop(participants);
    for (place, (title, seen)) in titles.iter().zip(&seen).enumerate() {
        report(title, seen, descriptions.get(place), &space.good())?;
    }
    Ok(())
}

/// The answerers that take part.
fn descriptions(path: Option<OsString>) -> Result<Vec<Description>> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).context("it does not say how to start answerers")
}

/// The day begins now, at a whole second.
fn begin() -> f64 {
    tokenseal::timestamp(SystemTime::now()).floor()
}

/// Writes what was seen of a participant, and what its record says where it has left one.
fn report(title: &str, seen: &Seen, description: Option<&Description>, url: &str) -> Result<()> {
    let replayed = match description {
        Some(Description { record, .. }) => {
            let record = record
                .as_ref()
                .with_context(|| format!("{title} was told no place for its record"))?;
            let text = std::fs::read_to_string(record)
                .with_context(|| format!("{title} has left no record in {}", record.display()))?;
            Some(
                replay::replay(&text, url, &Options::of_the_day())
                    .with_context(|| format!("{title}: its record"))?,
            )
        }
        None => None,
    };
    let line = json!({
        "title": title,
        "accepted": seen.accepted,
        "accepted_stale": seen.accepted_stale,
        "refused_early": seen.refused_early,
        "refused_late": seen.refused_late,
        "fetched": seen.fetched,
        "failed": seen.failed,
        "replayed": replayed.map(|replayed| replayed.steps),
        "resumed": replayed.map(|replayed| replayed.resumed),
    });
    Ok(writeln!(io::stdout(), "{line}")?)
}
