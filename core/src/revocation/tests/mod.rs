//! Lists as callers use them, and random histories of records.

mod kinds;
mod merging;
mod snapshots;

use serde_json::{Value, json};

use super::Revocations;
use crate::{
    EntriesOptions, ErrorCode, Key, KeyOptions, RevocationsOptions, RevokeOptions, SignatureAlgorithm, Token,
    TokenOptions, Verifier, VerifyOptions, sign,
};

const NOW: f64 = 1_700_000_000.0;
const ISSUER: Option<&str> = Some("https://issuer.example");

fn key() -> Key {
    let options = KeyOptions {
        key_id: Some("k1".into()),
        ..KeyOptions::default()
    };
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &options,
    )
    .unwrap()
}

fn list(options: Value) -> Revocations {
    Revocations::new(&crate::options_from_json::<RevocationsOptions>(options).unwrap()).unwrap()
}

fn audited() -> Revocations {
    list(json!({ "audit": true }))
}

fn verifier(list: &Revocations) -> Verifier {
    let options = VerifyOptions {
        allow_any_issuer: true,
        leeway: Some("1m".into()),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(key().into()), None, &options)
        .unwrap()
        .with_revocations(list)
        .unwrap()
}

/// A token of the issuer, issued now, with these additional claims.
fn token(claims: Value) -> String {
    let mut all = json!({ "iss": ISSUER, "exp": NOW + 900.0, "iat": NOW });
    for (name, value) in claims.as_object().unwrap() {
        all[name] = value.clone();
    }
    let options = TokenOptions {
        now: Some(NOW),
        ..TokenOptions::default()
    };
    sign(&all, &key(), &options).unwrap()
}

fn at(now: f64) -> RevokeOptions {
    RevokeOptions {
        now: Some(now),
        ..RevokeOptions::default()
    }
}

fn all() -> EntriesOptions {
    EntriesOptions {
        now: Some(NOW),
        ..EntriesOptions::default()
    }
}

/// The code and the claim with which a token is refused; None if it is accepted.
fn refused(list: &Revocations, token: &str) -> Option<(ErrorCode, Option<String>)> {
    let error = verifier(list).verify(token, NOW).err()?;
    Some((error.code(), error.claim().map(String::from)))
}

fn by(claim: &str) -> Option<(ErrorCode, Option<String>)> {
    Some((
        ErrorCode::Revoked,
        Some(claim.to_owned()).filter(|claim| !claim.is_empty()),
    ))
}

fn checked(token: &str) -> Token {
    verifier(&list(json!({}))).verify(token, NOW).unwrap()
}
