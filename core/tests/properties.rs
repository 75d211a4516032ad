//! Properties of the whole: what was made reads back to the same bytes, a bit flipped anywhere is
//! refused with the code for its place, and no input, however it was made from a valid one, causes
//! a panic or `ERR_INTERNAL`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "properties/flips.rs"]
mod flips;
#[path = "properties/keys.rs"]
mod keys;
#[path = "properties/mutants.rs"]
mod mutants;

use proptest::prelude::*;
use serde_json::Value;
use tokenseal::{ContentEncryption, Error, ErrorCode, JsonText, TokenOptions, VerifyOptions, jwe, jws};

use keys::{MANAGING, PASSWORDS, SIGNING};

const NOW: f64 = 1_700_000_000.0;

/// A refusal has a code from the table and a message, and is only ever the input's fault.
#[track_caller]
fn checked<T>(result: Result<T, Error>) -> Option<T> {
    if let Err(error) = &result {
        assert_ne!(error.code(), ErrorCode::Internal, "{error}");
        assert!(!error.message().is_empty());
    }
    result.ok()
}

/// A failure prints its input; no file records it: what was found becomes a vector.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

fn base64url(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

fn decoded(text: &str) -> Vec<u8> {
    base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).unwrap()
}

/// An arbitrary JSON value, with a few levels.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn signed_bytes_read_back(payload in prop::collection::vec(any::<u8>(), 0..300)) {
        for (private, public) in SIGNING.iter() {
            let token = jws::sign(&payload, private, &jws::SignOptions::default()).unwrap();
            let verified = jws::verify(&token, public, &jws::VerifyOptions::default()).unwrap();
            prop_assert_eq!(verified.payload(), &payload);
        }
    }

    #[test]
    fn encrypted_bytes_read_back(plaintext in prop::collection::vec(any::<u8>(), 0..300), compress in any::<bool>()) {
        for (private, public) in MANAGING.iter() {
            for enc in ContentEncryption::ALL.iter().filter(|enc| private.content_encryption().is_none_or(|own| own == **enc)) {
                let options = jwe::EncryptOptions { enc: Some(*enc), compress, ..jwe::EncryptOptions::default() };
                let token = jwe::encrypt(&plaintext, public, &options).unwrap();
                let decrypted = jwe::decrypt(&token, private, &jwe::DecryptOptions::default()).unwrap();
                prop_assert_eq!(decrypted.plaintext(), &plaintext);
            }
        }
    }

    /// Exactly the same text: a number keeps its digits, and an escape its form.
    #[test]
    fn claims_keep_their_text(members in prop::collection::btree_map("[^a-z].{0,8}", json(), 0..8)) {
        let text = serde_json::to_string(&members).unwrap();
        let options = TokenOptions { no_expiry: true, now: Some(NOW), ..TokenOptions::default() };
        let read = VerifyOptions { now: Some(NOW), allow_missing_exp: true, ..VerifyOptions::default() };
        let comma = if members.is_empty() { "" } else { "," };
        let expected = format!("{}{comma}\"iat\":1700000000}}", &text[..text.len() - 1]);
        for (private, public) in SIGNING.iter().step_by(4) {
            let token = tokenseal::sign(&JsonText(&text), private, &options).unwrap();
            let token = tokenseal::verify(token, public, &read).unwrap();
            prop_assert_eq!(token.claims_json(), &expected);
        }
    }
}

/// Separately, and once: passwords are slow by design.
#[test]
fn passwords_read_back() {
    for (key, _) in PASSWORDS.iter() {
        let token = jwe::encrypt(b"any bytes", key, &jwe::EncryptOptions::default()).unwrap();
        assert_eq!(
            jwe::decrypt(token, key, &jwe::DecryptOptions::default())
                .unwrap()
                .plaintext(),
            b"any bytes"
        );
    }
}
