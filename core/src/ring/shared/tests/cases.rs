//! What happens to a ring in a store, one thing at a time.

use serde_json::json;

use super::super::super::{KeyRing, RingAction};
use super::server::Server;
use super::world::{START, created, options, policy, wrapping};
use crate::machine::{Answer, Failure, Times, Value};
use crate::{
    Advanced, ErrorCode, Followed, IssueOptions, Issuer, IssuerOptions, Key, KeyState, Outcome,
    PendingAction, Result, Revocations, RevocationsOptions, RingStoreOptions, StoreOptions, Verifier,
    VerifyOptions,
};

fn at(seconds: f64) -> Times {
    Times {
        jitter: Some(0.5),
        ..Times::of_test(START + seconds)
    }
}

/// Carries whatever there is to do, until there is nothing.
fn carry(ring: &KeyRing, server: &mut Server, times: Times) {
    let mut stores = ring.poll(times).stores;
    while let Some(store) = stores.pop() {
        let values = store
            .commands
            .iter()
            .map(|command| server.perform(command))
            .collect();
        stores.extend(ring.tell(times, Answer::Reply { id: store.id, values }).stores);
    }
}

fn finish(pending: PendingAction, server: &mut Server, times: Times) -> Result<Advanced> {
    for _ in 0..10 {
        if !pending.is_settled(times) {
            carry(&pending.ring(), server, times);
        }
    }
    pending.finish()
}

fn opened(server: &mut Server, key: &Key, create: Option<&KeyRing>) -> KeyRing {
    let ring = KeyRing::redis(&options(), key, create, START).unwrap();
    carry(&ring, server, at(0.0));
    ring
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

#[test]
fn no_ring_is_made_because_the_store_is_empty() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, None);
    assert!(server.kept.is_none() && !ring.is_ready(at(0.0)));
    assert!(
        ring.unavailable().message().contains("is not in its store"),
        "{}",
        ring.unavailable()
    );
    assert_eq!(
        code(Issuer::new(Some((&ring).into()), None, &IssuerOptions::default())),
        ErrorCode::KeyRingUnavailable
    );
    assert_eq!(
        code(Verifier::new(
            Some((&ring).into()),
            None,
            &VerifyOptions::default()
        )),
        ErrorCode::KeyRingUnavailable
    );
    assert_eq!(
        code(ring.begin(RingAction::advance(START).unwrap(), at(0.0)).map(drop)),
        ErrorCode::KeyRingUnavailable
    );
    for unread in [
        ring.to_jwks(START).map(drop),
        ring.to_jwe(&key, None).map(drop),
        ring.to_key_set(START).map(drop),
    ] {
        assert_eq!(
            code(unread),
            ErrorCode::KeyRingUnavailable,
            "nothing is known of it"
        );
    }
    let first = created(START);
    let made = opened(&mut server, &key, Some(&first));
    assert_eq!(made.keys(START).unwrap(), first.keys(START).unwrap());
    carry(&ring, &mut server, at(5.0));
    assert_eq!(ring.keys(START).unwrap(), first.keys(START).unwrap());
    // A process that would make another ring finds this one.
    assert_eq!(
        opened(&mut server, &key, Some(&created(START)))
            .keys(START)
            .unwrap(),
        first.keys(START).unwrap()
    );
}

#[test]
fn a_change_is_made_once_however_often_it_is_sent() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let other = opened(&mut server, &key, None);
    let stolen = ring.keys(START).unwrap()[0].key_id.clone();
    let pending = ring
        .begin(RingAction::revoke(&stolen, START).unwrap(), at(0.1))
        .unwrap();
    let store = ring.poll(at(0.1)).stores.remove(0);
    server.perform(&store.commands[0]);
    ring.tell(
        at(0.1),
        Answer::Failed {
            id: store.id,
            why: Failure::Timeout,
        },
    );
    assert_ne!(
        ring.keys(START).unwrap()[0].state,
        KeyState::Revoked,
        "what is not known to be kept is not used"
    );
    // In the meantime, another process continues from it.
    let advanced = other
        .begin(RingAction::advance(START + 30.0).unwrap(), at(0.2))
        .unwrap();
    finish(advanced, &mut server, at(0.2)).unwrap();
    let advanced = finish(pending, &mut server, at(1.5)).unwrap();
    assert_eq!(
        advanced
            .changes
            .iter()
            .find(|change| change.key_id == stolen)
            .unwrap()
            .is,
        Some(KeyState::Revoked)
    );
    assert_eq!(ring.data().generation, other.data().generation);
    assert_eq!(
        server.kept.as_ref().unwrap().writers.split(' ').count(),
        3,
        "one ring, one revocation, one step"
    );
}

