//! What the core has, and Swift and Kotlin have not yet: access rules, and options for proofs of possession, save `proof_of_possession` itself, by
//! which a bound token can be accepted without one. A language that gains them takes the whole tables in `files`, and this goes with the last of them.

use anyhow::{Context, Result};
use serde_json::Value;

/// Sets of options, with all functions that take them, and the names that only they use.
const SETS: [&str; 5] = ["AccessOptions", "CompleteOptions", "ProofOptions", "ReplayOptions", "ReplayStoreOptions"];
const CHOICES: [&str; 3] = ["Ignored", "PathForm", "SignatureFormat"];
/// Options of sets that are there.
const OPTIONS: [(&str, &[&str]); 3] = [
    ("CheckOptions", &["proof", "method", "url", "certificate"]),
    ("IssueOptions", &["confirm"]),
    ("VerifyOptions", &["public_origins", "replays", "nonce_key"]),
];

/// The printed tables without these.
pub(super) fn taken_away(printed: &str) -> Result<String> {
    let mut tables: Value = serde_json::from_str(printed).context("core/examples/tables.rs printed something that is not JSON")?;
    let is_of = |row: &Value, names: &[&str]| row.get("name").and_then(Value::as_str).is_some_and(|name| names.contains(&name));
    let list = |value: &mut Value, name: &str| value.get_mut(name).and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    let mut choices = list(&mut tables, "choices");
    choices.retain(|choice| !is_of(choice, &CHOICES));
    let mut sets = list(&mut tables, "options");
    sets.retain(|set| !is_of(set, &SETS));
    for set in &mut sets {
        let Some((_, names)) = OPTIONS.iter().find(|(name, _)| is_of(set, &[name])) else { continue };
        let mut rows = list(set, "rows");
        rows.retain(|row| !is_of(row, names));
        if let Some(set) = set.as_object_mut() {
            set.insert("rows".to_owned(), Value::Array(rows));
        }
    }
    let members = tables.as_object_mut().context("core/examples/tables.rs printed something that is no object")?;
    members.insert("choices".to_owned(), Value::Array(choices));
    members.insert("options".to_owned(), Value::Array(sets));
    Ok(tables.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_rest_stays() {
        let tables = json!({
            "errors": [],
            "choices": [{ "name": "SignatureFormat" }, { "name": "Profile" }],
            "options": [
                { "name": "ProofOptions", "rows": [{ "name": "nonce" }] },
                { "name": "CheckOptions", "rows": [{ "name": "now" }, { "name": "proof" }] },
                { "name": "TokenOptions", "rows": [{ "name": "proof" }] },
            ]
        });
        let left: Value = serde_json::from_str(&taken_away(&tables.to_string()).unwrap()).unwrap();
        let expected = json!({
            "errors": [],
            "choices": [{ "name": "Profile" }],
            "options": [{ "name": "CheckOptions", "rows": [{ "name": "now" }] }, { "name": "TokenOptions", "rows": [{ "name": "proof" }] }]
        });
        assert_eq!(left, expected);
    }
}
