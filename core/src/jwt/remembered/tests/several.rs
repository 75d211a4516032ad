//! Several issuers, each with its own settings, which come and go.

use proptest::prelude::*;
use serde_json::json;

use super::{NOW, check, is_accepted, is_remembered, key, learn, token_of, told};
use crate::{
    ContentEncryption, GenerateOptions, Key, KeyManagement, TokenOptions, Verifier, VerifyOptions, seal,
};

const ISSUERS: [&str; 3] = ["https://a.example", "https://b.example", "https://c.example"];

fn of(issuer: &str, key: &Key, remember: Option<u64>) -> Verifier {
    let options = VerifyOptions {
        issuer: Some(issuer.into()),
        remember,
        ..VerifyOptions::default()
    };
    Verifier::new(Some(key.public().unwrap().into()), None, &options).unwrap()
}

fn token(issuer: &str, key: &Key) -> String {
    token_of(&json!({ "iss": issuer, "sub": "alice", "exp": NOW + 900.0 }), key)
}

#[derive(Clone, Debug)]
enum Step {
    /// An issuer and one of its two keys.
    Check(usize, usize, u8),
    Add(usize, usize),
    Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize, 0..2_usize, 1..5_u8).prop_map(|(issuer, key, times)| Step::Check(issuer, key, times)),
        1 => (0..3_usize, 0..2_usize).prop_map(|(issuer, key)| Step::Add(issuer, key)),
        1 => (0..3_usize).prop_map(Step::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn issuers_come_and_go(steps in prop::collection::vec(step(), 1..80)) {
        let keys = [key("1"), key("2")];
        let worlds = [None, Some(8)].map(|remember| (remember, Verifier::by_issuer([], None).unwrap()));
        let tokens = ISSUERS.map(|issuer| keys.each_ref().map(|key| token(issuer, key)));
        for step in steps {
            match step {
                Step::Check(issuer, key, times) => for _ in 0..times {
                    let [plain, remembering] = worlds.each_ref().map(|(_, verifier)| told(&check(verifier, &tokens[issuer][key], NOW)));
                    prop_assert_eq!(plain, remembering);
                },
                Step::Add(issuer, key) => for (remember, verifier) in &worlds {
                    let _ = verifier.add(of(ISSUERS[issuer], &keys[key], *remember));
                },
                Step::Remove(issuer) => worlds.iter().for_each(|(_, verifier)| drop(verifier.remove(ISSUERS[issuer]))),
            }
        }
    }
}

#[test]
fn only_those_remember_that_ask() {
    let (a, b) = (key("a"), key("b"));
    let verifier =
        Verifier::by_issuer([of(ISSUERS[0], &a, Some(10)), of(ISSUERS[1], &b, None)], None).unwrap();
    learn(&verifier, &token(ISSUERS[0], &a), NOW);
    for _ in 0..5 {
        assert!(!is_remembered(&check(&verifier, &token(ISSUERS[1], &b), NOW)));
    }
    let none = Verifier::by_issuer([of(ISSUERS[1], &b, None)], None).unwrap();
    assert!(none.0.members.as_ref().unwrap().remembered().is_none());
}

#[test]
fn an_issuer_that_was_removed_is_asked_no_more() {
    let (a, b) = (key("a"), key("b"));
    let verifier =
        Verifier::by_issuer([of(ISSUERS[0], &a, Some(10)), of(ISSUERS[1], &b, Some(10))], None).unwrap();
    let tokens = [token(ISSUERS[0], &a), token(ISSUERS[1], &b)];
    tokens.iter().for_each(|token| learn(&verifier, token, NOW));
    assert!(verifier.remove(ISSUERS[0]).unwrap());
    assert!(!is_accepted(&check(&verifier, &tokens[0], NOW)));
    // The others' memory starts afresh, since it is shared.
    learn(&verifier, &tokens[1], NOW);
    // Another key for the same issuer is another verifier.
    verifier.add(of(ISSUERS[0], &b, Some(10))).unwrap();
    assert!(!is_accepted(&check(&verifier, &tokens[0], NOW)));
    learn(&verifier, &token(ISSUERS[0], &b), NOW);
}

#[test]
fn a_check_that_began_before_leaves_nothing_behind() {
    // The table is changed between the choice of an issuer and the end of the check: what was found
    // belongs to the old one.
    let a = key("a");
    let verifier = Verifier::by_issuer([of(ISSUERS[0], &a, Some(10))], None).unwrap();
    let token = token(ISSUERS[0], &a);
    let old = verifier.0.members.as_ref().unwrap().remembered().unwrap();
    learn(&verifier, &token, NOW);
    assert_eq!(old.kept().len(), 1);
    verifier.remove(ISSUERS[0]).unwrap();
    let new = verifier.0.members.as_ref().unwrap().remembered();
    assert!(new.is_none());
    verifier.add(of(ISSUERS[0], &a, Some(10))).unwrap();
    assert!(
        verifier
            .0
            .members
            .as_ref()
            .unwrap()
            .remembered()
            .unwrap()
            .kept()
            .is_empty()
    );
}

#[test]
fn nested_tokens_of_several_issuers() {
    let options = GenerateOptions {
        enc: Some(ContentEncryption::A256GCM),
        ..GenerateOptions::default()
    };
    let (a, direct) = (
        key("a"),
        Key::generate(KeyManagement::Dir.into(), &options).unwrap(),
    );
    let verifier = Verifier::by_issuer([of(ISSUERS[0], &a, Some(10))], Some(direct.clone().into())).unwrap();
    let made = TokenOptions {
        issuer: Some(ISSUERS[0].into()),
        expires_in: Some("15m".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let token = seal(&json!({}), &a, &direct, &made).unwrap();
    learn(&verifier, &token, NOW);
    verifier.remove(ISSUERS[0]).unwrap();
    assert!(!is_accepted(&check(&verifier, &token, NOW)));
}
