//! DPoP proofs: made, and checked with their tokens, step by step.

use serde_json::{Value, json};
use tokenseal::{CheckOptions, Confirmation, ReplayCache, Verifier, dpop};

use super::{Case, Failed, Outcome, bytes, outcome, refusal};

impl Case<'_> {
    pub(super) fn perform_dpop(self, operation: &str) -> Result<Outcome, Failed> {
        let request = || {
            Ok::<_, Failed>((
                self.key(self.input("key"))?,
                self.text("method")?,
                self.text("url")?,
            ))
        };
        match operation {
            "dpop.prove" => {
                let (key, method, url) = request()?;
                Ok(outcome(
                    json!({ "token": dpop::prove(&key, method, url, &self.options()?)? }),
                ))
            }
            "dpop.prepare" => {
                let (key, method, url) = request()?;
                self.completed(&dpop::prepare(&key, method, url, &self.options()?)?)
            }
            "dpop.run" => self.run_dpop(),
            _ => Err(Failed::Broken(format!(
                "the operation {operation} is not known here"
            ))),
        }
    }

    /// What to bind a token to: a key or a certificate.
    pub(super) fn confirmation(self) -> Result<Option<Confirmation>, Failed> {
        Ok(match (self.has("confirm"), self.has("confirm_certificate")) {
            (true, _) => Some(Confirmation::of_key(&self.key(self.input("confirm"))?)?),
            (_, true) => Some(Confirmation::of_certificate(&certificate(
                self.input("confirm_certificate"),
            )?)?),
            _ => None,
        })
    }

    fn run_dpop(self) -> Result<Outcome, Failed> {
        let options = tokenseal::options_from_json(self.input("verifier").clone())?;
        let mut verifier = Verifier::new(Some(self.keys("keys")?.into()), None, &options)?;
        if self.has("replays") {
            verifier = verifier.with_replays(&ReplayCache::new(&tokenseal::options_from_json(
                self.input("replays").clone(),
            )?)?)?;
        }
        if self.has("nonce_key") {
            verifier = verifier.with_nonce_key(&self.key(self.input("nonce_key"))?)?;
        }
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let steps: Vec<Value> = steps
            .iter()
            .map(|step| one(&verifier, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": steps })))
    }
}

/// What a step shows: that the token was accepted, a nonce, or an error with the nonce that it
/// carries.
fn one(verifier: &Verifier, step: &Value) -> Result<Value, Failed> {
    let now = step["at"].as_f64();
    if step["do"] == "nonce" {
        return Ok(json!({ "nonce": verifier.dpop_nonce(now.unwrap_or_default())? }));
    }
    let mut given = json!({});
    for name in ["proof", "method", "url"] {
        if let Some(value) = step.get(name) {
            given[name] = value.clone();
        }
    }
    let certificate = step.get("certificate").map(certificate).transpose()?;
    let options = CheckOptions {
        now,
        certificate,
        ..tokenseal::options_from_json(given)?
    };
    match verifier.verify_with(step["token"].as_str().unwrap_or_default(), &options) {
        Ok(_) => Ok(json!({ "accepted": true })),
        Err(error) => {
            let mut shown = refusal(&error);
            shown.extend(error.dpop_nonce().map(|nonce| ("nonce".to_owned(), json!(nonce))));
            Ok(Value::Object(shown))
        }
    }
}

/// PEM, or DER.
pub(super) fn certificate(how: &Value) -> Result<Vec<u8>, Failed> {
    match (how.as_str(), how["der"].as_str()) {
        (Some(pem), _) => Ok(pem.as_bytes().to_vec()),
        (None, Some(der)) => bytes(der),
        _ => Err(Failed::Broken(
            "a certificate is PEM, or DER in base64url".to_owned(),
        )),
    }
}
