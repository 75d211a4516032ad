//! A publisher's list: indexes, statuses and its state.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_index_is_given_once_and_a_full_list_says_so() {
    let list = StatusList::new(1_000, 1).unwrap();
    let given: BTreeSet<u64> = (0..1_000).map(|_| list.allocate().unwrap()).collect();
    assert_eq!(
        (given.len(), given.first(), given.last(), list.free()),
        (1_000, Some(&0), Some(&999), 0)
    );
    assert_eq!(list.allocate().unwrap_err().code(), ErrorCode::OptionInvalid);
    assert_eq!(list.get(1_000).unwrap_err().code(), ErrorCode::OptionInvalid);
}

#[test]
fn what_a_state_says_was_given_is_not_given_again() {
    let list = StatusList::new(4_096, 4).unwrap();
    let mut given = BTreeSet::new();
    let mut list = list;
    for round in 0..8 {
        for _ in 0..512 {
            let index = list.allocate().unwrap();
            assert!(given.insert(index));
            list.set(index, (index % 16) as u8).unwrap();
        }
        list = StatusList::from_state(&list.to_state().unwrap()).unwrap();
        assert_eq!(list.free(), 4_096 - 512 * (round + 1));
    }
    assert!((0..4_096).all(|index| list.get(index) == Ok((index % 16) as u8)));
}

#[test]
fn indexes_are_drawn_from_everywhere() {
    let list = StatusList::new(1 << 20, 1).unwrap();
    let given: Vec<u64> = (0..256).map(|_| list.allocate().unwrap()).collect();
    let in_each_quarter =
        (0..4).all(|quarter| given.iter().filter(|index| **index >> 18 == quarter).count() > 20);
    assert!(in_each_quarter && !given.is_sorted());
}

#[test]
fn a_state_that_is_not_whole_is_refused() {
    let list = StatusList::new(64, 2).unwrap();
    list.allocate().unwrap();
    let state = list.to_state().unwrap();
    let other_bits = state.replace(r#""bits":2"#, r#""bits":1"#);
    let newer = state.replace(r#""format":1"#, r#""format":2"#);
    let cut: Vec<&str> = (0..state.len())
        .filter_map(|length| state.get(..length))
        .collect();
    for bad in cut.into_iter().chain([
        "{}",
        "[]",
        &other_bits,
        &newer,
        &state.replace(r#""bits":2"#, r#""bits":3"#),
    ]) {
        assert_eq!(
            StatusList::from_state(bad).unwrap_err().code(),
            ErrorCode::OptionInvalid,
            "{bad}"
        );
    }
    assert!(
        StatusList::from_state(&newer)
            .unwrap_err()
            .message()
            .contains("newer version")
    );
}

#[test]
fn what_no_list_could_hold_is_refused() {
    for (capacity, bits) in [
        (0, 1),
        ((1 << 27) + 1, 1),
        ((1 << 24) + 1, 8),
        (u64::MAX, 1),
        (u64::MAX, 8),
        (8, 0),
        (8, 3),
        (8, 16),
        (8, u32::MAX),
    ] {
        assert_eq!(
            StatusList::new(capacity, bits).unwrap_err().code(),
            ErrorCode::OptionInvalid,
            "{capacity} {bits}"
        );
    }
    let list = StatusList::new(3, 1).unwrap();
    assert_eq!(list.capacity(), 8);
    let index = list.allocate().unwrap();
    assert_eq!(list.set(index, 2).unwrap_err().code(), ErrorCode::OptionInvalid);
    assert_eq!(
        list.set((index + 1) % 8, 1).unwrap_err().code(),
        ErrorCode::OptionInvalid,
        "nobody was given this one"
    );
    assert_eq!(
        list.claim("statuses/1", index).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn a_list_may_be_longer_than_other_tokens_and_no_longer_than_others_read() {
    let (key, list) = (key("a"), StatusList::new(8 << 20, 8).unwrap());
    let publish = || {
        let options = StatusTokenOptions {
            ttl: Some("5m".into()),
            now: Some(START),
            ..StatusTokenOptions::default()
        };
        list.to_jwt(&key, URI, &options)
    };
    let revoke = |count: usize| {
        let given: Vec<u64> = (0..count).map(|_| list.allocate().unwrap()).collect();
        given
            .iter()
            .for_each(|index| list.set(*index, (index % 255) as u8 + 1).unwrap());
        given
    };
    let bad = revoke(200_000).remove(0);
    let published = publish().unwrap();
    assert!(published.len() > 512 * 1024, "{}", published.len());
    assert_eq!(
        outcome(&carried(&verifier(&key), &token(bad, &key), 0.0, |fetch| ok(
            fetch,
            published.clone()
        ))),
        "ERR_JWT_REVOKED status"
    );
    revoke(2_000_000);
    let error = publish().unwrap_err();
    assert_eq!(error.code(), ErrorCode::LimitExceeded);
    assert!(error.message().contains("several lists"), "{error}");
}
