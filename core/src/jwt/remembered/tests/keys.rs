//! Keys that are fetched, rotate, are removed and revoked, while tokens come again.

use std::sync::Arc;

use proptest::prelude::*;

use super::{ISSUER, NOW, check, is_accepted, is_remembered, key, learn, options, token, told};
use crate::machine::{Answer, Failure, Times};
use crate::{
    GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, KeyRing, KeySet, RemoteKeySet,
    RemoteOptions, RingOptions, SignatureAlgorithm, Verifier, VerifyOptions, seal,
};

fn at(now: f64) -> Times {
    Times {
        jitter: Some(0.5),
        ..Times::of_test(now)
    }
}

fn remote() -> RemoteKeySet {
    RemoteKeySet::new(
        Some("https://issuer.example/jwks.json"),
        &RemoteOptions::default(),
    )
    .unwrap()
}

fn published(keys: &[&Key]) -> Vec<u8> {
    KeySet::new(keys.iter().map(|key| key.public().unwrap()))
        .to_jwks(false)
        .unwrap()
        .into_bytes()
}

/// Polls, and answers if there is a request.
fn answer(set: &RemoteKeySet, now: f64, keys: Option<&[&Key]>) {
    for fetch in set.poll(at(now)).fetches {
        let id = fetch.id;
        let answer = match keys {
            Some(keys) => Answer::Response {
                id,
                status: 200,
                headers: Vec::new(),
                body: published(keys),
            },
            None => Answer::Failed {
                id,
                why: Failure::Connect,
            },
        };
        set.tell(at(now), answer);
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// So many checks of a token.
    Check(usize, u8),
    Wait(f64),
    /// The keys are fetched, and are these, as bits.
    Publish(u8),
    Fail,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize, 1..5_u8).prop_map(|(token, times)| Step::Check(token, times)),
        2 => prop_oneof![Just(0.1), Just(30.0), Just(480.0), Just(600.0), 0.0..4000.0].prop_map(Step::Wait),
        2 => (1..8_u8).prop_map(Step::Publish),
        1 => Just(Step::Fail),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_published_set_lives_through_anything(steps in prop::collection::vec(step(), 1..60)) {
        let keys = [key("a"), key("b"), key("c")];
        let tokens = keys.each_ref().map(|key| super::token_of(&serde_json::json!({ "iss": ISSUER, "sub": "alice" }), key));
        let of = |remember| {
            let set = remote();
            let options = VerifyOptions { allow_missing_exp: true, ..options(remember) };
            (Verifier::new(Some((&set).into()), None, &options).unwrap(), set)
        };
        let worlds = [of(None), of(Some(1))];
        let mut now = NOW;
        for step in steps {
            match step {
                Step::Check(token, times) => for _ in 0..times {
                    let [plain, remembering] = worlds.each_ref().map(|(verifier, _)| told(&check(verifier, &tokens[token], now)));
                    prop_assert_eq!(plain, remembering);
                },
                Step::Wait(seconds) => now += seconds,
                Step::Publish(bits) => {
                    let keys: Vec<&Key> = keys.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0).map(|(_, key)| key).collect();
                    worlds.iter().for_each(|(_, set)| answer(set, now, Some(&keys)));
                }
                Step::Fail => worlds.iter().for_each(|(_, set)| answer(set, now, None)),
            }
        }
    }
}

#[test]
fn a_key_that_was_removed_verifies_nothing_more() {
    let (old, new, set) = (key("old"), key("new"), remote());
    let verifier = Verifier::new(Some((&set).into()), None, &options(Some(10))).unwrap();
    let token = token("alice", &old);
    answer(&set, NOW, Some(&[&old, &new]));
    learn(&verifier, &token, NOW);
    // It draws refreshes, and is used while they fail: as with a full check.
    let due = check(&verifier, &token, NOW + 500.0);
    assert!(is_remembered(&due) && due.due.len() == 1);
    answer(&set, NOW + 599.0, None);
    let stale = check(&verifier, &token, NOW + 601.0);
    assert!(
        is_remembered(&stale) && !stale.events.is_empty(),
        "{}",
        told(&stale)
    );
    assert!(
        !is_accepted(&check(&verifier, &token, NOW + 800.0)),
        "nobody has tried for long"
    );
    // The same keys, fetched again as another set: it is verified once more, and remembered at
    // once.
    answer(&set, NOW + 801.0, Some(&[&old, &new]));
    assert!(!is_remembered(&check(&verifier, &token, NOW + 802.0)));
    assert!(is_remembered(&check(&verifier, &token, NOW + 802.0)));
    answer(&set, NOW + 1500.0, Some(&[&new]));
    let refused = check(&verifier, &token, NOW + 1501.0);
    assert!(!is_accepted(&refused), "{}", told(&refused));
    assert!(super::memory(&verifier).kept().is_empty());
}

/// A ring that others change, as each of two services follows it.
fn ring_of(store: &Arc<Store>) -> KeyRing {
    KeyRing::open(Arc::<Store>::clone(store), protecting(), NOW).unwrap()
}

fn protecting() -> Key {
    Key::from_secret(
        &[7; 32],
        KeyManagement::A256KW.into(),
        &crate::KeyOptions::default(),
    )
    .unwrap()
}

#[derive(Debug)]
struct Store(std::sync::Mutex<Vec<u8>>);

