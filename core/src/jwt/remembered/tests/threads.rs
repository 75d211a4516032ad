//! Many threads over few places, while keys change.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::{NOW, options, secret, token, verifier};
use crate::{KeyRing, RingOptions, SignatureAlgorithm, Verifier};

#[test]
fn each_gets_its_own_token() {
    let tokens: Vec<String> = (0..24)
        .map(|number| token(&format!("user{number}"), &secret()))
        .collect();
    let verifier = verifier(&secret(), Some(8));
    thread::scope(|scope| {
        for offset in 0..4 {
            let (verifier, tokens) = (verifier.clone(), &tokens);
            scope.spawn(move || {
                for number in 0..20_000_usize {
                    let index = (number * (offset + 1) + number / 7) % tokens.len();
                    let checked = verifier.verify(&tokens[index], NOW).unwrap();
                    assert_eq!(
                        checked.claim_json("sub"),
                        Some(format!("\"user{index}\"").as_str())
                    );
                    if let Some(beside) = checked.beside() {
                        // Whatever another thread has put there is of the same token.
                        assert!(beside.get::<usize>().is_none_or(|own| *own == index));
                        beside.put(std::sync::Arc::new(index));
                    }
                }
            });
        }
    });
}

#[test]
fn nothing_is_accepted_after_its_key_was_revoked() {
    let ring = KeyRing::create(
        &[SignatureAlgorithm::Ed25519.into()],
        None,
        &RingOptions::default(),
        NOW,
    )
    .unwrap();
    let verifier = Verifier::new(Some((&ring).into()), None, &options(Some(8))).unwrap();
    let token = token("alice", ring.current().signing_key(None).unwrap());
    let is_revoked = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    // It was revoked before this check began, if it says so here.
                    let was_revoked = is_revoked.load(Ordering::SeqCst);
                    let checked = verifier.verify(&token, NOW);
                    if was_revoked {
                        assert!(checked.is_err());
                        return;
                    }
                }
            });
        }
        thread::sleep(std::time::Duration::from_millis(50));
        let key_id = ring.keys(NOW).unwrap()[0].key_id.clone();
        ring.revoke(&key_id, NOW).unwrap();
        is_revoked.store(true, Ordering::SeqCst);
    });
    assert!(verifier.verify(&token, NOW).is_err());
}
