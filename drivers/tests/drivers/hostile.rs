//! Every behaviour of `tests/remote/behaviours.json`.

use std::env;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokenseal::{ErrorCode, RemoteKeySet, RemoteOptions};
use tokenseal_drivers::Settings;

use crate::carrier::{Carrier, Make, with_both};
use crate::clock::Clock;
use crate::keys::{good_key, plain, seconds, status, token, verifier};
use crate::server::{SERVER, Space};

/// Set for the soak: only behaviours that a time limit ends, with the default limit and in real
/// time.
const SOAK: &str = "TOKENSEAL_SOAK";
/// The default.
const LIMIT: Duration = Duration::from_secs(5);
/// Most of them wait for something.
const AT_ONCE: usize = 16;

with_both! { every_behaviour_has_its_outcome a_second_fetch_goes_well_too }

fn every_behaviour_has_its_outcome(make: Make) {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/remote/behaviours.json"
    ))
    .unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let behaviours = document["behaviours"].as_array().unwrap();
    assert_eq!(document["count"], behaviours.len());
    let clock = Clock::new();
    let settings = || {
        if is_soak() {
            Settings::new()
        } else {
            clock.settings()
        }
    };
    let carrier = make(settings().roots(SERVER.ca())).unwrap();
    let identified = make(settings().roots(SERVER.ca()).client_certificate(SERVER.client())).unwrap();
    let left = Mutex::new(
        behaviours
            .iter()
            .filter(|behaviour| is_slow(behaviour) || !is_soak()),
    );
    let problems = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = left.lock().unwrap().next();
                    let Some(behaviour) = next else { break };
                    let carrier = if behaviour.get("client_certificate").is_some() {
                        &identified
                    } else {
                        &carrier
                    };
                    if let Err(problem) = run(behaviour, carrier.as_ref(), &clock) {
                        problems
                            .lock()
                            .unwrap()
                            .push(format!("{}: {problem}", text_of(behaviour, "name")));
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn run(behaviour: &Value, carrier: &dyn Carrier, clock: &Clock) -> Result<(), String> {
    let space = Space::new();
    let Some(url) = space.url(text_of(behaviour, "url"), text_of(behaviour, "path")) else {
        return Ok(());
    };
    let allowed_hosts = behaviour
        .get("allowed_hosts")
        .map(|hosts| serde_json::from_value(hosts.clone()).unwrap());
    let options = RemoteOptions {
        allow_http: url.starts_with("http:"),
        allowed_hosts,
        timeout: (is_slow(behaviour) && !is_soak()).then(|| seconds(1)).flatten(),
        ..RemoteOptions::default()
    };
    let set = match text_of(behaviour, "asked") {
        "jwks" => RemoteKeySet::new(Some(&url), &options),
        _ => RemoteKeySet::new(
            None,
            &RemoteOptions {
                issuer: Some(url),
                ..options
            },
        ),
    };
    let set = set.map_err(|error| error.to_string())?;
    let began = Instant::now();
    let checked = carrier.verify(&verifier(&set), &token(&good_key()));
    let taken = began.elapsed();
    // A check may give up a moment before its flight does: both have the same time limit.
    while began.elapsed() < LIMIT * 2 && status(&set, clock.now())["fetching"] == true {
        thread::sleep(Duration::from_millis(10));
    }
    let status = status(&set, clock.now());
    let outcome = match checked {
        Ok(_) => "ready",
        Err(error) if error.code() == ErrorCode::JwksUnavailable => "unavailable",
        Err(error) => return Err(format!("{}: {error}", error.code().as_str())),
    };
    if !names(&behaviour["outcome"], outcome) {
        return Err(format!("{outcome}: {status}"));
    }
    let failure = status["last_failure"].as_str();
    if outcome == "unavailable" && !failure.is_some_and(|failure| names(&behaviour["failure"], failure)) {
        return Err(format!("failed by {failure:?}"));
    }
    if is_soak() && failure == Some("timeout") && !(LIMIT..LIMIT * 2).contains(&taken) {
        return Err(format!("over after {taken:?}"));
    }
    let fresh_for = behaviour.get("fresh_for").and_then(Value::as_f64);
    // A date has whole seconds.
    if fresh_for.is_some_and(|expected| (status["expires_in"].as_f64().unwrap() - expected).abs() > 2.0) {
        return Err(format!("fresh for {}", status["expires_in"]));
    }
    let strayed = |entry: &Value| {
        text_of(behaviour, "name").contains("redirect") && text_of(entry, "path").starts_with("/b/ok/")
    };
    if space.log().iter().any(strayed) {
        return Err("a redirect was followed".to_owned());
    }
    Ok(())
}

fn is_slow(behaviour: &Value) -> bool {
    behaviour.get("real_time").is_some()
}

fn is_soak() -> bool {
    env::var_os(SOAK).is_some()
}

/// Whether it is this string, or a list that contains it.
fn names(expected: &Value, text: &str) -> bool {
    expected == text
        || expected
            .as_array()
            .is_some_and(|list| list.iter().any(|one| one == text))
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// Headers of one answer go into the next request, and a connection that was closed in the meantime
/// is not a failure.
fn a_second_fetch_goes_well_too(make: Make) {
    let clock = Clock::new();
    let carrier = make(clock.settings()).unwrap();
    let cases = [
        ("304-after-etag", true),
        ("304-after-last-modified", true),
        ("304-with-other-etag", true),
        ("etag-long", false),
        ("keep-alive-closed", false),
        ("ok", false),
    ];
    for (name, is_unchanged) in cases {
        let space = Space::new();
        let set = RemoteKeySet::new(
            space.url("http", &format!("/b/{name}/jwks.json")).as_deref(),
            &plain(),
        )
        .unwrap();
        let verifier = verifier(&set);
        carrier.verify(&verifier, &token(&good_key())).unwrap();
        clock.advance(601.0);
        carrier
            .verify(&verifier, &token(&good_key()))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let status = status(&set, clock.now());
        let counts = (
            status["fetched"].as_u64().unwrap(),
            status["unchanged"].as_u64().unwrap(),
        );
        assert_eq!(counts, if is_unchanged { (1, 1) } else { (2, 0) }, "{name}");
        assert_eq!(status["state"], "fresh", "{name}");
    }
}
