//! Lists that are copied and merged.

use super::*;

/// A list with one of each kind, one of them withdrawn.
fn full() -> (Revocations, Vec<String>) {
    let list = audited();
    let tokens = vec![
        token(json!({ "jti": "one" })),
        token(json!({ "sid": "s1" })),
        token(json!({ "sub": "alice" })),
        token(json!({ "sub": "bob" })),
    ];
    list.revoke_id(ISSUER, "one", &at(NOW)).unwrap();
    list.revoke_session(ISSUER, "s1", &at(NOW)).unwrap();
    list.revoke_subject(ISSUER, "alice", &at(NOW)).unwrap();
    list.revoke(&checked(&tokens[3]), &at(NOW)).unwrap();
    let withdrawn = list.revoke_id(ISSUER, "two", &at(NOW)).unwrap();
    list.withdraw(&withdrawn.id, &at(NOW)).unwrap();
    (list, tokens)
}

#[test]
fn a_copy_refuses_the_same() {
    let (list, tokens) = full();
    let copy = Revocations::from_snapshot(&list.snapshot(), true).unwrap();
    for (token, claim) in tokens.iter().zip(["jti", "sid", "sub", ""]) {
        assert_eq!(
            (refused(&list, token), refused(&copy, token)),
            (by(claim), by(claim))
        );
    }
    assert_eq!(refused(&copy, &token(json!({ "jti": "two" }))), None);
    assert_eq!(copy.snapshot(), list.snapshot());
    assert_eq!(copy.entries(&all()).unwrap(), list.entries(&all()).unwrap());
}

#[test]
fn lists_merge_both_ways_and_keep_what_was_taken_back() {
    let (one, _) = full();
    let other = Revocations::from_snapshot(&one.snapshot(), true).unwrap();
    let token = token(json!({ "jti": "one" }));
    let entry = other
        .entries(&EntriesOptions {
            issuer: ISSUER.map(String::from),
            token_id: Some("one".into()),
            ..all()
        })
        .unwrap();
    other.withdraw(&entry[0].id, &at(NOW + 1.0)).unwrap();
    // The first list continued, and keeps its records: it knows that its revocation is older.
    one.revoke_id(ISSUER, "three", &at(NOW + 9.0)).unwrap();
    other.merge(&one.snapshot()).unwrap();
    assert_eq!(
        (refused(&one, &token), refused(&other, &token)),
        (by("jti"), None)
    );
    one.merge(&other.snapshot()).unwrap();
    assert_eq!(refused(&one, &token), None);
    // Revoked again on one side, whatever its clock says.
    one.revoke_id(ISSUER, "one", &at(NOW - 500.0)).unwrap();
    other.merge(&one.snapshot()).unwrap();
    assert_eq!(
        (refused(&one, &token), refused(&other, &token)),
        (by("jti"), by("jti"))
    );
}

#[test]
fn what_is_no_snapshot_of_the_list_is_refused() {
    let (list, _) = full();
    let snapshot = list.snapshot();
    for place in 0..snapshot.len() {
        let mut changed = snapshot.clone();
        changed[place] ^= 1;
        assert_eq!(
            Revocations::from_snapshot(&changed, false).unwrap_err().code(),
            ErrorCode::RevocationUnavailable,
            "{place}"
        );
        assert!(Revocations::from_snapshot(&snapshot[..place], false).is_err());
    }
    let strange = audited().merge(&snapshot).unwrap_err();
    assert_eq!(strange.code(), ErrorCode::OptionInvalid);
}
