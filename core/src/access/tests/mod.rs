//! Rules that are read, consulted and refused.

mod decisions;
mod lint;
mod paths;

use serde_json::{Value, json};

use super::{AccessRules, Decision, PathForm, Presented, Request};
use crate::{Error, ErrorCode};

const NOW: f64 = 1_700_000_000.0;

fn rules(rules: Value) -> AccessRules {
    AccessRules::from_json(&json!({ "rules": rules }).to_string()).unwrap()
}

fn ask(rules: &AccessRules, claims: Option<Value>, method: &str, path: &str) -> Decision {
    let json = claims.map(|claims| claims.to_string());
    let presented = json
        .as_deref()
        .map_or(Presented::Nothing, |json| Presented::Claims {
            json,
            proven_by: None,
        });
    rules.check(presented, Request::new(method, path), NOW)
}
