//! Rings with keys and a store: what is stored, who follows, and what is refused.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::machine::Times;
use crate::ring::{KeyRing, KeyState, RingStore};
use crate::{
    Error, ErrorCode, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, Result,
    RingOptions, SignatureAlgorithm, Verifier, VerifyOptions,
};

const NOW: f64 = 1_700_000_000.0;
const DAY: f64 = 86_400.0;

fn wrapping() -> Key {
    Key::generate(KeyManagement::A256KW.into(), &GenerateOptions::default()).unwrap()
}

fn ring() -> KeyRing {
    KeyRing::create(
        &[
            SignatureAlgorithm::Ed25519.into(),
            KeyManagement::ECDH_ES_A256KW.into(),
        ],
        None,
        &RingOptions::default(),
        NOW,
    )
    .unwrap()
}

/// A store in memory. Each holder has its own idea of what it has read.
#[derive(Debug, Default)]
struct Memory {
    kept: Arc<Mutex<Vec<u8>>>,
    read: Mutex<Vec<u8>>,
    is_read_only: AtomicBool,
}

impl Memory {
    fn of(text: String) -> Arc<Self> {
        Arc::new(Self {
            kept: Arc::new(Mutex::new(text.into_bytes())),
            ..Self::default()
        })
    }

    fn another(&self) -> Arc<Self> {
        Arc::new(Self {
            kept: Arc::clone(&self.kept),
            ..Self::default()
        })
    }
}

impl RingStore for Memory {
    fn read(&self) -> Result<Option<Vec<u8>>> {
        let (kept, mut read) = (self.kept.lock().unwrap(), self.read.lock().unwrap());
        let is_new = *kept != *read;
        read.clone_from(&kept);
        Ok(is_new.then(|| kept.clone()))
    }

