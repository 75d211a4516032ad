//! Key rings, step by step. Keys are named in the order in which they are first seen, because new
//! ones are random.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokenseal::machine::Times;
use tokenseal::{
    Advanced, Check, Error, Issuer, JsonText, KeyRing, KeySet, Outcome as CheckOutcome, SignatureAlgorithm,
    Verifier,
};

use super::{Case, Failed, Outcome, base64url, bytes, json_text, outcome, refusal};

/// A ring, the names of its keys, and the tokens that the steps have made so far.
struct Run<'a> {
    case: Case<'a>,
    ring: KeyRing,
    names: HashMap<String, String>,
    shown: Vec<Value>,
    tokens: HashMap<u64, String>,
    issuers: HashMap<String, Issuer>,
    verifiers: HashMap<String, Verifier>,
}

impl Case<'_> {
    pub(super) fn perform_ring(self) -> Result<Outcome, Failed> {
        let now = number(self.input("now"));
        let ring = match self.input("ring").as_str() {
            Some(text) => KeyRing::from_jwe(text, self.keys("protect_with")?, now)?,
            None => {
                let names = self
                    .input("algorithms")
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                let algorithms: Vec<_> = names.map(str::parse).collect::<Result<_, Error>>()?;
                KeyRing::create(&algorithms, self.optional_keys("keys")?, &self.options()?, now)?
            }
        };
        let (names, tokens) = (HashMap::new(), HashMap::new());
        let mut run = Run {
            case: self,
            ring,
            names,
            shown: Vec::new(),
            tokens,
            issuers: HashMap::new(),
            verifiers: HashMap::new(),
        };
        run.shown = run.rows(now)?;
        let first = run.shown.clone();
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let steps: Vec<Value> = (0..)
            .zip(steps)
            .map(|(index, step)| run.step(index, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "ring": first, "steps": steps })))
    }
}

