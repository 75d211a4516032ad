//! Lists whose keys are fetched: what comes first, and what waits for what.

use super::*;
use crate::{Followed, KeySet, RemoteKeySet, RemoteOptions};

const TYPE: &str = "statuslist+jwt";
const KEYS: &str = "https://issuer.example/jwks.json";

fn remote() -> RemoteKeySet {
    RemoteKeySet::new(Some(KEYS), &RemoteOptions::default()).unwrap()
}

fn verifier_of(keys: &RemoteKeySet) -> Verifier {
    let verifier = Verifier::new(Some(keys.into()), None, &VerifyOptions::default()).unwrap();
    verifier
        .with_status_lists(&StatusLists::new(None, &options()).unwrap())
        .unwrap()
}

fn set_of(keys: &[&Key]) -> Vec<u8> {
    KeySet::new(keys.iter().map(|key| key.public().unwrap()))
        .to_jwks(false)
        .unwrap()
        .into_bytes()
}

/// A server for keys and a list, which counts the requests.
fn server<'a>(
    asked: &'a mut Vec<String>,
    keys: &'a [&Key],
    list: &'a [u8],
) -> impl FnMut(&Fetch) -> Answer + 'a {
    |fetch| {
        asked.push(fetch.url.rsplit('/').next().unwrap().to_owned());
        ok(
            fetch,
            if fetch.url == KEYS {
                set_of(keys)
            } else {
                list.to_vec()
            },
        )
    }
}

#[test]
fn keys_come_first_and_then_the_list() {
    let (a, mut asked) = (key("a"), Vec::new());
    let verifier = verifier_of(&remote());
    let list = list_of(&claims(), TYPE, &a);
    let check = carried(&verifier, &token(1, &a), 0.0, server(&mut asked, &[&a], &list));
    assert_eq!(outcome(&check), "accepted");
    assert_eq!(asked, ["jwks.json", "1"]);
}

#[test]
fn a_list_by_a_new_key_has_the_keys_fetched_again() {
    let (a, b, mut asked) = (key("a"), key("b"), Vec::new());
    let keys = remote();
    let verifier = verifier_of(&keys);
    let list = list_of(&claims(), TYPE, &b);
    keys.poll(at(0.0))
        .fetches
        .iter()
        .for_each(|fetch| _ = keys.tell(at(0.0), ok(fetch, set_of(&[&a]))));
    let check = carried(
        &verifier,
        &token(1, &a),
        0.0,
        server(&mut asked, &[&a, &b], &list),
    );
    assert_eq!(
        (outcome(&check).as_str(), asked.as_slice()),
        ("accepted", ["1".to_owned(), "jwks.json".to_owned()].as_slice())
    );

    // A list signed with an unknown key asks once, and is then a failure.
    let (c, mut asked) = (key("c"), Vec::new());
    let keys = remote();
    let verifier = verifier_of(&keys);
    let list = list_of(&claims(), TYPE, &c);
    let check = carried(&verifier, &token(1, &a), 0.0, server(&mut asked, &[&a], &list));
    assert_eq!(outcome(&check), "ERR_JWT_REVOCATION_UNAVAILABLE status");
    assert_eq!(asked, ["jwks.json", "1", "jwks.json"]);
}

#[test]
fn a_newer_list_by_a_new_key_lets_nobody_wait() {
    let (a, b, mut asked) = (key("a"), key("b"), Vec::new());
    let keys = remote();
    let verifier = verifier_of(&keys);
    let list = list_of(&claims(), TYPE, &a);
    assert_eq!(
        outcome(&carried(
            &verifier,
            &token(1, &a),
            0.0,
            server(&mut asked, &[&a], &list)
        )),
        "accepted"
    );
    // It is due, and comes signed with a key that was published since.
    let followed = verifier
        .followed()
        .into_iter()
        .find(|followed| matches!(followed, Followed::StatusList(_)))
        .unwrap();
    let mut newer = with("iat", START + 240.0);
    newer["status_list"]["lst"] = json!("eNr7DwABAAEA"); // all of them invalid, in one byte: 0xff
    let newer = list_of(&newer, TYPE, &b);
    let [fetch] = &followed.poll(at(250.0)).fetches[..] else {
        panic!("it is due")
    };
    followed.tell(at(250.0), ok(fetch, newer));
    let check = verifier.check(token(1, &a), START, at(250.0));
    assert_eq!(outcome(&check), "accepted", "the one at hand still holds");
    let [Followed::Keys(due), ..] = &check.due[..] else {
        panic!("the keys are asked for: {:?}", check.due)
    };
    let [fetch] = &due.poll(at(250.0)).fetches[..] else {
        panic!("they are fetched")
    };
    due.tell(at(250.0), ok(fetch, set_of(&[&a, &b])));
    assert_eq!(
        outcome(&verifier.check(token(1, &a), START, at(251.0))),
        "ERR_JWT_REVOKED status"
    );
}

#[test]
fn a_start_fetches_keys_and_lists_in_any_order() {
    let a = key("a");
    let keys = remote();
    let uris = StatusListsOptions {
        allowed_uris: Some(vec![URI.to_owned()]),
        ..StatusListsOptions::default()
    };
    let verifier = Verifier::new(Some((&keys).into()), None, &VerifyOptions::default()).unwrap();
    let verifier = verifier
        .with_status_lists(&StatusLists::new(None, &uris).unwrap())
        .unwrap();
    let followed = verifier.followed();
    let [Followed::Keys(_), Followed::StatusList(list)] = &followed[..] else {
        panic!("{followed:?}")
    };
    let [fetch] = &list.poll(at(0.0)).fetches[..] else {
        panic!("it is fetched")
    };
    let turn = list.tell(at(0.0), ok(fetch, list_of(&claims(), TYPE, &a)));
    assert!(
        !list.is_ready(at(0.0)) && turn.wake.is_some_and(|wake| wake < 1.0),
        "it waits for keys: {turn:?}"
    );
    let [fetch] = &keys.poll(at(0.0)).fetches[..] else {
        panic!("they are fetched")
    };
    keys.tell(at(0.0), ok(fetch, set_of(&[&a])));
    let turn = list.poll(at(0.2));
    assert!(list.is_ready(at(0.2)) && turn.events.len() == 1, "{turn:?}");
    assert_eq!(
        outcome(&carried(&verifier, &token(1, &a), 0.2, no_request)),
        "accepted"
    );

    // If the keys never come, that is a failure after a while.
    let keys = remote();
    let verifier = Verifier::new(Some((&keys).into()), None, &VerifyOptions::default()).unwrap();
    let verifier = verifier
        .with_status_lists(&StatusLists::new(None, &uris).unwrap())
        .unwrap();
    let followed = verifier.followed();
    let Some(Followed::StatusList(list)) = followed.last() else {
        panic!("{followed:?}")
    };
    let [fetch] = &list.poll(at(0.0)).fetches[..] else {
        panic!("it is fetched")
    };
    list.tell(at(0.0), ok(fetch, list_of(&claims(), TYPE, &a)));
    let turn = list.poll(at(7.0));
    assert!(
        matches!(
            turn.events[..],
            [crate::machine::Event::Failed {
                why: Failure::NotAStatusList,
                ..
            }]
        ),
        "{turn:?}"
    );
}