#[test]
fn who_has_lost_takes_the_ring_of_the_winner() {
    let (mut server, key) = (Server::default(), wrapping());
    let rings: Vec<KeyRing> = [Some(&created(START)), None, None]
        .into_iter()
        .map(|create| opened(&mut server, &key, create))
        .collect();
    let late = START + 30.0;
    let pending: Vec<PendingAction> = rings
        .iter()
        .map(|ring| ring.begin(RingAction::advance(late).unwrap(), at(0.1)).unwrap())
        .collect();
    for pending in pending {
        finish(pending, &mut server, at(0.1)).unwrap();
    }
    let keys = rings[0].keys(late).unwrap();
    assert_eq!(keys.len(), 3, "one key more, and not three: {keys:?}");
    assert!(rings.iter().all(|ring| ring.keys(late).unwrap() == keys));
    // A revocation that another process made in the meantime is known to whoever asks for the same
    // one.
    let stolen = keys[0].key_id.clone();
    for ring in &rings {
        let pending = ring
            .begin(RingAction::revoke(&stolen, late).unwrap(), at(0.2))
            .unwrap();
        finish(pending, &mut server, at(0.2)).unwrap();
    }
    assert_eq!(server.kept.as_ref().unwrap().generation, "3");
    let pending = rings[1]
        .begin(RingAction::revoke("nobody's", late).unwrap(), at(0.3))
        .unwrap();
    assert_eq!(
        code(finish(pending, &mut server, at(0.3))),
        ErrorCode::NoMatchingKey
    );
}

#[test]
fn a_store_that_was_emptied_or_went_back_is_neither_followed_nor_written() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let old = server.kept.clone();
    let stolen = ring.keys(START).unwrap()[0].key_id.clone();
    finish(
        ring.begin(RingAction::revoke(&stolen, START).unwrap(), at(0.1))
            .unwrap(),
        &mut server,
        at(0.1),
    )
    .unwrap();
    let newest = server.kept.clone();
    let another = {
        let mut server = Server::default();
        opened(&mut server, &key, Some(&created(START)));
        server.kept
    };
    let under_another_key = {
        let mut server = Server::default();
        opened(&mut server, &wrapping(), Some(&created(START)));
        server.kept
    };
    let torn = newest.clone().map(|mut kept| {
        kept.writer.push('x');
        kept.ring.truncate(100);
        kept
    });
    let ahead = {
        let mut server = Server { kept: old.clone() };
        let other = opened(&mut server, &key, None);
        for second in [30.0, 60.0, 90.0] {
            finish(
                other
                    .begin(RingAction::advance(START + second).unwrap(), at(0.1))
                    .unwrap(),
                &mut server,
                at(0.1),
            )
            .unwrap();
        }
        server.kept
    };
    let words = [
        "not in its store",
        "older",
        "replaced",
        "another key",
        "another key",
        "from an older state",
    ];
    for (index, kept) in [None, old, another, under_another_key, torn, ahead]
        .into_iter()
        .enumerate()
    {
        let now = 10.0 * (index + 1) as f64;
        server.kept.clone_from(&kept);
        let pending = ring
            .begin(RingAction::advance(START + 1000.0).unwrap(), at(now))
            .unwrap();
        let error = finish(pending, &mut server, at(now)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyRingUnavailable);
        assert!(error.message().contains(words[index]), "{index}: {error}");
        assert_eq!(server.kept, kept, "nothing was written");
        assert!(ring.status(START).unwrap().contains(words[index]));
        assert_eq!(
            ring.keys(START).unwrap()[0].state,
            KeyState::Revoked,
            "what was revoked stays so"
        );
    }
    // A process that has the ring can put it back, and all others continue.
    server.kept = None;
    let moved = opened(&mut server, &key, Some(&ring));
    assert_eq!(
        (
            moved.data().generation,
            server.kept.as_ref().map(|kept| &kept.writer)
        ),
        (2, newest.as_ref().map(|kept| &kept.writer))
    );
    carry(&ring, &mut server, at(100.0));
    assert!(ring.is_ready(at(100.0)));
}