impl crate::RingStore for Store {
    fn read(&self) -> crate::Result<Option<Vec<u8>>> {
        Ok(Some(self.0.lock().unwrap().clone()))
    }

    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> crate::Result<Option<Vec<u8>>>) -> crate::Result<()> {
        let mut text = self.0.lock().unwrap();
        if let Some(new) = change(text.clone())? {
            *text = new;
        }
        Ok(())
    }
}

fn ring_in_store() -> (KeyRing, Arc<Store>) {
    let options = RingOptions {
        rotate_every: Some("1d".into()),
        ..RingOptions::default()
    };
    let algorithms = [
        SignatureAlgorithm::ES256.into(),
        KeyManagement::ECDH_ES_A256KW.into(),
    ];
    let ring = KeyRing::create(&algorithms, None, &options, NOW).unwrap();
    let text = ring.to_jwe(&protecting(), None).unwrap();
    let store = Arc::new(Store(std::sync::Mutex::new(text.into_bytes())));
    (
        KeyRing::open(Arc::<Store>::clone(&store), protecting(), NOW).unwrap(),
        store,
    )
}

/// A token of the ring's own, which holds for an hour.
fn issued(ring: &KeyRing, is_nested: bool, now: f64) -> Option<String> {
    let encryption = is_nested.then(|| ring.into());
    let options = IssuerOptions {
        issuer: Some(ISSUER.into()),
        lifetime: Some("15m".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some(ring.into()), encryption, &options).ok()?;
    issuer
        .issue(
            &serde_json::json!({ "sub": "alice" }),
            &IssueOptions {
                now: Some(now),
                ..IssueOptions::default()
            },
        )
        .ok()
}

#[derive(Clone, Debug)]
enum Turn {
    Check(usize, u8),
    Wait(f64),
    Issue(bool),
    Advance,
    Revoke(usize),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        8 => (0..4_usize, 1..5_u8).prop_map(|(token, times)| Turn::Check(token, times)),
        3 => prop_oneof![Just(0.1), Just(1.0), Just(600.0), Just(86_400.0), 0.0..90_000.0].prop_map(Turn::Wait),
        3 => any::<bool>().prop_map(Turn::Issue),
        1 => Just(Turn::Advance),
        1 => (0..4_usize).prop_map(Turn::Revoke),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn a_ring_lives_through_anything(turns in prop::collection::vec(turn(), 1..60)) {
        let (ring, store) = ring_in_store();
        let of = |remember, is_nested: bool| {
            let followed = ring_of(&store);
            Verifier::new(Some((&followed).into()), is_nested.then(|| (&followed).into()), &options(remember)).unwrap()
        };
        let worlds = [false, true].map(|is_nested| [of(None, is_nested), of(Some(1), is_nested)]);
        let (mut now, mut tokens): (f64, Vec<(String, bool)>) = (NOW, Vec::new());
        for turn in turns {
            match turn {
                Turn::Check(back, times) => for _ in 0..times {
                    let Some((token, is_nested)) = tokens.iter().rev().nth(back) else { continue };
                    let [plain, remembering] = worlds[usize::from(*is_nested)].each_ref().map(|verifier| told(&check(verifier, token, now)));
                    prop_assert_eq!(plain, remembering);
                },
                Turn::Wait(seconds) => now += seconds,
                Turn::Issue(is_nested) => tokens.extend(issued(&ring, is_nested, now).map(|token| (token, is_nested))),
                Turn::Advance => drop(ring.advance(now)),
                Turn::Revoke(index) => if let Some(key) = ring.keys(now).unwrap().get(index) {
                    let _ = ring.revoke(&key.key_id, now);
                },
            }
        }
    }
}

#[test]
fn a_ring_in_a_store_stays_the_same_set_until_it_changes() {
    let (ring, store) = ring_in_store();
    let followed = ring_of(&store);
    let verifier = Verifier::new(
        Some((&followed).into()),
        Some((&followed).into()),
        &options(Some(10)),
    )
    .unwrap();
    let token = issued(&ring, true, NOW).unwrap();
    learn(&verifier, &token, NOW);
    // It is reread meanwhile, and nothing has changed.
    for seconds in [1.0, 2.0, 60.0] {
        assert!(
            is_remembered(&check(&verifier, &token, NOW + seconds)),
            "{seconds}"
        );
    }
    let signed_by = ring.keys(NOW).unwrap()[0].key_id.clone();
    ring.revoke(&signed_by, NOW + 61.0).unwrap();
    assert!(!is_accepted(&check(&verifier, &token, NOW + 62.0)));
}

#[test]
fn a_key_that_decrypts_is_needed_as_long_as_the_one_that_verifies() {
    let (ring, store) = ring_in_store();
    let followed = ring_of(&store);
    let signing = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let verifier = Verifier::new(
        Some(signing.clone().into()),
        Some((&followed).into()),
        &options(Some(10)),
    )
    .unwrap();
    let now = crate::TokenOptions {
        now: Some(NOW),
        expires_in: Some("15m".into()),
        issuer: Some(ISSUER.into()),
        ..crate::TokenOptions::default()
    };
    let encryption = ring.current().encryption_key().unwrap().public().unwrap();
    let token = seal(&serde_json::json!({}), &signing, &encryption, &now).unwrap();
    learn(&verifier, &token, NOW);
    ring.revoke(encryption.key_id().unwrap(), NOW + 1.0).unwrap();
    assert!(!is_accepted(&check(&verifier, &token, NOW + 2.0)));
}
