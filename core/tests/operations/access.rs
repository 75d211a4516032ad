//! Access rules: reading files, and what they say about requests whose tokens are really checked.

use serde_json::{Value, json};
use tokenseal::access::{AccessRules, Explanation, Finding, Presented, Request};
use tokenseal::{AccessOptions, CheckOptions, Error, Token, Verifier};

use super::dpop::certificate;
use super::{Case, Failed, Outcome, document, json_text, only, outcome, refusal};

impl Case<'_> {
    pub(super) fn perform_access(self) -> Result<Outcome, Failed> {
        let rules = AccessRules::from_json(&document(self.input("rules")))?;
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        if steps.is_empty() {
            return Ok(outcome(json!({ "steps": [] })));
        }
        let options = tokenseal::options_from_json(self.input("verifier").clone())?;
        let verifier = Verifier::new(Some(self.keys("keys")?.into()), None, &options)?;
        let steps: Vec<Value> = steps
            .iter()
            .map(|step| one(&rules, &verifier, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": steps })))
    }
}

/// What a step shows: a decision, an error with one, explanations, or findings.
fn one(rules: &AccessRules, verifier: &Verifier, step: &Value) -> Result<Value, Failed> {
    if step["do"] == "lint" {
        return Ok(json_text(&Finding::list_to_json(&rules.lint())));
    }
    let text = |name: &str| {
        step[name]
            .as_str()
            .ok_or_else(|| Failed::Broken(format!("a step has no text `{name}`")))
    };
    let (method, path, now) = (
        text("method")?,
        text("path")?,
        step["now"].as_f64().unwrap_or_default(),
    );
    let checked = step
        .get("token")
        .map(|token| checked(verifier, token, step))
        .transpose()?;
    let presented = match &checked {
        None => Presented::Nothing,
        Some(Ok(token)) => Presented::Token(token),
        Some(Err(error)) => Presented::Refused(error),
    };
    let options: AccessOptions = tokenseal::options_from_json(only(step, &["form", "ignores", "now"]))?;
    let request = Request::with(method, path, &options);
    Ok(match step["do"].as_str() {
        Some("check") => json_text(&rules.check(presented, request, now).to_json()),
        Some("explain") => json_text(&Explanation::list_to_json(
            &rules.explain(presented, request, now),
        )),
        Some("require") => match rules.require(presented, request, now) {
            Ok(decision) => json_text(&decision.to_json()),
            Err(error) => {
                let mut shown = refusal(&error);
                let decision = error
                    .decision()
                    .filter(|decision| decision.status() == error.status());
                shown.insert(
                    "decision".to_owned(),
                    decision.map_or(Value::Null, |decision| json_text(&decision.to_json())),
                );
                Value::Object(shown)
            }
        },
        _ => {
            return Err(Failed::Broken(
                "a step checks, requires, explains or lints".to_owned(),
            ));
        }
    })
}

/// The result of checking a step's token, with everything that came with it.
fn checked(verifier: &Verifier, token: &Value, step: &Value) -> Result<Result<Token, Error>, Failed> {
    let certificate = step.get("certificate").map(certificate).transpose()?;
    let given = tokenseal::options_from_json(only(step, &["method", "now", "proof", "url"]))?;
    Ok(verifier.verify_with(
        token.as_str().unwrap_or_default(),
        &CheckOptions { certificate, ..given },
    ))
}
