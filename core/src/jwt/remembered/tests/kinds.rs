//! What is remembered, and what never is.

use serde_json::json;

use super::{NOW, check, is_accepted, is_remembered, learn, memory, secret, token, token_of, told, verifier};
use crate::{
    ContentEncryption, ErrorCode, GenerateOptions, Key, KeyManagement, KeyOptions, OneOrMany, Profile,
    TokenOptions, Verifier, VerifyOptions, decrypt, encrypt, seal, sign, unseal, verify,
};

fn made() -> TokenOptions {
    TokenOptions {
        now: Some(NOW),
        expires_in: Some("15m".into()),
        ..TokenOptions::default()
    }
}

fn never(verifier: &Verifier, token: &str) {
    for _ in 0..6 {
        let checked = check(verifier, token, NOW);
        assert!(is_accepted(&checked), "{}", told(&checked));
        assert!(!is_remembered(&checked));
    }
    assert!(memory(verifier).kept().is_empty());
}

#[test]
fn every_kind_of_token_is_remembered() {
    let direct = Key::generate(
        KeyManagement::Dir.into(),
        &GenerateOptions {
            enc: Some(ContentEncryption::A256GCM),
            ..GenerateOptions::default()
        },
    )
    .unwrap();
    let options = VerifyOptions {
        remember: Some(10),
        ..VerifyOptions::default()
    };
    let claims = json!({ "sub": "alice" });
    let signed = sign(&claims, &secret(), &made()).unwrap();
    learn(
        &Verifier::new(Some(secret().into()), None, &options).unwrap(),
        &signed,
        NOW,
    );
    let encrypted = encrypt(&claims, &direct, &made()).unwrap();
    learn(
        &Verifier::new(None, Some(direct.clone().into()), &options).unwrap(),
        &encrypted,
        NOW,
    );
    let nested = seal(&claims, &secret(), &direct, &made()).unwrap();
    learn(
        &Verifier::new(Some(secret().into()), Some(direct.into()), &options).unwrap(),
        &nested,
        NOW,
    );
}

#[test]
fn nothing_that_a_password_opens_is_remembered() {
    let key = Key::from_password(
        b"correct horse battery staple",
        KeyManagement::PBES2_HS256_A128KW.into(),
        &KeyOptions::default(),
    )
    .unwrap();
    let options = VerifyOptions {
        remember: Some(10),
        ..VerifyOptions::default()
    };
    let token = encrypt(&json!({}), &key, &made()).unwrap();
    never(&Verifier::new(None, Some(key.into()), &options).unwrap(), &token);
}

#[test]
fn tokens_that_come_once_are_not_remembered() {
    for typ in ["logout+jwt", "application/secevent+JWT", "dpop+jwt"] {
        let token = sign(
            &json!({}),
            &secret(),
            &TokenOptions {
                token_type: Some(typ.into()),
                ..made()
            },
        )
        .unwrap();
        let options = VerifyOptions {
            allow_any_type: true,
            remember: Some(10),
            ..VerifyOptions::default()
        };
        never(
            &Verifier::new(Some(secret().into()), None, &options).unwrap(),
            &token,
        );
    }
}

#[test]
fn long_tokens_are_not_remembered() {
    let verifier = verifier(&secret(), Some(10));
    let of = |length: usize| token(&"a".repeat(length), &secret());
    let (fits, longer) = (of(900), of(1100));
    assert!(
        fits.len() < 4096 && longer.len() > 4096,
        "{} {}",
        fits.len(),
        longer.len()
    );
    never(&verifier, &longer);
    learn(&verifier, &fits, NOW);
}

#[test]
fn what_is_refused_is_not_remembered() {
    let verifier = verifier(&secret(), Some(10));
    let expired = token_of(&json!({ "iss": super::ISSUER, "exp": NOW }), &secret());
    let forged = format!("{}A", &token("alice", &secret())[..100]);
    for token in [expired, forged, "a.b.c".to_owned(), String::new()] {
        (0..4).for_each(|_| assert!(!is_accepted(&check(&verifier, &token, NOW))));
    }
    assert!(memory(&verifier).kept().is_empty());
}

#[test]
fn every_byte_counts() {
    let (verifier, token) = (verifier(&secret(), Some(10)), token("alice", &secret()));
    learn(&verifier, &token, NOW);
    for at in 0..token.len() {
        for change in [1, 2, 0x20, 0x80] {
            let mut other = token.clone().into_bytes();
            other[at] ^= change;
            assert!(verifier.verify(&other, NOW).is_err(), "{at}");
        }
        assert!(verifier.verify(&token[..at], NOW).is_err());
        assert!(verifier.verify(&token[at + 1..], NOW).is_err());
    }
    assert!(verifier.verify(format!("{token}="), NOW).is_err());
    assert!(is_remembered(&check(&verifier, &token, NOW)));
}

#[test]
fn a_time_that_is_none_is_refused_as_before() {
    let (verifier, token) = (verifier(&secret(), Some(10)), token("alice", &secret()));
    learn(&verifier, &token, NOW);
    for now in [f64::NAN, f64::INFINITY, -1.0, 1e13] {
        let (own, other) = (
            verifier.verify(&token, now),
            super::verifier(&secret(), None).verify(&token, now),
        );
        assert_eq!(own.err(), other.err(), "{now}");
    }
}

#[test]
fn the_option_is_checked_when_the_verifier_is_made() {
    let with = |options: VerifyOptions| {
        Verifier::new(Some(secret().into()), None, &options)
            .map(drop)
            .map_err(|error| error.code())
    };
    let issuer = || VerifyOptions {
        issuer: Some(super::ISSUER.into()),
        audience: Some(OneOrMany::One("https://api.example".into())),
        ..VerifyOptions::default()
    };
    assert_eq!(
        with(VerifyOptions {
            remember: Some(1),
            ..issuer()
        }),
        Ok(())
    );
    assert_eq!(
        with(VerifyOptions {
            remember: Some(1_000_000),
            ..issuer()
        }),
        Ok(())
    );
    let refused = [
        VerifyOptions {
            remember: Some(0),
            ..issuer()
        },
        VerifyOptions {
            remember: Some(1_000_001),
            ..issuer()
        },
        VerifyOptions {
            remember: Some(u64::MAX),
            ..issuer()
        },
        VerifyOptions {
            remember: Some(1),
            profile: Some(Profile::LogoutToken),
            ..issuer()
        },
        VerifyOptions {
            remember: Some(1),
            profile: Some(Profile::SecurityEvent),
            ..issuer()
        },
        VerifyOptions {
            remember: Some(1),
            profile: Some(Profile::IdToken),
            nonce: Some("n".into()),
            ..issuer()
        },
    ];
    for options in refused {
        assert_eq!(with(options), Err(ErrorCode::OptionInvalid));
    }
    let once = VerifyOptions {
        remember: Some(1),
        now: Some(NOW),
        ..issuer()
    };
    let token = token("alice", &secret());
    for checked in [
        verify(&token, secret(), &once),
        decrypt(&token, secret(), &once),
        unseal(&token, secret(), secret(), &once),
    ] {
        assert_eq!(checked.unwrap_err().code(), ErrorCode::OptionInvalid);
    }
}