#[test]
fn a_check_waits_only_for_a_ring_that_nobody_has_looked_at() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let other = opened(&mut server, &key, None);
    let options = IssuerOptions {
        lifetime: Some("1s".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some((&ring).into()), None, &options).unwrap();
    let verifier = Verifier::new(Some((&ring).into()), None, &VerifyOptions::default()).unwrap();
    assert!(verifier.is_remote() && verifier.followed().len() == 1);
    let issue = |second: f64| {
        issuer.issue_at(
            &json!({}),
            &IssueOptions {
                now: Some(START + second),
                ..IssueOptions::default()
            },
            at(second),
        )
    };
    let token = issue(0.0).token.unwrap();
    assert_eq!(
        code(verifier.verify(&token, START)),
        ErrorCode::OptionInvalid,
        "without a driver nobody would read it"
    );
    assert_eq!(
        code(issuer.issue(&json!({}), &IssueOptions::default())),
        ErrorCode::OptionInvalid
    );
    let done = verifier.check(&token, START, at(0.2));
    assert!(matches!(done.outcome, Outcome::Done(Ok(_))) && done.due.is_empty());
    let due = verifier.check(&token, START, at(0.7));
    assert!(
        matches!(due.outcome, Outcome::Done(Ok(_))) && due.due.len() == 1,
        "it goes on, and has it read"
    );
    // In the meantime its key is revoked by another process, while this one slept.
    let stolen = ring.keys(START).unwrap()[0].key_id.clone();
    finish(
        other
            .begin(RingAction::revoke(&stolen, START).unwrap(), at(0.8))
            .unwrap(),
        &mut server,
        at(0.8),
    )
    .unwrap();
    let waits = |second| match verifier.check(&token, START, at(second)).outcome {
        Outcome::Waits(pending) => pending,
        Outcome::Done(result) => panic!("{result:?}"),
    };
    let pending = waits(100.0);
    assert!(matches!(pending.followed(), Followed::Ring(_)) && !pending.is_settled(at(100.0)));
    // It cannot wait: the current keys remain in use. If it cannot be read: the same.
    assert!(matches!(pending.give_up().outcome, Outcome::Done(Ok(_))));
    let pending = waits(100.0);
    let store = ring.poll(at(100.0)).stores.remove(0);
    ring.tell(
        at(100.0),
        Answer::Failed {
            id: store.id,
            why: Failure::Connect,
        },
    );
    let stale = pending.resume(at(100.0));
    assert!(matches!(stale.outcome, Outcome::Done(Ok(_))) && stale.events.len() == 1);
    let pending = waits(101.0);
    carry(&ring, &mut server, at(101.0));
    assert!(pending.is_settled(at(101.0)));
    assert!(
        matches!(pending.resume(at(101.0)).outcome, Outcome::Done(Err(error)) if error.code() == ErrorCode::NoMatchingKey)
    );
    // A token can be made until someone else may have ended the turn of the key.
    assert!(issue(110.0).token.is_ok(), "as long as a key is published ahead");
    let late = issue(120.0);
    assert_eq!(
        (code(late.token), late.due.len()),
        (ErrorCode::KeyRingUnavailable, 1)
    );
    assert_eq!(policy().rotate_every.unwrap().seconds().unwrap(), 20);
}

#[test]
fn issuing_has_what_is_due_done() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let options = IssuerOptions {
        lifetime: Some("1s".into()),
        ..IssuerOptions::default()
    };
    let issuer = Issuer::new(Some((&ring).into()), None, &options).unwrap();
    let (mut signers, mut second) = (Vec::new(), 0.0);
    while second < 100.0 {
        let issued = issuer.issue_at(
            &json!({}),
            &IssueOptions {
                now: Some(START + second),
                ..IssueOptions::default()
            },
            at(second),
        );
        signers.push(crate::inspect_unverified(issued.token.unwrap()).unwrap().header);
        issued
            .due
            .iter()
            .for_each(|_| carry(&ring, &mut server, at(second)));
        second += 0.4;
    }
    signers.dedup();
    assert_eq!(signers.len(), 5, "each signs for twenty seconds");
    assert!(ring.to_jwks(START + second).unwrap().contains("keys"));
}