    fn change(&self, change: &mut dyn FnMut(Vec<u8>) -> Result<Option<Vec<u8>>>) -> Result<()> {
        if self.is_read_only.load(Ordering::Relaxed) {
            return Err(Error::option("read only"));
        }
        let mut kept = self.kept.lock().unwrap();
        if let Some(text) = change(kept.clone())? {
            *kept = text;
        }
        Ok(())
    }
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

#[test]
fn tokens_of_a_year_are_made_and_checked_live() {
    let ring = ring();
    let options = IssuerOptions {
        lifetime: Some("15m".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some((&ring).into()), Some((&ring).into()), &options).unwrap();
    let verifier = Verifier::new(
        Some((&ring).into()),
        Some((&ring).into()),
        &VerifyOptions::default(),
    )
    .unwrap();
    let mut signers = Vec::new();
    for day in 0..365 {
        let now = NOW + f64::from(day) * DAY;
        let token = issuer
            .issue(
                &json!({ "sub": "alice" }),
                &IssueOptions {
                    now: Some(now),
                    ..IssueOptions::default()
                },
            )
            .unwrap();
        let checked = verifier.verify(&token, now + 899.0).unwrap();
        signers.push(checked.key_id().unwrap().to_owned());
    }
    signers.dedup();
    assert_eq!(signers.len(), 13, "each signs for thirty days");
}

#[test]
fn an_emergency_refuses_the_tokens_of_one_key() {
    let ring = ring();
    let issuer = Issuer::new(
        Some((&ring).into()),
        None,
        &IssuerOptions {
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        },
    )
    .unwrap();
    let verifier = Verifier::new(Some((&ring).into()), None, &VerifyOptions::default()).unwrap();
    let issue = |now| {
        issuer
            .issue(
                &json!({}),
                &IssueOptions {
                    now: Some(now),
                    ..IssueOptions::default()
                },
            )
            .unwrap()
    };
    let known_before = ring.to_key_set(NOW).unwrap();
    let old = issue(NOW);
    let stolen = verifier.verify(&old, NOW).unwrap().key_id().unwrap().to_owned();
    let advanced = ring.revoke(&stolen, NOW + 1.0).unwrap();
    assert!(
        advanced
            .changes
            .iter()
            .any(|change| change.key_id == stolen && change.is == Some(KeyState::Revoked)),
        "{advanced:?}"
    );
    assert_eq!(code(verifier.verify(&old, NOW + 1.0)), ErrorCode::NoMatchingKey);
    let new = issue(NOW + 1.0);
    verifier.verify(&new, NOW + 1.0).unwrap();
    // Anyone who fetched the keys before already has the new signer.
    Verifier::new(Some(known_before.into()), None, &VerifyOptions::default())
        .unwrap()
        .verify(&new, NOW + 1.0)
        .unwrap();
    assert!(!ring.to_jwks(NOW + 1.0).unwrap().contains(&stolen));
    assert_eq!(code(ring.revoke("nobody's", NOW)), ErrorCode::NoMatchingKey);
}

#[test]
fn no_token_outlives_its_key() {
    let ring = ring();
    let issuer = |options| Issuer::new(Some((&ring).into()), None, &options);
    assert_eq!(
        code(issuer(IssuerOptions {
            lifetime: Some("16m".into()),
            ..IssuerOptions::default()
        })),
        ErrorCode::OptionInvalid
    );
    assert_eq!(
        code(issuer(IssuerOptions {
            no_expiry: true,
            ..IssuerOptions::default()
        })),
        ErrorCode::OptionInvalid
    );
    let issuer = issuer(IssuerOptions::default()).unwrap();
    let issue = |options| {
        issuer.issue(
            &json!({}),
            &IssueOptions {
                now: Some(NOW),
                ..options
            },
        )
    };
    issue(IssueOptions {
        expires_in: Some("15m".into()),
        ..IssueOptions::default()
    })
    .unwrap();
    assert_eq!(
        code(issue(IssueOptions {
            expires_in: Some("16m".into()),
            ..IssueOptions::default()
        })),
        ErrorCode::OptionInvalid
    );
    assert_eq!(
        code(issue(IssueOptions {
            no_expiry: true,
            ..IssueOptions::default()
        })),
        ErrorCode::OptionInvalid
    );
    let late = issuer.issue(
        &json!({ "exp": NOW + 1000.0 }),
        &IssueOptions {
            now: Some(NOW),
            ..IssueOptions::default()
        },
    );
    assert_eq!(code(late), ErrorCode::OptionInvalid);
    assert_eq!(
        code(Issuer::new(
            Some(wrapping().into()),
            None,
            &IssuerOptions::default()
        )),
        ErrorCode::KeyMismatch
    );
}

#[test]
fn what_is_kept_opens_again_and_only_by_its_key() {
    let (ring, key) = (ring(), wrapping());
    let text = ring.to_jwe(&key, Some(b"from a KMS")).unwrap();
    assert_eq!(KeyRing::wrapped_key(&text).unwrap().unwrap(), b"from a KMS");
    let opened = KeyRing::from_jwe(&text, vec![wrapping(), key.clone()], NOW).unwrap();
    assert_eq!(opened.to_jwks(NOW).unwrap(), ring.to_jwks(NOW).unwrap());
    assert_eq!(opened.keys(NOW).unwrap(), ring.keys(NOW).unwrap());
    assert_eq!(
        code(KeyRing::from_jwe(&text, wrapping(), NOW)),
        ErrorCode::KeyRingUnavailable
    );
    for length in [0, 1, 100, text.len() - 1] {
        assert_eq!(
            code(KeyRing::from_jwe(&text[..length], &key, NOW)),
            ErrorCode::KeyRingUnavailable
        );
    }
    let signing = Key::generate(SignatureAlgorithm::HS256.into(), &GenerateOptions::default()).unwrap();
    let public = Key::generate(KeyManagement::ECDH_ES.into(), &GenerateOptions::default()).unwrap();
    for wrong in [signing, public] {
        assert_eq!(code(ring.to_jwe(&wrong, None)), ErrorCode::OptionInvalid);
    }
}

#[test]
fn several_share_a_ring_and_change_it_once_each() {
    let (key, first) = (wrapping(), ring());
    let store = Memory::of(first.to_jwe(&key, None).unwrap());
    let rings: Vec<KeyRing> = (0..3)
        .map(|_| KeyRing::open(store.another(), &key, NOW).unwrap())
        .collect();
    let later = NOW + 30.0 * DAY;
    for ring in &rings {
        ring.advance(later).unwrap();
    }
    let keys = rings[0].keys(later).unwrap();
    assert_eq!(
        keys.len(),
        6,
        "one key more for each algorithm, and not three: {keys:?}"
    );
    let stolen = keys[0].key_id.clone();
    rings[2].revoke(&stolen, later).unwrap();
    // A check sees it within a fifth of a second.
    let view = rings[1].at(Times::new(later + 0.3, 0.3));
    assert!(view.verifying.get(&stolen).is_none());
}

#[test]
fn who_only_follows_changes_keys_by_the_clock() {
    let (key, first) = (wrapping(), ring());
    let store = Memory::of(first.to_jwe(&key, None).unwrap());
    let leader = KeyRing::open(store.another(), &key, NOW).unwrap();
    let place = store.another();
    place.is_read_only.store(true, Ordering::Relaxed);
    let follower = KeyRing::open(place, &key, NOW).unwrap();
    assert_eq!(code(follower.advance(NOW + 30.0 * DAY)), ErrorCode::OptionInvalid);
    let due = leader.advance(NOW).unwrap().next.unwrap();
    leader.advance(due).unwrap();
    let turn = leader.keys(due).unwrap()[1].active_from.unwrap();
    let signs = |ring: &KeyRing, now| ring.signing_key(None, now).unwrap().key_id().unwrap().to_owned();
    assert_eq!(signs(&follower, turn - 1.0), signs(&leader, turn - 1.0));
    assert_eq!(signs(&follower, turn), signs(&leader, turn));
    assert_ne!(signs(&follower, turn), signs(&follower, turn - 1.0));
    let issuer = Issuer::new(
        Some((&follower).into()),
        None,
        &IssuerOptions {
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        },
    )
    .unwrap();
    issuer
        .issue(
            &json!({}),
            &IssueOptions {
                now: Some(turn + 40.0 * DAY),
                ..IssueOptions::default()
            },
        )
        .unwrap();
}

#[test]
fn an_older_or_another_ring_is_neither_used_nor_overwritten() {
    let (key, first) = (wrapping(), ring());
    let old = first.to_jwe(&key, None).unwrap();
    let store = Memory::of(old.clone());
    let ring = KeyRing::open(store.another(), &key, NOW).unwrap();
    let stolen = ring.keys(NOW).unwrap()[0].key_id.clone();
    ring.revoke(&stolen, NOW).unwrap();
    for text in [
        old,
        super::kept::ring().to_jwe(&key, None).unwrap(),
        first.to_jwe(&wrapping(), None).unwrap(),
        String::new(),
    ] {
        *store.kept.lock().unwrap() = text.clone().into_bytes();
        assert_eq!(
            code(ring.advance(NOW + 40.0 * DAY)),
            ErrorCode::KeyRingUnavailable
        );
        assert_eq!(
            *store.kept.lock().unwrap(),
            text.into_bytes(),
            "nothing was overwritten"
        );
        assert!(ring.status(NOW).unwrap().contains("ERR_KEYRING_UNAVAILABLE"));
        assert!(
            ring.to_key_set(NOW).unwrap().get(&stolen).is_none(),
            "what was revoked stays so"
        );
    }
}

#[test]
fn keys_are_rewrapped_for_all_who_have_both() {
    let (old, new, first) = (wrapping(), wrapping(), ring());
    let store = Memory::of(first.to_jwe(&old, Some(b"old")).unwrap());
    let ring = KeyRing::open(store.another(), &old, NOW).unwrap();
    let (has_both, has_one) = (
        KeyRing::open(store.another(), vec![old.clone(), new.clone()], NOW),
        KeyRing::open(store.another(), &old, NOW),
    );
    ring.rewrap(&new, Some(b"new"), NOW).unwrap();
    assert_eq!(
        KeyRing::wrapped_key(&*store.kept.lock().unwrap())
            .unwrap()
            .unwrap(),
        b"new"
    );
    ring.advance(NOW + 30.0 * DAY).unwrap();
    has_both.unwrap().advance(NOW + 60.0 * DAY).unwrap();
    KeyRing::open(store.another(), &new, NOW).unwrap();
    assert_eq!(
        code(has_one.unwrap().advance(NOW + 60.0 * DAY)),
        ErrorCode::KeyRingUnavailable
    );
    assert_eq!(
        KeyRing::wrapped_key(&*store.kept.lock().unwrap())
            .unwrap()
            .unwrap(),
        b"new",
        "and by the key that opened it, again"
    );
}

#[test]
fn keys_that_are_elsewhere_have_the_same_states() {
    let keys: Vec<Key> = (0..3)
        .map(|_| Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap())
        .collect();
    let public = |index: usize| keys[index].public().unwrap();
    let ring = KeyRing::create(&[], Some(public(0).into()), &RingOptions::default(), NOW).unwrap();
    assert_eq!(
        ring.advance(NOW).unwrap().needs_key,
        [SignatureAlgorithm::ES256.into()],
        "a spare is lacking"
    );
    assert_eq!(
        code(ring.add(&keys[1], NOW)),
        ErrorCode::OptionInvalid,
        "private halves have no place here"
    );
    assert!(ring.add(&public(1), NOW).unwrap().needs_key.is_empty());
    assert_eq!(
        code(ring.add(&public(1), NOW)),
        ErrorCode::OptionInvalid,
        "once is enough"
    );
    let late = NOW + 30.0 * DAY;
    assert_eq!(
        ring.advance(late).unwrap().needs_key,
        [SignatureAlgorithm::ES256.into()]
    );
    assert_eq!(
        ring.signing_key(None, late).unwrap().key_id(),
        public(0).key_id(),
        "without a spare for afterwards, no turn ends"
    );
    ring.add(&public(2), late).unwrap();
    let turn = ring.keys(late).unwrap()[1].active_from.unwrap();
    assert_eq!(ring.signing_key(None, turn).unwrap().key_id(), public(1).key_id());
}

#[test]
fn a_ring_shows_no_secret() {
    let ring = ring();
    let secret = ring.to_jwe(&wrapping(), None).unwrap();
    assert!(!secret.is_empty());
    for shown in [
        format!("{ring:?}"),
        ring.status(NOW).unwrap(),
        ring.to_jwks(NOW).unwrap(),
        format!("{:?}", ring.keys(NOW)),
    ] {
        assert!(!shown.contains("\"d\""), "{shown}");
    }
    assert_eq!(ring.cache_control(), "max-age=600");
}
