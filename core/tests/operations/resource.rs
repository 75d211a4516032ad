//! Protected resources, request by request, and the answers to events.

use serde_json::{Value, json};
use tokenseal::access::AccessRules;
use tokenseal::http::{Response, event_answer, logout_answer, logout_token};
use tokenseal::{Answer, Error, ErrorCode, ProtectedResource, RequestOptions, Verifier};

use super::dpop::certificate;
use super::{Case, Failed, Outcome, outcome, refusal};

impl Case<'_> {
    pub(super) fn perform_resource(self) -> Result<Outcome, Failed> {
        let options = tokenseal::options_from_json(self.input("verifier").clone())?;
        let mut verifier = Verifier::new(Some(self.keys("keys")?.into()), None, &options)?;
        if self.has("nonce_key") {
            verifier = verifier.with_nonce_key(&self.key(self.input("nonce_key"))?)?;
        }
        let rules = self
            .has("rules")
            .then(|| AccessRules::from_json(&self.input("rules").to_string()))
            .transpose()?;
        let key = self
            .has("csrf_key")
            .then(|| self.key(self.input("csrf_key")))
            .transpose()?;
        let resource = ProtectedResource::new(&verifier, rules.as_ref(), key.as_ref(), &self.options()?)?;
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let steps: Vec<Value> = steps
            .iter()
            .map(|step| one(&resource, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": steps })))
    }

    pub(super) fn perform_http(self, operation: &str) -> Result<Outcome, Failed> {
        match operation {
            "http.event_answer" => Ok(shown(&event_answer(self.error()?.as_ref()))),
            "http.logout_answer" => Ok(shown(&logout_answer(self.error()?.as_ref()))),
            "http.logout_token" => Ok(outcome(json!({ "token": logout_token(self.text("body")?)? }))),
            _ => Err(Failed::Broken(format!(
                "the operation {operation} is not known here"
            ))),
        }
    }

    /// An error, given by its code and an optional claim.
    fn error(self) -> Result<Option<Error>, Failed> {
        if !self.has("code") {
            return Ok(None);
        }
        let name = self.text("code")?;
        let code = ErrorCode::ALL.iter().find(|code| code.as_str() == name);
        let code = code.ok_or_else(|| Failed::Broken(format!("{name} is no code")))?;
        let error = Error::new(*code, "of a vector");
        Ok(Some(if self.has("claim") {
            error.with_claim(self.text("claim")?.to_owned())
        } else {
            error
        }))
    }
}

/// What a step shows.
fn one(resource: &ProtectedResource, step: &Value) -> Result<Value, Failed> {
    match step["do"].as_str().unwrap_or_default() {
        "request" => request(resource, step),
        "csrf_token" => Ok(
            match resource.csrf_token(step["token"].as_str().unwrap_or_default()) {
                Ok(value) => json!({ "csrf_token": value }),
                Err(error) => Value::Object(refusal(&error)),
            },
        ),
        "metadata" => {
            let metadata = resource
                .metadata()
                .map(|text| serde_json::from_str::<Value>(text).unwrap_or_default());
            Ok(
                json!({ "metadata": metadata, "path": resource.metadata_path(), "url": resource.metadata_url() }),
            )
        }
        other => Err(Failed::Broken(format!("the step {other} is not known here"))),
    }
}

fn request(resource: &ProtectedResource, step: &Value) -> Result<Value, Failed> {
    let mut given = json!({});
    for name in ["scope", "optional", "now"] {
        if let Some(value) = step.get(name) {
            given[name] = value.clone();
        }
    }
    let certificate = step.get("certificate").map(certificate).transpose()?;
    let options = RequestOptions {
        certificate,
        ..tokenseal::options_from_json(given)?
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headers = step["headers"].as_array().into_iter().flatten();
    let headers: Vec<(String, String)> = headers
        .map(|header| (text(&header[0]), text(&header[1])))
        .collect();
    let answer = resource.check(&text(&step["method"]), &text(&step["path"]), &headers, &options);
    Ok(answered(&answer))
}

fn answered(answer: &Answer) -> Value {
    let subject = answer
        .token()
        .and_then(|token| token.claim_json("sub"))
        .and_then(|json| serde_json::from_str::<Value>(json).ok());
    json!({
        "allowed": answer.is_allowed(),
        "status": answer.status(),
        "headers": answer.headers(),
        "body": body(answer.body()),
        "error": answer.error().map(|error| error.code().as_str()),
        "subject": subject,
        "reason": answer.decision().map(|decision| decision.reason().as_str()),
    })
}

fn shown(response: &Response) -> Outcome {
    outcome(json!({ "status": response.status, "headers": response.headers, "body": body(&response.body) }))
}

/// A body: JSON, or empty.
fn body(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(text).unwrap_or_else(|_| json!(text))
    }
}
