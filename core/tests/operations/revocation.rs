//! Lists of revocations, step by step. Entries are shown without their IDs, which are hashes under
//! a random key.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokenseal::{RevocationEntry, Revocations, RevokeOptions, Verifier};

use super::{Case, Failed, Outcome, json_text, outcome, refusal};

/// The lists of a case by name, each with the verifier that follows it, and the entries that the
/// steps have returned so far.
struct Run<'a> {
    case: Case<'a>,
    plain: Verifier,
    lists: HashMap<String, (Revocations, Verifier)>,
    entries: HashMap<u64, RevocationEntry>,
}

impl Case<'_> {
    pub(super) fn perform_revocations(self) -> Result<Outcome, Failed> {
        let list = Revocations::new(&tokenseal::options_from_json(self.object("options"))?)?;
        let mut run = Run {
            case: self,
            plain: self.plain_verifier()?,
            lists: HashMap::new(),
            entries: HashMap::new(),
        };
        run.add("a", list)?;
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let steps: Vec<Value> = (0..)
            .zip(steps)
            .map(|(index, step)| run.step(index, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": steps })))
    }

    fn plain_verifier(self) -> Result<Verifier, Failed> {
        let options = tokenseal::options_from_json(self.object("verifier"))?;
        let (keys, decryption_keys) = (
            self.optional_keys("keys")?,
            self.optional_keys("decryption_keys")?,
        );
        Ok(Verifier::new(
            keys.map(Into::into),
            decryption_keys.map(Into::into),
            &options,
        )?)
    }

    /// An object in the input; empty if there is none.
    fn object(self, name: &str) -> Value {
        if self.has(name) {
            self.input(name).clone()
        } else {
            json!({})
        }
    }
}

impl Run<'_> {
    fn add(&mut self, name: &str, list: Revocations) -> Result<(), Failed> {
        let verifier = self.case.plain_verifier()?.with_revocations(&list)?;
        self.lists.insert(name.to_owned(), (list, verifier));
        Ok(())
    }

    /// The list that a step names, and its verifier.
    fn list(&self, name: &Value) -> Result<&(Revocations, Verifier), Failed> {
        let name = name.as_str().unwrap_or("a");
        self.lists
            .get(name)
            .ok_or_else(|| Failed::Broken(format!("no list is called `{name}` yet")))
    }

    /// What a step shows: its result, or its error.
    fn step(&mut self, index: u64, step: &Value) -> Result<Value, Failed> {
        match self.perform(index, step) {
            Ok(shown) => Ok(shown),
            Err(Failed::Refused(error)) => Ok(Value::Object(refusal(&error))),
            Err(broken) => Err(broken),
        }
    }

    fn perform(&mut self, index: u64, step: &Value) -> Result<Value, Failed> {
        let (list, verifier) = self.list(&step["list"])?;
        let now = step["at"].as_f64().unwrap_or_default();
        let entry = match step["do"].as_str().unwrap_or_default() {
            "verify" => {
                verifier.verify(text(step, "token"), now)?;
                return Ok(json!({ "accepted": true }));
            }
            "entries" => {
                let entries = list.entries(&tokenseal::options_from_json(call(step, now))?)?;
                return Ok(json!({ "entries": entries.iter().map(shown).collect::<Vec<_>>() }));
            }
            "apply_events" => {
                let checking = tokenseal::options_from_json(step["verifier"].clone())?;
                let (keys, decryption_keys) = (
                    self.case.optional_keys("keys")?,
                    self.case.optional_keys("decryption_keys")?,
                );
                let checking =
                    Verifier::new(keys.map(Into::into), decryption_keys.map(Into::into), &checking)?;
                let token = checking.verify(text(step, "token"), now)?;
                let applied = list.apply_events(&token, &tokenseal::options_from_json(call(step, now))?)?;
                return Ok(json!({ "applied": applied.iter().map(shown).collect::<Vec<_>>() }));
            }
            "new" => {
                let options = step.get("options").cloned().unwrap_or_else(|| json!({}));
                self.add(
                    text(step, "as"),
                    Revocations::new(&tokenseal::options_from_json(options)?)?,
                )?;
                return Ok(json!({}));
            }
            "copy" => {
                let snapshot = list.snapshot();
                let left = snapshot
                    .len()
                    .saturating_sub(step["cut"].as_u64().unwrap_or_default() as usize);
                let copy = Revocations::from_snapshot(
                    snapshot.get(..left).unwrap_or_default(),
                    step["audit"] == true,
                )?;
                self.add(text(step, "as"), copy)?;
                return Ok(json!({}));
            }
            "merge" => {
                list.merge(&self.list(&step["from"])?.0.snapshot())?;
                return Ok(json!({}));
            }
            "status" => {
                let status = json_text(&list.status());
                let members = ["entries", "longest_lifetime", "kept", "failed"]
                    .map(|name| (name.to_owned(), status[name].clone()));
                return Ok(json!({ "status": Value::from_iter(members) }));
            }
            change => self.change(list, change, step, now)?,
        };
        let shown = json!({ "entry": shown(&entry) });
        self.entries.insert(index, entry);
        Ok(shown)
    }

    fn change(
        &self,
        list: &Revocations,
        change: &str,
        step: &Value,
        now: f64,
    ) -> Result<RevocationEntry, Failed> {
        // A token that is refused is never revoked, whatever the options are.
        let token = (change == "revoke")
            .then(|| self.plain.verify(text(step, "token"), now))
            .transpose()?;
        let options: RevokeOptions = tokenseal::options_from_json(call(step, now))?;
        let (issuer, id) = (step["issuer"].as_str(), text(step, "id"));
        Ok(match (change, token) {
            ("revoke", Some(token)) => list.revoke(&token, &options)?,
            ("revoke_id", _) => list.revoke_id(issuer, id, &options)?,
            ("revoke_session", _) => list.revoke_session(issuer, id, &options)?,
            ("revoke_key", _) => list.revoke_key(issuer, id, &options)?,
            ("revoke_subject", _) => list.revoke_subject(issuer, id, &options)?,
            ("revoke_issuer", _) => list.revoke_issuer(issuer.unwrap_or_default(), &options)?,
            ("withdraw", _) => list.withdraw(&self.entry(&step["entry"])?, &options)?,
            (other, _) => {
                return Err(Failed::Broken(format!(
                    "no step `{other}` of a list of revocations is known here"
                )));
            }
        })
    }

    /// What to withdraw: the entry of a step, or a text as it is.
    fn entry(&self, entry: &Value) -> Result<String, Failed> {
        match entry.as_u64() {
            Some(index) => {
                let entry = self
                    .entries
                    .get(&index)
                    .ok_or_else(|| Failed::Broken(format!("step {index} gave no entry")))?;
                Ok(entry.to_json().to_string())
            }
            None => Ok(entry.as_str().unwrap_or_default().to_owned()),
        }
    }
}

/// The options of a step, with its time.
fn call(step: &Value, now: f64) -> Value {
    let mut call = step.get("call").cloned().unwrap_or_else(|| json!({}));
    call["now"] = json!(now);
    call
}

fn text<'a>(step: &'a Value, name: &str) -> &'a str {
    step[name].as_str().unwrap_or_default()
}

/// An entry as a row, without its ID.
fn shown(entry: &RevocationEntry) -> Value {
    let entry = entry.to_json();
    let withdrawn = &entry["withdrawn"];
    let withdrawn = if withdrawn.is_null() {
        Value::Null
    } else {
        ["at", "by", "reason"]
            .map(|name| withdrawn[name].clone())
            .into_iter()
            .collect()
    };
    let members = ["kind", "at", "before", "ends", "by", "reason"].map(|name| entry[name].clone());
    members.into_iter().chain([withdrawn]).collect()
}
