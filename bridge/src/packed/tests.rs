use tokenseal::{ErrorCode, JsonText, Key, Result, SignatureAlgorithm, TokenOptions, VerifyOptions};

use super::*;
use crate::options::options;

const KINDS: [TokenKind; 3] = [TokenKind::Signed, TokenKind::Encrypted, TokenKind::Nested];
const PROOFS: [Option<ProvenBy>; 3] = [None, Some(ProvenBy::Dpop), Some(ProvenBy::Certificate)];

/// Members of every form: empty, beyond ASCII, beyond the basic plane, and key_ids that look like
/// JSON or hold the separator.
fn samples() -> Vec<Members<'static>> {
    let claims = [
        r#"{"sub":"alice"}"#,
        r#"{"sub":"žofie 🦭","n":9007199254740993}"#,
        "{}",
    ];
    let key_ids = [
        None,
        Some(""),
        Some("k"),
        Some("null"),
        Some("\"\\\u{1f}\u{0}\n"),
        Some("ключ 🗝"),
    ];
    let outer = [None, Some(r#"{"alg":"dir","cty":"JWT"}"#)];
    let mut samples = Vec::new();
    for (index, claims) in claims.into_iter().enumerate() {
        for (key_id, proven_by) in key_ids.into_iter().zip(PROOFS.into_iter().cycle()) {
            for (outer, decryption) in outer.into_iter().zip([key_id, None]) {
                let texts = [
                    Some(claims),
                    Some(r#"{"alg":"HS256"}"#),
                    key_id,
                    outer,
                    decryption,
                ];
                samples.push(Members {
                    kind: KINDS[index],
                    proven_by,
                    texts,
                });
            }
        }
    }
    samples
}

/// The first byte of a good token.
fn first(members: &Members<'_>) -> u8 {
    let proof = match members.proven_by {
        Some(ProvenBy::Dpop) => bytes::DPOP,
        Some(ProvenBy::Certificate) => bytes::CERTIFICATE,
        _ => 0,
    };
    number(members.kind) | proof
}

#[test]
fn texts_come_back_as_they_were() {
    for members in samples() {
        let read = text::read(&text::write(&members)).unwrap();
        assert_eq!(
            (read.kind, read.texts.each_ref().map(Option::as_deref)),
            (members.kind, members.texts)
        );
        assert_eq!(read.proven_by, members.proven_by);
        assert_eq!(read.long, members.texts[0].unwrap().contains("9007199254740993"));
    }
}

#[test]
fn bytes_come_back_as_they_were() {
    for members in samples() {
        let mut packed = bytes::write(&members);
        assert_eq!(
            bytes::read(&packed).unwrap(),
            (first(&members), members.texts.to_vec())
        );
        packed.extend([0xff; 9]);
        assert_eq!(bytes::read(&packed).unwrap().1, members.texts);
    }
    let unread = options::<VerifyOptions>("{").unwrap_err();
    let claimed = tokenseal::verify(
        signed("{}"),
        key(),
        &VerifyOptions {
            now: Some(0.0),
            ..VerifyOptions::default()
        },
    )
    .unwrap_err();
    assert_eq!((unread.claim(), claimed.claim()), (None, Some("exp")));
    for error in [unread, claimed] {
        let packed = bytes::write_refused(&error);
        let texts = vec![Some(error.code().as_str()), Some(error.message()), error.claim()];
        assert_eq!(bytes::read(&packed).unwrap(), (bytes::REFUSED, texts));
    }
}

#[test]
fn what_a_check_noticed_comes_behind_the_rest() {
    let mut waits = bytes::write_waits(7);
    assert_eq!(bytes::read(&waits).unwrap(), (bytes::WAITS, vec![Some("7")]));
    bytes::add_noticed(&mut waits, None, None);
    assert_eq!(waits, bytes::write_waits(7));
    bytes::add_noticed(&mut waits, None, Some(3));
    assert_eq!(
        bytes::read(&waits).unwrap(),
        (bytes::WAITS | bytes::MORE, vec![Some("7"), None, Some("3")])
    );
    for members in samples() {
        let mut packed = bytes::write(&members);
        bytes::add_noticed(&mut packed, Some("[]"), None);
        let texts = members
            .texts
            .iter()
            .copied()
            .chain([Some("[]"), None])
            .collect::<Vec<_>>();
        assert_eq!(
            bytes::read(&packed).unwrap(),
            (first(&members) | bytes::MORE, texts)
        );
    }
}

/// Hostile lengths, and every other byte in every place: the readers refuse what they cannot read,
/// and never panic.
#[test]
fn whatever_is_changed_is_read_or_refused() {
    for members in samples() {
        let packed = bytes::write(&members);
        for length in 0..packed.len() {
            assert_eq!(bytes::read(&packed[..length]), None, "{length} bytes");
        }
        for place in 0..packed.len() {
            for byte in [0, 1, 3, 4, 0x7f, 0x80, 0xfe, 0xff] {
                let mut changed = packed.clone();
                changed[place] = byte;
                let _ = bytes::read(&changed);
                changed[place..].fill(byte);
                let _ = bytes::read(&changed);
            }
        }
        let packed = text::write(&members);
        for (place, _) in packed.char_indices() {
            let _ = text::read(&packed[..place]);
            for instead in ["", "\u{1f}", "\"", "9", "é"] {
                let _ = text::read(&format!(
                    "{}{instead}{}",
                    &packed[..place],
                    packed[place..].chars().skip(1).collect::<String>()
                ));
            }
        }
        assert_eq!(text::read(&format!("{packed}{}", text::SEPARATOR)), None);
    }
    assert_eq!(
        (
            bytes::read(&[]),
            bytes::read(&[5, 0, 0, 0, 0]),
            text::read(""),
            text::read("é")
        ),
        (None, None, None, None)
    );
}

#[test]
fn long_numbers_are_found_in_every_place() {
    let is_long = |claims: &str| {
        text::write(&Members {
            kind: TokenKind::Signed,
            proven_by: None,
            texts: [Some(claims), None, None, None, None],
        })
        .starts_with("01")
    };
    for place in 0..40 {
        for digits in 0..40 {
            let claims = format!("{}{}x", " ".repeat(place), "7".repeat(digits));
            assert_eq!(is_long(&claims), digits >= 16, "{digits} digits from {place}");
        }
    }
}

/// What the separator relies on: no text that the core has checked contains it, in claims or
/// headers.
#[test]
fn no_checked_token_holds_the_separator() {
    for claims in [
        "{\"a\":\"\u{1f}\"}",
        "{\u{1f}\"a\":1}",
        "{\"a\u{1f}\":1}",
        "{\"a\":1}\u{1f}",
    ] {
        assert_eq!(
            sign(claims).unwrap_err().code(),
            ErrorCode::JwtInvalid,
            "{claims:?}"
        );
    }
    let options = VerifyOptions {
        allow_missing_exp: true,
        now: Some(0.0),
        ..VerifyOptions::default()
    };
    let token = tokenseal::verify(signed(r#"{"a":"\u001f"}"#), key(), &options).unwrap();
    let members = Members::from(&token);
    let packed = text::write(&members);
    assert_eq!(packed.matches(text::SEPARATOR).count(), 4);
    let text::Read { kind, texts, .. } = text::read(&packed).unwrap();
    assert_eq!(
        (kind, texts.each_ref().map(Option::as_deref)),
        (TokenKind::Signed, members.texts)
    );
}

/// The same for the text of a header that someone else has written: the core refuses it before it
/// looks at the signature.
#[test]
fn no_header_that_is_read_holds_the_separator() {
    // {"alg":"HS256","x":"␟"}
    let refused = tokenseal::inspect_unverified("eyJhbGciOiJIUzI1NiIsIngiOiIfIn0.e30.AA").unwrap_err();
    assert_eq!(refused.code(), ErrorCode::JwsInvalid);
}

fn key() -> Key {
    Key::from_secret(
        b"thirty-two bytes of real entropy",
        SignatureAlgorithm::HS256.into(),
        &Default::default(),
    )
    .unwrap()
}

/// A token with the separator in its header, escaped.
fn sign(claims: &str) -> Result<String> {
    let header = serde_json::json!({ "x\u{1f}": "\u{1f}" }).as_object().cloned();
    let options = TokenOptions {
        header,
        no_expiry: true,
        now: Some(0.0),
        ..TokenOptions::default()
    };
    tokenseal::sign(&JsonText(claims), &key(), &options)
}

fn signed(claims: &str) -> String {
    sign(claims).unwrap()
}
