//! A verifier that remembers reaches the same outcome as one that does not, whatever happens in
//! between.
//!
//! Two worlds live through the same: in one the verifier remembers. Each check is made in both, and
//! must end alike.

mod bound;
mod keys;
mod kinds;
mod lists;
mod places;
mod several;
mod threads;
mod times;

use serde_json::json;

use super::Memory;
use crate::machine::Times;
use crate::{
    Check, CheckOptions, Followed, GenerateOptions, JsonText, Key, KeyOptions, Outcome, SignatureAlgorithm,
    TokenOptions, Verifier, VerifyOptions, sign,
};

const NOW: f64 = 1_700_000_000.0;
const ISSUER: &str = "https://issuer.example";

/// The outcome of a check, and everything that it reports.
fn told(check: &Check) -> String {
    let due: Vec<&str> = check.due.iter().map(kind).collect();
    let outcome = match &check.outcome {
        Outcome::Waits(pending) => format!("waits for {}", kind(pending.followed())),
        Outcome::Done(Err(error)) => format!(
            "{} {:?} {}",
            error.code().as_str(),
            error.claim(),
            error.message()
        ),
        Outcome::Done(Ok(token)) => format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            token.claims_json(),
            token.header(),
            token.key_id(),
            token.outer_header(),
            token.decryption_key_id(),
            token.proven_by()
        ),
    };
    format!("{outcome}; due {due:?}; events {:?}", check.events)
}

fn kind(followed: &Followed) -> &'static str {
    match followed {
        Followed::Keys(_) => "keys",
        Followed::Revocations(_) => "revocations",
        Followed::Ring(_) => "ring",
        Followed::Replays(_) => "replays",
        Followed::StatusList(_) => "status",
    }
}

/// Checks a token, with the claims and the machines judged by one time.
fn check(verifier: &Verifier, token: &str, now: f64) -> Check {
    check_with(verifier, token, now, CheckOptions::default())
}

fn check_with(verifier: &Verifier, token: &str, now: f64, options: CheckOptions) -> Check {
    let times = Times {
        jitter: Some(0.5),
        ..Times::of_test(now)
    };
    verifier.check_with(
        token,
        &CheckOptions {
            now: Some(now),
            ..options
        },
        times,
    )
}

fn is_accepted(check: &Check) -> bool {
    matches!(check.outcome, Outcome::Done(Ok(_)))
}

/// Whether it came from what is remembered.
fn is_remembered(check: &Check) -> bool {
    matches!(&check.outcome, Outcome::Done(Ok(token)) if token.beside().is_some())
}

/// The verifier remembers a token, which it must accept.
fn learn(verifier: &Verifier, token: &str, now: f64) {
    for _ in 0..2 {
        assert!(!is_remembered(&check(verifier, token, now)));
    }
    assert!(
        is_remembered(&check(verifier, token, now)),
        "{}",
        told(&check(verifier, token, now))
    );
}

fn memory(verifier: &Verifier) -> &Memory {
    verifier.0.remembered.as_ref().unwrap()
}

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn key(id: &str) -> Key {
    let options = GenerateOptions {
        key_id: Some(id.into()),
        ..GenerateOptions::default()
    };
    Key::generate(SignatureAlgorithm::ES256.into(), &options).unwrap()
}

/// A token with exactly these claims.
fn token_of(claims: &serde_json::Value, key: &Key) -> String {
    let options = TokenOptions {
        no_expiry: claims.get("exp").is_none(),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    sign(&JsonText(&claims.to_string()), key, &options).unwrap()
}

fn token(subject: &str, key: &Key) -> String {
    token_of(
        &json!({ "iss": ISSUER, "sub": subject, "iat": NOW, "exp": NOW + 3600.0, "jti": subject, "sid": subject }),
        key,
    )
}

fn options(remember: Option<u64>) -> VerifyOptions {
    VerifyOptions {
        issuer: Some(ISSUER.into()),
        remember,
        ..VerifyOptions::default()
    }
}

fn verifier(key: &Key, remember: Option<u64>) -> Verifier {
    Verifier::new(Some(key.clone().into()), None, &options(remember)).unwrap()
}
