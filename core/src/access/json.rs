//! Decisions and explanations as JSON text, the form in which they are passed to other languages
//! and printed.

use serde_json::{Value, json};

use super::decision::Decision;
use super::explain::Explanation;
use super::lint::Finding;
use super::needed::Needed;

impl Decision {
    /// The decision as a JSON object: `allowed`, `only_reported`, `status`, `reason`, `rule`,
    /// `needed` and `challenges`.
    ///
    /// ```
    /// use tokenseal::access::{AccessRules, Presented, Request};
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)?;
    /// let decision = rules.check(Presented::Nothing, Request::new("GET", "/health"), 1_700_000_000.0);
    /// let json = r#"{"allowed":true,"only_reported":false,"status":200,"reason":"public","rule":"health","needed":null,"challenges":[]}"#;
    /// assert_eq!(decision.to_json(), json);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    /// The same as a value, for objects that contain a decision.
    pub(crate) fn to_value(&self) -> Value {
        json!({
            "allowed": self.is_allowed(),
            "only_reported": self.is_only_reported(),
            "status": self.status(),
            "reason": self.reason().as_str(),
            "rule": self.rule(),
            "needed": self.needed().map(needed),
            "challenges": self.challenges(),
        })
    }
}

impl Explanation {
    /// Several as a JSON list of objects: `rule`, `effect`, `fits` with `fits_method` and
    /// `fits_path`, `matches` and `missing`.
    pub fn list_to_json(explanations: &[Explanation]) -> String {
        let one = |one: &Explanation| {
            json!({
                "rule": one.rule,
                "effect": one.effect.as_str(),
                "fits": one.fits(),
                "fits_method": one.fits_method,
                "fits_path": one.fits_path,
                "matches": one.matches,
                "missing": one.missing.as_ref().map(needed),
            })
        };
        Value::from_iter(explanations.iter().map(one)).to_string()
    }
}

impl Finding {
    /// Several as a JSON list of objects: `fault`, `rule` and `by`.
    pub fn list_to_json(findings: &[Finding]) -> String {
        let one = |one: &Finding| json!({ "fault": one.fault.as_str(), "rule": one.rule, "by": one.by });
        Value::from_iter(findings.iter().map(one)).to_string()
    }
}

fn needed(needed: &Needed) -> Value {
    json!({
        "scope": needed.scope,
        "any_scope": needed.any_scope,
        "claims": needed.claims,
        "acr": needed.acr,
        "max_auth_age": needed.max_auth_age,
        "issuer": needed.issuer,
        "proof": needed.proof,
    })
}
