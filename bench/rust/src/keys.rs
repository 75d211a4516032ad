//! tokenseal's keys, verifiers and tokens, and the same keys as others read them.

use std::time::SystemTime;

use serde_json::{Map, Value};
use tokenseal::{
    ContentEncryption, Curve, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, Verifier,
    VerifyOptions, timestamp,
};

use crate::claims::{self, AUDIENCE, ISSUER};

/// A new key. `algorithm` is an `alg`; the others are for `dir` and for ECDH-ES.
pub(crate) fn generate(algorithm: &str, enc: Option<ContentEncryption>, curve: Option<Curve>) -> Key {
    Key::generate(
        algorithm.parse().unwrap(),
        &GenerateOptions {
            enc,
            curve,
            ..GenerateOptions::default()
        },
    )
    .unwrap()
}

/// The half that checks signatures or encrypts; a secret is its own.
pub(crate) fn public(key: &Key) -> Key {
    if key.key_type() == "oct" {
        key.clone()
    } else {
        key.public().unwrap()
    }
}

/// The bytes of a symmetric key.
pub(crate) fn secret(key: &Key) -> Vec<u8> {
    let jwk: Value = serde_json::from_str(&key.to_jwk(true).unwrap()).unwrap();
    base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(jwk.get("k").and_then(Value::as_str).unwrap())
        .unwrap()
}

pub(crate) fn verifier(keys: Option<&Key>, decryption_keys: Option<&Key>) -> Verifier {
    let anybody = keys.is_none() && decryption_keys.is_some_and(|key| key.key_type() != "oct");
    let options = VerifyOptions {
        issuer: Some(ISSUER.into()),
        audience: Some(AUDIENCE.into()),
        allow_unsigned: anybody,
        ..VerifyOptions::default()
    };
    Verifier::new(keys.map(Into::into), decryption_keys.map(Into::into), &options).unwrap()
}

pub(crate) fn issuer(
    signing: Option<&Key>,
    encryption: Option<&Key>,
    enc: Option<ContentEncryption>,
) -> Issuer {
    let options = IssuerOptions {
        lifetime: Some("15m".into()),
        enc,
        ..IssuerOptions::default()
    };
    Issuer::new(
        signing.map(Into::into),
        encryption.cloned().map(Into::into),
        &options,
    )
    .unwrap()
}

/// Makes a token as a service does, with the time of its clock. The claims have all that is
/// registered, so nothing is added.
pub(crate) fn issue(issuer: &Issuer, claims: &Map<String, Value>) -> String {
    issuer
        .issue(
            claims,
            &IssueOptions {
                now: Some(now()),
                ..IssueOptions::default()
            },
        )
        .unwrap()
}

/// A token with the claims of the benchmarks.
pub(crate) fn token(issuer: &Issuer) -> String {
    issue(issuer, &claims::map())
}

/// The time by the system's clock, which the other libraries ask for each token too.
pub(crate) fn now() -> f64 {
    timestamp(SystemTime::now())
}

/// The signing input and the signature of a compact token.
pub(crate) fn split(token: &str) -> (Vec<u8>, Vec<u8>) {
    let (input, signature) = token.rsplit_once('.').unwrap();
    (
        input.as_bytes().to_vec(),
        base64_simd::URL_SAFE_NO_PAD.decode_to_vec(signature).unwrap(),
    )
}