#[test]
fn keys_are_added_and_rewrapped_in_a_store() {
    let (mut server, old, new) = (Server::default(), wrapping(), wrapping());
    let ring = opened(&mut server, &old, Some(&created(START)));
    let both = KeyRing::redis(&options(), vec![new.clone(), old.clone()], None, START).unwrap();
    carry(&both, &mut server, at(0.0));
    let mut perform = |ring: &KeyRing, action: Result<RingAction>, second: f64| {
        finish(
            ring.begin(action.unwrap(), at(second)).unwrap(),
            &mut server,
            at(second),
        )
        .unwrap()
    };
    perform(&ring, RingAction::rewrap(&new, Some(b"from a KMS"), START), 1.0);
    let added = Key::generate(
        crate::SignatureAlgorithm::HS256.into(),
        &crate::GenerateOptions::default(),
    )
    .unwrap();
    let advanced = perform(
        &both,
        RingAction::add(&added.with_key_id(Some("added")), START),
        2.0,
    );
    assert!(
        advanced
            .changes
            .iter()
            .any(|change| change.key_id == "added" && change.is == Some(KeyState::Upcoming))
    );
    assert_eq!(
        KeyRing::wrapped_key(&server.kept.as_ref().unwrap().ring)
            .unwrap()
            .unwrap(),
        b"from a KMS"
    );
    assert_eq!(opened(&mut server, &new, None).keys(START).unwrap().len(), 3);
    carry(&opened(&mut server, &old, None), &mut server, at(3.0));
    assert!(
        !opened(&mut server, &old, None).is_ready(at(0.0)),
        "its key opens it no more"
    );
    for direct in [
        ring.advance(START).map(drop),
        ring.revoke("added", START).map(drop),
        ring.rewrap(&old, None, START),
    ] {
        assert_eq!(code(direct), ErrorCode::OptionInvalid, "a store is waited for");
    }
    assert_eq!(
        code(ring.keep(&old, None, |_| panic!("it is kept"))),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn a_list_is_written_before_the_ring() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let stolen = ring.keys(START).unwrap()[0].key_id.clone();
    let list = Revocations::new(&RevocationsOptions::default()).unwrap();
    ring.use_revocations(&list, "https://issuer.example").unwrap();
    let pending = ring
        .begin(RingAction::revoke(&stolen, START).unwrap(), at(0.1))
        .unwrap();
    assert!(list.status().contains("\"key\":1"), "{}", list.status());
    finish(pending, &mut server, at(0.1)).unwrap();
    // A list in a store that cannot be reached: nothing changes.
    let list = Revocations::redis(&StoreOptions {
        namespace: Some("n".into()),
        ..StoreOptions::default()
    })
    .unwrap();
    let alone = created(START);
    let key_id = alone.keys(START).unwrap()[0].key_id.clone();
    alone.use_revocations(&list, "https://issuer.example").unwrap();
    assert_eq!(code(alone.revoke(&key_id, START)), ErrorCode::OptionInvalid);
    let pending = alone
        .begin(RingAction::revoke(&key_id, START).unwrap(), at(0.2))
        .unwrap();
    assert!(matches!(pending.followed(), Followed::Revocations(_)) && !pending.is_settled(at(0.2)));
    assert!(pending.is_settled(at(10.0)));
    assert_eq!(code(pending.finish()), ErrorCode::RevocationUnavailable);
    assert_eq!(alone.keys(START).unwrap()[0].state, KeyState::Active);
    assert!(alone.advance(START).is_ok(), "all else is at once");
}

#[test]
fn answers_of_another_form_and_wrong_options_are_errors() {
    let (mut server, key) = (Server::default(), wrapping());
    let ring = opened(&mut server, &key, Some(&created(START)));
    let texts =
        |texts: &[&str]| Value::List(texts.iter().map(|text| Value::Text((*text).to_owned())).collect());
    let answers = [
        Value::Nil,
        Value::Error("WRONGTYPE not a hash".to_owned()),
        texts(&["read", "1"]),
        texts(&["word", "1", "1", "w", "w", ""]),
        texts(&["read", "2", "1", "w", "w", ""]),
        texts(&["read", "1", "7", "w", "w", &server.kept.as_ref().unwrap().ring]),
    ];
    for (index, value) in answers.into_iter().enumerate() {
        let times = at(10.0 * (index + 1) as f64);
        let store = ring.poll(times).stores.remove(0);
        ring.tell(
            times,
            Answer::Reply {
                id: store.id,
                values: vec![value],
            },
        );
        assert!(!ring.is_ready(times), "{index}");
        assert!(
            ring.status(START).unwrap().contains("ERR_KEYRING_UNAVAILABLE"),
            "{index}"
        );
    }
    let redis = |namespace: Option<&str>, timeout: Option<&str>| {
        let options = RingStoreOptions {
            namespace: namespace.map(String::from),
            timeout: timeout.map(Into::into),
            ..RingStoreOptions::default()
        };
        code(KeyRing::redis(&options, &key, None, START))
    };
    for (namespace, timeout) in [
        (None, None),
        (Some(""), None),
        (Some("a b"), None),
        (Some("{a}"), None),
        (Some("n"), Some("0s")),
    ] {
        assert_eq!(
            redis(namespace, timeout),
            ErrorCode::OptionInvalid,
            "{namespace:?} {timeout:?}"
        );
    }
    let public = Key::generate(
        crate::SignatureAlgorithm::ES256.into(),
        &crate::GenerateOptions::default(),
    )
    .unwrap();
    assert_eq!(
        code(KeyRing::redis(&options(), &public, None, START)),
        ErrorCode::OptionInvalid
    );
    let at_once = created(START)
        .begin(RingAction::advance(START).unwrap(), at(0.0))
        .unwrap();
    assert!(
        at_once.is_settled(at(0.0)) && at_once.finish().is_ok(),
        "there is nothing to wait for"
    );
}
