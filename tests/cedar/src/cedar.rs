//! What Cedar decides.

use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use serde_json::{Map, Value, json};

use crate::NOW;
use crate::claims::{Claims, places};
use crate::question::Question;
use crate::requests::Asked;

/// Asks Cedar: a bit for each question.
pub fn decide(_seed: u64, policies: &str, questions: &[Question]) -> Result<u64, String> {
    let policies = Policies::read(policies)?;
    questions
        .iter()
        .enumerate()
        .try_fold(0, |decisions, (place, question)| {
            let is_allowed = policies.allow(&question.asked, question.claims.as_ref(), question.is_proven)?;
            Ok(decisions | u64::from(is_allowed) << place)
        })
}

/// The policies of a file of rules.
struct Policies {
    policies: PolicySet,
    authorizer: Authorizer,
    somebody: EntityUid,
    places: Map<String, Value>,
}

impl Policies {
    fn read(text: &str) -> Result<Self, String> {
        let policies = PolicySet::from_str(text).map_err(|error| format!("{error:?}: {text}"))?;
        let somebody = EntityUid::from_str("Somebody::\"x\"").map_err(|error| error.to_string())?;
        Ok(Self {
            policies,
            authorizer: Authorizer::new(),
            somebody,
            places: places(),
        })
    }

    /// Whether a request is allowed. A policy that errs would be skipped, so an error is a defect
    /// of the translation.
    fn allow(&self, asked: &Asked, claims: Option<&Claims>, is_proven: bool) -> Result<bool, String> {
        let at = |names: &Value| {
            let names: Vec<&str> = names
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            claims.and_then(|claims| claims.at(&names))
        };
        let found: Map<String, Value> = self
            .places
            .iter()
            .filter_map(|(pointer, names)| Some((pointer.clone(), at(names)?)))
            .collect();
        let context = json!({
            "token": claims.is_some(),
            "proof": claims.is_some() && is_proven,
            "now": NOW,
            "path": asked.told(),
            "scopes": claims.map_or_else(|| json!({ "kind": "none", "value": [] }), Claims::scopes),
            "claims": found,
        });
        let context = Context::from_json_value(context, None).map_err(|error| format!("{error:?}"))?;
        let action = EntityUid::from_str(&format!("Action::\"{}\"", asked.method))
            .map_err(|error| error.to_string())?;
        let (principal, resource) = (self.somebody.clone(), self.somebody.clone());
        let request =
            Request::new(principal, action, resource, context, None).map_err(|error| error.to_string())?;
        let response = self
            .authorizer
            .is_authorized(&request, &self.policies, &Entities::empty());
        match response.diagnostics().errors().next() {
            Some(error) => Err(format!("a policy errs: {error}")),
            None => Ok(response.decision() == Decision::Allow),
        }
    }
}
