//! Every option of the core's table is in a test vector. All languages run the vectors, so one that
//! lacks an option fails.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::generate;
use crate::workspace::{Workspace, read};

/// What vectors cannot hold, and where each language tests it instead.
const ELSEWHERE: [&str; 20] = [
    // A function: each language's own tests give one to a Verifier, an Issuer, a RemoteKeySet, a
    // KeyRing and Revocations.
    "VerifyOptions.clock",
    "IssuerOptions.clock",
    "RemoteOptions.clock",
    "RingOptions.clock",
    "RevocationsOptions.clock",
    "FileOptions.clock",
    "StoreOptions.clock",
    // A file: each language's own tests make one, and open it.
    "FileOptions.create",
    "FileOptions.longest_lifetime",
    // A store: random histories in core/src/ring/shared/tests, and each language's tests against
    // real servers.
    "RingStoreOptions.namespace",
    "RingStoreOptions.max_staleness",
    "RingStoreOptions.timeout",
    "RingStoreOptions.clock",
    // A list is given by what it does: every case of `revocations.run` gives one to a Verifier.
    "VerifyOptions.revocations",
    // The same for status lists: every case of `status_lists.run`.
    "VerifyOptions.status_lists",
    // Every list in those cases was published by others: each language's own tests publish some,
    // and look tokens up in them.
    "StatusTokenOptions.ttl",
    "StatusTokenOptions.expires_in",
    "StatusTokenOptions.now",
    // The same for used proofs: core/src/dpop/tests_store.rs, and drivers/tests/stores.
    "ReplayStoreOptions.namespace",
    "ReplayStoreOptions.timeout",
];

/// Reports every option that no vector uses. Returns whether there were none.
pub(super) fn check(workspace: &Workspace) -> Result<bool> {
    let tables = generate::tables(workspace)?;
    let mut used = BTreeSet::new();
    let folder = workspace.root.join("tests/vectors");
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let is_vectors = path.extension().is_some_and(|end| end == "json")
            && path.file_name().is_some_and(|name| name != "schema.json");
        if is_vectors {
            let file: Value = serde_json::from_str(&read(&path)?)
                .with_context(|| format!("{} is not JSON", path.display()))?;
            cases(&file).for_each(|case| note_case(case, &mut used));
        }
    }
    let unused: Vec<String> = tables
        .options()
        .flat_map(|set| {
            set.options
                .iter()
                .map(move |option| format!("{}.{}", set.name, option.name))
        })
        .filter(|option| !used.contains(option) && !ELSEWHERE.contains(&option.as_str()))
        .collect();
    unused
        .iter()
        .for_each(|option| say!("tests/vectors: no case uses {option}"));
    Ok(unused.is_empty())
}

fn cases(file: &Value) -> impl Iterator<Item = &Value> {
    file.get("groups")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|group| group.get("tests")?.as_array())
        .flatten()
}

/// Notes what a case uses, and what is done with the token that it creates.
fn note_case(case: &Value, used: &mut BTreeSet<String>) {
    let operation = case.get("operation").and_then(Value::as_str).unwrap_or_default();
    let members = |name: &str| case.get(name).and_then(Value::as_object);
    if let Some(set) = set_of(operation) {
        note(set, members("options"), used);
        // Keys and bytes are in the input, under their names as arguments.
        note(set, members("input"), used);
    }
    match operation {
        "verifier.verify" => note("CheckOptions", members("options"), used),
        "issuer.issue" => {
            note(
                "IssueOptions",
                case.pointer("/input/issue").and_then(Value::as_object),
                used,
            );
            note("IssueOptions", members("input"), used);
        }
        "prepare" | "dpop.prepare" => note("CompleteOptions", members("input"), used),
        "dpop.run" => {
            note("VerifyOptions", members("input"), used);
            note(
                "VerifyOptions",
                case.pointer("/input/verifier").and_then(Value::as_object),
                used,
            );
            note(
                "ReplayOptions",
                case.pointer("/input/replays").and_then(Value::as_object),
                used,
            );
            let steps = case
                .pointer("/input/steps")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            steps.for_each(|step| note("CheckOptions", step.as_object(), used));
        }
        "resource.run" => {
            note("VerifyOptions", members("input"), used);
            note(
                "VerifyOptions",
                case.pointer("/input/verifier").and_then(Value::as_object),
                used,
            );
            let steps = case
                .pointer("/input/steps")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            steps.for_each(|step| note("RequestOptions", step.as_object(), used));
        }
        "access.run" => {
            note(
                "VerifyOptions",
                case.pointer("/input/verifier").and_then(Value::as_object),
                used,
            );
            let steps = case
                .pointer("/input/steps")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            steps.for_each(|step| note("AccessOptions", step.as_object(), used));
        }
        "key.export" => note("ExportOptions", members("input"), used),
        "keyset.import" => note("JwksOptions", members("input"), used),
        "ring.run" => {
            let steps = case
                .pointer("/input/steps")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            steps.for_each(|step| {
                note(
                    "IssuerOptions",
                    step.get("issuer").and_then(Value::as_object),
                    used,
                )
            });
        }
        "revocations.run" => {
            note(
                "RevocationsOptions",
                case.pointer("/input/options").and_then(Value::as_object),
                used,
            );
            note(
                "VerifyOptions",
                case.pointer("/input/verifier").and_then(Value::as_object),
                used,
            );
            let steps = case
                .pointer("/input/steps")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            steps.for_each(|step| note_revocation(step, used));
        }
        _ => {}
    }
    members("input")
        .into_iter()
        .flat_map(Map::values)
        .for_each(|value| note_keys(value, used));
    if let Some(read) = case.get("read") {
        note_case(read, used);
    }
}

