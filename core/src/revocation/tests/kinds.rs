//! What can be revoked, and what is refused because of it.

use super::*;

#[test]
fn a_token_is_revoked_by_its_id_and_no_other() {
    let list = audited();
    let (one, other) = (token(json!({ "jti": "one" })), token(json!({ "jti": "other" })));
    let entry = list.revoke(&checked(&one), &at(NOW)).unwrap();
    assert_eq!((refused(&list, &one), refused(&list, &other)), (by("jti"), None));
    assert_eq!(
        (entry.kind, entry.ends, entry.before),
        ("token", Some(NOW + 900.0 + 3600.0), None)
    );
    // The same by hand, and it is found whoever asks.
    let by_hand = audited();
    by_hand
        .revoke_id(
            ISSUER,
            "one",
            &RevokeOptions {
                until: Some(NOW + 900.0),
                ..at(NOW)
            },
        )
        .unwrap();
    assert_eq!(refused(&by_hand, &one), by("jti"));
    assert_eq!(
        refused(
            &by_hand,
            &token(json!({ "jti": "one", "iss": "https://another.example" }))
        ),
        None
    );
}

#[test]
fn a_token_without_id_is_revoked_by_what_it_says() {
    for claims in [json!({ "sub": "alice" }), json!({ "sub": "alice", "jti": "" })] {
        let list = audited();
        let (one, other) = (token(claims.clone()), token(json!({ "sub": "bob" })));
        list.revoke(&checked(&one), &at(NOW)).unwrap();
        assert_eq!(
            (refused(&list, &one), refused(&list, &other)),
            (by(""), None),
            "{claims}"
        );
    }
}

#[test]
fn sessions_and_keys_are_revoked_whole() {
    let list = audited();
    let one = token(json!({ "sid": "s1", "iat": NOW + 30.0 }));
    list.revoke_session(ISSUER, "s1", &at(NOW)).unwrap();
    assert_eq!(
        (
            refused(&list, &one),
            refused(&list, &token(json!({ "sid": "s2" })))
        ),
        (by("sid"), None)
    );
    assert_eq!(refused(&list, &token(json!({ "sid": 1 }))), None);
    let odd = refused(&list, &token(json!({ "sid": ["s1"] }))).unwrap();
    assert_eq!(odd, (ErrorCode::ClaimInvalid, Some("sid".to_owned())));

    for (issuer, key_id, is_refused) in [
        (ISSUER, "k1", true),
        (None, "k1", true),
        (Some("https://another.example"), "k1", false),
        (ISSUER, "k2", false),
    ] {
        let list = audited();
        list.revoke_key(issuer, key_id, &at(NOW)).unwrap();
        assert_eq!(
            refused(&list, &one),
            by("").filter(|_| is_refused),
            "{issuer:?} {key_id}"
        );
    }
}

#[test]
fn a_cut_off_refuses_what_may_be_older() {
    let list = audited();
    let of = |iat: Value| token(json!({ "sub": "alice", "iat": iat }));
    list.revoke_subject(
        ISSUER,
        "alice",
        &RevokeOptions {
            before: Some(NOW),
            ..at(NOW)
        },
    )
    .unwrap();
    for (iat, is_refused) in [
        (NOW - 1.0, true),
        (NOW - 0.001, true),
        (NOW, false),
        (NOW + 60.0, false),
        (NOW + 60.5, true),
    ] {
        assert_eq!(
            refused(&list, &of(json!(iat))),
            by("sub").filter(|_| is_refused),
            "{iat}"
        );
    }
    assert_eq!(
        refused(&list, &token(json!({ "sub": "bob", "iat": NOW - 1.0 }))),
        None
    );
    // One that was issued in this second is refused unless a time is given, and so is everything
    // that the issuer has issued.
    list.revoke_issuer("https://issuer.example", &at(NOW)).unwrap();
    assert_eq!(refused(&list, &token(json!({ "sub": "bob" }))), by("iss"));
    assert_eq!(
        refused(&list, &token(json!({ "sub": "bob", "iat": NOW + 1.0 }))),
        None
    );
}

