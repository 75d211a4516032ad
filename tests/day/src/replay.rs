//! A record of what a language did (`bridge/src/record.rs`), done again by the core alone: it must
//! come to the same.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokenseal::machine::{Answer, Times};
use tokenseal::{Check, Outcome, PendingCheck, RemoteKeySet, Verifier, options_from_json};
use tokenseal_bridge::machine;

use crate::participant::Options;

/// What was done again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Replayed {
    pub(crate) steps: usize,
    pub(crate) requests: usize,
    pub(crate) answers: usize,
    pub(crate) checks: usize,
    /// Checks that waited for keys, and went on.
    pub(crate) resumed: usize,
}

/// Does again what a record says, with sets that were not used before. An error names the line that
/// comes to something else.
pub(crate) fn replay(record: &str, url: &str, options: &Options) -> Result<Replayed> {
    let mut replay = Replay {
        url,
        options,
        sets: HashMap::new(),
        waiting: HashMap::new(),
        replayed: Replayed::default(),
    };
    for (number, line) in record.lines().enumerate() {
        let step: Value = serde_json::from_str(line).with_context(|| format!("line {number} is not JSON"))?;
        replay
            .step(number as u64, &step)
            .with_context(|| format!("line {number} of the record"))?;
    }
    let replayed = replay.replayed;
    ensure!(
        replayed.requests > 0 && replayed.answers > 0 && replayed.checks > 0,
        "the record leaves out what matters: {replayed:?}"
    );
    Ok(replayed)
}

struct Replay<'a> {
    url: &'a str,
    options: &'a Options,
    /// By their numbers in the process that wrote the record.
    sets: HashMap<u64, (RemoteKeySet, Verifier)>,
    /// By the lines that left them waiting.
    waiting: HashMap<u64, Box<PendingCheck>>,
    replayed: Replayed,
}

impl Replay<'_> {
    fn step(&mut self, number: u64, step: &Value) -> Result<()> {
        let times = times(step).context("the step has no times")?;
        let (set, verifier) = self.set(step["set"].as_u64().context("the step names no set")?)?;
        self.replayed.steps += 1;
        let came = if step.get("poll").is_some() {
            let turn = set.poll(times);
            self.replayed.requests += turn.fetches.len();
            json!({ "turn": parsed(&machine::turn(&turn))? })
        } else if let Some(told) = step.get("tell") {
            self.replayed.answers += 1;
            json!({ "turn": parsed(&machine::turn(&set.tell(times, answer(told)?)))? })
        } else if step.get("status").is_some() {
            json!({ "shown": parsed(&set.status(times))? })
        } else if let Some(token) = step.get("check") {
            self.replayed.checks += 1;
            let now = step["now"].as_f64().context("the check has no time")?;
            self.note(
                number,
                verifier.check(token.as_str().context("the token is no text")?, now, times),
            )
        } else if let Some(line) = step.get("resume") {
            self.replayed.resumed += 1;
            let pending = self.waiting(line)?;
            self.note(number, pending.resume(times))
        } else {
            let pending = self.waiting(&step["give_up"])?;
            self.note(number, pending.give_up())
        };
        for (name, here) in came.as_object().into_iter().flatten() {
            let there = &step[name];
            if here != there {
                bail!("`{name}` was {there}, and is now {here}");
            }
        }
        Ok(())
    }

    /// The set of this number, and the verifier that follows it.
    fn set(&mut self, number: u64) -> Result<(RemoteKeySet, Verifier)> {
        if let Some(known) = self.sets.get(&number) {
            return Ok(known.clone());
        }
        let set = RemoteKeySet::new(Some(self.url), &options_from_json(self.options.set.clone())?)?;
        let verifier = Verifier::new(
            Some((&set).into()),
            None,
            &options_from_json(self.options.verifier.clone())?,
        )?;
        self.sets.insert(number, (set.clone(), verifier.clone()));
        Ok((set, verifier))
    }

    fn note(&mut self, number: u64, check: Check) -> Value {
        let came = machine::came(&check);
        if let Outcome::Waits(pending) = check.outcome {
            self.waiting.insert(number, pending);
        }
        came
    }

    fn waiting(&mut self, line: &Value) -> Result<Box<PendingCheck>> {
        let pending = line.as_u64().and_then(|line| self.waiting.remove(&line));
        pending.with_context(|| format!("no check waits since line {line}"))
    }
}

fn times(step: &Value) -> Option<Times> {
    let at = step.get("at")?;
    let (wall, monotonic) = (at.get(0)?.as_f64()?, at.get(1)?.as_f64()?);
    Some(machine::times(wall, monotonic, step.get("jitter")?.as_f64()))
}

fn answer(told: &Value) -> Result<Answer> {
    let body = match told.get("body") {
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(bytes) => serde_json::from_value(bytes.clone())?,
        None => Vec::new(),
    };
    Ok(machine::answer(&told.to_string(), body)?)
}

fn parsed(json: &str) -> Result<Value> {
    Ok(serde_json::from_str(json)?)
}

#[cfg(test)]
mod tests;