/// The options of a step of `revocations.run`, whose time is its `now`.
fn note_revocation(step: &Value, used: &mut BTreeSet<String>) {
    let set = match step.get("do").and_then(Value::as_str).unwrap_or_default() {
        "entries" => "EntriesOptions",
        "apply_events" => "EventOptions",
        call if call == "withdraw" || call.starts_with("revoke") => "RevokeOptions",
        _ => return,
    };
    note(
        "VerifyOptions",
        step.get("verifier").and_then(Value::as_object),
        used,
    );
    note(set, step.get("call").and_then(Value::as_object), used);
    used.insert(format!("{set}.now"));
}

/// The options of an operation that has one set of them.
fn set_of(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "sign" | "encrypt" | "seal" | "prepare" => "TokenOptions",
        "issuer.issue" => "IssuerOptions",
        "verify" | "decrypt" | "unseal" | "verifier.verify" => "VerifyOptions",
        "jws.sign" => "JwsSignOptions",
        "jws.verify" => "JwsVerifyOptions",
        "jwe.encrypt" => "JweEncryptOptions",
        "jwe.decrypt" | "jwe.prepare_decrypt" => "JweDecryptOptions",
        "dpop.prove" | "dpop.prepare" => "ProofOptions",
        "key.generate" => "GenerateOptions",
        "machine.run" => "RemoteOptions",
        "status_lists.run" => "StatusListsOptions",
        "ring.run" => "RingOptions",
        "revocations.follow" => "StoreOptions",
        "resource.run" => "ResourceOptions",
        _ => return None,
    })
}

/// How a key is given, if this is one, or a list or set of them.
fn note_keys(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Array(keys) => keys.iter().for_each(|key| note_keys(key, used)),
        Value::Object(how) if how.contains_key("jwk") => note("JwkOptions", Some(how), used),
        Value::Object(how) if how.contains_key("jwks") => note("JwksOptions", Some(how), used),
        Value::Object(how)
            if ["secret", "secret_text", "pem", "der"]
                .iter()
                .any(|form| how.contains_key(*form)) =>
        {
            note("KeyOptions", Some(how), used);
        }
        _ => {}
    }
}

fn note(set: &str, members: Option<&Map<String, Value>>, used: &mut BTreeSet<String>) {
    used.extend(
        members
            .into_iter()
            .flat_map(Map::keys)
            .map(|name| format!("{set}.{name}")),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn notes_options_wherever_they_stand() {
        let mut used = BTreeSet::new();
        let case = json!({
            "operation": "issuer.issue",
            "input": { "claims": "{}", "signing_key": { "secret": "c2VjcmV0", "alg": "dir", "enc": "A256GCM" }, "issue": { "now": 1 } },
            "options": { "lifetime": "15m" },
            "read": { "operation": "verifier.verify", "input": { "keys": [{ "jwk": {}, "alg": "ES256" }] }, "options": { "now": 1, "leeway": 2 } }
        });
        note_case(&case, &mut used);
        for option in [
            "IssuerOptions.lifetime",
            "IssuerOptions.signing_key",
            "IssueOptions.now",
            "KeyOptions.enc",
            "VerifyOptions.keys",
            "VerifyOptions.leeway",
            "CheckOptions.now",
            "JwkOptions.alg",
        ] {
            assert!(used.contains(option), "{option} in {used:?}");
        }
        assert!(!used.contains("VerifyOptions.lifetime"));
    }
}
