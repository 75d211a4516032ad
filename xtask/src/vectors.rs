//! The cross-language check: every language has an outcome for every vector, and all are equal.

mod not_yet;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::report::Row;
use crate::workspace::read;
use not_yet::NotYet;

/// How many problems are printed one by one.
const SHOWN: usize = 40;

/// How long a line of a file may be, so that people and diffs can show it. Longer texts are in
/// `texts/`.
const LONGEST_LINE: usize = 1000;

/// The ids of the vectors, each with the name of its file.
type Ids = BTreeMap<String, String>;

/// Reads the vectors and what the languages that ran made of them; prints each difference, and
/// counts the ids.
pub(crate) fn compare(vectors: &Path, outcomes: &Path, languages: &[&str]) -> Row {
    let mut row = Row::new("vectors");
    let mut problems = Vec::new();
    let ids = match read_ids(vectors, &mut problems) {
        Ok(ids) => ids,
        Err(error) => return Row::unable("vectors", &error),
    };
    // What is wrong with the files as such is counted alongside the ids.
    row.counts.failed += problems.len();
    let not_yet = match NotYet::read(vectors) {
        Ok(not_yet) => not_yet,
        Err(error) => return Row::unable("vectors", &error),
    };
    not_yet.report(&ids, languages, &mut row);
    let mut logs = Vec::new();
    for language in languages {
        match read_object(&outcomes.join(format!("{language}.json"))) {
            Ok(log) => logs.push((*language, log)),
            Err(error) => {
                row.counts.failed += 1;
                problems.push(format!("{language} left no outcomes: {error:#}"));
            }
        }
    }
    let differing = differences(&ids, &logs, &not_yet);
    row.counts.passed += if logs.is_empty() {
        0
    } else {
        ids.keys().filter(|id| !differing.contains_key(*id)).count()
    };
    row.counts.failed += differing.len();
    problems.extend(differing.into_values());
    for problem in problems.iter().take(SHOWN) {
        say!("vectors: {problem}");
    }
    if problems.len() > SHOWN {
        say!("vectors: … and {} more", problems.len() - SHOWN);
    }
    let compared: Vec<&str> = logs.iter().map(|(language, _)| *language).collect();
    row.notes.push(format!(
        "{} ids, outcomes of {}",
        ids.len(),
        if compared.is_empty() {
            "nobody".to_owned()
        } else {
            compared.join(", ")
        }
    ));
    row
}

/// Every id of every file; a wrong count, an id that comes twice and a line that is too long are
/// problems.
fn read_ids(folder: &Path, problems: &mut Vec<String>) -> Result<Ids> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.retain(|path| {
        path.extension().is_some_and(|end| end == "json")
            && path.file_name().is_some_and(|name| name != "schema.json")
    });
    paths.sort();
    let mut ids = Ids::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match read(&path).and_then(|text| Ok((parse_object(&text, &path)?, text))) {
            Ok((file, text)) => {
                ids_of_file(&name, &file, &mut ids, problems);
                problems.extend(long_lines(&name, &text));
            }
            Err(error) => problems.push(format!("{error:#}")),
        }
    }
    if ids.is_empty() {
        bail!("there are no vectors in {}", folder.display());
    }
    Ok(ids)
}

fn long_lines(name: &str, text: &str) -> Vec<String> {
    let lengths = text.lines().map(|line| line.chars().count());
    let too_long = lengths.zip(1..).filter(|(length, _)| *length > LONGEST_LINE);
    let problem = |(length, line): (usize, i32)| {
        format!("{name}, line {line}: {length} characters, and {LONGEST_LINE} are allowed")
    };
    too_long.map(problem).collect()
}

fn ids_of_file(name: &str, file: &Map<String, Value>, ids: &mut Ids, problems: &mut Vec<String>) {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let tests: Vec<Value> = list(file.get("groups"))
        .iter()
        .flat_map(|group| list(group.get("tests")))
        .collect();
    let count = file.get("count").and_then(Value::as_u64);
    if count != u64::try_from(tests.len()).ok() {
        problems.push(format!(
            "{name} holds {} tests and says {}",
            tests.len(),
            count.map_or("nothing".to_owned(), |count| count.to_string())
        ));
    }
    for test in tests {
        match test.get("id").and_then(Value::as_str) {
            None => problems.push(format!("{name} holds a test without an id")),
            Some(id) if ids.insert(id.to_owned(), name.to_owned()).is_some() => {
                problems.push(format!("{id}: comes twice ({name} is the second)"))
            }
            Some(_) => {}
        }
    }
}

