//! Machines for languages that speak to them in JSON text: what to do, its outcome, and what
//! happened.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokenseal::machine::{Answer, Event, Failure, Fetch, Store, Times, Turn, Value as StoreValue};
use tokenseal::{Check, Error, ErrorCode, Length, Outcome, Result};

/// Options of `ready`, which waits until there are keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyOptions {
    /// How long it waits; 10 seconds if omitted.
    timeout: Option<Length>,
}

impl ReadyOptions {
    /// How long `ready` waits by default, in seconds.
    pub const TIMEOUT: f64 = 10.0;

    /// How long `ready` waits, in seconds.
    pub fn seconds(&self) -> Result<f64> {
        self.timeout
            .as_ref()
            .map_or(Ok(Self::TIMEOUT), |timeout| Ok(timeout.seconds()? as f64))
    }
}

/// The times that a machine is given. `jitter` replaces whatever is drawn at random; tests give it.
pub fn times(wall: f64, monotonic: f64, jitter: Option<f64>) -> Times {
    Times {
        jitter,
        ..Times::new(wall, monotonic)
    }
}

/// What a machine wants, as JSON: `{"fetches": […], "events": […], "wake": seconds or null}`, and
/// `"stores": […]` if there is something for a store:
/// `{"id", "commands": [[word, …], …], "timeout"}`.
pub fn turn(turn: &Turn) -> String {
    let fetches: Vec<Value> = turn.fetches.iter().map(fetch).collect();
    let mut shown = Map::from_iter([
        ("fetches".to_owned(), json!(fetches)),
        ("events".to_owned(), json!(all(&turn.events))),
        ("wake".to_owned(), json!(turn.wake.map(rounded))),
    ]);
    if !turn.stores.is_empty() {
        shown.insert("stores".to_owned(), turn.stores.iter().map(store).collect());
    }
    Value::Object(shown).to_string()
}

fn store(store: &Store) -> Value {
    json!({ "id": store.id, "commands": store.commands, "timeout": rounded(store.timeout) })
}

/// One request, as JSON: for callers that receive them one by one.
pub fn request(request: &Fetch) -> String {
    fetch(request).to_string()
}

/// Commands for a store, as JSON: for the same callers.
pub fn store_request(request: &Store) -> String {
    store(request).to_string()
}

fn fetch(fetch: &Fetch) -> Value {
    json!({
        "id": fetch.id,
        "url": fetch.url,
        "headers": fetch.headers,
        "with_caller_headers": fetch.with_caller_headers,
        "only_public_address": fetch.only_public_address,
        "max_bytes": fetch.max_bytes,
        "timeout": rounded(fetch.timeout),
    })
}

/// Events as a JSON list.
pub fn events(events: &[Event]) -> String {
    Value::Array(all(events)).to_string()
}

fn all(events: &[Event]) -> Vec<Value> {
    events
        .iter()
        .map(|event| numbers_rounded(event.to_json()))
        .collect()
}

/// The outcome of a check, as transcripts show it.
pub fn came(check: &Check) -> Value {
    let outcome = match &check.outcome {
        Outcome::Done(Ok(_)) => "accepted",
        Outcome::Done(Err(error)) => error.code().as_str(),
        Outcome::Waits(_) => "waits",
    };
    json!({ "outcome": outcome, "due": !check.due.is_empty(), "events": all(&check.events) })
}

/// What a driver tells, from JSON: `{"id", "status", "headers": [[name, value], …]}`, with the body
/// separate, `{"id", "replies": [value, …]}` from a store, or `{"id", "failed": name}`. A store's
/// value is null, an integer, a string, a list, or `{"error": text}`.
pub fn answer(json: &str, body: Vec<u8>) -> Result<Answer> {
    let malformed = || {
        Error::new(
            ErrorCode::OptionInvalid,
            "what a driver tells is not of the form that machines take",
        )
    };
    let told: Map<String, Value> = serde_json::from_str(json).map_err(|_| malformed())?;
    let id = told.get("id").and_then(Value::as_u64).ok_or_else(malformed)?;
    if let Some(why) = told.get("failed") {
        return Ok(Answer::Failed {
            id,
            why: Failure::from_name(why.as_str().unwrap_or_default()),
        });
    }
    if let Some(replies) = told.get("replies") {
        let values = replies
            .as_array()
            .ok_or_else(malformed)?
            .iter()
            .map(value)
            .collect::<Option<_>>();
        return Ok(Answer::Reply {
            id,
            values: values.ok_or_else(malformed)?,
        });
    }
    let status = told
        .get("status")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .ok_or_else(malformed)?;
    let headers = match told.get("headers") {
        Some(headers) => serde_json::from_value(headers.clone()).map_err(|_| malformed())?,
        None => Vec::new(),
    };
    Ok(Answer::Response {
        id,
        status,
        headers,
        body,
    })
}

