//! Tokens that are bound to their sender: the proof is asked for each time, and used up each time.

use serde_json::json;

use super::{ISSUER, NOW, check_with, is_accepted, is_remembered, key, memory, options, secret, told};
use crate::dpop::prove;
use crate::{
    CheckOptions, Confirmation, IssueOptions, Issuer, IssuerOptions, Key, Outcome, ProofOptions, ReplayCache,
    ReplayStoreOptions, Verifier, VerifyOptions,
};

fn bound_to(key: &Key) -> String {
    let options = IssuerOptions {
        issuer: Some(ISSUER.into()),
        lifetime: Some("15m".into()),
        ..IssuerOptions::default()
    };
    let call = IssueOptions {
        confirm: Some(Confirmation::of_key(key).unwrap()),
        now: Some(NOW),
        ..IssueOptions::default()
    };
    Issuer::new(Some(secret().into()), None, &options)
        .unwrap()
        .issue(&json!({ "sub": "alice" }), &call)
        .unwrap()
}

fn proof(key: &Key, token: &str, url: &str) -> String {
    let options = ProofOptions {
        access_token: Some(token.to_owned()),
        now: Some(NOW),
        ..ProofOptions::default()
    };
    prove(key, "GET", &format!("https://api.example{url}"), &options).unwrap()
}

fn sent(proof: Option<String>) -> CheckOptions {
    let url = proof.is_some().then(|| "/a".to_owned());
    CheckOptions {
        method: url.as_ref().map(|_| "GET".into()),
        url,
        proof: proof.map(Into::into),
        ..CheckOptions::default()
    }
}

fn verifier(remember: Option<u64>) -> Verifier {
    let options = VerifyOptions {
        public_origins: Some(vec!["https://api.example".into()]),
        ..options(remember)
    };
    Verifier::new(Some(secret().into()), None, &options).unwrap()
}

#[test]
fn every_proof_is_checked() {
    let (own, thief) = (key("own"), key("thief"));
    let token = bound_to(&own);
    let worlds = [verifier(None), verifier(Some(10))];
    let once = proof(&own, &token, "/a");
    let proofs = [
        Some(once.clone()),
        Some(proof(&own, &token, "/a")),
        Some(proof(&own, &token, "/a")),
        Some(once),
        None,
        Some(proof(&thief, &token, "/a")),
        Some(proof(&own, &token, "/b")),
        Some(proof(&own, "another", "/a")),
        Some("no proof".to_owned()),
        Some(proof(&own, &token, "/a")),
    ];
    let mut remembered = Vec::new();
    for proof in proofs {
        let [plain, own] = worlds
            .each_ref()
            .map(|verifier| check_with(verifier, &token, NOW, sent(proof.clone())));
        assert_eq!(told(&plain), told(&own));
        remembered.push((is_accepted(&own), is_remembered(&own)));
    }
    let (refused, full, known) = ((false, false), (true, false), (true, true));
    assert_eq!(
        remembered,
        [
            full, full, known, refused, refused, refused, refused, refused, refused, known
        ]
    );
}

#[test]
fn a_token_that_comes_without_its_proof_is_never_remembered() {
    let token = bound_to(&key("own"));
    let verifier = verifier(Some(10));
    (0..4).for_each(|_| {
        assert!(!is_accepted(&check_with(
            &verifier,
            &token,
            NOW,
            CheckOptions::default()
        )))
    });
    assert!(memory(&verifier).kept().is_empty());
}

#[test]
fn what_waits_for_a_store_is_remembered_when_it_was_accepted() {
    let own = key("own");
    let token = bound_to(&own);
    let store = ReplayStoreOptions {
        namespace: Some("proofs".into()),
        ..ReplayStoreOptions::default()
    };
    let replays = ReplayCache::redis(&store).unwrap();
    let verifier = verifier(Some(10)).with_replays(&replays).unwrap();
    for expected in [0, 0, 0] {
        let check = check_with(&verifier, &token, NOW, sent(Some(proof(&own, &token, "/a"))));
        let Outcome::Waits(pending) = check.outcome else {
            panic!("{check:?}")
        };
        // A store that cannot be reached: the check is refused, and nothing was accepted.
        assert!(!is_accepted(&pending.give_up()));
        assert_eq!(memory(&verifier).kept().len(), expected);
    }
}