/// The ids on which the languages do not agree, each with what is wrong.
fn differences(ids: &Ids, logs: &[(&str, Map<String, Value>)], not_yet: &NotYet) -> BTreeMap<String, String> {
    let every_id: BTreeSet<&String> = ids
        .keys()
        .chain(logs.iter().flat_map(|(_, log)| log.keys()))
        .collect();
    let mut differing = BTreeMap::new();
    for id in every_id {
        let mut outcomes: Vec<(&str, Option<&Value>)> = logs
            .iter()
            .map(|(language, log)| (*language, log.get(id)))
            .collect();
        // An outcome of a language that cannot run it yet is compared all the same.
        outcomes.retain(|(language, outcome)| {
            outcome.is_some() || !ids.get(id).is_some_and(|file| not_yet.names(language, file))
        });
        let first = outcomes.first().and_then(|(_, outcome)| *outcome);
        let absent = outcomes.iter().any(|(_, outcome)| outcome.is_none());
        let unequal = outcomes
            .iter()
            .any(|(_, outcome)| !outcome.zip(first).is_some_and(|(one, other)| equal(one, other)));
        if !ids.contains_key(id) {
            let languages: Vec<&str> = outcomes
                .iter()
                .filter(|(_, outcome)| outcome.is_some())
                .map(|(language, _)| *language)
                .collect();
            differing.insert(
                id.clone(),
                format!("{id}: no such vector, but an outcome in {}", languages.join(", ")),
            );
        } else if absent || unequal {
            let parts = outcomes.iter().map(|(language, outcome)| match outcome {
                Some(outcome) => format!("\n    {language}: {outcome}"),
                None => format!("\n    {language}: nothing"),
            });
            differing.insert(
                id.clone(),
                format!("{id}: outcomes differ{}", parts.collect::<String>()),
            );
        }
    }
    differing
}

/// Equality of JSON values. One language writes 1500 where another writes 1500.0: that is one
/// number.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => one == other,
    }
}

fn read_object(path: &Path) -> Result<Map<String, Value>> {
    parse_object(&read(path)?, path)
}

fn parse_object(text: &str, path: &Path) -> Result<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => bail!("{} is not a JSON object", path.display()),
        Err(error) => Err(error).with_context(|| format!("{} is not JSON", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn ids(names: &[&str]) -> Ids {
        names
            .iter()
            .map(|name| ((*name).to_owned(), "file.json".to_owned()))
            .collect()
    }

    #[test]
    fn finds_what_differs() {
        let rust = object(json!({"a": {"x": 1, "y": 2}, "b": {"error": "ERR_A"}, "c": {}}));
        let node = object(json!({"a": {"y": 2, "x": 1}, "b": {"error": "ERR_B"}, "d": {}}));
        let found = differences(
            &ids(&["a", "b", "c"]),
            &[("rust", rust), ("node", node)],
            &NotYet::default(),
        );
        assert_eq!(found.keys().collect::<Vec<_>>(), ["b", "c", "d"]);
        assert_eq!(
            found["b"],
            "b: outcomes differ\n    rust: {\"error\":\"ERR_A\"}\n    node: {\"error\":\"ERR_B\"}"
        );
        assert!(found["c"].ends_with("node: nothing"));
        assert_eq!(found["d"], "d: no such vector, but an outcome in node");
    }

    #[test]
    fn compares_numbers_by_value() {
        assert!(equal(&json!({"a": [1, 2.0]}), &json!({"a": [1.0, 2]})));
        assert!(!equal(&json!([1]), &json!([1, 1])));
        assert!(!equal(&json!({"a": 1}), &json!({"b": 1})));
        assert!(!equal(
            &json!(9_007_199_254_740_993_u64),
            &json!(9_007_199_254_740_992_u64)
        ));
        assert!(!equal(&json!(1), &json!("1")));
    }

    #[test]
    fn one_language_needs_every_id() {
        let log = object(json!({"a": {}}));
        assert_eq!(
            differences(&ids(&["a"]), &[("rust", log.clone())], &NotYet::default()).len(),
            0
        );
        assert_eq!(
            differences(&ids(&["a", "b"]), &[("rust", log)], &NotYet::default()).len(),
            1
        );
    }

    #[test]
    fn a_language_that_cannot_run_a_file_yet_needs_no_outcome_of_it() {
        let (rust, swift) = (object(json!({"a": {}})), object(json!({})));
        let logs = [("rust", rust), ("swift", swift)];
        let not_yet = |text: &str| NotYet::parse(text).unwrap();
        assert_eq!(
            differences(&ids(&["a"]), &logs, &not_yet("swift file.json")).len(),
            0
        );
        assert_eq!(
            differences(
                &ids(&["a"]),
                &logs,
                &not_yet("swift other.json\nkotlin file.json")
            )
            .len(),
            1
        );
        let wrong = [
            ("rust", object(json!({"a": {}}))),
            ("swift", object(json!({"a": {"error": "ERR_A"}}))),
        ];
        assert_eq!(
            differences(&ids(&["a"]), &wrong, &not_yet("swift file.json")).len(),
            1
        );
    }

    #[test]
    fn finds_lines_that_are_too_long() {
        let text = format!("{0}\n{0}é\n", "é".repeat(LONGEST_LINE));
        let found = long_lines("one.json", &text);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("one.json, line 2: 1001 characters"),
            "{}",
            found[0]
        );
    }

    #[test]
    fn checks_counts_and_ids() {
        let (mut ids, mut problems) = (Ids::new(), Vec::new());
        let file = object(
            json!({"count": 3, "groups": [{"tests": [{"id": "a"}, {"id": "a"}]}, {"tests": [{}]}, {"tests": 1}]}),
        );
        ids_of_file("one.json", &file, &mut ids, &mut problems);
        assert_eq!(
            problems,
            [
                "a: comes twice (one.json is the second)",
                "one.json holds a test without an id"
            ]
        );
        ids_of_file("two.json", &object(json!({"count": 1})), &mut ids, &mut problems);
        assert_eq!(problems.last().unwrap(), "two.json holds 0 tests and says 1");
    }
}
