//! Key sets that are fetched, step by step: a transcript of a machine, and of the checks in the
//! meantime.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokenseal::machine::{Answer, Event, Failure, Fetch, Times, Turn};
use tokenseal::{Check, JwkOptions, Key, Outcome as CheckOutcome, PendingCheck, RemoteKeySet, Verifier};

use super::{Case, Failed, Outcome, bytes, document, outcome};

/// A set, its verifier, and the checks of the steps that wait.
struct Run {
    set: RemoteKeySet,
    verifier: Verifier,
    pending: HashMap<usize, Box<PendingCheck>>,
}

impl Case<'_> {
    pub(super) fn perform_remote(self) -> Result<Outcome, Failed> {
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let set = self.remote_set(steps.first().map_or(Times::of_test(0.0), times))?;
        let options = self.case["input"]
            .get("verifier")
            .cloned()
            .unwrap_or_else(|| json!({}));
        let verifier = Verifier::new(Some((&set).into()), None, &tokenseal::options_from_json(options)?)?;
        let mut run = Run {
            set,
            verifier,
            pending: HashMap::new(),
        };
        let shown: Vec<Value> = steps
            .iter()
            .enumerate()
            .map(|(index, step)| run.step(index, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": shown })))
    }

    fn remote_set(self, times: Times) -> Result<RemoteKeySet, Failed> {
        let url = self.input("url").as_str();
        let options = self.options()?;
        if !self.has("snapshot_key") {
            return Ok(RemoteKeySet::new(url, &options)?);
        }
        let key = Key::from_jwk(&document(self.input("snapshot_key")), &JwkOptions::default())?;
        Ok(RemoteKeySet::with_snapshot(url, &options, &key, times)?)
    }
}

impl Run {
    /// What a step shows: its result, and the state of the set after it.
    fn step(&mut self, index: usize, step: &Value) -> Result<Value, Failed> {
        let at = times(step);
        let mut shown = if step.get("poll").is_some() {
            json!({ "turn": turn(&self.set.poll(at)) })
        } else if let Some(told) = step.get("tell") {
            json!({ "turn": turn(&self.set.tell(at, answer(told)?)) })
        } else if let Some(token) = step.get("check").and_then(Value::as_str) {
            let now = step.get("now").and_then(Value::as_f64).unwrap_or(at.wall);
            let check = self.verifier.check(token, now, at);
            self.note(index, check)
        } else if step.get("resume").is_some() {
            let check = self.waiting(&step["resume"])?.resume(at);
            self.note(index, check)
        } else {
            let check = self.waiting(&step["give_up"])?.give_up();
            self.note(index, check)
        };
        let status: Value = serde_json::from_str(&self.set.status(at)).unwrap_or_default();
        shown["state"] = status["state"].clone();
        Ok(rounded(shown))
    }

    fn waiting(&mut self, index: &Value) -> Result<Box<PendingCheck>, Failed> {
        let pending = index
            .as_u64()
            .and_then(|index| self.pending.remove(&(index as usize)));
        pending.ok_or_else(|| Failed::Broken(format!("no check waits at step {index}")))
    }

    fn note(&mut self, index: usize, check: Check) -> Value {
        let mut shown = noted(check, &mut self.pending, index);
        if let Some(members) = shown.as_object_mut() {
            members.remove("claim");
        }
        shown
    }
}

/// What a check shows; if it waits, it waits as the one of this step.
pub(super) fn noted(check: Check, waiting: &mut HashMap<usize, Box<PendingCheck>>, index: usize) -> Value {
    let mut shown = json!({ "due": !check.due.is_empty(), "events": events(&check.events) });
    shown["outcome"] = json!(match check.outcome {
        CheckOutcome::Done(Ok(_)) => "accepted",
        CheckOutcome::Done(Err(error)) => {
            if let Some(claim) = error.claim() {
                shown["claim"] = json!(claim);
            }
            error.code().as_str()
        }
        CheckOutcome::Waits(pending) => {
            waiting.insert(index, pending);
            "waits"
        }
    });
    shown
}

pub(super) fn times(step: &Value) -> Times {
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    Times {
        jitter: Some(step["jitter"].as_f64().unwrap_or(0.5)),
        ..Times::new(number(&step["at"][0]), number(&step["at"][1]))
    }
}

pub(super) fn answer(told: &Value) -> Result<Answer, Failed> {
    let id = told["id"].as_u64().unwrap_or_default();
    if let Some(why) = told["failed"].as_str() {
        return Ok(Answer::Failed {
            id,
            why: Failure::from_name(why),
        });
    }
    let body = match told["body_base64"].as_str() {
        Some(text) => bytes(text)?,
        None => told["body"].as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let status = told["status"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or_default();
    let headers =
        serde_json::from_value(told["headers"].clone()).map_err(|error| Failed::Broken(error.to_string()))?;
    Ok(Answer::Response {
        id,
        status,
        headers,
        body,
    })
}

pub(super) fn turn(turn: &Turn) -> Value {
    json!({ "fetches": turn.fetches.iter().map(fetch).collect::<Vec<_>>(), "events": events(&turn.events), "wake": turn.wake })
}

/// Leaves out `user-agent`, which contains the version.
fn fetch(fetch: &Fetch) -> Value {
    let headers: Vec<_> = fetch
        .headers
        .iter()
        .filter(|(name, _)| name != "user-agent")
        .collect();
    json!({
        "id": fetch.id,
        "url": fetch.url,
        "headers": headers,
        "with_caller_headers": fetch.with_caller_headers,
        "only_public_address": fetch.only_public_address,
        "max_bytes": fetch.max_bytes,
        "timeout": fetch.timeout,
    })
}

fn events(events: &[Event]) -> Value {
    events.iter().map(Event::to_json).collect()
}

/// With its times to the microsecond, as every language shows them.
pub(super) fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            json!((number.as_f64().unwrap_or_default() * 1e6).round() / 1e6)
        }
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, own)| (name, rounded(own)))
            .collect(),
        other => other,
    }
}