fn value(json: &Value) -> Option<StoreValue> {
    Some(match json {
        Value::Null => StoreValue::Nil,
        Value::Number(number) => StoreValue::Integer(number.as_i64()?),
        Value::String(text) => StoreValue::Text(text.clone()),
        Value::Array(values) => StoreValue::List(values.iter().map(value).collect::<Option<_>>()?),
        Value::Object(members) => StoreValue::Error(members.get("error")?.as_str()?.to_owned()),
        Value::Bool(_) => return None,
    })
}

/// A store's value as JSON.
#[cfg(feature = "test-hooks")]
pub(crate) fn of_value(value: &StoreValue) -> Value {
    match value {
        StoreValue::Nil => Value::Null,
        StoreValue::Integer(number) => json!(number),
        StoreValue::Text(text) => json!(text),
        StoreValue::List(values) => values.iter().map(of_value).collect(),
        StoreValue::Error(text) => json!({ "error": text }),
    }
}

/// Numbers of seconds to the microsecond: languages write further digits differently.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

fn numbers_rounded(mut event: Value) -> Value {
    for value in event.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if value.is_f64() {
            *value = json!(rounded(value.as_f64().unwrap_or_default()));
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_waits_ten_seconds_unless_told_otherwise() {
        let seconds =
            |json| crate::options::options::<ReadyOptions>(json).and_then(|options| options.seconds());
        assert_eq!(seconds("{}").unwrap(), 10.0);
        assert_eq!(seconds(r#"{"timeout":"2m"}"#).unwrap(), 120.0);
        for wrong in [r#"{"timeout":"soon"}"#, r#"{"timeout":1.5}"#, r#"{"timeot":1}"#] {
            assert_eq!(
                seconds(wrong).unwrap_err().code(),
                ErrorCode::OptionInvalid,
                "{wrong}"
            );
        }
    }

    #[test]
    fn answers_are_read_and_malformed_ones_refused() {
        let response = answer(
            r#"{"id":3,"status":200,"headers":[["etag","\"a\""]]}"#,
            b"{}".to_vec(),
        )
        .unwrap();
        let headers = vec![("etag".to_owned(), "\"a\"".to_owned())];
        assert_eq!(
            response,
            Answer::Response {
                id: 3,
                status: 200,
                headers,
                body: b"{}".to_vec()
            }
        );
        assert_eq!(
            answer(r#"{"id":3,"failed":"tls"}"#, Vec::new()).unwrap(),
            Answer::Failed {
                id: 3,
                why: Failure::Tls
            }
        );
        assert_eq!(
            answer(r#"{"id":3,"failed":"a driver's own"}"#, Vec::new()).unwrap(),
            Answer::Failed {
                id: 3,
                why: Failure::Connect
            }
        );
        let reply = answer(
            r#"{"id":3,"replies":[null,7,"a",["b"],{"error":"OOM"}]}"#,
            Vec::new(),
        )
        .unwrap();
        let values = [
            StoreValue::Nil,
            StoreValue::Integer(7),
            StoreValue::Text("a".to_owned()),
            StoreValue::List(vec![StoreValue::Text("b".to_owned())]),
            StoreValue::Error("OOM".to_owned()),
        ];
        assert_eq!(
            reply,
            Answer::Reply {
                id: 3,
                values: values.to_vec()
            }
        );
        for malformed in [
            r#"{"id":1,"replies":{}}"#,
            r#"{"id":1,"replies":[true]}"#,
            r#"{"id":1,"replies":[1.5]}"#,
            r#"{"id":1,"replies":[{}]}"#,
            "",
            "[]",
            "{}",
            r#"{"id":-1,"status":200}"#,
            r#"{"id":1}"#,
            r#"{"id":1,"status":70000}"#,
            r#"{"id":1,"status":200,"headers":{}}"#,
        ] {
            assert_eq!(
                answer(malformed, Vec::new()).unwrap_err().code(),
                ErrorCode::OptionInvalid,
                "{malformed}"
            );
        }
    }
}
