//! Runs every file of tests/vectors/ and writes the outcomes where `cargo xtask test` compares the
//! languages'.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod operations;
#[path = "vectors/read.rs"]
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// A case whose outcome differs from the expected one.
type Failure = String;

#[test]
fn every_vector() {
    let mut outcomes = BTreeMap::new();
    let mut failures: Vec<Failure> = Vec::new();
    for file in files() {
        run_file(&file, &mut outcomes, &mut failures);
    }
    assert!(!outcomes.is_empty(), "no vectors were found");
    write_outcomes(&outcomes);
    failures.extend(codes_that_no_vector_has(&outcomes));
    println!("{} vectors, {} failed", outcomes.len(), failures.len());
    assert!(
        failures.is_empty(),
        "{} of {} vectors failed:\n{}",
        failures.len(),
        outcomes.len(),
        failures.join("\n")
    );
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| {
        path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("schema.json")
    });
    files.sort();
    files
}

fn run_file(path: &Path, outcomes: &mut BTreeMap<String, Value>, failures: &mut Vec<Failure>) {
    let file = read::read(path);
    assert_eq!(file["schema"], "vectors-v1", "{}", path.display());
    let mut count = 0;
    for group in file["groups"].as_array().unwrap() {
        for case in group["tests"].as_array().unwrap() {
            count += 1;
            let id = case["id"].as_str().unwrap().to_owned();
            let outcome = match operations::perform(case, &group["keys"]) {
                Ok(outcome) => filter(outcome, &case["expect"]),
                Err(reason) => {
                    failures.push(format!("{id}: {reason}"));
                    Value::Null
                }
            };
            if !is_alike(&outcome, &case["expect"]) && !outcome.is_null() {
                failures.push(format!("{id}: expected {}, got {outcome}", case["expect"]));
            }
            if let Some(remembering) = remembering(case) {
                let found = operations::perform(&remembering, &group["keys"])
                    .map(|outcome| filter(outcome, &case["expect"]));
                if !found.as_ref().is_ok_and(|found| is_alike(found, &outcome)) {
                    failures.push(format!(
                        "{id}: a Verifier that remembers finds {found:?}, and one without {outcome}"
                    ));
                }
            }
            assert!(
                outcomes.insert(id.clone(), outcome).is_none(),
                "{id} stands twice"
            );
        }
    }
    assert_eq!(file["count"], count, "the count of {}", path.display());
}

/// The same transcript with verifiers that remember tokens, if it has any verifiers: nothing in it
/// may end differently. (Single tokens are checked with such verifiers by the operations
/// themselves.)
fn remembering(case: &Value) -> Option<Value> {
    let mut case = case.clone();
    let input = case["input"].as_object_mut()?;
    let steps = input.get_mut("steps")?.as_array_mut()?;
    let mut count = steps
        .iter_mut()
        .filter_map(|step| step.get_mut("verifier"))
        .filter_map(remember)
        .count();
    count += input.get_mut("verifier").and_then(remember).iter().count();
    (count > 0).then_some(case)
}

/// Adds the option, unless the others contradict it.
fn remember(options: &mut Value) -> Option<()> {
    let options = options.as_object_mut()?;
    let profile = options.get("profile").and_then(Value::as_str);
    let is_of_once =
        options.contains_key("nonce") || matches!(profile, Some("logout-token" | "security-event"));
    (!is_of_once)
        .then(|| options.insert("remember".to_owned(), 8.into()))
        .map(drop)
}

/// Every code has a vector, even if only in one of its steps, except the code for defects, which
/// the bindings' `test-hooks` raise. The code for key sets that cannot be fetched is the outcome of
/// steps.
fn codes_that_no_vector_has(outcomes: &BTreeMap<String, Value>) -> Vec<Failure> {
    use tokenseal::ErrorCode as Code;
    let excused = [Code::Internal, Code::JwksUnavailable];
    let steps = |outcome: &'_ Value| outcome["steps"].as_array().cloned().unwrap_or_default();
    let raised: BTreeSet<String> = outcomes
        .values()
        .flat_map(|outcome| std::iter::once(outcome.clone()).chain(steps(outcome)))
        .filter_map(|shown| shown["error"].as_str().map(str::to_owned))
        .collect();
    let is_raised = |code: &Code| raised.contains(code.as_str());
    let missing = Code::ALL
        .iter()
        .filter(|code| !excused.contains(code) && !is_raised(code));
    missing.map(|code| format!("no vector has {code}")).collect()
}

/// Only the expected members; an error in full.
fn filter(outcome: Map<String, Value>, expect: &Value) -> Value {
    let is_error = outcome.contains_key("error");
    Value::Object(
        outcome
            .into_iter()
            .filter(|(name, _)| is_error || expect.get(name).is_some())
            .collect(),
    )
}

/// Equality, where computed times are equal to the microsecond.
fn is_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() || other.is_f64() => one
            .as_f64()
            .zip(other.as_f64())
            .is_some_and(|(one, other)| (one - other).abs() < 1e-6),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, own)| other.get(name).is_some_and(|other| is_alike(own, other)))
        }
        _ => one == other,
    }
}

fn write_outcomes(outcomes: &BTreeMap<String, Value>) {
    if let Some(folder) = std::env::var_os("TOKENSEAL_OUTCOMES") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            Path::new(&folder).join("rust.json"),
            serde_json::to_string_pretty(outcomes).unwrap(),
        )
        .unwrap();
    }
}
