use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tokenseal::machine::Failure;
use tokenseal_bridge::record::Record;

use super::*;
use crate::publisher::Publisher;

const URL: &str = "http://issuer.example/jwks.json";

/// What a record writes into.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A record of a check that waits, of keys that arrive, and of a server that is down later.
fn record() -> String {
    let (lines, options) = (Lines::default(), Options::of_the_day());
    let record = Record::new(Box::new(lines.clone()));
    let set = RemoteKeySet::new(Some(URL), &options_from_json(options.set).unwrap()).unwrap();
    let verifier = Verifier::new(
        Some((&set).into()),
        None,
        &options_from_json(options.verifier).unwrap(),
    )
    .unwrap();
    let publisher = Publisher::new().unwrap();
    let at = |seconds: f64| Times::of_test(1_796_000_000.0 + seconds);
    let check = |seconds| {
        record.check(
            &verifier,
            publisher.token().as_bytes(),
            at(seconds).wall,
            at(seconds),
        )
    };
    let waits = |check: Check| match check.outcome {
        Outcome::Waits(pending) => pending,
        Outcome::Done(result) => panic!("it does not wait: {result:?}"),
    };

    let (first, second) = (waits(check(0.0)), waits(check(0.25)));
    let fetch = record.poll(&set, at(0.5)).fetches.remove(0);
    let body = publisher.published().unwrap().into_bytes();
    record.tell(
        &set,
        at(0.75),
        Answer::Response {
            id: fetch.id,
            status: 200,
            headers: vec![],
            body,
        },
    );
    assert!(matches!(
        record.resume(first, at(0.75)).outcome,
        Outcome::Done(Ok(_))
    ));
    record.give_up(second);
    assert!(!check(599.0).due.is_empty());
    for later in [599.0, 700.0, 800.0] {
        let fetch = record.poll(&set, at(later)).fetches.remove(0);
        record.tell(
            &set,
            at(later),
            Answer::Failed {
                id: fetch.id,
                why: Failure::Connect,
            },
        );
        record.status(&set, at(later));
    }
    check(800.0);
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

fn refused(record: &str, options: &Options) -> String {
    format!("{:#}", replay(record, URL, options).unwrap_err())
}

#[test]
fn comes_to_the_same() {
    let expected = Replayed {
        steps: 17,
        requests: 4,
        answers: 4,
        checks: 4,
        resumed: 1,
    };
    assert_eq!(replay(&record(), URL, &Options::of_the_day()).unwrap(), expected);
}

/// What another machine would have done differently, such as one that backs off for longer.
#[test]
fn one_changed_value_is_found() {
    let record = record();
    for (number, line) in record.lines().enumerate() {
        let step: Value = serde_json::from_str(line).unwrap();
        let mut changes = Vec::new();
        if let Some(wake) = step["turn"]["wake"].as_f64() {
            changes.push(("/turn/wake", json!(wake + 0.001)));
        }
        if let Some(retry_in) = step["turn"]["events"][0]["retry_in"].as_f64() {
            changes.push(("/turn/events/0/retry_in", json!(retry_in + 0.001)));
            changes.push(("/jitter", json!(1.0 - step["jitter"].as_f64().unwrap() / 2.0)));
        }
        if step.get("outcome").is_some() {
            changes.push(("/outcome", json!("ERR_JWKS_UNAVAILABLE_")));
        }
        if step.get("shown").is_some() {
            changes.push(("/shown/failed_in_a_row", json!(9)));
        }
        assert!(!changes.is_empty(), "line {number}: {line}");
        for (place, value) in changes {
            let mut step = step.clone();
            *step.pointer_mut(place).unwrap() = value;
            let changed: Vec<String> = record
                .lines()
                .enumerate()
                .map(|(other, line)| {
                    if other == number {
                        step.to_string()
                    } else {
                        line.to_owned()
                    }
                })
                .collect();
            let error = refused(&changed.join("\n"), &Options::of_the_day());
            assert!(
                error.starts_with(&format!("line {number} of the record: ")),
                "{place}: {error}"
            );
        }
    }
}

#[test]
fn other_options_are_found() {
    let record = record();
    for (name, value) in [
        ("max_age", json!(599)),
        ("stale", json!(10)),
        ("timeout", json!(4)),
    ] {
        let mut options = Options::of_the_day();
        options.set[name] = value;
        assert!(refused(&record, &options).contains(" is now "), "{name}");
    }
}

#[test]
fn a_record_that_leaves_something_out_is_refused() {
    let record = record();
    let lines: Vec<&str> = record.lines().collect();
    assert!(refused("", &Options::of_the_day()).contains("leaves out what matters"));
    assert!(refused(&lines[..2].join("\n"), &Options::of_the_day()).contains("leaves out what matters"));
    let without_poll: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != 2)
        .map(|(_, line)| *line)
        .collect();
    assert!(refused(&without_poll.join("\n"), &Options::of_the_day()).starts_with("line 2 of the record: "));
}