impl Run<'_> {
    /// What a step shows: its result, and the keys if they differ from before.
    fn step(&mut self, index: u64, step: &Value) -> Result<Value, Failed> {
        let now = number(&step["at"]);
        let mut shown = match self.perform(index, step, now) {
            Ok(shown) => outcome(shown),
            Err(Failed::Refused(error)) => refusal(&error),
            Err(broken) => return Err(broken),
        };
        let rows = self.rows(now)?;
        // A key that was new before this step is named only now.
        if let Some(changes) = shown.get_mut("changes").and_then(Value::as_array_mut) {
            changes
                .iter_mut()
                .for_each(|change| change[0] = self.name(&change[0]));
        }
        if rows != self.shown {
            shown.insert("ring".to_owned(), json!(rows));
            self.shown = rows;
        }
        Ok(Value::Object(shown))
    }

    fn perform(&mut self, index: u64, step: &Value, now: f64) -> Result<Value, Failed> {
        match step["do"].as_str().unwrap_or_default() {
            "advance" => Ok(advanced(&self.ring.advance(now)?)),
            "revoke" => Ok(advanced(&self.ring.revoke(self.key_id(&step["key"]), now)?)),
            "add" => Ok(advanced(&self.ring.add(&self.case.key(&step["key"])?, now)?)),
            "issue" => self.issue(index, step, now),
            "verify" => self.verify(step, now),
            "jwks" => {
                let set = json_text(&self.ring.to_jwks(now)?);
                let keys = set["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
                self.rows(now)?;
                let is_private = keys
                    .iter()
                    .any(|jwk| jwk.get("d").is_some() || jwk.get("k").is_some());
                Ok(
                    json!({ "published": keys.iter().map(|jwk| self.name(&jwk["kid"])).collect::<Vec<_>>(), "private": is_private }),
                )
            }
            "key_set" => {
                let set = self.ring.to_key_set(now)?;
                Ok(
                    json!({ "keys": set.iter().map(|key| self.name(&json!(key.key_id()))).collect::<Vec<_>>() }),
                )
            }
            "cache_control" => Ok(json!({ "text": self.ring.cache_control() })),
            "signing_key" => {
                let algorithm = step["alg"]
                    .as_str()
                    .map(str::parse::<SignatureAlgorithm>)
                    .transpose()?;
                Ok(json!({ "key": self.name(&json!(self.ring.signing_key(algorithm, now)?.key_id())) }))
            }
            "status" => {
                let mut status = json_text(&self.ring.status(now)?);
                let members = status.as_object_mut().into_iter().flat_map(std::mem::take);
                Ok(Value::Object(
                    members
                        .filter(|(name, _)| !["id", "keys", "kept", "failed"].contains(&name.as_str()))
                        .collect(),
                ))
            }
            "reopen" => self.reopen(step, now),
            other => Err(Failed::Broken(format!(
                "no step `{other}` of a ring is known here"
            ))),
        }
    }

    /// Uses an issuer that is kept for all steps with the same options: it follows the ring.
    fn issue(&mut self, index: u64, step: &Value, now: f64) -> Result<Value, Failed> {
        let (ring, encrypts) = (&self.ring, step["as"] == "encryption_key");
        let named = format!("{} {encrypts}", step["issuer"]);
        if !self.issuers.contains_key(&named) {
            let (signing, encryption) = (!encrypts)
                .then(|| ring.into())
                .map_or((None, Some(ring.into())), |key| (Some(key), None));
            self.issuers.insert(
                named.clone(),
                Issuer::new(
                    signing,
                    encryption,
                    &tokenseal::options_from_json(step["issuer"].clone())?,
                )?,
            );
        }
        let mut call = step.get("call").cloned().unwrap_or_else(|| json!({}));
        call["now"] = json!(now);
        let claims = JsonText(step["claims"].as_str().unwrap_or_default());
        let issued = self.issuers[&named]
            .issue_at(&claims, &tokenseal::options_from_json(call)?, Times::of_test(now))
            .token;
        self.rows(now)?;
        let token = issued?;
        let header = json_text(&tokenseal::inspect_unverified(&token)?.header);
        self.tokens.insert(index, token);
        Ok(json!({ "key": self.name(&header["kid"]) }))
    }

    fn verify(&mut self, step: &Value, now: f64) -> Result<Value, Failed> {
        let (ring, decrypts) = (&self.ring, step["as"] == "decryption_keys");
        let options = step.get("verifier").cloned().unwrap_or_else(|| json!({}));
        let named = format!("{options} {decrypts}");
        if !self.verifiers.contains_key(&named) {
            let (keys, decryption) = if decrypts {
                (None, Some(ring.into()))
            } else {
                (Some(ring.into()), None)
            };
            self.verifiers.insert(
                named.clone(),
                Verifier::new(keys, decryption, &tokenseal::options_from_json(options)?)?,
            );
        }
        let token = step["token"].as_u64().and_then(|index| self.tokens.get(&index));
        let token = token.ok_or_else(|| Failed::Broken("no token was made by that step".to_owned()))?;
        let claimed = step["now"].as_f64().unwrap_or(now);
        let Check { outcome, .. } = self.verifiers[&named].check(token, claimed, Times::of_test(now));
        match outcome {
            CheckOutcome::Done(checked) => {
                let checked = checked?;
                Ok(json!({ "key": self.name(&json!(checked.key_id().or(checked.decryption_key_id()))) }))
            }
            CheckOutcome::Waits(_) => Err(Failed::Broken("a ring never waits".to_owned())),
        }
    }

    /// Writes the ring and reads it again, shortened by this many characters if the step says so.
    /// If that fails, the ring stays.
    fn reopen(&mut self, step: &Value, now: f64) -> Result<Value, Failed> {
        let protection = self.case.key(&step["protect_with"])?;
        let wrapped = step["wrapped_key"].as_str().map(bytes).transpose()?;
        let text = self.ring.to_jwe(&protection, wrapped.as_deref())?;
        let cut = step["cut"].as_u64().unwrap_or_default() as usize;
        let text = text.get(..text.len().saturating_sub(cut)).unwrap_or_default();
        let keys: KeySet = match step["open_with"].as_array() {
            Some(keys) => keys
                .iter()
                .map(|key| self.case.key(key))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            None => protection.into(),
        };
        self.ring = KeyRing::from_jwe(text, keys, now)?;
        self.issuers.clear();
        self.verifiers.clear();
        Ok(json!({ "wrapped_key": KeyRing::wrapped_key(text)?.map(|wrapped| base64url(&wrapped)) }))
    }

    /// The keys by name, each as a row.
    fn rows(&mut self, now: f64) -> Result<Vec<Value>, Failed> {
        let keys = self.ring.keys(now)?;
        for key in &keys {
            let next = format!("k{}", self.names.len());
            self.names.entry(key.key_id.clone()).or_insert(next);
        }
        let members = [
            "algorithm",
            "state",
            "external",
            "published",
            "active_from",
            "active_until",
            "retires",
            "revoked",
        ];
        let row = |key: Value| {
            Value::from_iter(
                std::iter::once(self.name(&key["key_id"])).chain(members.map(|name| key[name].clone())),
            )
        };
        Ok(keys.iter().map(|key| row(key.to_json())).collect())
    }

    fn name(&self, key_id: &Value) -> Value {
        key_id
            .as_str()
            .and_then(|key_id| self.names.get(key_id))
            .map_or_else(|| key_id.clone(), |name| json!(name))
    }

    fn key_id<'a>(&'a self, name: &'a Value) -> &'a str {
        let named = self
            .names
            .iter()
            .find(|(_, own)| Some(own.as_str()) == name.as_str());
        named.map_or_else(|| name.as_str().unwrap_or_default(), |(key_id, _)| key_id)
    }
}

/// Shows each change as a list: which key, its previous state, its new state.
fn advanced(advanced: &Advanced) -> Value {
    let mut told = advanced.to_json();
    let changes = told["changes"].as_array().into_iter().flatten();
    told["changes"] = changes
        .map(|change| json!([change["key_id"], change["was"], change["is"]]))
        .collect();
    told
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}
