//! What was revoked and withdrawn in between, and statuses that changed: asked each time.

use proptest::prelude::*;
use serde_json::json;

use super::{ISSUER, NOW, check, is_accepted, is_remembered, learn, options, secret, token, token_of, told};
use crate::machine::{Answer, Times};
use crate::{
    Followed, Outcome, Revocations, RevocationsOptions, RevokeOptions, StatusList, StatusLists,
    StatusListsOptions, StatusTokenOptions, StoreOptions, Verifier,
};

#[derive(Clone, Debug)]
enum Step {
    Check(usize, u8),
    Revoke(u8, usize),
    Withdraw(usize),
    Wait(f64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize, 1..5_u8).prop_map(|(token, times)| Step::Check(token, times)),
        2 => (0..4_u8, 0..3_usize).prop_map(|(kind, whom)| Step::Revoke(kind, whom)),
        1 => (0..4_usize).prop_map(Step::Withdraw),
        1 => (0.0..1200.0).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn revoked_and_withdrawn(steps in prop::collection::vec(step(), 1..60)) {
        // One has escapes, and one lacks the claims that name it.
        let tokens = [
            token("alice", &secret()),
            token("b\u{1f}\"o\\b", &secret()),
            token_of(&json!({ "iss": ISSUER, "exp": NOW + 3000.0 }), &secret()),
        ];
        let list = Revocations::new(&RevocationsOptions { longest_lifetime: Some("1d".into()), ..RevocationsOptions::default() }).unwrap();
        let worlds = [None, Some(1)].map(|remember| {
            Verifier::new(Some(secret().into()), None, &options(remember)).unwrap().with_revocations(&list).unwrap()
        });
        let (mut now, mut entries) = (NOW, Vec::new());
        for step in steps {
            match step {
                Step::Check(token, times) => for _ in 0..times {
                    let [plain, remembering] = worlds.each_ref().map(|verifier| told(&check(verifier, &tokens[token], now)));
                    prop_assert_eq!(plain, remembering);
                },
                Step::Revoke(kind, whom) => {
                    let call = RevokeOptions { now: Some(now), ..RevokeOptions::default() };
                    let name = ["alice", "b\u{1f}\"o\\b", "carol"][whom];
                    let entry = match (kind, worlds[0].verify(&tokens[whom], now)) {
                        (0, Ok(token)) => list.revoke(&token, &call),
                        (1, _) => list.revoke_session(Some(ISSUER), name, &call),
                        (2, _) => list.revoke_subject(Some(ISSUER), name, &call),
                        _ => list.revoke_issuer(ISSUER, &call),
                    };
                    entries.extend(entry.map(|entry| entry.id));
                }
                Step::Withdraw(index) => if let Some(id) = entries.get(index) {
                    let _ = list.withdraw(id, &RevokeOptions { now: Some(now), ..RevokeOptions::default() });
                },
                Step::Wait(seconds) => now += seconds,
            }
        }
    }
}

#[test]
fn a_token_is_refused_the_moment_it_is_revoked() {
    let list = Revocations::new(&RevocationsOptions::default()).unwrap();
    let verifier = Verifier::new(Some(secret().into()), None, &options(Some(10)))
        .unwrap()
        .with_revocations(&list)
        .unwrap();
    let token = token("alice", &secret());
    learn(&verifier, &token, NOW);
    let call = RevokeOptions {
        now: Some(NOW),
        ..RevokeOptions::default()
    };
    let entry = list.revoke_session(Some(ISSUER), "alice", &call).unwrap();
    assert!(!is_accepted(&check(&verifier, &token, NOW)));
    list.withdraw(&entry.id, &call).unwrap();
    assert!(is_remembered(&check(&verifier, &token, NOW)));
}

#[test]
fn a_list_in_a_store_is_waited_for_each_time() {
    // It was never read, so each check waits for it; and what is found while it waits is remembered
    // when it was accepted.
    let store = StoreOptions {
        namespace: Some("revocations".into()),
        ..StoreOptions::default()
    };
    let list = Revocations::redis(&store).unwrap();
    let verifier = Verifier::new(Some(secret().into()), None, &options(Some(10)))
        .unwrap()
        .with_revocations(&list)
        .unwrap();
    let token = token("alice", &secret());
    for _ in 0..4 {
        assert!(matches!(check(&verifier, &token, NOW).outcome, Outcome::Waits(_)));
    }
    assert!(
        super::memory(&verifier).kept().is_empty(),
        "nobody has accepted it yet"
    );
}

/// Has the list of a verifier fetched, if it wants one.
fn serve(verifier: &Verifier, list: &StatusList, now: f64) {
    let times = Times {
        jitter: Some(0.5),
        ..Times::of_test(now)
    };
    for followed in verifier.followed() {
        let Followed::StatusList(one) = followed else {
            continue;
        };
        for fetch in one.poll(times).fetches {
            let made = StatusTokenOptions {
                ttl: Some("1m".into()),
                now: Some(now),
                ..StatusTokenOptions::default()
            };
            let body = list
                .to_jwt(secret(), "https://issuer.example/1", &made)
                .unwrap()
                .into_bytes();
            let headers = vec![("content-type".to_owned(), "application/statuslist+jwt".to_owned())];
            one.tell(
                times,
                Answer::Response {
                    id: fetch.id,
                    status: 200,
                    headers,
                    body,
                },
            );
        }
    }
}

#[test]
fn a_status_is_looked_up_each_time() {
    let list = StatusList::new(100, 2).unwrap();
    let index = list.allocate().unwrap();
    let status = json!({ "status_list": { "idx": index, "uri": "https://issuer.example/1" } });
    let claims = json!({ "iss": ISSUER, "exp": NOW + 3600.0, "status": status });
    let token = token_of(&claims, &secret());
    let worlds = [None, Some(1)].map(|remember| {
        let of_lists = StatusListsOptions {
            allowed_uris: Some(vec!["https://issuer.example/".into()]),
            ..StatusListsOptions::default()
        };
        let lists = StatusLists::new(None, &of_lists).unwrap();
        Verifier::new(Some(secret().into()), None, &options(remember))
            .unwrap()
            .with_status_lists(&lists)
            .unwrap()
    });
    let mut seen = Vec::new();
    for (step, status) in [
        StatusList::VALID,
        StatusList::SUSPENDED,
        StatusList::VALID,
        StatusList::INVALID,
    ]
    .into_iter()
    .enumerate()
    {
        list.set(index, status).unwrap();
        for seconds in [0.0, 20.0, 50.0, 70.0, 71.0, 72.0] {
            let now = NOW + 100.0 * step as f64 + seconds;
            let [plain, remembering] = worlds
                .each_ref()
                .map(|verifier| told(&check(verifier, &token, now)));
            assert_eq!(plain, remembering);
            seen.push(is_remembered(&check(&worlds[1], &token, now)));
            worlds.iter().for_each(|verifier| serve(verifier, &list, now));
        }
    }
    assert!(seen.contains(&true) && seen.last() == Some(&false));
}
