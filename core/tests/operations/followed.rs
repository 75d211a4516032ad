//! Lists of revocations in a store, step by step: a transcript of the machine that follows one, and
//! of the changes and checks in the meantime.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokenseal::machine::{Answer, Event, Failure, Store, Turn, Value as StoreValue};
use tokenseal::{
    Check, Outcome as CheckOutcome, PendingChange, PendingCheck, RevocationChange, Revocations,
    RevokeOptions, Verifier,
};

use super::{Case, Failed, Outcome, json_text, outcome, refusal};
use crate::operations::remote::{rounded, times};

/// A list, its verifiers with and without it, and what the steps have begun.
struct Run {
    list: Revocations,
    verifier: Verifier,
    plain: Verifier,
    changes: HashMap<u64, PendingChange>,
    checks: HashMap<u64, Box<PendingCheck>>,
}

impl Case<'_> {
    pub(super) fn perform_followed(self) -> Result<Outcome, Failed> {
        let list = Revocations::redis(&self.options()?)?;
        let keys = self.keys("keys")?;
        let options =
            tokenseal::options_from_json(json!({ "allow_any_issuer": true, "allow_any_audience": true }))?;
        let plain = Verifier::new(Some(keys.clone().into()), None, &options)?;
        let verifier = Verifier::new(Some(keys.into()), None, &options)?.with_revocations(&list)?;
        let mut run = Run {
            list,
            verifier,
            plain,
            changes: HashMap::new(),
            checks: HashMap::new(),
        };
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let shown: Vec<Value> = (0..)
            .zip(steps)
            .map(|(index, step)| run.step(index, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": shown })))
    }
}

impl Run {
    /// What a step shows: its result or its error, and the state of the list after it.
    fn step(&mut self, index: u64, step: &Value) -> Result<Value, Failed> {
        let mut shown = match self.perform(index, step) {
            Err(Failed::Refused(error)) => Value::Object(refusal(&error)),
            other => other?,
        };
        let status = json_text(&self.list.status());
        shown["ready"] = json!(self.list.is_ready(times(step)));
        shown["entries"] = ["token", "session", "subject", "key", "issuer"]
            .map(|kind| status["entries"][kind].clone())
            .into_iter()
            .collect();
        shown["longest_lifetime"] = status["longest_lifetime"].clone();
        Ok(rounded(shown))
    }

    fn perform(&mut self, index: u64, step: &Value) -> Result<Value, Failed> {
        let at = times(step);
        Ok(if step.get("poll").is_some() {
            json!({ "turn": turn(&self.list.poll(at)) })
        } else if let Some(told) = step.get("tell") {
            json!({ "turn": turn(&self.list.tell(at, answer(told)?)) })
        } else if let Some(change) = step.get("begin") {
            let pending = self.list.begin(self.change(change, at.wall)?, at)?;
            self.changes.insert(index, pending);
            json!({})
        } else if step.get("finish").is_some() {
            let pending = taken(&mut self.changes, &step["finish"])?;
            if pending.is_settled(at) {
                json!({ "entry": row(&pending.finish()?.to_json()) })
            } else {
                self.changes
                    .insert(step["finish"].as_u64().unwrap_or_default(), pending);
                json!({ "settled": false })
            }
        } else if step.get("drop").is_some() {
            drop(taken(&mut self.changes, &step["drop"])?);
            json!({})
        } else if let Some(token) = step.get("check").and_then(Value::as_str) {
            let check = self.verifier.check(token, at.wall, at);
            self.note(index, check)
        } else if step.get("resume").is_some() {
            let check = taken(&mut self.checks, &step["resume"])?.resume(at);
            self.note(index, check)
        } else {
            let check = taken(&mut self.checks, &step["give_up"])?.give_up();
            self.note(index, check)
        })
    }

    fn change(&self, change: &Value, now: f64) -> Result<RevocationChange, Failed> {
        let mut call = change.get("call").cloned().unwrap_or_else(|| json!({}));
        call["now"] = json!(now);
        let options: RevokeOptions = tokenseal::options_from_json(call)?;
        let text = |name: &str| change[name].as_str().unwrap_or_default();
        let (issuer, id) = (change["issuer"].as_str(), text("id"));
        Ok(match text("do") {
            "revoke" => {
                let token = self.plain.verify(text("token"), now)?;
                RevocationChange::revoke(token.header(), token.claims_json(), &options)?
            }
            "revoke_id" => RevocationChange::revoke_id(issuer, id, &options)?,
            "revoke_session" => RevocationChange::revoke_session(issuer, id, &options)?,
            "revoke_key" => RevocationChange::revoke_key(issuer, id, &options)?,
            "revoke_subject" => RevocationChange::revoke_subject(issuer, id, &options)?,
            "revoke_issuer" => RevocationChange::revoke_issuer(issuer.unwrap_or_default(), &options)?,
            "withdraw" => RevocationChange::withdraw(text("entry"), &options)?,
            other => {
                return Err(Failed::Broken(format!(
                    "no change `{other}` of a list of revocations is known here"
                )));
            }
        })
    }

    fn note(&mut self, index: u64, check: Check) -> Value {
        let outcome = match check.outcome {
            CheckOutcome::Done(Ok(_)) => "accepted",
            CheckOutcome::Done(Err(error)) => error.code().as_str(),
            CheckOutcome::Waits(pending) => {
                self.checks.insert(index, pending);
                "waits"
            }
        };
        json!({ "outcome": outcome, "due": !check.due.is_empty(), "events": events(&check.events) })
    }
}

fn taken<T>(begun: &mut HashMap<u64, T>, index: &Value) -> Result<T, Failed> {
    let one = index.as_u64().and_then(|index| begun.remove(&index));
    one.ok_or_else(|| Failed::Broken(format!("nothing that step {index} began waits any more")))
}

fn answer(told: &Value) -> Result<Answer, Failed> {
    let id = told["id"].as_u64().unwrap_or_default();
    if let Some(why) = told["failed"].as_str() {
        return Ok(Answer::Failed {
            id,
            why: Failure::from_name(why),
        });
    }
    let values = told["replies"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Answer::Reply {
        id,
        values: values.iter().map(value).collect::<Result<_, _>>()?,
    })
}

fn value(value: &Value) -> Result<StoreValue, Failed> {
    Ok(match value {
        Value::Null => StoreValue::Nil,
        Value::String(text) => StoreValue::Text(text.clone()),
        Value::Array(values) => StoreValue::List(values.iter().map(self::value).collect::<Result<_, _>>()?),
        Value::Object(members) => StoreValue::Error(
            members
                .get("error")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        ),
        other => StoreValue::Integer(
            other
                .as_i64()
                .ok_or_else(|| Failed::Broken(format!("{other} is no value of a store")))?,
        ),
    })
}

fn turn(turn: &Turn) -> Value {
    let fetches: Vec<&str> = turn.fetches.iter().map(|fetch| fetch.url.as_str()).collect();
    let mut shown = json!({ "fetches": fetches, "events": events(&turn.events), "wake": turn.wake });
    if !turn.stores.is_empty() {
        shown["stores"] = turn.stores.iter().map(store).collect();
    }
    shown
}

fn store(store: &Store) -> Value {
    let commands: Vec<Vec<&str>> = store.commands.iter().map(|command| named(command)).collect();
    json!({ "id": store.id, "commands": commands, "timeout": store.timeout })
}

/// A command with the name of its script, which follows from the numbers of its keys and arguments,
/// and `*` for random values. In writing back, the fifth argument says whether it is the last time;
/// in writing, it is a record.
fn named(command: &[String]) -> Vec<&str> {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    let ["EVAL", _, count, keys_and_arguments @ ..] = words.as_slice() else {
        return words;
    };
    let keys: usize = count.parse().unwrap_or_default();
    let (name, is_random): (_, fn(usize) -> bool) = match keys_and_arguments.get(keys..).unwrap_or_default() {
        [_] => ("UNPACK", |_| false),
        [_, _] => ("RAISE", |_| false),
        [_, _, _] => ("CREATE", |at| at < 2),
        [_, _, _, _] => ("READ", |_| false),
        [_, _, _, _, "0" | "1", ..] => ("RESTORE", |at| at == 7 || at > 8 && at % 4 == 1),
        _ => ("WRITE", |at| at == 5),
    };
    let shown = (0..).zip(keys_and_arguments).map(|(at, word)| {
        if at >= keys && is_random(at - keys) {
            "*"
        } else {
            word
        }
    });
    std::iter::once(name).chain(shown).collect()
}

fn events(events: &[Event]) -> Value {
    events.iter().map(Event::to_json).collect()
}

/// An entry as a row.
fn row(entry: &Value) -> Value {
    let withdrawn = &entry["withdrawn"];
    let withdrawn = if withdrawn.is_null() {
        Value::Null
    } else {
        ["at", "by", "reason"]
            .map(|name| withdrawn[name].clone())
            .into_iter()
            .collect()
    };
    let members = ["id", "kind", "at", "before", "ends", "by", "reason"].map(|name| entry[name].clone());
    members.into_iter().chain([withdrawn]).collect()
}