#[test]
fn a_token_that_does_not_say_when_it_was_issued_is_refused() {
    let options = TokenOptions {
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let whole = sign(
        &json!({ "iss": ISSUER, "sub": "alice", "exp": NOW + 900.0 }),
        &key(),
        &options,
    )
    .unwrap();
    // The library always writes iat, so it is removed by hand.
    let payload = format!(
        r#"{{"iss":"https://issuer.example","sub":"alice","exp":{}}}"#,
        NOW + 900.0
    );
    let without = crate::jws::sign(payload.as_bytes(), key(), &crate::jws::SignOptions::default()).unwrap();
    let list = audited();
    assert_eq!((refused(&list, &whole), refused(&list, &without)), (None, None));
    list.revoke_subject(
        ISSUER,
        "alice",
        &RevokeOptions {
            before: Some(NOW - 1000.0),
            ..at(NOW)
        },
    )
    .unwrap();
    assert_eq!(
        (refused(&list, &whole), refused(&list, &without)),
        (None, by("sub"))
    );
}

#[test]
fn what_is_withdrawn_is_accepted_until_it_is_revoked_again() {
    let list = audited();
    let one = token(json!({ "jti": "one", "sub": "alice" }));
    for now in [NOW, NOW - 100.0] {
        let entry = list.revoke_id(ISSUER, "one", &at(now)).unwrap();
        let cut_off = list
            .revoke_subject(
                ISSUER,
                "alice",
                &RevokeOptions {
                    before: Some(NOW + 1.0),
                    ..at(now)
                },
            )
            .unwrap();
        assert_eq!(refused(&list, &one), by("jti"));
        list.withdraw(&entry.id, &at(now)).unwrap();
        assert_eq!(refused(&list, &one), by("sub"));
        list.withdraw(&cut_off.to_json().to_string(), &at(now - 5.0))
            .unwrap();
        assert_eq!(refused(&list, &one), None);
        let twice = list.withdraw(&entry.id, &at(now)).unwrap_err();
        assert_eq!(twice.code(), ErrorCode::OptionInvalid);
    }
    assert!(list.withdraw("no entry", &at(NOW)).is_err());
}

#[test]
fn entries_say_who_and_why_and_what_was_taken_back() {
    let list = audited();
    let note = RevokeOptions {
        by: Some("ops".into()),
        reason: Some("lost laptop".into()),
        ..at(NOW)
    };
    let entry = list
        .revoke_subject(
            ISSUER,
            "alice",
            &RevokeOptions {
                before: Some(NOW),
                ..note.clone()
            },
        )
        .unwrap();
    list.revoke_session(ISSUER, "s1", &note).unwrap();
    list.withdraw(
        &entry.id,
        &RevokeOptions {
            reason: Some("found".into()),
            ..at(NOW + 1.0)
        },
    )
    .unwrap();
    let entries = list.entries(&all()).unwrap();
    assert_eq!(
        entries.iter().map(|entry| entry.kind).collect::<Vec<_>>(),
        ["subject", "session"]
    );
    let [alice, session] = &entries[..] else { panic!() };
    assert_eq!(
        (alice.by.as_deref(), alice.reason.as_deref(), alice.before),
        (Some("ops"), Some("lost laptop"), Some(NOW))
    );
    let withdrawn = alice.withdrawn.clone().unwrap();
    assert_eq!(
        (withdrawn.at, withdrawn.by, withdrawn.reason.as_deref()),
        (NOW + 1.0, None, Some("found"))
    );
    assert_eq!((session.withdrawn.as_ref(), session.ends), (None, None));

    let of = |options: EntriesOptions| {
        list.entries(&EntriesOptions {
            now: Some(NOW),
            ..options
        })
        .unwrap()
        .len()
    };
    let issuer = ISSUER.map(String::from);
    assert_eq!(
        of(EntriesOptions {
            issuer: issuer.clone(),
            subject: Some("alice".into()),
            ..all()
        }),
        1
    );
    assert_eq!(
        of(EntriesOptions {
            issuer: issuer.clone(),
            subject: Some("bob".into()),
            ..all()
        }),
        0
    );
    assert_eq!(of(EntriesOptions { issuer, ..all() }), 0);
    assert_eq!(
        self::list(json!({})).entries(&all()).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn entries_end_with_their_tokens() {
    let list = list(json!({ "longest_lifetime": "1h", "audit": true }));
    list.revoke_id(ISSUER, "one", &at(NOW)).unwrap();
    list.revoke_subject(ISSUER, "alice", &at(NOW)).unwrap();
    list.revoke_key(ISSUER, "k1", &at(NOW)).unwrap();
    let left = |now: f64| {
        let entries = list
            .entries(&EntriesOptions {
                now: Some(now),
                ..all()
            })
            .unwrap();
        entries.into_iter().map(|entry| entry.kind).collect::<Vec<_>>()
    };
    assert_eq!(left(NOW + 7200.0), ["token", "subject", "key"]);
    assert_eq!(left(NOW + 7201.0), ["subject", "key"]);
    assert_eq!(left(NOW + 7202.0), ["key"]);
    // Tables forget them when something is written.
    list.revoke_session(ISSUER, "s1", &at(NOW + 8000.0)).unwrap();
    assert_eq!(list.0.list.load().state.len(), 2);
}

#[test]
fn options_that_would_not_be_kept_are_refused() {
    let list = list(json!({ "longest_lifetime": "1h" }));
    let until = |until| RevokeOptions {
        until: Some(until),
        ..at(NOW)
    };
    let before = |before| RevokeOptions {
        before: Some(before),
        ..at(NOW)
    };
    let wrong = [
        list.revoke_id(ISSUER, "", &at(NOW)),
        list.revoke_id(ISSUER, "one", &before(NOW)),
        list.revoke_id(ISSUER, "one", &until(NOW + 7201.0)),
        list.revoke_id(ISSUER, "one", &until(NOW - 3601.0)),
        list.revoke_id(ISSUER, "one", &until(f64::NAN)),
        list.revoke_id(ISSUER, "one", &RevokeOptions::default()),
        list.revoke_subject(ISSUER, "alice", &until(NOW)),
        list.revoke_subject(ISSUER, "", &at(NOW)),
        list.revoke_subject(ISSUER, "alice", &before(1e15)),
        list.revoke_issuer("", &at(NOW)),
        list.revoke_id(
            ISSUER,
            "one",
            &RevokeOptions {
                by: Some("x".repeat(256)),
                ..at(NOW)
            },
        ),
        list.revoke_id(
            ISSUER,
            "one",
            &RevokeOptions {
                reason: Some("x".repeat(1001)),
                ..at(NOW)
            },
        ),
    ];
    for (index, result) in wrong.into_iter().enumerate() {
        assert_eq!(result.unwrap_err().code(), ErrorCode::OptionInvalid, "{index}");
    }
    assert_eq!(list.0.list.load().state.len(), 0);
}

#[test]
fn nothing_shows_what_was_revoked() {
    let list = audited();
    let entry = list.revoke_subject(ISSUER, "alice", &at(NOW)).unwrap();
    let shown = format!("{list:?} {} {entry:?}", list.status());
    assert!(
        !shown.contains("alice") && !shown.contains("issuer.example"),
        "{shown}"
    );
    let snapshot = list.snapshot();
    assert!(!snapshot.windows(5).any(|bytes| bytes == b"alice"));
}
