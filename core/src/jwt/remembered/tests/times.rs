//! At every moment, and most of all where times begin and end.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{NOW, check, learn, memory, secret, token_of, told};
use crate::{Verifier, VerifyOptions};

/// A time near now: whole, halves, or with more digits than a sum of them keeps.
fn time() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-40..40).prop_map(f64::from),
        (-80..80).prop_map(|half| f64::from(half) / 2.0),
        -40.0..40.0
    ]
    .prop_map(|offset: f64| NOW + offset)
}

fn length() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![Just(None), (1_i64..30).prop_map(Some)]
}

/// The times at which something can change, and those next to them.
fn moments(claims: &Map<String, Value>, lengths: &[Option<i64>]) -> Vec<f64> {
    let mut offsets = vec![0.0];
    for length in lengths.iter().flatten().map(|length| *length as f64) {
        offsets.extend(
            offsets
                .clone()
                .iter()
                .flat_map(|offset| [offset + length, offset - length]),
        );
    }
    let times = claims
        .values()
        .filter_map(Value::as_f64)
        .flat_map(|time| offsets.iter().map(move |offset| time + offset));
    times
        .flat_map(|time| {
            [
                time.next_down().next_down(),
                time.next_down(),
                time,
                time.next_up(),
                time.next_up().next_up(),
            ]
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn every_moment_is_judged_alike(
        exp in proptest::option::weighted(0.9, time()), nbf in proptest::option::of(time()), iat in proptest::option::of(time()),
        leeway in length(), max_age in length(), max_lifetime in length(), others in prop::collection::vec(time(), 0..20),
    ) {
        let present = [("exp", exp), ("nbf", nbf), ("iat", iat)].into_iter().filter_map(|(name, time)| Some((name.to_owned(), time?.into())));
        let claims: Map<String, Value> = present.collect();
        let token = token_of(&claims.clone().into(), &secret());
        let options = VerifyOptions {
            leeway: leeway.map(Into::into), max_age: max_age.map(Into::into), max_lifetime: max_lifetime.map(Into::into),
            allow_missing_exp: max_lifetime.is_none(), ..VerifyOptions::default()
        };
        let of = |remember| Verifier::new(Some(secret().into()), None, &VerifyOptions { remember, ..options.clone() }).unwrap();
        let (plain, remembering) = (of(None), of(Some(1)));
        for now in moments(&claims, &[leeway, max_age, max_lifetime]).into_iter().chain(others) {
            // Where it is good it is learnt at this very moment, and then asked before and after.
            for now in [now, now, now, now + 1.0, now - 1.0, now] {
                prop_assert_eq!(told(&check(&remembering, &token, now)), told(&check(&plain, &token, now)), "{} {}", claims_of(&claims), now);
            }
        }
    }
}

fn claims_of(claims: &Map<String, Value>) -> String {
    Value::Object(claims.clone()).to_string()
}

#[test]
fn it_is_remembered_from_its_first_moment_to_its_last() {
    let claims = serde_json::json!({ "nbf": NOW, "exp": NOW + 60.0, "iat": NOW });
    let token = token_of(&claims, &secret());
    let options = VerifyOptions {
        leeway: Some("5s".into()),
        max_age: Some("30s".into()),
        remember: Some(10),
        ..VerifyOptions::default()
    };
    let verifier = Verifier::new(Some(secret().into()), None, &options).unwrap();
    learn(&verifier, &token, NOW);
    for (now, is_known) in [
        (NOW - 5.0, true),
        (NOW - 5.1, false),
        (NOW + 34.9, true),
        (NOW + 34.9999, true),
        (NOW - 5.0, true),
    ] {
        assert_eq!(
            super::is_remembered(&check(&verifier, &token, now)),
            is_known,
            "{now}"
        );
    }
    // What is over has left, and what is too early may come.
    assert_eq!(memory(&verifier).kept().len(), 1);
    assert!(!super::is_accepted(&check(&verifier, &token, NOW + 35.1)));
    assert_eq!(memory(&verifier).kept().len(), 0);
}
