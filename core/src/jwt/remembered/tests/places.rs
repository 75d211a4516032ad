//! Where tokens are kept: how many, which leave, and that nothing grows.

use std::sync::Arc;

use super::{NOW, check, is_remembered, learn, memory, secret, token, verifier};
use crate::{JsonText, TokenOptions, Verifier, sign};

fn tokens(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| token(&format!("user{number}"), &secret()))
        .collect()
}

fn known<'a>(verifier: &'a Verifier, tokens: &'a [String]) -> impl Iterator<Item = bool> + 'a {
    let kept: Vec<_> = memory(verifier).kept();
    tokens
        .iter()
        .map(move |token| kept.iter().any(|entry| entry.is_of(token.as_bytes())))
}

#[test]
fn more_tokens_than_places_push_each_other_out_and_are_all_accepted() {
    // All are in the one set that there is.
    let (verifier, tokens) = (verifier(&secret(), Some(1)), tokens(40));
    for round in 0..6 {
        for (index, token) in tokens.iter().enumerate() {
            for _ in 0..3 {
                let checked = verifier.verify(token, NOW).unwrap();
                assert_eq!(
                    checked.claim_json("sub"),
                    Some(format!("\"user{index}\"").as_str()),
                    "{round}"
                );
            }
            assert!(memory(&verifier).kept().len() <= 8);
        }
    }
    assert_eq!(memory(&verifier).kept().len(), 8);
}

#[test]
fn what_comes_often_stays() {
    let (verifier, tokens) = (verifier(&secret(), Some(8)), tokens(60));
    let (often, others) = tokens.split_at(4);
    often.iter().for_each(|token| learn(&verifier, token, NOW));
    for pair in others.chunks(2) {
        for token in pair.iter().chain(pair) {
            verifier.verify(token, NOW).unwrap();
        }
        for token in often {
            assert!(is_remembered(&check(&verifier, token, NOW)));
        }
    }
    assert!(known(&verifier, often).all(|is_known| is_known));
}

#[test]
fn what_comes_once_pushes_nothing_out() {
    let (verifier, tokens) = (verifier(&secret(), Some(8)), tokens(200));
    let (kept, once) = tokens.split_at(8);
    kept.iter().for_each(|token| learn(&verifier, token, NOW));
    once.iter()
        .for_each(|token| drop(verifier.verify(token, NOW).unwrap()));
    assert!(known(&verifier, kept).all(|is_known| is_known));
    assert!(!known(&verifier, once).any(|is_known| is_known));
}

#[test]
fn a_flood_of_tokens_leaves_no_more_than_there_are_places() {
    let verifier = verifier(&secret(), Some(1000));
    let options = TokenOptions {
        issuer: Some(super::ISSUER.into()),
        expires_in: Some("5m".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let mut gone = Vec::new();
    for number in 0..20_000_u32 {
        let token = sign(&JsonText(&format!("{{\"n\":{number}}}")), &secret(), &options).unwrap();
        for _ in 0..2 {
            verifier.verify(&token, NOW).unwrap();
        }
        if number == 9_999 {
            gone = memory(&verifier).kept().iter().map(Arc::downgrade).collect();
        }
    }
    let kept = memory(&verifier).kept();
    assert!((900..=1000).contains(&kept.len()), "{}", kept.len());
    // What has left is freed: nobody else holds an entry.
    assert!(kept.iter().all(|entry| Arc::strong_count(entry) == 2));
    assert!(gone.iter().filter(|entry| entry.strong_count() > 0).count() < gone.len() / 10);
}

#[test]
fn another_verifier_remembers_for_itself() {
    let token = token("alice", &secret());
    let first = verifier(&secret(), Some(10));
    learn(&first, &token, NOW);
    // A clone is the same verifier; one that checks more is another.
    assert!(is_remembered(&check(&first.clone(), &token, NOW)));
    let list = crate::Revocations::new(&crate::RevocationsOptions::default()).unwrap();
    let other = first.clone().with_revocations(&list).unwrap();
    assert!(!is_remembered(&check(&other, &token, NOW)));
    assert!(memory(&other).kept().is_empty());
}

#[test]
fn a_value_beside_it_leaves_with_it() {
    let (verifier, tokens) = (verifier(&secret(), Some(8)), tokens(30));
    learn(&verifier, &tokens[0], NOW);
    let found = verifier.verify(&tokens[0], NOW).unwrap();
    let value = Arc::new(7_u32);
    found.beside().unwrap().put(Arc::clone(&value));
    assert_eq!(found.beside().unwrap().get::<u32>(), Some(Arc::clone(&value)));
    assert_eq!(found.beside().unwrap().get::<u64>(), None);
    assert!(found.alone().beside().is_none());
    assert_eq!(found.alone().claims_json(), found.claims_json());
    drop(found);
    assert_eq!(Arc::strong_count(&value), 2);
    tokens
        .iter()
        .skip(1)
        .for_each(|token| (0..2).for_each(|_| drop(verifier.verify(token, NOW).unwrap())));
    assert_eq!(Arc::strong_count(&value), 1);
}
