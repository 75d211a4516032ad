//! The cases of `tests/http`, as a gateway asks about them.

use serde_json::Value;

use super::asking::{By, Challenge, Client, Told};
use super::file::{FILE, Making};
use super::servers;
use crate::support::Serve;

/// Services that can be behind a gateway: the others take cookies, or have scopes that belong to
/// the routes of an application.
const SERVICES: [&str; 6] = ["bearer", "dpop", "nonce", "report", "no_keys", "no_store"];

/// What no gateway passes on: a whole URL in place of the path. It is refused as malformed, not by
/// the rules.
const MALFORMED: [&str; 1] = ["path-whole-url"];

/// The program itself publishes a resource's metadata: a gateway passes requests for it on to the
/// program, and does not ask.
const PUBLISHED: [&str; 3] = ["metadata", "metadata-with-bad-token", "metadata-dpop"];

#[test]
fn nginx_is_told_what_every_framework_answers() {
    run_all(By::Nginx);
}

#[test]
fn traefik_is_told_what_every_framework_answers() {
    run_all(By::Traefik);
}

fn run_all(by: By) {
    let (mut count, mut wrong) = (0, Vec::new());
    for service in SERVICES {
        let serve = servers::start(service);
        let is_asked =
            |case: &&Value| case["service"] == service && !PUBLISHED.contains(&case["id"].as_str().unwrap());
        for case in FILE["cases"].as_array().unwrap().iter().filter(is_asked) {
            count += 1;
            let found = run(by, &serve, case);
            wrong.extend(
                found
                    .into_iter()
                    .map(|fault| format!("{}: {fault}", case["id"].as_str().unwrap())),
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(count, 265);
}

fn run(by: By, serve: &Serve, case: &Value) -> Vec<String> {
    let mut making = Making::of(case["service"].as_str().unwrap());
    let mut wrong = Vec::new();
    for step in case["steps"].as_array().unwrap() {
        let asked = &step["request"];
        let pair = |pair: &Value| {
            (
                pair[0].as_str().unwrap().to_owned(),
                pair[1].as_str().unwrap().to_owned(),
            )
        };
        let headers: Vec<_> = asked["headers"].as_array().unwrap().iter().map(pair).collect();
        let headers: Vec<_> = headers
            .into_iter()
            .map(|(name, value)| (name, making.fill(&value)))
            .collect();
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let target = making.fill(asked["target"].as_str().unwrap());
        let client = Client {
            method: asked["method"].as_str().unwrap(),
            target: &target,
            host: "api.example",
            headers: &headers,
        };
        let told = by.ask(serve, Some("shop"), client);
        making.nonce = told.reply.header("dpop-nonce").map(str::to_owned);
        if MALFORMED.contains(&case["id"].as_str().unwrap()) {
            assert_eq!((told.status(), told.code()), (400, "ERR_REQUEST_INVALID".into()));
            continue;
        }
        wrong.extend(faults(&told, &step["answer"]));
    }
    wrong
}

fn faults(told: &Told, expected: &Value) -> Vec<String> {
    let status = u64::from(told.status());
    if expected["status"] != status {
        return vec![format!(
            "{status} and not {}: {:?}",
            expected["status"], told.reply
        )];
    }
    let mut wrong = Vec::new();
    // A handler is reached if the request passes, and learns who sent it.
    if status == 200 {
        let subject = told.identity().get("sub").cloned().unwrap_or_default();
        if subject != expected["saw"].get("subject").cloned().unwrap_or_default() {
            wrong.push(format!(
                "the service is told {subject}, and not {}",
                expected["saw"]
            ));
        }
    }
    if let Some(challenges) = expected["challenges"].as_array() {
        let told = told.challenges();
        let fits = |(own, expected): (&Challenge, &Value)| {
            let value = |name: &str| {
                own.1
                    .iter()
                    .find(|(own, _)| own == name)
                    .map_or(Value::Null, |(_, value)| value.as_str().into())
            };
            let parameters = expected["parameters"].as_object().unwrap();
            expected["scheme"] == own.0.as_str()
                && parameters
                    .iter()
                    .all(|(name, expected)| is_value(&value(name), expected))
        };
        if told.len() != challenges.len() || !told.iter().zip(challenges).all(fits) {
            wrong.push(format!("challenges {told:?}, and not {challenges:?}"));
        }
    }
    for (name, value) in expected["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "vary")
    {
        let values: Vec<_> = told
            .reply
            .all(name)
            .iter()
            .map(|value| value.split(';').next().unwrap().to_owned())
            .collect();
        let is_right = if value == true {
            !values.is_empty()
        } else {
            values.iter().any(|own| value == own.as_str())
        };
        if !is_right {
            wrong.push(format!("{name} is {values:?}, and not {value}"));
        }
    }
    for (name, value) in expected["body"].as_object().into_iter().flatten() {
        if !is_value(&told.reply.json()[name], value) {
            wrong.push(format!("body {}, and not {name} {value}", told.reply.body));
        }
    }
    wrong
}

fn is_value(own: &Value, expected: &Value) -> bool {
    if *expected == true {
        !own.is_null()
    } else {
        own == expected
    }
}
